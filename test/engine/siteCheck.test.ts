import { type EmulatorOptions, HOSTINGS, USERS } from '../emulator';
import { openSite, type Parameters, useBench } from './setup';

const CHECK = { resource: 'site', operation: 'check' };

interface Row {
	readonly check: string;
	readonly status: string;
	readonly value: unknown;
	readonly detail: string;
	readonly cure: string | null;
}

const bench = useBench();

async function rowsOf(options: EmulatorOptions = {}, credential: Parameters = {}) {
	const site = await openSite(bench.engine, options);
	const run = await site.creatio(CHECK, { credentials: site.credential(credential) });
	expect(run.error).toBeUndefined();
	expect(site.site.stats.writes).toEqual({});
	const rows = run.items.map(({ json }) => json as unknown as Row);
	const named = Object.fromEntries(rows.map((row) => [row.check, row])) as Record<string, Row>;
	return { rows, named, site };
}

describe('the check of a site', () => {
	it.each(HOSTINGS)('finds that all is well on %s', async (hosting) => {
		const { rows, named, site } = await rowsOf({ hosting });
		expect(rows.filter(({ status }) => status !== 'ok')).toEqual([]);
		expect(rows.every(({ cure }) => cure === null)).toBe(true);
		expect(named.signIn?.value).toMatchObject({ site: site.site.url, user: 'Supervisor' });
		expect(named.version?.value).toMatch(/^8\.3\.2/);
		expect(named.hosting?.value).toBe(hosting);
		expect(named.culture?.value).toBe('en-US');
		expect(named.timeZone?.value).toBe(0);
		expect(named.odata?.value).toBeGreaterThan(1_000);
		expect(named.batches?.value).toBe('json');
		expect(named.files?.value).toEqual({ maxFileSize: 10 * 1_048_576 });
		expect(named.readOnly?.value).toBe(false);
		expect(site.site.stats.signInAttempts).toBe(1);
		const asked = site.site.stats.requests.filter(({ path }) => path.endsWith('GetCurrentUserInfo'));
		expect(asked).toHaveLength(1);
	});

	it('notices times that are not UTC', async () => {
		const { name: username, password } = USERS.inKyiv;
		const off = await rowsOf({ switches: { falseZ: 180 } });
		expect(off.named.times).toMatchObject({ status: 'warning', value: 180 });
		expect(off.named.timeZone?.value).toBe(180);
		expect(off.named.times?.cure).toContain('UTC');
		const right = await rowsOf({}, { username, password });
		expect(right.named.times).toMatchObject({ status: 'ok', value: 0 });
		expect(right.named.timeZone).toMatchObject({ status: 'ok', value: expect.any(Number) });
	});

	it.each<[string, EmulatorOptions, string[]]>([
		[
			'no application info',
			{ switches: { applicationInfo: 'forbidden' } },
			['version', 'culture', 'timeZone'],
		],
		['no runtime schema', { switches: { runtimeSchema: 'refused' } }, ['columns']],
		['no sections', { without: ['SysModule'] }, ['captions']],
		['no captions', { without: ['SysSchema', 'VwSysSchemaInWorkspace'] }, ['captions']],
		['no files of contacts', { sampleData: false, without: ['ContactFile'] }, ['files']],
	])('names each shortcoming with its cure: %s', async (_, options, names) => {
		const { rows } = await rowsOf({ sampleData: false, ...options });
		const short = rows.filter(({ status }) => status !== 'ok');
		expect(short.map(({ check }) => check)).toEqual(names);
		expect(short.every(({ cure }) => cure !== null && cure !== '')).toBe(true);
	});

	it('says why nobody is signed in, and no more', async () => {
		const { rows } = await rowsOf({ sampleData: false }, { password: 'wrong' });
		expect(rows).toEqual([expect.objectContaining({ check: 'signIn', status: 'failed' })]);
		expect(rows[0]?.cure).toBeTruthy();
	});

	it('shows a credential that only allows reading', async () => {
		const { named } = await rowsOf({ sampleData: false }, { readOnly: true });
		expect(named.readOnly?.value).toBe(true);
	});

	it('goes on where a part fails', async () => {
		const site = await openSite(bench.engine, { sampleData: false });
		site.site.faults.add({
			match: { path: /SyncReply/, times: 99 },
			fault: { kind: 'status', status: 403, body: 'No' },
		});
		const { items } = await site.creatio({ ...CHECK, options: { retries: 0 } });
		const rows = items.map(({ json }) => json as unknown as Row);
		expect(rows.length).toBeGreaterThan(10);
		expect(rows.find(({ check }) => check === 'dataService')).toMatchObject({ status: 'failed' });
		expect(rows.find(({ check }) => check === 'odata')).toMatchObject({ status: 'ok' });
	});
});
