import { type EmulatorOptions, OAUTH_CLIENTS } from '../emulator';
import { type Engine, startEngine } from '../support/engine';
import { ANDREW, conditions, failure, map, object, openSite, record } from './setup';

/**
 * What sites do differently, and what nobody knows (contract 11.1, 12, 13): the node works either way. Differences that
 * do not meet in one request share a site.
 */
const SITES: ReadonlyArray<readonly [string, EmulatorOptions]> = [
	['.NET Framework, 8.3.2', {}],
	['.NET', { hosting: 'net' }],
	['a site in a folder', { pathBase: '/app' }],
	[
		'a .NET site in a folder that knows no /0',
		{ pathBase: '/app', hosting: 'net', switches: { netAcceptsZero: false } },
	],
	['7.18 on SQL Server', { version: '7.18', database: 'mssql' }],
	['8.1, before the new cookie names', { version: '8.1' }],
	[
		'a site that refuses what others ignore',
		{ switches: { patchUnreadableBody: 'loseAll', patchMissingKey: 'notFound' } },
	],
	[
		'a site that cuts pages and sends next links, and allows long query strings',
		{ pageCap: 300, switches: { nextLink: true, maxQueryString: 16_384 } },
	],
	[
		'a site that does not know "Account eq null", and refuses the runtime schema',
		{ switches: { navigationEqualsNull: false, runtimeSchema: 'refused' } },
	],
	[
		'a site that finds no empty lookup by its key, and has no application info',
		{ switches: { emptyLookupKey: 'neverMatches', applicationInfo: 'missing' } },
	],
	[
		'a site without the runtime schema that sends its session cookie at once',
		{ switches: { runtimeSchema: 'missing', sessionCookie: 'atSignIn' } },
	],
	['a site that forbids the runtime schema', { switches: { runtimeSchema: 'forbidden' } }],
	[
		'a site with a broken runtime schema and broken application info',
		{ switches: { runtimeSchema: 'broken', applicationInfo: 'broken' } },
	],
	[
		'a site that compares text exactly, without the CSRF check',
		{ switches: { caseInsensitiveText: false, useCsrf: false } },
	],
	[
		'a site that expires its session cookie at sign-in, and wants sign-in for its metadata',
		{ switches: { sessionCookie: 'expired', publicMetadata: false } },
	],
	[
		'a site that forbids its application info, with missing pages in HTML',
		{ switches: { applicationInfo: 'forbidden', unknownEntitySet: 'html' } },
	],
	[
		'a site that runs one request of a session at a time, with status 200 for missing objects',
		{ switches: { sessionLock: 'servicesAndOData', unknownEntitySet: 'json200' } },
	],
	[
		'a .NET site behind IIS that breaks off what it refuses',
		{ hosting: 'net', switches: { netBehindIis: true, providerRefusal: 'cutOff' } },
	],
	['a site whose ended session answers 401', { switches: { expiredSession: '401' } }],
	['a site whose ended session redirects', { switches: { expiredSession: 'redirect' } }],
	['a site whose ended session is a login page with 200', { switches: { expiredSession: 'html200' } }],
	[
		'a site that stores dates without zone as empty',
		{ switches: { dateWithoutZone: 'empty', serverZone: -300 } },
	],
	[
		'a site that reads chosen columns only, and refuses filters with status 200',
		{ switches: { allColumnsReadFails: ['Contact', 'Account'], flatKeyFilterStatus: 200 } },
	],
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
		expect(removed.items[0]?.json).toEqual({ deleted: true, Id: id });

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
