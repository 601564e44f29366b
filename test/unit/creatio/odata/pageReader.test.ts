import fc from 'fast-check';

import { CreatioError } from '../../../../nodes/shared/basics/errors';
import type { ServiceAnswer } from '../../../../nodes/shared/connection/serviceCall';
import {
	isPerhapsCut,
	LARGEST_PAGE,
	MAX_SORT_COLUMNS,
	orderOption,
	PageReader,
	type ReadQuery,
	rowsOf,
	type Window,
} from '../../../../nodes/shared/creatio/odata/pageReader';
import { readShaped } from '../../../../nodes/shared/creatio/odata/shapedRead';
import { CONTACT } from '../fakes';
import { type Answer, fakeSite } from '../fakeSite';

const answered = (json: unknown): ServiceAnswer => ({ status: 207, headers: {}, json, text: '' });
const column = (name: string) => CONTACT.columns.get(name)!;
const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ Id: String(index) }));
const pageOf = (count: number, more: object = {}) => ({ json: { value: rows(count), ...more } });

const missing = (name: string) =>
	new CreatioError('server', `The instance of type '[X]' is missing the property '${name}'.`);
const outOfMemory = () => new CreatioError('server', 'no', { status: 500, reason: 'outOfMemory' });

const shape = { columns: [column('Name'), column('Account')], labels: [], related: [] };
const window: Window = { filter: undefined, orderby: 'Id asc', top: 10 };

function reading(answer: (query: URLSearchParams, index: number) => Answer, more: Partial<ReadQuery> = {}) {
	let index = 0;
	const site = fakeSite((_, query) => answer(query, index++));
	const reader = new PageReader(site.connection, { object: 'Contact', shape, limit: Infinity, ...more });
	const queries = () => site.requests.map(({ path }) => new URLSearchParams(path.split('?')[1]));
	return { ...site, reader, queries, tops: () => queries().map((query) => Number(query.get('$top'))) };
}

describe('a page', () => {
	it('does not have more rows than were requested', async () => {
		const { reader } = reading(() => pageOf(30));
		expect(await reader.read(window)).toEqual({ rows: rows(10), isLast: false, isCut: false });
	});

	it.each([[null], [1], ['text'], [[]]])('holds records alone: %j', async (row) => {
		const { reader } = reading(() => ({ json: { value: [...rows(1), row] } }));
		await expect(reader.read(window)).rejects.toMatchObject({ kind: 'unreadable' });
	});

	it('is requested by the options of the window', async () => {
		const { reader, requests, queries, connection } = reading(() => pageOf(3));
		const page = await reader.read({ ...window, filter: 'a', skip: 7, counts: true });
		expect(page).toEqual({ rows: rows(3), isLast: true, isCut: false });
		expect(requests).toEqual([
			{ method: 'GET', service: 'odata', path: expect.stringMatching(/^Contact\?/), repeat: 'read' },
		]);
		expect(Object.fromEntries(queries()[0]!)).toEqual({
			$select: 'Id,Name,AccountId',
			$filter: 'a',
			$orderby: 'Id asc',
			$top: '10',
			$skip: '7',
			$count: 'true',
		});
		expect(connection.meter.rows).toBe(3);
		await reader.read({ ...window, skip: 0 });
		expect([...queries()[1]!.keys()]).toEqual(['$select', '$orderby', '$top']);
		expect(connection.meter.rows).toBe(6);
	});

	it('has at most the size that the query wants, and the site returns', async () => {
		const large = reading(() => pageOf(1));
		await large.reader.read({ ...window, top: Infinity });
		expect(large.tops()).toEqual([1_000]);
		expect(large.reader.paging).toEqual({ size: 1_000, parallel: 1 });
		const paging = { size: 50_000, parallel: 2 };
		const larger = reading(() => pageOf(1), { paging });
		await larger.reader.read({ ...window, top: 30_000 });
		expect(larger.tops()).toEqual([LARGEST_PAGE]);
		expect(larger.reader.paging).toBe(paging);
	});

	it.each<[string, number, object, object]>([
		['full', 100, {}, { isLast: false, isCut: false }],
		['empty', 0, {}, { isLast: true, isCut: false }],
		['empty, with a link', 0, { '@odata.nextLink': 'x' }, { isLast: true, isCut: false }],
		['not full', 51, {}, { isLast: true, isCut: false }],
		['round', 50, {}, { isLast: false, isCut: true }],
		['full with a link', 100, { '@odata.nextLink': 'x' }, { isLast: false, isCut: false }],
		['not full with a link', 51, { '@odata.nextLink': 'x' }, { isLast: false, isCut: true }],
		['round and all there is', 50, { '@odata.count': 50 }, { isLast: true, isCut: false }],
	])('that is %s', async (_, count, more, expected) => {
		const { reader } = reading(() => pageOf(count, more));
		expect(await reader.read({ ...window, top: 100 })).toEqual({ rows: rows(count), ...expected });
	});

	it('shows the cap of the site when another one follows a cut one', async () => {
		const { reader, tops, connection } = reading((_, index) => pageOf([50, 0, 50, 30, 1][index] ?? 0));
		const top = 100;
		const cut = await reader.read({ ...window, top });
		await reader.read({ ...window, top, behind: cut });
		expect([...connection.notes]).toEqual([]);
		const again = await reader.read({ ...window, top });
		await reader.read({ ...window, top, behind: again });
		expect([...connection.notes]).toEqual([expect.stringContaining('50 records at once')]);
		await reader.read({ ...window, top });
		expect(tops()).toEqual([100, 100, 100, 100, 50]);
	});

	it('shows no cap where the page before was not cut, or was as large as requested', async () => {
		const { reader, tops, connection } = reading(() => pageOf(20), { paging: { size: 20, parallel: 1 } });
		await reader.read({ ...window, behind: { rows: rows(5), isLast: false, isCut: false } });
		await reader.read({ ...window, behind: { rows: rows(20), isLast: false, isCut: true } });
		await reader.read({ ...window, top: 100 });
		expect(tops()).toEqual([10, 10, 20]);
		expect([...connection.notes]).toEqual([]);
	});
});

describe('a site that runs out of memory', () => {
	it('is asked for half as many rows each time, and keeps to that', async () => {
		const { reader, tops, connection } = reading((query) =>
			Number(query.get('$top')) > 30 ? outOfMemory() : pageOf(1),
		);
		await reader.read({ ...window, top: 101 });
		await reader.read({ ...window, top: 500 });
		expect(tops()).toEqual([101, 50, 25, 25]);
		expect([...connection.notes]).toEqual([expect.stringContaining('Page Size')]);
	});

	it('is asked for ten rows at least', async () => {
		const { reader, tops } = reading(outOfMemory);
		await expect(reader.read({ ...window, top: 31 })).rejects.toMatchObject({ reason: 'outOfMemory' });
		expect(tops()).toEqual([31, 15, 10]);
	});

	it.each([new CreatioError('server', 'no', { reason: 'reloading' }), new CreatioError('network', 'no')])(
		'is not seen in other failures',
		async (error) => {
			const { reader, requests } = reading(() => error);
			await expect(reader.read(window)).rejects.toBe(error);
			expect(requests).toHaveLength(1);
		},
	);
});

describe('columns that a site cannot return', () => {
	it('are left out of this page and of all others', async () => {
		const { reader, queries, connection } = reading((query) => {
			const select = query.get('$select') ?? '';
			const found = ['AccountId', 'Name'].find((name) => select.includes(name));
			return found === undefined ? pageOf(1) : missing(found);
		});
		await reader.read(window);
		await reader.read(window);
		expect(queries().map((query) => query.get('$select'))).toEqual([
			'Id,Name,AccountId',
			'Id,Name',
			'Id',
			'Id',
		]);
		expect([...connection.notes]).toEqual([
			expect.stringContaining('column AccountId of Contact'),
			expect.stringContaining('column Name of Contact'),
		]);
	});

	it('may be named by the name of a lookup', async () => {
		const { reader, queries } = reading((_, index) => (index === 0 ? missing('Account') : pageOf(1)));
		await reader.read(window);
		expect(queries().map((query) => query.get('$select'))).toEqual(['Id,Name,AccountId', 'Id,Name']);
	});

	it('end the read when the same one is missing again', async () => {
		const { reader, requests } = reading(() => missing('Name'));
		await expect(reader.read(window)).rejects.toThrow(/'Name'/);
		expect(requests).toHaveLength(2);
	});

	it('end the read when there are too many', async () => {
		const { connection } = fakeSite(() => ({}));
		const asked: number[] = [];
		const dropped = new Set<string>();
		const read = async () => {
			asked.push(dropped.size);
			throw missing(`C${dropped.size}`);
		};
		await expect(readShaped(connection, 'Contact', shape, dropped, read)).rejects.toThrow(/'C20'/);
		expect(asked).toEqual(Array.from({ length: 21 }, (_, index) => index));
		expect(dropped.size).toBe(20);
	});

	it('are not seen in errors that are not those of a site', async () => {
		const { connection } = fakeSite(() => ({}));
		const error = new Error(missing('Name').message);
		const read = jest.fn(() => Promise.reject(error));
		await expect(readShaped(connection, 'Contact', shape, new Set(), read)).rejects.toBe(error);
		expect(read).toHaveBeenCalledTimes(1);
	});
});

describe('an answer that is perhaps cut', () => {
	it.each([
		[0, false],
		[1, false],
		[32, false],
		[49, false],
		[50, true],
		[51, false],
		[63, false],
		[64, true],
		[65, false],
		[96, false],
		[100, true],
		[128, true],
		[1_000, true],
		[1_024, true],
		[1_025, false],
	])('with %i rows: %s', (count, isCut) => {
		expect(isPerhapsCut(answered({}), count)).toBe(isCut);
		expect(isPerhapsCut(answered({ '@odata.nextLink': 'x' }), count)).toBe(true);
		expect(isPerhapsCut(answered({ '@odata.count': 50 }), count)).toBe(count < 50);
		expect(isPerhapsCut(answered({ '@odata.count': 'many' }), count)).toBe(isCut);
	});
});

describe('the parts of a query', () => {
	it('are the order, made complete by the key', () => {
		expect(orderOption()).toBe('Id asc');
		expect(
			orderOption([
				{ property: 'Age', direction: 'desc' },
				{ property: 'Name', direction: 'asc' },
			]),
		).toBe('Age desc,Name asc,Id asc');
	});

	it('are an order that the library accepts: no column twice, and at most five', () => {
		const sortBy = fc.record({
			property: fc.constantFrom('Id', 'A', 'B', 'C', 'D', 'E'),
			direction: fc.constantFrom('asc' as const, 'desc' as const),
		});
		fc.assert(
			fc.property(fc.array(sortBy, { maxLength: 8 }), (order) => {
				const properties = [...new Set(order.map(({ property }) => property))];
				fc.pre(properties.length <= MAX_SORT_COLUMNS);
				const sorted = orderOption(order)
					.split(',')
					.map((rule) => rule.split(' '));
				const withKey =
					properties.includes('Id') || properties.length === 5 ? properties : [...properties, 'Id'];
				expect(sorted.map(([property]) => property)).toEqual(withKey);
				for (const [property, direction] of sorted) {
					const given = order.find((rule) => rule.property === property);
					expect(direction).toBe(given?.direction ?? 'asc');
				}
			}),
		);
	});

	it('are the rows of a list alone', () => {
		expect(rowsOf(answered({ value: rows(2) }), 'Contact')).toEqual(rows(2));
		fc.assert(
			fc.property(
				fc.jsonValue().filter((value) => !Array.isArray(value)),
				(value) => {
					expect(() => rowsOf(answered({ value }), 'Contact')).toThrow(
						expect.objectContaining({
							kind: 'unreadable',
							status: 207,
							perhapsDone: false,
							message: expect.stringContaining('Contact'),
							cure: expect.stringContaining('site address'),
						}),
					);
				},
			),
		);
	});
});
