import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';

import { type Emulator, OAUTH_CLIENTS, startEmulator } from '../emulator';
import { type Engine, type Members, startEngine } from '../support/engine';
import { autoMap, failure, object, type Parameters, SUPERVISOR } from './setup';

/** n8n's network policy refuses this machine by its address, and allows it by this name. */
const POLICY = { N8N_SSRF_PROTECTION_ENABLED: 'true', N8N_SSRF_ALLOWED_HOSTNAMES: 'localhost' };

let engine: Engine;
let site: Emulator;
/** What must not be reached. */
let refused: Server;
let connections = 0;
let port = 0;
beforeAll(async () => {
	refused = createServer((socket) => {
		connections++;
		socket.destroy();
	}).listen(0, '127.0.0.1');
	[site, engine] = await Promise.all([startEmulator(), startEngine(POLICY), once(refused, 'listening')]);
	port = (refused.address() as AddressInfo).port;
});
afterAll(async () => {
	refused.close();
	await Promise.all([engine.stop(), site.stop()]);
});
beforeEach(() => {
	site.faults.clear();
	site.resetStats();
	connections = 0;
});
afterEach(() => expect(connections).toBe(0));

const byName = (address: string) => address.replace('127.0.0.1', 'localhost');

const passwordFor = (baseUrl: string, more: Members = {}) => ({
	creatioPlatformApi: { baseUrl, ...SUPERVISOR, hosting: 'auto', allowUnauthorizedCerts: false, ...more },
});
const { clientId, clientSecret } = OAUTH_CLIENTS.server;
const clientFor = (baseUrl: string, tokenUrl: string, more: Members = {}) => ({
	creatioPlatformOAuth2Api: {
		...{ baseUrl, tokenUrl, grantType: 'clientCredentials', clientId, clientSecret },
		...{ hosting: 'auto', allowUnauthorizedCerts: false },
		...more,
	},
});
type Credentials = Readonly<Record<string, Members>>;

const run = (node: string, parameters: Parameters, credentials: Credentials) =>
	engine.run({ node, parameters, credentials, items: [{}] });

/** Needs no token. */
const PUBLIC = 'a public web service';

/** Each way in which a node asks a site; resolves with its error. */
const WAYS: Readonly<Record<string, (authentication: string, credentials: Credentials) => Promise<unknown>>> =
	{
		'Creatio, reading': async (authentication, credentials) =>
			(
				await run(
					'creatio',
					{ authentication, resource: 'record', operation: 'count', object: object('City') },
					credentials,
				)
			).error,
		'Creatio, writing': async (authentication, credentials) =>
			(
				await engine.run({
					node: 'creatio',
					parameters: {
						authentication,
						resource: 'record',
						operation: 'create',
						object: object('City'),
						columns: autoMap(),
					},
					items: [{ Name: 'Lviv' }],
					credentials,
				})
			).error,
		'Creatio DataService': async (authentication, credentials) =>
			(
				await run(
					'creatioDataService',
					{ authentication, operation: 'select', object: object('City') },
					credentials,
				)
			).error,
		'Creatio Process': async (authentication, credentials) =>
			(
				await run(
					'creatioProcess',
					{ authentication, operation: 'run', process: { __rl: true, mode: 'code', value: 'UsrGreet1' } },
					credentials,
				)
			).error,
		'Creatio Web Service': async (authentication, credentials) =>
			(
				await run(
					'creatioWebService',
					{ authentication, service: 'UsrIntegrationService', method: 'GetText', verb: 'GET', options: {} },
					credentials,
				)
			).error,
		[PUBLIC]: async (authentication, credentials) =>
			(
				await run(
					'creatioWebService',
					{ authentication, service: 'UsrPublicService', method: 'Ping', verb: 'GET', route: 'anonymous' },
					credentials,
				)
			).error,
		'a poll': async (authentication, credentials) => {
			const parameters = { authentication, object: object('City'), event: 'created' };
			return (await engine.poll({ node: 'creatioTrigger', parameters, credentials })).error;
		},
		...Object.fromEntries(
			(
				[
					['listSearch', 'searchObjects'],
					['listSearch', 'searchColumns'],
					['listSearch', 'searchRecords'],
					['loadOptions', 'getOperators'],
					['resourceMapping', 'getWritableColumns'],
				] as const
			).map(([group, method]) => [
				`${group}: ${method}`,
				async (authentication: string, credentials: Credentials) => {
					const parameters = {
						...{ authentication, resource: 'record', operation: 'create', object: object('City') },
						conditions: {
							condition: [
								{ column: { __rl: true, mode: 'list', value: 'Name' }, operator: 'equals', value: '' },
							],
						},
					};
					const path = 'parameters.conditions.condition[0].operator';
					return await engine[group](method, { node: 'creatio', parameters, credentials, path }).then(
						() => undefined,
						(error: unknown) => error,
					);
				},
			]),
		),
	};

describe.each(Object.entries(WAYS))('%s', (name, ask) => {
	it.each(['127.0.0.1', '2130706433', '[::ffff:127.0.0.1]'])(
		'does not reach a refused address: %s',
		async (host) => {
			const address = `http://${host}:${port}`;
			for (const hosting of ['auto', 'net']) {
				const error = await ask('userPassword', passwordFor(address, { hosting }));
				expect(error).toMatchObject({ message: expect.stringContaining('n8n does not allow requests') });
			}
		},
	);

	it('does not reach a refused token service, nor a refused site with a token', async () => {
		const tokenUrl = `http://127.0.0.1:${port}/connect/token`;
		for (const credentials of [
			...(name === PUBLIC ? [] : [clientFor(byName(site.url), tokenUrl)]),
			clientFor(`http://127.0.0.1:${port}`, byName(site.tokenUrl)),
			clientFor(`http://127.0.0.1:${port}`, byName(site.tokenUrl), { hosting: 'framework' }),
		]) {
			const error = await ask('oAuth2', credentials);
			expect(error).toMatchObject({ message: expect.stringContaining('n8n does not allow requests') });
		}
	});

	it('reaches an allowed site', async () => {
		expect(await ask('userPassword', passwordFor(byName(site.url)))).toBeUndefined();
		expect(await ask('oAuth2', clientFor(byName(site.url), byName(site.tokenUrl)))).toBeUndefined();
	});

	it.each([302, 307, 308])('does not follow a redirect with %i to a refused address', async (status) => {
		const fault = { kind: 'redirect', location: `http://127.0.0.1:${port}/0/odata/City`, status } as const;
		site.faults.add({
			match: { path: /\/(?:odata|rest|DataService|ServiceModel\/(?!Auth))/, times: 20 },
			fault,
		});
		await ask('userPassword', passwordFor(byName(site.url)));
	});
});

describe('the test of a credential', () => {
	const test = (baseUrl: string, more: Members = {}) =>
		engine.credentialTest('creatioPlatformApi', passwordFor(baseUrl, more).creatioPlatformApi);

	it('says the same of a refused address, whatever listens there', async () => {
		const closed = createServer().listen(0, '127.0.0.1');
		await once(closed, 'listening');
		const { port: nobody } = closed.address() as AddressInfo;
		closed.close();
		const answers = await Promise.all(
			[port, nobody].map(async (each) =>
				JSON.stringify(await test(`http://127.0.0.1:${each}`)).replaceAll(String(each), 'PORT'),
			),
		);
		expect(answers[0]).toContain('n8n does not allow requests to 127.0.0.1:PORT');
		expect(new Set(answers).size).toBe(1);
	});

	it('passes at an allowed site, with one sign-in', async () => {
		expect(await test(byName(site.url), { sessions: 1 })).toMatchObject({ status: 'OK' });
		const wrong = await test(byName(site.url), { password: 'wrong' });
		expect(wrong).toMatchObject({ status: 'Error', message: expect.stringMatching(/password/) });
		expect(site.stats.signIns.Supervisor?.failed).toBe(1);
	});

	it('does not follow a redirect', async () => {
		site.faults.add({
			match: { path: /Login$/ },
			fault: { kind: 'redirect', location: `http://127.0.0.1:${port}/`, status: 307 },
		});
		expect(await test(byName(site.url), { password: 'another' })).toMatchObject({
			status: 'Error',
			message: expect.stringContaining(`redirects sign-ins to http://127.0.0.1:${port}`),
		});
	});
});

it('errors name what is refused', async () => {
	const { error } = await run(
		'creatio',
		{ authentication: 'userPassword', resource: 'record', operation: 'count', object: object('City') },
		passwordFor(`http://127.0.0.1:${port}`),
	);
	expect(error).toMatchObject(failure('blocked', `127.0.0.1:${port}`));
});
