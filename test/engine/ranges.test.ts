import type { Row } from '../emulator';
import { conditions, failure, object, type Parameters, SITES, useBench } from './setup';

const contacts = { object: object('Contact') };
const all = { operation: 'getAll', returnAll: true, simplify: false };

describe.each(SITES)('%s', (_, options) => {
	const bench = useBench(options);

	const split = async (more: Parameters) => {
		const run = await bench.creatio({ operation: 'splitRanges', ...contacts, ...more });
		if (run.error) throw new Error(run.error.message);
		return { ...run, ranges: run.items.map(({ json }) => json) };
	};
	const read = async (range: unknown, more: Parameters = {}) => {
		const { options: others, ...parameters } = more;
		const run = await bench.creatio({
			...{ ...all, ...contacts, ...parameters },
			options: { range, ...(others as Parameters | undefined) },
		});
		if (run.error) throw new Error(run.error.message);
		return run.items.map(({ json }) => String(json.Id));
	};
	const ids = (rows: readonly Row[]) => rows.map(({ Id }) => String(Id)).sort();

	it.each([1, 3, 7])('%d ranges have every record once, with a request for each', async (parts) => {
		const { ranges } = await split({ parts });
		expect(bench.odata()).toHaveLength(parts);
		const found: string[] = [];
		for (const { range, rows } of ranges) {
			const part = await read(range);
			expect(part).toHaveLength(Number(rows));
			found.push(...part);
		}
		const expected = ids(bench.site.store.rows('Contact'));
		expect(found.sort()).toEqual(expected);
		const sizes = ranges.map(({ rows }) => Number(rows));
		expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
		expect(ranges.map(({ number, of }) => [number, of])).toEqual(
			Array.from({ length: parts }, (_, index) => [index + 1, parts]),
		);
	});

	it('conditions hold for the ranges, and an order and a limit in each', async () => {
		const where = { conditions: conditions(['Email', 'isNotEmpty', '']) };
		const { ranges } = await split({ parts: 3, ...where });
		const expected = bench.site.store.rows('Contact', '"Email" <> ?', '');
		const found = await Promise.all(ranges.map(async ({ range }) => await read(range, where)));
		expect(found.flat().sort()).toEqual(ids(expected));
		const sort = { rule: [{ column: { __rl: true, mode: 'name', value: 'Name' }, direction: 'desc' }] };
		const inOrder = await read(ranges[1]?.range, { ...where, sort, returnAll: false, limit: 10 });
		const names = new Map(expected.map(({ Id, Name }) => [Id, String(Name)]));
		const [second = []] = [found[1]];
		const best = second
			.map((id) => names.get(id) ?? '')
			.sort()
			.reverse();
		expect(inOrder.map((id) => names.get(id))).toEqual(best.slice(0, 10));
	});

	it('counts add up', async () => {
		const { ranges } = await split({ parts: 4 });
		let sum = 0;
		for (const { range, rows } of ranges) {
			const run = await bench.creatio({ operation: 'count', ...contacts, options: { range } });
			expect(run.items[0]?.json.count).toBe(rows);
			sum += Number(run.items[0]?.json.count);
		}
		expect(sum).toBe(bench.site.store.count('Contact'));
	});

	it('there are no more ranges than records, and one where there is no record', async () => {
		const [few] = [conditions(['Name', 'equals', 'Andrew Baker (sample)'])];
		expect((await split({ parts: 5, conditions: few })).ranges).toMatchObject([
			{ range: '..', of: 1, rows: 1 },
		]);
		const none = conditions(['Name', 'equals', 'Nobody at all']);
		expect((await split({ parts: 5, conditions: none })).ranges).toMatchObject([{ range: '..', rows: 0 }]);
	});

	it('a record that is added later is in exactly one of them', async () => {
		const { ranges } = await split({ parts: 4 });
		const Id = bench.site.store.insert('Contact', { Name: 'Came later' });
		const found = await Promise.all(ranges.map(async ({ range }) => await read(range)));
		bench.site.store.remove('Contact', Id);
		expect(found.flat().filter((id) => id === Id)).toHaveLength(1);
	});

	it('records that are deleted meanwhile leave fewer ranges, which have the others', async () => {
		const made = Array.from({ length: 12 }, (_, index) =>
			bench.site.store.insert('ContactType', { Name: `Type ${index}` }),
		);
		bench.site.faults.add({
			match: { method: 'GET', path: /skip=/, nth: 2 },
			fault: {
				kind: 'meanwhile',
				happens: () => made.forEach((id) => bench.site.store.remove('ContactType', id)),
			},
		});
		const types = { object: object('ContactType') };
		const { ranges } = await split({ parts: 6, ...types });
		const found: string[] = [];
		for (const { range } of ranges) found.push(...(await read(range, types)));
		expect(found.sort()).toEqual(ids(bench.site.store.rows('ContactType')));
		expect(ranges.at(-1)?.range).toMatch(/\.\.$/);
	});

	it('conditions that take several requests split all records, and a hint says so', async () => {
		const value = Array.from({ length: 60 }, (_, age) => age).join(',');
		const where = { conditions: conditions(['Age', 'isAnyOf', value]) };
		const { ranges, hints } = await split({ parts: 3, ...where });
		expect(JSON.stringify(hints)).toContain('more than one request');
		expect(ranges[0]).not.toHaveProperty('rows');
		const found: string[] = [];
		for (const { range } of ranges) found.push(...(await read(range, where)));
		expect(found.sort()).toEqual(ids(bench.site.store.rows('Contact', '"Age" BETWEEN 0 AND 59')));
	});

	it.each(['abc', '..x', 'c4ed336c-3e9b-40fe-8b82-5632476472b4'])(
		'%j is refused as a range',
		async (range) => {
			const run = await bench.creatio({ ...all, ...contacts, options: { range } });
			expect(run.error).toMatchObject(failure('input', /option Range takes a range of keys/));
			expect(bench.odata()).toEqual([]);
		},
	);
});

describe.each(['spread', 'bunched'] as const)('a large object whose keys are %s', (keys) => {
	const bench = useBench({ made: { Contact: { count: 20_000, keys } } });

	it('is read in ranges, with few requests more than the pages take', async () => {
		const run = await bench.creatio({ operation: 'splitRanges', ...contacts, parts: 4 });
		const found = new Set<unknown>();
		for (const { json } of run.items) {
			bench.site.resetStats();
			const part = await bench.creatio({
				...{ ...all, ...contacts },
				options: { range: json.range, pageSize: 500, outputColumns: 'Id', parallel: 4 },
			});
			expect(part.items).toHaveLength(5_000);
			for (const item of part.items) found.add(item.json.Id);
			expect(bench.odata().length).toBeLessThanOrEqual(keys === 'spread' ? 15 : 20);
		}
		expect(found.size).toBe(20_000);
	});
});
