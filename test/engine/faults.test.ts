import { inspect } from 'node:util';

import {
	ANDREW,
	conditions,
	failure,
	map,
	object,
	openSite,
	record,
	SIMILAR_HOSTINGS,
	SUPERVISOR,
	useBench,
} from './setup';

describe.each(SIMILAR_HOSTINGS)('%s', (hosting) => {
	const bench = useBench({ hosting });

	const items = (count: number) => Array.from({ length: count }, (_, index) => ({ index }));
	const createContact = {
		operation: 'create',
		object: object('Contact'),
		columns: map({ Name: '=Run {{ $json.index }}' }),
	};
	const getContact = { operation: 'get', object: object('Contact'), recordId: record(ANDREW) };
	const signIns = () =>
		bench.site.stats.requests.filter(({ path }) => path.includes('AuthService.svc/Login')).length;
	const created = () => bench.site.stats.writes.Contact?.created ?? [];

	describe('the session', () => {
		it('is opened once for 100 items, and every request stays on the site', async () => {
			const fresh = await openSite(bench.engine, { hosting });
			const run = await fresh.creatio(getContact, { items: items(100) });
			expect(run.items).toHaveLength(100);
			expect(fresh.site.stats.requests.filter(({ path }) => path.includes('Login'))).toHaveLength(1);
		});

		it('is renewed once when it expired, in reads and in writes', async () => {
			await bench.creatio(getContact);
			bench.site.expireSessions();
			bench.site.resetStats();
			const run = await bench.creatio(createContact, { items: items(5) });
			expect(run.error).toBeUndefined();
			expect(created()).toHaveLength(5);
			expect(signIns()).toBe(1);
		});

		it('tries a wrong password exactly once, whatever the number of items', async () => {
			const credentials = bench.credential({ password: 'wrong-password-1' });
			const run = await bench.creatio(getContact, {
				credentials,
				items: items(20),
				onError: 'continueRegularOutput',
			});
			expect(signIns()).toBe(1);
			expect(run.items).toHaveLength(20);
			expect(JSON.stringify(run)).not.toContain('wrong-password-1');
		});

		it('works on both host families', async () => {
			const net = await openSite(bench.engine, { hosting: 'net' });
			expect((await net.creatio(getContact)).items[0]?.json.Id).toBe(ANDREW);
			expect(net.odata().every(({ path }) => !path.startsWith('/0/'))).toBe(true);
		});
	});

	describe('a bad moment', () => {
		it.each(['resetBefore', 'resetAfter'] as const)(
			'a create whose connection breaks (%s) makes one record',
			async (kind) => {
				bench.site.faults.add({
					match: { method: 'POST', path: /\/odata\/Contact$/, times: 1 },
					fault: { kind },
				});
				const run = await bench.creatio(createContact);
				expect(run.error).toBeUndefined();
				expect(created()).toEqual([run.items[0]?.json.Id]);
			},
		);

		it.each([429, 503])('a busy site (%d) is asked again after the time it names', async (status) => {
			bench.site.faults.add({
				match: { method: 'GET', path: /\/odata\/Contact\(/, times: 1 },
				fault: { kind: 'status', status, headers: { 'retry-after': '1' } },
			});
			const started = Date.now();
			expect((await bench.creatio(getContact)).items).toHaveLength(1);
			expect(Date.now() - started).toBeGreaterThanOrEqual(900);
		});

		it('a login page with status 200 is not a success', async () => {
			bench.site.faults.add({
				match: { method: 'POST', path: /\/odata\/Contact$/, times: 9 },
				fault: { kind: 'htmlLogin' },
			});
			const run = await bench.creatio(createContact);
			expect(run.items).toEqual([]);
			expect(run.error).toMatchObject({ kind: 'session', perhapsDone: true });
			expect(created()).toEqual([]);
		});

		it('a cut answer to a create is settled by looking', async () => {
			bench.site.faults.add({
				match: { method: 'POST', path: /\/odata\/Contact$/, times: 1 },
				fault: { kind: 'cutBody' },
			});
			const run = await bench.creatio(createContact);
			expect(created()).toEqual([run.items[0]?.json.Id]);
		});
	});

	it.each(['gzip', 'deflate', 'br'] as const)('answers compressed by %s are read', async (encoding) => {
		bench.site.faults.add({
			match: { path: /\/odata\//, times: 9 },
			fault: { kind: 'compressed', encoding },
		});
		const run = await bench.creatio(createContact, { items: items(3) });
		expect(run.error).toBeUndefined();
		expect(created()).toEqual(run.items.map(({ json }) => json.Id));
		expect(bench.site.stats.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
	});

	it('a read whose answer is larger than the limit asks for smaller pages', async () => {
		const read = { operation: 'getAll', object: object('Contact'), returnAll: true };
		const whole = await bench.creatio(read);
		bench.site.resetStats();
		const run = await bench.creatio({ ...read, options: { maxResponseSize: 1, pageSize: 5_000 } });
		expect(run.error).toBeUndefined();
		expect(run.items).toHaveLength(whole.items.length);
		expect(bench.odata().map(({ path }) => path)).toEqual(
			expect.arrayContaining([expect.stringContaining('$top=5000'), expect.stringContaining('$top=2500')]),
		);
	});

	it('no request leaves the site, wherever the site points to', async () => {
		const elsewhere = await openSite(bench.engine, { hosting });
		for (const status of [301, 302, 307, 308]) {
			bench.site.faults.add({
				match: { path: /\/odata\/(Contact|\$metadata)/, times: 1 },
				fault: { kind: 'status', status, headers: { location: `${elsewhere.site.url}/0/odata/Contact` } },
			});
			const run = await bench.creatio({ operation: 'getAll', object: object('Contact') });
			expect(run.error).toMatchObject(failure('address', elsewhere.site.url));
		}
		expect(elsewhere.site.stats.requests).toEqual([]);
	});

	describe('errors of items', () => {
		const mixed = {
			operation: 'get',
			object: object('Contact'),
			recordId: record('={{ $json.id }}'),
		};
		const ids = [{ id: ANDREW }, { id: 'not-a-guid' }, { id: ANDREW }];

		it('stop the run and name the item', async () => {
			const run = await bench.creatio(mixed, { items: ids });
			expect(run.error).toMatchObject(
				failure('input', /Record.*"not-a-guid"/, { context: { itemIndex: 1 } }),
			);
		});

		it('go on with "Continue", each on its own item', async () => {
			const run = await bench.creatio(mixed, { items: ids, onError: 'continueRegularOutput' });
			expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
			expect(run.items[1]?.json.error).toMatch(/Record.*"not-a-guid"/);
		});

		it('go to the error output', async () => {
			const run = await bench.creatio(mixed, { items: ids, onError: 'continueErrorOutput' });
			expect(run.outputs[0]).toHaveLength(2);
			expect(run.outputs[1]).toHaveLength(1);
		});

		it('carry the server’s innermost sentence', async () => {
			const run = await bench.creatio({
				operation: 'getAll',
				object: object('Contact'),
				filterMode: 'raw',
				filter: `AccountId eq ${ANDREW}`,
			});
			expect(run.error).toMatchObject(
				failure('invalid', 'Column by path AccountId not found in schema Contact'),
			);
		});

		it('nothing comes of no items', async () => {
			expect((await bench.creatio(createContact, { items: [] })).items).toEqual([]);
			expect(bench.site.stats.requests).toEqual([]);
		});
	});

	it('stops its requests when the execution is stopped', async () => {
		bench.site.faults.add({
			match: { method: 'POST', path: /\/odata\/Contact$/, times: 100 },
			fault: { kind: 'delay', ms: 300 },
		});
		const oneByOne = { ...createContact, options: { batchSize: 1, parallel: 1 } };
		const run = await bench.creatio(oneByOne, { items: items(50), cancelAfterMs: 700 });
		expect(run.status).toBe('canceled');
		const sent = bench.site.stats.requests.length;
		await new Promise((resolve) => setTimeout(resolve, 800));
		expect(bench.site.stats.requests.length).toBe(sent);
		expect(created().length).toBeLessThan(10);
	});

	it('shows no secret in anything that it gives', async () => {
		const runs = [
			await bench.creatio(getContact),
			await bench.creatio({ ...getContact, recordId: record('={{ "x" }}') }),
			await bench.creatio({ operation: 'getAll', object: object('Nope') }),
			await bench.creatio({
				operation: 'getAll',
				object: object('Contact'),
				conditions: conditions(['Age', 'equals', 'x']),
			}),
			await bench.creatio(getContact, { credentials: bench.credential({ password: 'S3cret-never-shown' }) }),
		];
		const shown = inspect(runs, { depth: null, maxStringLength: null, maxArrayLength: null });
		const cookies = bench.site.stats.requests.flatMap(({ headers }) =>
			headers
				.filter(([name]) => name.toLowerCase() === 'cookie')
				.flatMap(([, value]) => value.split('; ').map((pair) => pair.slice(pair.indexOf('=') + 1))),
		);
		const secrets = ['S3cret-never-shown', ...cookies.filter((value) => value.length >= 16)];
		expect(secrets.length).toBeGreaterThan(2);
		for (const secret of secrets) expect(shown).not.toContain(secret);
		expect(SUPERVISOR.password).toBe('Supervisor');
	});
});
