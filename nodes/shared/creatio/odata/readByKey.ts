import { CreatioError } from '../../basics/errors';
import { isGuid } from '../../basics/guid';
import { inParallel } from '../../basics/parallel';
import { repeatedPage } from '../model/pageProgress';
import type { Row } from '../model/rows';
import { fitsBeside } from './filterCost';
import { type KeyOrder, keyOrderOf } from './keyOrder';
import { type KeyRange, rangeComparisons } from './keyRange';
import { protocolOf } from './protocolOf';
import { orderOption, type Page, type PageReader } from './pageReader';

type RangeBehind = KeyRange & { readonly after: string };

type Show = (row: Row) => Row;

/** The rows after a page, up to the limit of the query, in the order of their key. */
export async function readBehind(reader: PageReader, page: Page, show: Show): Promise<Row[]> {
	const most = reader.query.limit - page.rows.length;
	const rows: Row[] = [];
	for await (const part of pagesIn(reader, { after: lastKey(page.rows) }, { most, behind: page })) {
		for (const row of part) rows.push(show(row));
	}
	return rows;
}

/**
 * All rows after a page, in several ranges of keys at the same time. `undefined` when the site's order of keys is not
 * known, so that ranges cannot be determined: then nothing is returned rather than something wrong.
 */
export async function readInRanges(reader: PageReader, page: Page, show: Show): Promise<Row[] | undefined> {
	const order = keyOrderOf(page.rows.map(keyOf));
	const ranges = order && fitsBeside(reader.query.filter, 2) ? rangesBehind(reader, page, order) : [];
	if (!order || ranges.length < 2) return undefined;
	let isUnderstood = true;
	const parts = await inParallel(ranges, ranges.length, async (range) => {
		const rows: Row[] = [];
		for await (const part of pagesIn(reader, range)) {
			isUnderstood &&= order.holds(part.map(keyOf), range.after, range.upTo);
			if (!isUnderstood) return [];
			for (const row of part) rows.push(show(row));
		}
		return rows;
	});
	return isUnderstood ? parts.flat() : undefined;
}

/** The first page shows only roughly how many rows there are: a range is reduced to this part of its pages. */
const FILLED = 0.97;

/**
 * As many ranges as may be read at the same time, each but the last as long as some full pages: a page that is only
 * partly filled would be an unnecessary request.
 */
function rangesBehind({ paging, query }: PageReader, page: Page, order: KeyOrder): RangeBehind[] {
	const last = lastKey(page.rows);
	const { after, upTo } = query.range ?? {};
	const [begin, end] = [after ? order.position(after) : 0, upTo ? order.position(upTo) : 1];
	const start = order.position(last);
	const expected = (page.rows.length * (end - start)) / Math.max(start - begin, Number.EPSILON);
	const most = Math.max(1, Math.min(paging.parallel, Math.round(expected / paging.size)));
	const rowsInRange = Math.ceil(expected / most / paging.size) * paging.size * FILLED;
	const share = Math.max(1 / most, rowsInRange / expected);
	const bounds = Array.from({ length: Math.ceil(1 / share) - 1 }, (_, index) =>
		order.keyAt(start + (end - start) * share * (index + 1)),
	);
	return [last, ...bounds].map((key, index) => ({ after: key, upTo: bounds[index] }));
}

interface Reading {
	/** The most rows to read. */
	readonly most?: number;
	/** The page before the range, where it has been read. */
	readonly behind?: Page;
	/** Whether nothing follows a page; what the page says by itself where it is left out. True for one without rows. */
	readonly isEnd?: (page: Page) => boolean;
}

/** The pages of a range, in the order of their keys. */
export async function* pagesIn(
	reader: PageReader,
	range: KeyRange,
	{ most = Infinity, behind: before, isEnd = ({ isLast }) => isLast }: Reading = {},
): AsyncGenerator<readonly Row[]> {
	let { after } = range;
	let behind = before;
	const passed = new Set([after]);
	for (let left = most; left > 0;) {
		const filter = filterOfRange(reader, { ...range, after });
		const window = { filter, orderby: orderOption(), top: left, behind };
		const page = await reader.read(window);
		if (page.rows.length > 0) yield page.rows;
		if (isEnd(page)) return;
		left -= page.rows.length;
		after = lastKey(page.rows);
		if (passed.has(after)) throw repeatedPage(reader.query.object);
		passed.add(after);
		behind = page;
	}
}

/** The filter of a query for those of its records that lie in a range. */
function filterOfRange({ connection, query }: PageReader, range: KeyRange): string | undefined {
	const comparisons = rangeComparisons(protocolOf(connection), range);
	if (comparisons.length === 0) return query.filter?.text;
	return [query.filter === undefined ? [] : `(${query.filter.text})`, comparisons].flat().join(' and ');
}

/** Whether reading can continue after a page by its last key, joined to the filter of the query. */
export function canReadBehind({ query }: PageReader, page: Page): boolean {
	return isGuid(keyOf(page.rows.at(-1))) && fitsBeside(query.filter, 1);
}

/** The key of the last row. Rejects with kind `unreadable` if it has none that can be compared. */
export function lastKey(rows: readonly Row[]): string {
	const key = keyOf(rows.at(-1));
	if (isGuid(key)) return key;
	throw new CreatioError('unreadable', 'The records of the site have no keys from which to continue');
}

function keyOf(row: Row | undefined): string {
	return typeof row?.Id === 'string' ? row.Id : '';
}
