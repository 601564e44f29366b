import {
	ACCOM,
	autoMap,
	column,
	conditions,
	failure,
	object,
	openSite,
	record,
	SIMILAR_HOSTINGS,
	useBench,
} from './setup';
import { watch } from './triggerSetup';

const LONGEST_QUERY = 2_048;

/** 1,800 bytes in an address. */
const CYRILLIC = 'Ж'.repeat(300);

describe.each(SIMILAR_HOSTINGS)('%s', (hosting) => {
	const bench = useBench({ hosting });

	const getMany = (parameters: Record<string, unknown>) =>
		bench.creatio({ operation: 'getAll', object: object('Contact'), ...parameters });
	const make = (row: Record<string, string>) => bench.site.store.insert('Contact', { Name: 'Long', ...row });
	const queriesOnTheWire = () =>
		bench.site.stats.requests
			.map(({ url }) => url.slice(url.indexOf('?') + 1))
			.filter((query) => query.length);

	describe('a long address', () => {
		it('of every object with all lookup texts is read', async () => {
			// The others have no columns of their own.
			const objects = bench.site.store.model.sets.filter(({ lookups }) => lookups.size > 2);
			const run = await bench.creatio(
				{
					operation: 'getAll',
					object: object('={{ $json.name }}'),
					limit: 1,
					options: { allColumns: true },
				},
				{ items: objects.map(({ name }) => ({ name })) },
			);
			expect(run.error).toBeUndefined();
			for (const query of queriesOnTheWire()) expect(query.length).toBeLessThanOrEqual(LONGEST_QUERY);
			expect(bench.odata().some(({ path }) => path.endsWith('$batch'))).toBe(true);
		});

		it('of a condition is read, counted and paged', async () => {
			const [id, other] = [make({ Notes: `${CYRILLIC}1` }), make({ Address: CYRILLIC })];
			const either = {
				conditions: conditions(['Notes', 'startsWith', CYRILLIC], ['Address', 'equals', CYRILLIC]),
				combineConditions: 'any',
			};
			const run = await getMany({ ...either, returnAll: true, options: { pageSize: 1 } });
			expect(run.items.map(({ json }) => json.Id).sort()).toEqual([id, other].sort());
			const count = await bench.creatio({ operation: 'count', object: object('Contact'), ...either });
			expect(count.items).toMatchObject([{ json: { count: 2 } }]);
			expect(bench.odata().every(({ path }) => path.endsWith('/odata/$batch'))).toBe(true);
			expect(bench.odata().some(({ body }) => body.includes('/$count'))).toBe(false);
		});

		it('of a condition is watched by a trigger', async () => {
			const trigger = watch(bench, { conditions: conditions(['Notes', 'startsWith', CYRILLIC]) });
			await trigger.poll();
			const id = make({ Notes: `${CYRILLIC}!` });
			expect((await trigger.items()).map(({ Id }) => Id)).toEqual([id]);
		});

		it('of a condition is read from a site with multipart batches', async () => {
			const site = await openSite(bench.engine, { hosting, switches: { batchJson: false } });
			const id = site.site.store.insert('Contact', { Name: 'Long', Notes: CYRILLIC });
			const run = await site.creatio({
				operation: 'getAll',
				object: object('Contact'),
				conditions: conditions(['Notes', 'equals', CYRILLIC]),
			});
			expect(run.items.map(({ json }) => json.Id)).toEqual([id]);
		});

		it('of one record is read, and a missing one is told', async () => {
			const lead = bench.site.store.insert('Lead', { LeadName: 'Long' });
			const get = { operation: 'get', object: object('Lead'), options: { allColumns: true } };
			const found = await bench.creatio({ ...get, recordId: record(lead) });
			expect(found.items).toMatchObject([{ json: { Id: lead } }]);
			const missing = await bench.creatio({ ...get, recordId: record(ACCOM) });
			expect(missing.error).toMatchObject(failure('notFound', 'Lead'));
		});
	});

	it.each(['../', '..\\', '../../secret.txt'])('a value with %s is found', async (path) => {
		const id = make({ Name: `a${path}b` });
		const run = await getMany({ conditions: conditions(['Name', 'equals', `a${path}b`]) });
		expect(run.items.map(({ json }) => json.Id)).toEqual([id]);
	});

	describe('sorting', () => {
		const by = (...columns: string[]) => ({
			sort: {
				rule: columns.map((name) => {
					const [path = '', direction = 'asc'] = name.split(' ');
					return { column: column(path), direction };
				}),
			},
			returnAll: true,
			conditions: conditions(['Name', 'startsWith', 'A']),
			options: { pageSize: 10, outputColumns: ['Name'] },
		});
		const orders = () =>
			new Set(
				bench.odata().flatMap(({ path }) => new URL(path, 'http://x').searchParams.get('$orderby') ?? []),
			);

		it.each([
			[['Id desc'], 'Id desc'],
			[['Name desc', 'Name asc'], 'Name desc,Id asc'],
			[['Name', 'Id desc', 'Age'], 'Name asc,Id desc,Age asc'],
			[['Age', 'Name', 'Email', 'Phone', 'CreatedOn'], 'Age asc,Name asc,Email asc,Phone asc,CreatedOn asc'],
			[
				['Age', 'Age', 'Name', 'Email', 'Phone', 'CreatedOn'],
				'Age asc,Name asc,Email asc,Phone asc,CreatedOn asc',
			],
		])('by %j sends what the library accepts, and gives every record once', async (columns, expected) => {
			const run = await getMany(by(...columns));
			expect(run.error).toBeUndefined();
			expect(orders()).toContain(expected);
			const ids = run.items.map(({ json }) => json.Id);
			expect(ids.length).toBeGreaterThan(10);
			expect(new Set(ids).size).toBe(ids.length);
		});

		it('by six columns is refused before anything is read', async () => {
			const run = await getMany(by('Age', 'Name', 'Email', 'Phone', 'CreatedOn', 'ModifiedOn'));
			expect(run.error).toMatchObject(failure('input', 'field Sort'));
			expect(bench.odata()).toEqual([]);
		});
	});

	describe('the cost of a filter', () => {
		const without = (count: number) =>
			conditions(
				...Array.from({ length: count }, (_, index) => ['Name', 'notContains', `#${index}`] as const),
			);

		it.each([
			[12, /Id gt/],
			[14, /\$skip=/],
		])(
			'%i conditions that must all be met are read to the end without a refused request',
			async (count, next) => {
				const run = await getMany({
					conditions: without(count),
					returnAll: true,
					options: { outputColumns: ['Name'], pageSize: 1_000 },
				});
				expect(run.items).toHaveLength(bench.site.store.count('Contact'));
				expect(bench.site.stats.requests.filter(({ status }) => (status ?? 0) >= 400)).toEqual([]);
				expect(bench.site.stats.requests.some(({ path }) => next.test(path))).toBe(true);
			},
		);

		it('of more conditions that must all be met is refused with the node that takes them', async () => {
			const run = await getMany({ conditions: without(20), returnAll: true });
			expect(run.error).toMatchObject({ ...failure('input', 'conditions'), description: /DataService/ });
			expect(bench.odata()).toEqual([]);
		});
	});

	it('a site without batches is told what is too long', async () => {
		const old = await openSite(bench.engine, { hosting, switches: { batch: false } });
		const run = await old.creatio({
			operation: 'getAll',
			object: object('Contact'),
			conditions: conditions(['Name', 'equals', CYRILLIC], ['JobTitle', 'equals', CYRILLIC]),
		});
		if (hosting === 'net') expect(run.items).toEqual([]);
		else expect(run.error).toMatchObject(failure('invalid', 'characters'));
	});

	it('1,000 rows are matched and written with at most 20 requests', async () => {
		const items = Array.from({ length: 1_000 }, (_, index) => ({
			Name: `up ${index}`,
			Email: `up${index}@addresses.example`,
		}));
		const upsert = { operation: 'upsert', object: object('Contact'), columns: autoMap(['Email']) };
		for (const kind of ['created', 'updated'] as const) {
			bench.site.resetStats();
			const run = await bench.creatio(upsert, { items });
			expect(run.items).toHaveLength(1_000);
			expect(bench.site.stats.writes.Contact?.[kind]).toHaveLength(1_000);
			expect(bench.odata().length).toBeLessThanOrEqual(20);
		}
	});

	it('1,500 keys are looked up in one batch', async () => {
		const site = await openSite(bench.engine, { hosting });
		const trigger = watch(site, { event: 'deleted', options: { maxRecords: 1_500 } });
		await trigger.poll();
		const gone = site.site.store.rows('Contact').slice(0, 1_500);
		for (const { Id } of gone) site.site.store.remove('Contact', String(Id));
		site.site.resetStats();
		expect(await trigger.items()).toHaveLength(1_500);
		const batches = site.odata().filter(({ path }) => path.endsWith('$batch'));
		expect(batches).toHaveLength(1);
	});
});
