import { randomUUID } from 'node:crypto';

import type { FaultMatch } from '../emulator';
import {
	autoMap,
	conditions,
	failure,
	map,
	object,
	openSite,
	record,
	SIMILAR_HOSTINGS,
	useBench,
	wordsOf,
} from './setup';

const BATCH: FaultMatch = { method: 'POST', path: /\$batch$/ };
const QUERY: FaultMatch = { method: 'POST', path: /BatchQuery$/ };

const contacts = { object: object('Contact'), columns: autoMap() };
const create = { operation: 'create', ...contacts };
const update = {
	operation: 'update',
	...contacts,
	recordId: record('={{ $json.id }}'),
	options: { unknownColumns: 'ignore' },
};
const remove = { operation: 'delete', object: object('Contact'), recordId: record('={{ $json.id }}') };
const people = (prefix: string, count: number, more = (_: number): object => ({})) =>
	Array.from({ length: count }, (_, index) => ({ Name: `${prefix} ${index}`, ...more(index) }));

describe.each(SIMILAR_HOSTINGS)('%s', (hosting) => {
	const bench = useBench({ hosting });

	const rowsOf = (prefix: string) => bench.site.store.rows('Contact', '"Name" like ?', `${prefix} %`);
	const idsOf = (prefix: string) => new Set(rowsOf(prefix).map(({ Id }) => Id));
	const made = (prefix: string, count: number) =>
		Array.from({ length: count }, (_, index) => {
			const id = bench.site.store.insert('Contact', { Name: `${prefix} ${index}` });
			return { id, JobTitle: 'Changed' };
		});
	const writes = (path: RegExp) =>
		bench.site.stats.requests.filter((request) => path.test(request.path) && !request.body.includes('"GET"'));

	it.each(['', '{}', 'null'] as const)(
		'an answer of a gateway before the work, %j with status 200, is not a success of an update or a delete',
		async (body) => {
			const [changed, deleted] = [made(`nothing ${body} u`, 1), made(`nothing ${body} d`, 1)];
			const match = { path: /\/odata\/Contact\(/, times: 1 };
			for (const method of ['PATCH', 'DELETE'])
				bench.site.faults.add({ match: { ...match, method }, fault: { kind: 'emptyAnswer', body } });
			expect((await bench.creatio(update, { items: changed })).error).toBeUndefined();
			expect((await bench.creatio(remove, { items: deleted })).error).toBeUndefined();
			expect(rowsOf(`nothing ${body} u`).map(({ JobTitle }) => JobTitle)).toEqual(['Changed']);
			expect(rowsOf(`nothing ${body} d`)).toEqual([]);
		},
	);

	describe('a gateway that delivers a request twice', () => {
		it.each([false, true])('makes one record of each create; all or nothing: %s', async (allOrNothing) => {
			const prefix = `twice ${allOrNothing}`;
			bench.site.faults.add({ match: { ...BATCH, times: 2 }, fault: { kind: 'duplicate' } });
			const run = await bench.creatio(
				{ ...create, options: { allOrNothing, batchSize: 20 } },
				{ items: people(prefix, 40) },
			);
			expect(run.error).toBeUndefined();
			expect(new Set(run.items.map(({ json }) => json.Id))).toEqual(idsOf(prefix));
			expect(rowsOf(prefix)).toHaveLength(40);
		});

		it('makes one record of a single create', async () => {
			bench.site.faults.add({
				match: { method: 'POST', path: /\/odata\/Contact$/ },
				fault: { kind: 'duplicate' },
			});
			const run = await bench.creatio(create, { items: people('twice alone', 1) });
			expect(new Set(run.items.map(({ json }) => json.Id))).toEqual(idsOf('twice alone'));
		});

		it('leaves open who made a record with an ID of the user’s own', async () => {
			const Id = randomUUID();
			bench.site.faults.add({
				match: { method: 'POST', path: /\/odata\/Contact$/ },
				fault: { kind: 'duplicate' },
			});
			const run = await bench.creatio(create, { items: [{ Id, Name: 'Own' }] });
			expect(run.error).toMatchObject({ perhapsDone: true, description: expect.stringContaining(Id) });
		});

		it.each([false, true])('deletes each record; all or nothing: %s', async (allOrNothing) => {
			const items = made(`gone ${allOrNothing}`, 10);
			// The first batch reads which records exist.
			bench.site.faults.add({
				match: { ...BATCH, where: ({ body }) => body.includes('DELETE') },
				fault: { kind: 'duplicate' },
			});
			const run = await bench.creatio({ ...remove, options: { allOrNothing } }, { items });
			expect(run.items.map(({ json }) => json.deleted)).toEqual(Array(10).fill(true));
			expect(rowsOf(`gone ${allOrNothing}`)).toEqual([]);
		});

		it('inserts and deletes once over DataService', async () => {
			bench.site.faults.add({ match: { ...QUERY, times: 2 }, fault: { kind: 'duplicate' } });
			const inserted = await bench.dataService(
				{ operation: 'insert', ...contacts },
				{ items: people('twice DS', 20) },
			);
			expect(new Set(inserted.items.map(({ json }) => json.Id))).toEqual(idsOf('twice DS'));
			const deleted = await bench.dataService(
				{ operation: 'delete', object: object('Contact'), recordId: record('={{ $json.id }}') },
				{ items: [...idsOf('twice DS')].map((id) => ({ id })) },
			);
			expect(deleted.error).toBeUndefined();
			expect(deleted.items).toHaveLength(20);
			expect(rowsOf('twice DS')).toEqual([]);
		});
	});

	describe('what cannot be settled says what to look for', () => {
		it('an update that is answered by a failure each time', async () => {
			const [item] = made('open', 1);
			bench.site.faults.add({
				match: { method: 'PATCH', times: 9 },
				fault: { kind: 'jsonError', after: true },
			});
			const run = await bench.creatio(update, { items: [{ ...item }] });
			expect(run.error).toMatchObject({ perhapsDone: true, message: expect.stringContaining('updated') });
			expect(run.error?.description).toContain(item?.id);
			expect(rowsOf('open')).toMatchObject([{ JobTitle: 'Changed' }]);
		});

		it('a change by conditions over DataService', async () => {
			made('conditional', 3);
			bench.site.faults.add({ match: QUERY, fault: { kind: 'jsonError', after: true } });
			const run = await bench.dataService({
				operation: 'update',
				object: object('Contact'),
				target: 'conditions',
				expectation: 'any',
				conditions: conditions(['Name', 'startsWith', 'conditional ']),
				columns: map({ JobTitle: 'Changed' }),
			});
			expect(run.error).toMatchObject({ perhapsDone: true });
			expect(wordsOf(run.error)).toContain('Contact');
			expect(writes(/BatchQuery$/)).toHaveLength(1);
		});
	});

	it('a create that fails after a decision of the site is not written, and says so', async () => {
		bench.site.faults.add({
			match: { method: 'POST', path: /\/odata\/Contact$/ },
			fault: { kind: 'jsonError' },
		});
		const run = await bench.creatio(create, { items: people('final', 1) });
		expect(run.error).toMatchObject(failure('server', 'Object reference', { perhapsDone: false }));
		expect(run.error?.description).toContain('nothing was written');
		expect(rowsOf('final')).toEqual([]);
	});

	describe('a record that is deleted between the look and the update', () => {
		const racing = async (ifMatch: 'ignored' | 'honoured', count: number) => {
			const site = await openSite(bench.engine, { hosting, switches: { ifMatch } });
			const ids = Array.from({ length: count }, (_, index) =>
				site.site.store.insert('Contact', { Name: `Racing ${index}` }),
			);
			site.site.faults.add({
				match: { where: ({ method, body }) => method === 'PATCH' || body.includes('PATCH') },
				fault: { kind: 'meanwhile', happens: () => site.site.store.remove('Contact', ids[0] ?? '') },
			});
			const run = await site.creatio(update, {
				items: ids.map((id) => ({ id, Name: 'New' })),
				onError: 'continueRegularOutput',
			});
			const there = site.site.store.rows('Contact', '"Id" = ?', ids[0] ?? '');
			return { run, there, sent: site.site.stats.requests };
		};

		it.each([1, 3])('is not made anew where the site heeds If-Match, among %s', async (count) => {
			const { run, there } = await racing('honoured', count);
			expect(there).toEqual([]);
			expect(run.itemErrors).toEqual([
				{ item: 0, error: expect.objectContaining(failure('notFound', 'Contact has no record')) },
			]);
			expect(run.items).toHaveLength(count);
		});

		it.each([1, 3])('is updated by a request with If-Match in any case, among %s', async (count) => {
			const { run, sent } = await racing('ignored', count);
			expect(run.itemErrors).toEqual([]);
			const carries = sent.some(
				({ method, headers, body }) =>
					(method === 'PATCH' &&
						headers.some(([name, value]) => /^if-match$/i.test(name) && value === '*')) ||
					(body.includes('PATCH') && body.includes('"If-Match":"*"')),
			);
			expect(carries).toBe(true);
		});
	});

	describe('Create or Update with an ID of the user’s own', () => {
		const upsert = { operation: 'upsert', object: object('Contact'), columns: autoMap(['Email']) };

		it('that another record has is refused, and a lost answer is not settled by that record', async () => {
			const Id = bench.site.store.insert('Contact', { Name: 'Somebody else' });
			bench.site.faults.add({
				match: { method: 'POST', path: /\/odata\/Contact$/, times: 4 },
				fault: { kind: 'resetBefore' },
			});
			const run = await bench.creatio(upsert, { items: [{ Id, Name: 'Mine', Email: 'own@upsert.example' }] });
			expect(run.error).toMatchObject(failure('input', Id));
			expect(bench.site.store.rows('Contact', '"Email" = ?', 'own@upsert.example')).toEqual([]);
		});

		it('that is free is used', async () => {
			const Id = randomUUID();
			const run = await bench.creatio(upsert, {
				items: [{ Id, Name: 'Mine', Email: 'free@upsert.example' }],
			});
			expect(run.items[0]?.json.Id).toBe(Id);
		});

		it('is used once in a run', async () => {
			const Id = randomUUID();
			const items = [1, 2].map((index) => ({ Id, Name: 'Mine', Email: `once${index}@upsert.example` }));
			const run = await bench.creatio(upsert, { items, onError: 'continueRegularOutput' });
			expect(run.items[0]?.json.Id).toBe(Id);
			expect(run.itemErrors).toEqual([{ item: 1, error: expect.objectContaining(failure('input', Id)) }]);
		});
	});

	describe('a batch that is too large for a gateway', () => {
		const LIMIT = 1_000_000;
		const limit = (most = LIMIT) =>
			bench.site.faults.add({
				match: { method: 'POST', times: Infinity, where: ({ body }) => body.length > most },
				fault: { kind: 'outage', by: 'nginx', status: 413 },
			});
		const large = (size: number) => () => ({ Notes: 'x'.repeat(size) });
		const refused = () => bench.site.stats.requests.filter(({ fault }) => fault === 'outage').length;

		it('is sent in pieces, and the size that passed holds for the rest of the run', async () => {
			limit();
			const run = await bench.creatio(
				{ ...create, options: { parallel: 1 } },
				{ items: people('large', 500, large(30_000)) },
			);
			expect(run.error).toBeUndefined();
			expect(rowsOf('large')).toHaveLength(500);
			expect(refused()).toBeLessThanOrEqual(3);
		});

		it('over DataService as well', async () => {
			limit();
			const run = await bench.dataService(
				{ operation: 'insert', ...contacts, options: { parallel: 1 } },
				{ items: people('large DS', 200, large(30_000)) },
			);
			expect(run.error).toBeUndefined();
			expect(rowsOf('large DS')).toHaveLength(200);
			expect(refused()).toBeLessThanOrEqual(3);
		});

		it('of which one record is too large by itself is an error of that item, which says how large it is', async () => {
			limit(100_000);
			const items = people('one', 20, (index) => ({ Notes: 'x'.repeat(index === 7 ? 150_000 : 10) }));
			const run = await bench.creatio(create, { items, onError: 'continueRegularOutput' });
			expect(rowsOf('one')).toHaveLength(19);
			expect(run.itemErrors).toEqual([
				{ item: 7, error: expect.objectContaining(failure('tooLarge', /15\d kB/)) },
			]);
		});

		it('is not divided where it is all or nothing', async () => {
			limit();
			const run = await bench.creatio(
				{ ...create, options: { allOrNothing: true } },
				{ items: people('whole', 50, large(30_000)), onError: 'continueRegularOutput' },
			);
			expect(rowsOf('whole')).toEqual([]);
			expect(new Set(run.itemErrors.map(({ error }) => error.kind))).toEqual(new Set(['tooLarge']));
		});
	});

	describe('a batch that is refused as a whole', () => {
		/** The site fails for whatever request has one of these records. */
		const breaks = (text: string) =>
			bench.site.faults.add({
				match: { times: Infinity, where: ({ body }) => body.includes(text) },
				fault: { kind: 'status', status: 500 },
			});

		it('for one update leaves the others done', async () => {
			const items = made('halves', 50).map((item, index) => ({
				...item,
				JobTitle: index === 33 ? 'breaks it' : 'Changed',
			}));
			breaks('breaks it');
			const run = await bench.creatio(update, { items, onError: 'continueRegularOutput' });
			expect(run.itemErrors.map(({ item }) => item)).toEqual([33]);
			expect(rowsOf('halves').filter(({ JobTitle }) => JobTitle === 'Changed')).toHaveLength(49);
		});

		it('for one insert over DataService leaves the others done', async () => {
			breaks('DS halves 33');
			const run = await bench.dataService(
				{ operation: 'insert', ...contacts },
				{ items: people('DS halves', 50), onError: 'continueRegularOutput' },
			);
			expect(run.itemErrors).toEqual([{ item: 33, error: expect.objectContaining({ perhapsDone: false }) }]);
			expect(rowsOf('DS halves')).toHaveLength(49);
		});

		it('for a cause that all share is not taken apart record by record', async () => {
			breaks('shared');
			const run = await bench.creatio(
				{ ...create, options: { parallel: 1 } },
				{ items: people('shared', 500), onError: 'continueRegularOutput' },
			);
			expect(run.itemErrors).toHaveLength(500);
			expect(run.itemErrors.every(({ error }) => error.perhapsDone === false)).toBe(true);
			expect(bench.site.stats.requests.length).toBeLessThanOrEqual(80);
			expect(rowsOf('shared')).toEqual([]);
		});
	});

	it('a batch with a part in HTML is settled for the other parts', async () => {
		const html = '<html><body>Not here</body></html>';
		const items = people('page', 10);
		bench.site.faults.add({
			match: { ...BATCH, times: Infinity, where: ({ body }) => body.includes('page 4') },
			fault: {
				kind: 'status',
				status: 200,
				headers: { 'content-type': 'application/json' },
				body: `{"responses":[{"id":"0","status":404,"headers":{},"body" :${html}}]}`,
				after: true,
			},
		});
		const run = await bench.creatio(create, { items });
		expect(run.error).toBeUndefined();
		expect(rowsOf('page')).toHaveLength(10);
	});

	it('an object that the site does not have is named, in a batch and alone', async () => {
		const fresh = await openSite(bench.engine, { hosting });
		for (const count of [1, 3]) {
			// The model knows the object, and the address does not answer.
			const missing =
				hosting === 'net' ? '' : JSON.stringify({ Message: 'No HTTP resource was found that matches' });
			fresh.site.faults.add({
				match: { method: 'POST', path: count === 1 ? /\/odata\/Contact$/ : /\$batch$/ },
				fault:
					count === 1
						? { kind: 'status', status: 404, body: missing }
						: {
								kind: 'status',
								status: 200,
								headers: { 'content-type': 'application/json' },
								body: JSON.stringify({
									responses: [0, 1, 2].map((id) => ({ id: String(id), status: 404, headers: {} })),
								}),
							},
			});
			const run = await fresh.creatio(create, { items: people('no object', count) });
			expect(run.error).toMatchObject(failure('notFound', 'Contact'));
		}
	});

	it('a batch that is refused once does not decide for the runs that follow', async () => {
		const fresh = await openSite(bench.engine, { hosting });
		fresh.site.faults.add({
			match: { path: /odata\/(?!\$metadata)/, times: 4 },
			fault: { kind: 'outage', by: 'iis', status: 404 },
		});
		const items = people('moment', 3);
		const first = await fresh.creatio(create, { items, onError: 'continueRegularOutput' });
		expect(first.itemErrors).toHaveLength(3);
		fresh.site.resetStats();
		const second = await fresh.creatio(create, { items });
		expect(second.items).toHaveLength(3);
		expect(fresh.odata().map(({ path }) => path.split('/').at(-1))).toEqual(['$batch']);
	});
});
