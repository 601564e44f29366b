import { type Emulator, HOSTINGS, OAUTH_CLIENTS, startEmulator, USERS } from '../emulator';
import type { Echo } from '../emulator/echo';
import { type Engine, startEngine } from '../support/engine';
import { someOf } from '../support/nightly';
import { autoMap, conditions, object, type Parameters } from './setup';

let engine: Engine;
beforeAll(async () => {
	engine = await startEngine({ ENGINE_KEEP: '1', N8N_LOG_LEVEL: 'debug' });
});
afterAll(() => engine.stop());

const { name: username, password } = USERS.awkward;
const { clientId, clientSecret } = OAUTH_CLIENTS.server;

const FORMS: readonly Echo[] = [
	...(['page', 'error', 'json', 'text'] as const).flatMap((form) =>
		[200, 403, 500].map((status) => ({ form, status })),
	),
	{ form: 'envelope' },
	{ form: 'headers', status: 200 },
	{ form: 'redirect' },
];

/** Without the end, which depends on what follows. */
const inBase64 = (text: string) => Buffer.from(text).toString('base64').slice(0, -4);

const SPELLINGS = ['plain', 'address', 'base64'] as const;

describe.each(HOSTINGS)('%s', (hosting) => {
	let site: Emulator;
	beforeAll(async () => {
		site = await startEmulator({ hosting });
	});
	afterAll(() => site.stop());
	beforeEach(() => {
		site.faults.clear();
		site.resetStats();
	});

	const credentialsOf = (
		authentication: string,
		typed = { password, clientSecret },
	): Record<string, Parameters> =>
		authentication === 'oAuth2'
			? {
					creatioPlatformOAuth2Api: {
						...{ baseUrl: site.url, tokenUrl: site.tokenUrl, grantType: 'clientCredentials' },
						...{ clientId, clientSecret: typed.clientSecret, hosting: 'auto', allowUnauthorizedCerts: false },
					},
				}
			: {
					creatioPlatformApi: {
						...{ baseUrl: site.url, username, password: typed.password },
						...{ hosting: 'auto', allowUnauthorizedCerts: false },
					},
				};

	/** What a workflow, the editor and a trigger do. Failures of the editor are kept by the engine. */
	const useEverything = async (authentication: string) => {
		const credentials = credentialsOf(authentication);
		const run = (node: string, parameters: Parameters) =>
			engine.run({
				node,
				parameters: { authentication, ...parameters },
				items: [{ Name: 'Lviv' }, { Name: 'Kyiv' }],
				credentials,
				onError: 'continueRegularOutput',
			});
		const options = { retries: 0 };
		const city = { resource: 'record', object: object('City'), options };
		await run('creatio', { ...city, operation: 'getAll', limit: 2 });
		await run('creatio', { ...city, operation: 'create', columns: autoMap() });
		await run('creatio', {
			...{ ...city, operation: 'delete', target: 'conditions' },
			conditions: conditions(['Name', 'equals', 'Nowhere']),
		});
		await run('creatioDataService', { operation: 'select', object: object('City'), limit: 2, options });
		await run('creatioDataService', {
			operation: 'insert',
			object: object('City'),
			columns: autoMap(),
			options,
		});
		await run('creatioProcess', {
			...{ operation: 'run', process: { __rl: true, mode: 'code', value: 'UsrGreet1' }, options },
		});
		await run('creatioWebService', {
			...{ service: 'UsrIntegrationService', method: 'AddNumbers', verb: 'POST' },
			...{
				bodyMode: 'json',
				bodyJson: '{"first":1,"second":2}',
				options: { ...options, fullResponse: true },
			},
		});
		const trigger = { authentication, object: object('City'), event: 'created' };
		await engine.poll({ node: 'creatioTrigger', parameters: trigger, credentials });
		const parameters = { authentication, ...city, operation: 'create' };
		for (const method of ['searchObjects', 'searchRecords'])
			await engine.listSearch(method, { node: 'creatio', parameters, credentials }).catch(() => undefined);
		await engine
			.resourceMapping('getWritableColumns', { node: 'creatio', parameters, credentials })
			.catch(() => undefined);
		if (authentication === 'userPassword')
			await engine.credentialTest('creatioPlatformApi', credentials.creatioPlatformApi ?? {});
	};

	/** What requests were authorized by. Short values are not secrets. */
	const secrets = () => site.carried.values().filter((value) => value.length >= 12);

	it.each(
		someOf(
			['userPassword', 'oAuth2'].flatMap((authentication) =>
				(hosting === 'net' ? (['plain'] as const) : SPELLINGS).map(
					(spelling) => [authentication, spelling] as const,
				),
			),
			{ every: 2 },
		),
	)(
		'no secret of a session is in what comes of answers that quote it: %s, %s',
		async (authentication, spelling) => {
			// Signed in before, so that each request that is quoted is authorized.
			await useEverything(authentication);
			const typed = authentication === 'oAuth2' ? clientSecret : password;
			for (const echo of FORMS) {
				site.faults.clear();
				site.faults.add({
					match: { path: /\/(?:odata|rest|DataService|ServiceModel\/(?!Auth))/, times: 1_000 },
					fault: { kind: 'echo', ...echo, spelling, also: `${typed}\n` },
				});
				await useEverything(authentication);
			}
			const all = [...secrets(), typed];
			expect(all.length).toBeGreaterThan(1);
			const written = all.flatMap((secret) => [
				...[secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)],
				inBase64(secret),
			]);
			expect(await engine.found(written)).toEqual([]);
		},
		120_000,
	);

	it('no secret that was typed is in what comes of a refused sign-in or token', async () => {
		const forms = ['refusedSignIn', 'refusedClient', 'page', 'error', 'json', 'text', 'redirect'] as const;
		const echoes = SPELLINGS.flatMap((spelling) =>
			forms.flatMap((form) => [200, 401, 403, 500].map((status) => ({ form, status, spelling }))),
		);
		for (const [round, echo] of echoes.entries()) {
			// Others each time, since a refusal is remembered.
			const typed = { password: `${password}${round}`, clientSecret: `${clientSecret}${round}` };
			for (const authentication of ['userPassword', 'oAuth2']) {
				const { password: word, clientSecret: secret } = typed;
				const also = authentication === 'oAuth2' ? secret : `${word} ${username}:${word}`;
				site.faults.clear();
				site.faults.add({
					match: { path: /Login$|connect\/token$/, times: 100 },
					fault: { kind: 'echo', ...echo, also: `${also}\n` },
				});
				const parameters = { authentication, resource: 'record', operation: 'count', object: object('City') };
				const { itemErrors } = await engine.run({
					node: 'creatio',
					parameters: { ...parameters, options: { retries: 0 } },
					items: [{}],
					credentials: credentialsOf(authentication, typed),
					onError: 'continueRegularOutput',
				});
				expect(itemErrors).toHaveLength(1);
				if (authentication === 'oAuth2') continue;
				await engine.credentialTest(
					'creatioPlatformApi',
					credentialsOf(authentication, typed).creatioPlatformApi ?? {},
				);
			}
		}
		const secrets = [password, clientSecret];
		const written = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), inBase64(secret)]);
		expect(await engine.found(written)).toEqual([]);
	}, 60_000);
});
