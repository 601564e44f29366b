import { type EmulatorOptions, OAUTH_CLIENTS } from '../emulator';
import { type Engine, startEngine } from '../support/engine';
import { ANDREW, conditions, failure, map, object, openSite, record } from './setup';

/** What sites do differently, and what nobody knows (contract 11.1, 12, 13): the node works either way. */
const SITES: ReadonlyArray<readonly [string, EmulatorOptions]> = [
	['.NET Framework, 8.3.2', {}],
	['.NET', { hosting: 'net' }],
	['.NET that knows no /0', { hosting: 'net', switches: { netAcceptsZero: false } }],
	['a site in a folder', { pathBase: '/app' }],
	['a .NET site in a folder', { pathBase: '/app', hosting: 'net' }],
	['7.18 on SQL Server', { version: '7.18', database: 'mssql' }],
	['8.1, before the new cookie names', { version: '8.1' }],
	[
		'a site that refuses what others ignore',
		{ switches: { patchUnreadableBody: 'loseAll', patchMissingKey: 'notFound' } },
	],
	['a site that cuts pages and sends next links', { pageCap: 300, switches: { nextLink: true } }],
	['a site that does not know "Account eq null"', { switches: { navigationEqualsNull: false } }],
	['a site that finds no empty lookup by its key', { switches: { emptyLookupKey: 'neverMatches' } }],
	['a site that refuses the runtime schema', { switches: { runtimeSchema: 'refused' } }],
	['a site without the runtime schema', { switches: { runtimeSchema: 'missing' } }],
	['a site that forbids the runtime schema', { switches: { runtimeSchema: 'forbidden' } }],
	['a site with a broken runtime schema', { switches: { runtimeSchema: 'broken' } }],
	['a site that compares text exactly', { switches: { caseInsensitiveText: false } }],
	['a site without the CSRF check', { switches: { useCsrf: false } }],
	['a site that sends its session cookie at once', { switches: { sessionCookie: 'atSignIn' } }],
	['a site that expires its session cookie at sign-in', { switches: { sessionCookie: 'expired' } }],
	['a site that wants sign-in for its metadata', { switches: { publicMetadata: false } }],
	['a site without application info', { switches: { applicationInfo: 'missing' } }],
	['a site that forbids its application info', { switches: { applicationInfo: 'forbidden' } }],
	['a site with broken application info', { switches: { applicationInfo: 'broken' } }],
	['a site that runs one request of a session at a time', { switches: { sessionLock: 'servicesAndOData' } }],
	['a .NET site behind IIS', { hosting: 'net', switches: { netBehindIis: true } }],
	['a site that allows long query strings', { switches: { maxQueryString: 16_384 } }],
	[
		'a .NET site that breaks off what it refuses',
		{ hosting: 'net', switches: { providerRefusal: 'cutOff' } },
	],
	['a site whose missing objects have status 200', { switches: { unknownEntitySet: 'json200' } }],
	['a site whose missing pages are HTML', { switches: { unknownEntitySet: 'html' } }],
	['a site whose ended session answers 401', { switches: { expiredSession: '401' } }],
	['a site whose ended session redirects', { switches: { expiredSession: 'redirect' } }],
	['a site whose ended session is a login page with 200', { switches: { expiredSession: 'html200' } }],
	[
		'a site that stores dates without zone as empty',
		{ switches: { dateWithoutZone: 'empty', serverZone: -300 } },
	],
	['a site whose refused filter has status 200', { switches: { flatKeyFilterStatus: 200 } }],
	['a site that reads chosen columns only', { switches: { allColumnsReadFails: ['Contact', 'Account'] } }],
	['a site whose times are local under a false Z', { switches: { falseZ: 180 } }],
];

let engine: Engine;
beforeAll(async () => {
	engine = await startEngine();
});
afterAll(() => engine.stop());

describe.each(SITES)('%s', (_, options) => {
	it('lets records be found, made, changed and deleted', async () => {
		const bench = await openSite(engine, options);
		const contacts = { object: object('Contact') };

		const made = await bench.creatio({
			operation: 'create',
			...contacts,
			columns: map({ Name: 'Tour', BirthDate: '2024-02-29', Account: 'Accom (sample)' }),
		});
		expect(made.error).toBeUndefined();
		const id = String(made.items[0]?.json.Id);
		expect(made.items[0]?.json.BirthDate).toMatch(/^2024-02-29T00:00:00/);

		const upsert = {
			operation: 'upsert',
			...contacts,
			columns: map({ Name: 'Tour', JobTitle: 'Guide' }, ['Name']),
		};
		expect((await bench.creatio(upsert)).items[0]?.json.Id).toBe(id);
		await bench.creatio({
			operation: 'update',
			...contacts,
			recordId: record(id),
			columns: map({ Email: 'tour@x.example' }),
		});
		expect(bench.site.store.rows('Contact', '"Id" = ?', id)[0]).toMatchObject({
			JobTitle: 'Guide',
			Email: 'tour@x.example',
		});

		const empty = { ...contacts, conditions: conditions(['Account', 'isEmpty']) };
		const found = await bench.creatio({
			operation: 'getAll',
			...empty,
			returnAll: true,
			options: { outputColumns: ['Name'] },
		});
		const counted = await bench.creatio({ operation: 'count', ...empty });
		expect(found.error).toBeUndefined();
		expect(counted.items[0]?.json.count).toBe(found.items.length);
		expect(found.items.length).toBe(bench.site.store.rows('Contact', '"AccountId" is null').length);
		expect(new Set(found.items.map(({ json }) => json.Id)).size).toBe(found.items.length);

		const all = await bench.creatio({ operation: 'getAll', ...contacts, returnAll: true });
		expect(all.items.length).toBe(bench.site.store.count('Contact'));

		bench.site.expireSessions();
		const removed = await bench.creatio({ operation: 'delete', ...contacts, recordId: record(id) });
		expect(removed.items[0]?.json).toEqual({ deleted: true, id });

		const ghost = await bench.creatio({
			operation: 'update',
			...contacts,
			recordId: record(id),
			columns: map({ Name: 'Ghost' }),
		});
		expect(ghost.error).toMatchObject(failure('notFound', new RegExp(`Contact.*${id}`)));
		expect(bench.site.store.rows('Contact', '"Id" = ?', id)).toEqual([]);
		// A 403 without words may be a wrong CSRF token, and is worth a new sign-in (contract 1.3).
		const forbidden = options.switches?.runtimeSchema === 'forbidden' ? 1 : 0;
		expect(bench.site.stats.signIns.Supervisor).toEqual({ succeeded: 2 + forbidden, failed: 0 });
	});

	it('shows its objects, records and columns in the lists', async () => {
		const bench = await openSite(engine, options);
		const ask = {
			node: 'creatio',
			credentials: bench.credential(),
			parameters: {
				authentication: 'userPassword',
				resource: 'record',
				operation: 'create',
				object: object('Contact'),
			},
		};
		const objects = await bench.engine.listSearch('searchObjects', { ...ask, filter: 'contact' });
		expect(objects.results.map(({ value }) => value)).toContain('Contact');
		const records = await bench.engine.listSearch('searchRecords', { ...ask, filter: 'Andrew Baker' });
		expect(records.results.map(({ value }) => value)).toContain(ANDREW);
		const { fields } = await bench.engine.resourceMapping('getWritableColumns', ask);
		expect(fields.map(({ id }) => id)).toEqual(expect.arrayContaining(['Name', 'Account', 'BirthDate']));
	});
});

it('works with OAuth2 client credentials', async () => {
	const bench = await openSite(engine);
	const client = OAUTH_CLIENTS.server;
	const credentials = {
		creatioPlatformOAuth2Api: {
			baseUrl: bench.site.url,
			grantType: 'clientCredentials',
			clientId: client.clientId,
			clientSecret: client.clientSecret,
			tokenUrl: bench.site.tokenUrl,
			hosting: 'auto',
			allowUnauthorizedCerts: false,
		},
	};
	const run = await bench.creatio(
		{ authentication: 'oAuth2', operation: 'get', object: object('Contact'), recordId: record(ANDREW) },
		{ credentials, items: Array.from({ length: 20 }, () => ({})) },
	);
	expect(run.error).toBeUndefined();
	expect(run.items).toHaveLength(20);
	expect(bench.site.stats.tokenRequests).toEqual({ client_credentials: { succeeded: 1, failed: 0 } });
	expect(JSON.stringify(run)).not.toContain(client.clientSecret);
});
