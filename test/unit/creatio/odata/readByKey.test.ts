import { PageReader, type ReadQuery } from '../../../../nodes/shared/creatio/odata/pageReader';
import { canReadBehind, readBehind, readInRanges } from '../../../../nodes/shared/creatio/odata/readByKey';
import { type Answer, collectionOf, fakeSite } from '../fakeSite';

/** Keys that are spread evenly over the whole range. */
const keyOf = (index: number, count: number) =>
	`${Math.floor(((index + 1) / (count + 1)) * 16 ** 8)
		.toString(16)
		.padStart(8, '0')}-0000-4000-8000-${String((index * 7_919) % count).padStart(12, '0')}`;
const people = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ Id: keyOf(index, count), Age: index }));
const same = <T>(row: T) => row;

function reading(answer: (query: URLSearchParams) => Answer, more: Partial<ReadQuery> = {}) {
	const site = fakeSite((_, query) => answer(query));
	const shape = { columns: [], labels: [], related: [] };
	const query = { object: 'Contact', shape, limit: Infinity, paging: { size: 30, parallel: 4 }, ...more };
	const reader = new PageReader(site.connection, query);
	const filters = () =>
		site.requests.map(({ path }) => new URLSearchParams(path.split('?')[1]).get('$filter') ?? '');
	return { ...site, reader, filters };
}

const first = (rows: ReadonlyArray<{ Id: string; Age: number }>, size = 30) => ({
	rows: rows.slice(0, size),
	isLast: false,
	isCut: false,
});

describe('reading behind a page', () => {
	it('goes on after the last key, under the filter of the query', async () => {
		const data = people(75);
		const { reader, filters, requests } = reading((query) => collectionOf(data, query), {
			filter: { text: 'f or g' },
		});
		const shown = await readBehind(reader, first(data), ({ Id }) => ({ Id, shown: true }));
		expect(shown).toEqual(data.slice(30).map(({ Id }) => ({ Id, shown: true })));
		expect(filters()).toEqual([29, 59].map((index) => `(f or g) and Id gt ${data[index]?.Id}`));
		for (const { path } of requests) expect(path).toContain('$orderby=Id%20asc&$top=30');
	});

	it('reads no more than the limit', async () => {
		const data = people(200);
		const { reader, requests } = reading((query) => collectionOf(data, query), { limit: 70 });
		expect(await readBehind(reader, first(data), same)).toEqual(data.slice(30, 70));
		expect(requests.map(({ path }) => /\$top=(\d+)/.exec(path)?.[1])).toEqual(['30', '10']);
		const enough = reading((query) => collectionOf(data, query), { limit: 30 });
		expect(await readBehind(enough.reader, first(data), same)).toEqual([]);
		expect(enough.requests).toEqual([]);
	});

	it.each([
		['no text', [{ Id: 5 }]],
		['no GUID', [{ Id: '5' }]],
		['missing', [{}]],
		['not there', []],
	])('is not possible where the last key is %s', async (_, rows) => {
		const { reader, requests } = reading((query) => collectionOf([], query));
		const page = { rows, isLast: false, isCut: false };
		expect(canReadBehind(reader, page)).toBe(false);
		await expect(readBehind(reader, page, same)).rejects.toMatchObject({
			kind: 'unreadable',
			message: expect.stringContaining('keys'),
		});
		expect(requests).toEqual([]);
	});

	it.each([
		['unknown', {}, true],
		['94 nodes', { nodes: 94 }, true],
		['94 nodes of functions', { nodes: 94, isFunction: true }, false],
		['95 nodes', { nodes: 95 }, false],
	])('is possible beside a filter of %s: %s', (_, cost, expected) => {
		const { reader } = reading(() => ({}), { filter: { text: 'f', ...cost } });
		expect(canReadBehind(reader, first(people(30)))).toBe(expected);
	});

	it.each([
		['the same page again', [people(30)], 1],
		['two pages in turn', [people(60).slice(30), people(30)], 2],
	])('ends where the site returns %s', async (_, pages, count) => {
		const { reader, requests } = reading(() => ({
			json: { value: pages[(requests.length - 1) % pages.length] },
		}));
		await expect(readBehind(reader, first(people(30)), same)).rejects.toMatchObject({
			kind: 'unreadable',
			message: expect.stringContaining('Contact'),
		});
		expect(requests).toHaveLength(count);
	});

	it('learns the cap of the site from the page before', async () => {
		const data = people(170);
		const { reader } = reading(
			(query) => {
				query.set('$top', String(Math.min(50, Number(query.get('$top')))));
				return collectionOf(data, query);
			},
			{ paging: { size: 100, parallel: 1 } },
		);
		const cut = { ...first(data, 50), isCut: true };
		expect(await readBehind(reader, cut, same)).toEqual(data.slice(50));
		expect([...reader.connection.notes]).toEqual([expect.stringContaining('50 records')]);
	});
});

describe('reading in ranges of keys', () => {
	it('covers all rows behind a page, in order, in as many ranges as may be read at once', async () => {
		const data = people(1_000);
		const { reader, filters } = reading((query) => collectionOf(data, query));
		const rows = await readInRanges(reader, first(data), ({ Id }) => ({ Id }));
		expect(rows).toEqual(data.slice(30).map(({ Id }) => ({ Id })));
		const starts = filters().slice(0, 4);
		expect(starts[0]).toMatch(/^Id gt \S+ and Id le \S+$/);
		expect(starts[3]).toMatch(/^Id gt \S+$/);
		// Each range begins where the one before it ends.
		const ends = starts.map((filter) => /Id le (\S+)/.exec(filter)?.[1]);
		expect(starts.slice(1).map((filter) => /Id gt (\S+)/.exec(filter)?.[1])).toEqual(ends.slice(0, 3));
		expect(filters().length).toBeLessThanOrEqual(Math.ceil(970 / 30) + 4);
	});

	it('opens no more ranges than there are pages left', async () => {
		const data = people(90);
		const { reader, filters } = reading((query) => collectionOf(data, query));
		expect(await readInRanges(reader, first(data), same)).toEqual(data.slice(30));
		const bounds = filters().flatMap((filter) => /Id le (\S+)/.exec(filter)?.[1] ?? []);
		expect(new Set(bounds).size).toBe(1);
	});

	it.each([
		['the order of the keys is not known', people(1_000).reverse(), 4],
		['there are too few keys to know it', people(1_000), 4, 19],
		['one page is left', people(55), 4],
		['only one is read at a time', people(1_000), 1],
	] as Array<[string, ReturnType<typeof people>, number, number?]>)(
		'is not possible where %s',
		async (_, data, parallel, size = 30) => {
			const { reader, requests } = reading((query) => collectionOf(data, query), {
				paging: { size: 30, parallel },
			});
			expect(await readInRanges(reader, first(data, size), same)).toBeUndefined();
			expect(requests).toEqual([]);
		},
	);

	it('returns nothing where the site turns out to have another order', async () => {
		const data = people(1_000);
		const { reader } = reading((query) => {
			const answer = collectionOf(data, query) as { json: { value: object[] } };
			return { json: { value: answer.json.value.reverse() } };
		});
		const show = jest.fn(same);
		expect(await readInRanges(reader, first(data), show)).toBeUndefined();
		expect(show).not.toHaveBeenCalled();
	});

	it('returns nothing where a page holds keys of another range', async () => {
		const data = people(1_000);
		const { reader } = reading((query) => {
			query.set('$filter', (query.get('$filter') ?? '').replace(/ and Id le .*/, ''));
			return collectionOf(data, query);
		});
		expect(await readInRanges(reader, first(data), same)).toBeUndefined();
	});
});
