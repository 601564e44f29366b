import { attempt } from '../../basics/attempt';
import { chunks, inParallel } from '../../basics/parallel';
import { PageProgress } from '../model/pageProgress';
import { onlyColumns, type Row } from '../model/rows';
import { KEYS_IN_FILTER, keysFilter } from './filterText';
import { LARGEST_PAGE, orderOption, type Page, PageReader, type SortBy } from './pageReader';
import { protocolOf } from './protocolOf';
import { canReadBehind, readBehind } from './readByKey';
import { refusesFilter } from './readRequest';

/** Rows in the order of the query, after a first page. A row that occurs twice is kept once. */
export async function readByOffset(reader: PageReader, first: Page): Promise<Row[]> {
	const { query, paging } = reader;
	const found = new Map(first.rows.map((row) => [row.Id, row]));
	const start = query.skip ?? 0;
	const end = start + query.limit;
	const progress = new PageProgress(query.object);
	let skip = start + first.rows.length;
	for (let isLast = false; !isLast && skip < end;) {
		const windows = Array.from({ length: paging.parallel }, (_, index) => skip + index * paging.size)
			.filter((from) => from < end)
			.map((from) => ({ from, to: Math.min(from + paging.size, end) }));
		const pages = await inParallel(windows, paging.parallel, ({ from, to }) => readWindow(reader, from, to));
		const before = found.size;
		for (const page of pages) {
			for (const row of page.rows) if (!found.has(row.Id)) found.set(row.Id, row);
			isLast ||= page.isLast;
		}
		if (!isLast) progress.note(found.size - before);
		skip += windows.length * paging.size;
	}
	return [...found.values()].slice(0, query.limit);
}

/** All rows from one offset to another, in as many pages as the site returns. */
async function readWindow(reader: PageReader, from: number, to: number): Promise<Page> {
	const { filter, order } = reader.query;
	const orderby = orderOption(order);
	const rows: Row[] = [];
	let behind: Page | undefined;
	for (let skip = from; skip < to; skip = from + rows.length) {
		const page = await reader.read({ filter: filter?.text, orderby, top: to - skip, skip, behind });
		for (const row of page.rows) rows.push(row);
		if (page.isLast) return { rows, isLast: true, isCut: false };
		behind = page;
	}
	return { rows, isLast: false, isCut: false };
}

/**
 * Rows in the order of the query, even when records move while they are read. Reading by offset misses what moved ahead of
 * the current page; the keys, which take few requests, show what is missing, and it is inserted at its place.
 */
export async function readInOrder(reader: PageReader, first: Page): Promise<Row[]> {
	const { order = [], limit } = reader.query;
	const rows = await readByOffset(reader, first);
	const found = new Set(rows.map((row) => row.Id));
	const missing = (await keysOf(reader)).filter((key) => !found.has(key));
	if (missing.length === 0) return rows;
	return merged(rows, await rowsWithKeys(reader, missing), inOrderOf(order)).slice(0, limit);
}

/** All keys in their own order, in which nothing moves; for a limited query, those that are first in its order. */
async function keysOf({ connection, query }: PageReader): Promise<string[]> {
	const order = query.limit === Infinity ? undefined : query.order;
	const keyQuery = {
		...query,
		order,
		shape: onlyColumns([]),
		paging: { size: LARGEST_PAGE, parallel: 1 },
	};
	const reader = new PageReader(connection, keyQuery);
	const { filter, skip, limit } = query;
	const first = await reader.read({ filter: filter?.text, skip, top: limit, orderby: orderOption(order) });
	if (first.isLast || first.rows.length >= limit) return first.rows.map(({ Id }) => String(Id));
	const byKey = order === undefined && canReadBehind(reader, first);
	const behind = byKey ? await attempt(readBehind(reader, first, (row) => row)) : undefined;
	if (behind && !behind.done && !refusesFilter(behind.error)) throw behind.error;
	const rows = behind?.done ? [...first.rows, ...behind.value] : await readByOffset(reader, first);
	return rows.map(({ Id }) => String(Id));
}

async function rowsWithKeys(reader: PageReader, keys: readonly string[]): Promise<Row[]> {
	const protocol = protocolOf(reader.connection);
	const groups = chunks(keys, KEYS_IN_FILTER);
	const pages = await inParallel(groups, reader.paging.parallel, (group) =>
		reader.read({
			filter: keysFilter(protocol, group),
			orderby: orderOption(),
			top: group.length,
		}),
	);
	return pages.flatMap((page) => page.rows);
}

/** Inserts rows into a sorted list, as far as the site's order is known. */
function merged(list: readonly Row[], added: readonly Row[], compare: (a: Row, b: Row) => number): Row[] {
	const waiting = [...added].sort(compare).values();
	const result: Row[] = [];
	let next = waiting.next();
	for (const row of list) {
		for (; !next.done && compare(next.value, row) < 0; next = waiting.next()) result.push(next.value);
		result.push(row);
	}
	return next.done ? result : [...result, next.value, ...waiting];
}

/** Compares rows as sites do, as far as that is known: text without regard to case, and the key last. */
export function inOrderOf(order: readonly SortBy[]): (a: Row, b: Row) => number {
	return (a, b) => {
		for (const { property, direction } of order) {
			const difference = compareValues(a[property], b[property]);
			if (difference !== 0) return direction === 'asc' ? difference : -difference;
		}
		return compareValues(a.Id, b.Id);
	};
}

function compareValues(a: unknown, b: unknown): number {
	if (typeof a === 'number' && typeof b === 'number') return a - b;
	return String(a).localeCompare(String(b), undefined, { sensitivity: 'accent' });
}
