import { HOSTINGS, USERS } from '../emulator';
import { ANDREW, failure, object, openSite, record, useBench, wordsOf } from './setup';

const getContact = { operation: 'get', object: object('Contact'), recordId: record(ANDREW) };
const countTypes = { operation: 'count', object: object('ContactType') };

describe.each(HOSTINGS)('%s', (hosting) => {
	const bench = useBench({ hosting });
	const bare = { hosting, sampleData: false } as const;

	describe('a refused sign-in', () => {
		it.each([
			['ipAddress', 'credentials', 'IP address'],
			['sessionLimit', 'credentials', 'sessions'],
			['database', 'unavailable', 'database'],
		] as const)('says why and is not remembered: %s', async (signInRefusal, kind, words) => {
			const site = await openSite(bench.engine, { ...bare, switches: { signInRefusal } });
			const options = { retries: 0 };
			const { error } = await site.creatio({ ...countTypes, options });
			expect(error).toMatchObject(failure(kind, words));
			expect(wordsOf(error)).not.toMatch(/password is wrong|Site Address/);
			site.site.switches.signInRefusal = 'none';
			expect((await site.creatio({ ...countTypes, options })).items).toHaveLength(1);
		});

		it('is repeated where the database failed for a moment', async () => {
			const site = await openSite(bench.engine, bare);
			site.site.faults.add({
				match: { path: /\/Login$/ },
				fault: {
					kind: 'status',
					status: 200,
					headers: { 'Content-Type': 'application/json' },
					body: JSON.stringify({ Code: 1, Message: '', Exception: { Type: 'Npgsql.NpgsqlException' } }),
				},
			});
			expect((await site.creatio(countTypes)).items).toHaveLength(1);
		});

		it('names a second factor', async () => {
			const { name: username, password } = USERS.secondFactor;
			const run = await bench.creatio(getContact, { credentials: bench.credential({ username, password }) });
			expect(run.error).toMatchObject(failure('credentials', 'second factor'));
		});

		it.each([
			['a firewall', 403, 'firewall'],
			["a gateway's own sign-in", 401, 'sign-in'],
		] as const)(
			'may be that of %s, which does not say anything about the password',
			async (_, status, words) => {
				const site = await openSite(bench.engine, bare);
				site.site.faults.add({ match: { path: /\/Login$/ }, fault: { kind: 'outage', by: 'nginx', status } });
				const { error } = await site.creatio(countTypes);
				expect(error).toMatchObject(failure('credentials', words));
				expect(wordsOf(error)).not.toMatch(/password is wrong|Site Address/);
				expect((await site.creatio(countTypes)).items).toHaveLength(1);
			},
		);

		it('is repeated through an outage, in HTML as well', async () => {
			const site = await openSite(bench.engine, bare);
			for (const by of ['nginx', 'iis'] as const)
				site.site.faults.add({
					match: { path: /\/Login$/ },
					fault: { kind: 'outage', by, status: 503, retryAfter: '0' },
				});
			expect((await site.creatio(countTypes)).items).toHaveLength(1);
			expect(site.site.stats.signIns.Supervisor).toEqual({ succeeded: 1, failed: 0 });
		});
	});

	describe('the site address', () => {
		it.each([
			'/Navigation/Navigation.aspx?schemaName=Contact&recordId=1',
			'/index.html',
			'/SSOLogin',
			'/unknown/page',
		])('may be that of any page: %s', async (path) => {
			const credentials = bench.credential({ baseUrl: `${bench.site.url}${path}` });
			const run = await bench.creatio(getContact, { credentials });
			expect(run.error).toBeUndefined();
			expect(run.items[0]?.json.Id).toBe(ANDREW);
			const { status, message } = await bench.engine.credentialTest(
				'creatioPlatformApi',
				credentials.creatioPlatformApi ?? {},
			);
			expect(status).toBe('OK');
			expect(message.includes('was used')).toBe(path === '/unknown/page');
		});

		it('may be that of a folder', async () => {
			const site = await openSite(bench.engine, { ...bare, pathBase: '/app' });
			expect((await site.creatio(countTypes)).items).toHaveLength(1);
			expect(site.odata().every(({ path }) => path.startsWith('/app/'))).toBe(true);
		});
	});

	it('an object that is refused with 401 costs one sign-in and blames the object', async () => {
		const site = await openSite(bench.engine, bare);
		const fault = { kind: 'status', status: 401 } as const;
		site.site.faults.add({ match: { path: /\/odata\/Contact\(/, times: 3 }, fault });
		const run = await site.creatio(getContact, {
			items: [{}, {}],
			onError: 'continueRegularOutput',
		});
		expect(JSON.stringify(run.items)).toMatch(/Contact.*right/);
		expect(JSON.stringify(run.items)).not.toMatch(/password/);
		expect(site.site.stats.signIns.Supervisor).toEqual({ succeeded: 2, failed: 0 });
		const others = { operation: 'getAll', object: object('ContactType'), returnAll: false, limit: 1 };
		expect((await site.creatio(others)).items).toHaveLength(1);
		expect(site.site.stats.signIns.Supervisor).toEqual({ succeeded: 2, failed: 0 });
	});

	it('a list of the editor shows nothing that another password was shown', async () => {
		const ask = (password: string) =>
			bench.engine.listSearch('searchObjects', {
				node: 'creatio',
				credentials: bench.credential({ password }),
				parameters: { authentication: 'userPassword', resource: 'record', operation: 'get' },
				filter: 'contact',
			});
		expect((await ask('Supervisor')).results.length).toBeGreaterThan(0);
		await expect(ask('not the password')).rejects.toMatchObject({
			message: expect.stringMatching(/password/i),
		});
	});
});
