import { CreatioError } from '../../../../nodes/shared/basics/errors';
import type { Row } from '../../../../nodes/shared/creatio/model/rows';
import { PageReader, type ReadQuery } from '../../../../nodes/shared/creatio/odata/pageReader';
import { inOrderOf, readByOffset, readInOrder } from '../../../../nodes/shared/creatio/odata/readByOffset';
import { type Answer, collectionOf, fakeSite, pageOf } from '../fakeSite';

const keyOf = (index: number) => `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`;
const people = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ Id: keyOf(index), Age: index }));
const idsOf = (rows: readonly Row[]) => rows.map(({ Id }) => Id);
const BY_AGE = [{ property: 'Age', direction: 'asc' }] as const;

function reading(answer: (query: URLSearchParams) => Answer, more: Partial<ReadQuery> = {}) {
	const site = fakeSite((_, query) => answer(query));
	const shape = { columns: [], labels: [], related: [] };
	const query = { object: 'Contact', shape, limit: Infinity, paging: { size: 10, parallel: 1 }, ...more };
	const reader = new PageReader(site.connection, query);
	const queries = () => site.requests.map(({ path }) => new URLSearchParams(path.split('?')[1]));
	return { ...site, reader, queries };
}

const windowsOf = (queries: readonly URLSearchParams[]) =>
	queries.map((query) => [Number(query.get('$skip')), Number(query.get('$top'))]);

const pageWith = (rows: readonly Row[]) => ({ rows, isLast: false, isCut: false });

describe('reading by offset', () => {
	it('goes on behind the first page, and ends with the last', async () => {
		const data = people(33);
		const { reader, queries } = reading((query) => pageOf(data, query), {
			filter: { text: 'f' },
			order: BY_AGE,
		});
		expect(await readByOffset(reader, pageWith(data.slice(0, 10)))).toEqual(data);
		expect(windowsOf(queries())).toEqual([
			[10, 10],
			[20, 10],
			[30, 10],
		]);
		for (const query of queries()) {
			expect(query.get('$filter')).toBe('f');
			expect(query.get('$orderby')).toBe('Age asc,Id asc');
		}
	});

	it('starts behind what is to be skipped, and reads no more than the limit', async () => {
		const data = people(100);
		const { reader, queries } = reading((query) => pageOf(data, query), {
			skip: 5,
			limit: 37,
			paging: { size: 10, parallel: 2 },
		});
		expect(await readByOffset(reader, pageWith(data.slice(5, 15)))).toEqual(data.slice(5, 42));
		expect(windowsOf(queries())).toEqual([
			[15, 10],
			[25, 10],
			[35, 7],
		]);
	});

	it('reads nothing where the first page is enough', async () => {
		const { reader, requests } = reading(() => pageOf([], new URLSearchParams()), { limit: 10 });
		expect(await readByOffset(reader, pageWith(people(10)))).toEqual(people(10));
		expect(requests).toEqual([]);
	});

	it('keeps a row that occurs twice once, where it was first', async () => {
		const data = people(15);
		const moved = [{ Id: keyOf(0), Age: 99 }, ...data.slice(10)];
		const { reader } = reading((query) =>
			query.get('$skip') === '10' ? { json: { value: moved } } : pageOf([], query),
		);
		expect(await readByOffset(reader, pageWith(data.slice(0, 10)))).toEqual(data);
	});

	it('fills a window that the site answers in several pages', async () => {
		const data = people(400);
		const { reader, queries } = reading(
			(query) => {
				query.set('$top', String(Math.min(100, Number(query.get('$top')))));
				return pageOf(data, query);
			},
			{ paging: { size: 250, parallel: 1 }, limit: 400 },
		);
		expect(await readByOffset(reader, pageWith(data.slice(0, 100)))).toEqual(data);
		expect(windowsOf(queries())).toEqual([
			[100, 250],
			[200, 150],
			[300, 50],
			[350, 50],
		]);
		expect([...reader.connection.notes]).toEqual([expect.stringContaining('100 records')]);
	});
});

describe('reading in an order', () => {
	const isOfKeys = (query: URLSearchParams) => query.get('$top') !== '10' && !query.has('$skip');

	it('needs nothing but the keys where nothing moved', async () => {
		const data = people(27);
		const { reader, queries } = reading((query) => collectionOf(data, query), {
			order: BY_AGE,
			filter: undefined,
		});
		const first = await reader.read({ filter: undefined, orderby: 'Age asc,Id asc', top: Infinity });
		expect(await readInOrder(reader, first)).toEqual(data);
		expect(queries()).toHaveLength(4);
		expect(Object.fromEntries(queries()[3]!)).toEqual({ $select: 'Id', $orderby: 'Id asc', $top: '20000' });
	});

	it('inserts the rows that moved at their places', async () => {
		const data = people(30);
		const hidden = new Set([0, 7, 29].map(keyOf));
		const { reader, queries } = reading(
			(query) => {
				const isLookUp = query.get('$filter')?.includes('Id eq') ?? false;
				if (isOfKeys(query) || isLookUp) return collectionOf(data, query);
				return collectionOf(
					data.filter(({ Id }) => !hidden.has(Id)),
					query,
				);
			},
			{ order: BY_AGE },
		);
		const first = await reader.read({ filter: undefined, orderby: 'Age asc,Id asc', top: Infinity });
		expect(await readInOrder(reader, first)).toEqual(data);
		const lookUp = queries().at(-1)!;
		expect(lookUp.get('$filter')).toBe([...hidden].map((id) => `Id eq ${id}`).join(' or '));
		expect(lookUp.get('$top')).toBe('3');
		expect(lookUp.get('$orderby')).toBe('Id asc');
	});

	it('of a limited query looks at the keys that are first in that order', async () => {
		const data = people(100);
		const { reader, queries } = reading((query) => collectionOf(data, query), {
			order: BY_AGE,
			limit: 25,
			filter: { text: 'f' },
			skip: 2,
		});
		const first = await reader.read({ filter: 'f', orderby: 'Age asc,Id asc', top: 25, skip: 2 });
		expect(await readInOrder(reader, first)).toEqual(data.slice(2, 27));
		expect(Object.fromEntries(queries().at(-1)!)).toEqual({
			$select: 'Id',
			$filter: 'f',
			$orderby: 'Age asc,Id asc',
			$top: '25',
			$skip: '2',
		});
	});

	it('never returns more than the limit', async () => {
		const data = people(40);
		const late = keyOf(5);
		const { reader } = reading(
			(query) => {
				const isLookUp = query.get('$filter')?.includes('Id eq') ?? false;
				if (isLookUp || query.get('$top') === '25') return collectionOf(data, query);
				return collectionOf(
					data.filter(({ Id }) => Id !== late),
					query,
				);
			},
			{ order: BY_AGE, limit: 25 },
		);
		const first = await reader.read({ filter: undefined, orderby: 'Age asc,Id asc', top: 25 });
		expect(await readInOrder(reader, first)).toEqual(data.slice(0, 25));
	});

	describe('where the keys are more than a page', () => {
		const data = people(20_050);
		const site = (refusal?: CreatioError) => {
			const isBehind = (query: URLSearchParams) => query.get('$filter')?.includes('Id gt') ?? false;
			return reading((query) => (refusal && isBehind(query) ? refusal : collectionOf(data, query)), {
				order: BY_AGE,
				paging: { size: 20_000, parallel: 1 },
			});
		};
		const ordered = async (refusal?: CreatioError) => {
			const { reader, queries } = site(refusal);
			const first = await reader.read({ filter: undefined, orderby: 'Age asc,Id asc', top: Infinity });
			return { rows: await readInOrder(reader, first), queries: queries() };
		};

		it('reads them by key', async () => {
			const { rows, queries } = await ordered();
			expect(idsOf(rows)).toEqual(idsOf(data));
			expect(queries.filter((query) => query.get('$filter')?.startsWith('Id gt'))).not.toEqual([]);
		});

		it('or by offset where the site does not compare keys', async () => {
			const { rows, queries } = await ordered(new CreatioError('invalid', 'no'));
			expect(idsOf(rows)).toEqual(idsOf(data));
			const keys = queries.filter((query) => query.get('$orderby') === 'Id asc');
			expect(keys.map((query) => query.get('$skip'))).toContain('20000');
		});

		it('and fails where the site fails', async () => {
			const gone = new CreatioError('network', 'gone');
			await expect(ordered(gone)).rejects.toBe(gone);
		});
	});
});

describe('the order of rows', () => {
	const compare = inOrderOf([
		{ property: 'Age', direction: 'desc' },
		{ property: 'Name', direction: 'asc' },
	]);
	const row = (Age: unknown, Name: unknown, Id = '1'): Row => ({ Age, Name, Id });

	it.each([
		['numbers by their value, here downwards', row(10, 'a'), row(9, 'a'), -1],
		['numbers downwards', row(9, 'a'), row(10, 'a'), 1],
		['then text upwards', row(9, 'a'), row(9, 'b'), -1],
		['text without regard to case', row(9, 'a', '1'), row(9, 'A', '2'), -1],
		['the key last', row(9, 'a', '2'), row(9, 'A', '1'), 1],
		['accents', row(9, 'a', '2'), row(9, 'á', '1'), -1],
		['the same row', row(9, 'a'), row(9, 'a'), 0],
		['a number and a text as text', row(9, 9, '2'), row(9, '9', '2'), 0],
		['keys alone without an order', row(1, 1, '1'), row(2, 2, '1'), 1],
	])('compares %s', (_, a, b, sign) => {
		expect(Math.sign(compare(a, b))).toBe(sign);
	});

	it('is that of the key where nothing else is given', () => {
		expect(Math.sign(inOrderOf([])(row(1, 1, 'a'), row(0, 0, 'b')))).toBe(-1);
	});
});
