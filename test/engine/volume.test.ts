import type { Fault, FaultMatch } from '../emulator';
import { ACCOM, autoMap, object, openBench, record, type Bench } from './setup';

let bench: Bench;
beforeAll(async () => {
	bench = await openBench();
});
afterAll(() => bench.stop());
beforeEach(() => {
	bench.site.faults.clear();
	bench.site.resetStats();
});

const COUNT = 1_000;
const contacts = { object: object('Contact'), columns: autoMap() };
const create = { operation: 'create', ...contacts };
const people = (prefix: string, count = COUNT) =>
	Array.from({ length: count }, (_, index) => ({
		Name: `${prefix} ${index}`,
		Email: `${prefix}${index}@volume.example`,
	}));
const created = () => bench.site.stats.writes.Contact?.created ?? [];
const rowsOf = (prefix: string) => bench.site.store.rows('Contact', '"Name" like ?', `${prefix} %`);

describe('a thousand records', () => {
	it('are created with a dozen requests, each answer on its own item', async () => {
		const items = people('made');
		const fresh = await openBench({}, bench.engine);
		const run = await fresh.creatio(create, { items });
		expect(run.items.map(({ json, pairedItem }) => [json.Name, pairedItem])).toEqual(
			items.map(({ Name }, item) => [Name, { item }]),
		);
		expect(fresh.site.stats.requests.length).toBeLessThanOrEqual(12);
		expect(fresh.site.stats.connections).toBeLessThanOrEqual(5);
		await fresh.stop();
	});

	it('are created, updated and deleted, a few requests each', async () => {
		const made = await bench.creatio(create, { items: people('life') });
		const ids = made.items.map(({ json }) => ({ id: json.Id, JobTitle: 'Changed' }));
		bench.site.resetStats();
		const changed = await bench.creatio(
			{
				operation: 'update',
				...contacts,
				recordId: record('={{ $json.id }}'),
				options: { unknownColumns: 'ignore' },
			},
			{ items: ids },
		);
		expect(changed.items).toHaveLength(COUNT);
		expect(rowsOf('life').every(({ JobTitle }) => JobTitle === 'Changed')).toBe(true);
		// Each batch looks which keys exist, and then writes.
		expect(bench.site.stats.requests.length).toBeLessThanOrEqual(20);

		const gone = await bench.creatio(
			{ operation: 'delete', object: object('Contact'), recordId: record('={{ $json.id }}') },
			{ items: ids },
		);
		expect(gone.items[0]?.json).toEqual({ deleted: true, id: ids[0]?.id });
		expect(rowsOf('life')).toEqual([]);
	});

	it('are created or updated, matches and lookup texts asked for together', async () => {
		const items = people('upsert').map((person, index) => ({
			...person,
			Account: index % 2 ? 'Accom (sample)' : 'Our company',
		}));
		const upsert = { operation: 'upsert', object: object('Contact'), columns: autoMap(['Email']) };
		const first = await bench.creatio(upsert, { items });
		expect(first.items.map(({ json }) => json.Name)).toEqual(items.map(({ Name }) => Name));
		expect(created()).toHaveLength(COUNT);
		bench.site.resetStats();
		const again = await bench.creatio(upsert, { items: items.map((item) => ({ ...item, Account: ACCOM })) });
		expect(again.items.map(({ json }) => json.Id)).toEqual(first.items.map(({ json }) => json.Id));
		expect(created()).toEqual([]);
		expect(rowsOf('upsert').every(({ AccountId }) => AccountId === ACCOM)).toBe(true);
		expect(bench.site.stats.requests.length).toBeLessThanOrEqual(25);
	});

	it('of which some are refused leave the others alone', async () => {
		const items = people('mixed').map((person, index) => ({
			...person,
			AccountId: index % 100 === 7 ? '99999999-9999-4999-8999-999999999999' : ACCOM,
		}));
		const run = await bench.creatio(create, { items, onError: 'continueErrorOutput' });
		expect(run.outputs[0]).toHaveLength(COUNT - 10);
		expect(run.outputs[1]?.map(({ pairedItem }) => pairedItem)).toEqual(
			Array.from({ length: 10 }, (_, index) => ({ item: index * 100 + 7 })),
		);
		expect(JSON.stringify(run.outputs[1])).toContain('23503');
		expect(created()).toHaveLength(COUNT - 10);
	});

	it('that stop at a refusal say how many were written', async () => {
		const items = people('stop', 300).map((person, index) => ({
			...person,
			AccountId: index === 150 ? '99999999-9999-4999-8999-999999999999' : ACCOM,
		}));
		const run = await bench.creatio({ ...create, options: { parallel: 1 } }, { items });
		expect(run.error).toMatchObject({
			context: { itemIndex: 150 },
			description: expect.stringContaining('199 other items'),
		});
		expect(created()).toHaveLength(199);
	});

	it('go one by one to a site without batches', async () => {
		const old = await openBench({ switches: { batch: false } }, bench.engine);
		const run = await old.creatio(create, { items: people('single', 250) });
		expect(run.items).toHaveLength(250);
		expect(old.site.store.rows('Contact', '"Name" like ?', 'single %')).toHaveLength(250);
		await old.stop();
	});
});

describe('a thousand records at a bad moment: none twice, none lost, none claimed', () => {
	const BATCH: FaultMatch = { method: 'POST', path: /\$batch$/ };
	it.each<[string, FaultMatch, Fault]>([
		['connection reset before the work', { ...BATCH, nth: 3 }, { kind: 'resetBefore' }],
		['connection reset after the work', { ...BATCH, nth: 3 }, { kind: 'resetAfter' }],
		['every second connection reset after the work', { ...BATCH, times: 4 }, { kind: 'resetAfter' }],
		['answer cut in the middle', { ...BATCH, nth: 2 }, { kind: 'cutBody' }],
		[
			'429 with Retry-After',
			{ ...BATCH, nth: 2 },
			{ kind: 'status', status: 429, headers: { 'retry-after': '1' } },
		],
		['503', { ...BATCH, nth: 2 }, { kind: 'status', status: 503 }],
		['504 of a gateway after the work', { ...BATCH, nth: 4 }, { kind: 'status', status: 504, after: true }],
		['session ended', { ...BATCH, nth: 5 }, { kind: 'status', status: 401 }],
		['login page with status 200', { ...BATCH, nth: 2 }, { kind: 'htmlLogin' }],
		['CSRF refused', { ...BATCH, nth: 3 }, { kind: 'csrf403' }],
	])('%s', async (name, match, fault) => {
		bench.site.faults.add({ match, fault });
		const prefix = `bad ${name}`;
		const run = await bench.creatio(create, { items: people(prefix), onError: 'continueErrorOutput' });
		const [good = [], bad = []] = run.outputs;
		expect(good.length + bad.length).toBe(COUNT);
		const there = rowsOf(prefix).map(({ Id }) => Id);
		expect(there.length).toBe(new Set(rowsOf(prefix).map(({ Name }) => Name)).size);
		expect(new Set(good.map(({ json }) => json.Id))).toEqual(new Set(there));
		expect(bad).toEqual([]);
	});
});
