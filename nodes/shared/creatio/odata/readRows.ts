import { attempt } from '../../basics/attempt';
import type { Connection } from '../../connection/serviceCall';
import type { Row } from '../model/rows';
import { orderOption, type Page, PageReader, type ReadQuery } from './pageReader';
import { canReadBehind, readBehind, readInRanges } from './readByKey';
import { readByOffset, readInOrder } from './readByOffset';
import { refusesFilter } from './readRequest';

/**
 * The rows of a query, each once, at most as many as its limit; with a limit of 50, 50 are requested. What fits into
 * one page is one request. Beyond that, rows are read in the order of their key, which no change moves: a record that is
 * there from start to end is never missed and never doubled, whatever is added, changed or deleted meanwhile. With a
 * sort order, rows are read by offset in that order, and the keys are checked at the end for rows that moved.
 *
 * `show` is applied page by page, so that the original rows need not be kept.
 */
export async function readRows(
	connection: Connection,
	query: ReadQuery,
	show: (row: Row) => Row = (row) => row,
): Promise<Row[]> {
	const reader = new PageReader(connection, query);
	const { filter, limit, skip, counts } = query;
	const orderby = orderOption(query.order);
	const first = await reader.read({ filter: filter?.text, orderby, top: limit, skip, counts });
	if (first.isLast || first.rows.length >= limit) return first.rows.map(show);
	if (query.order && query.order.length > 0) {
		return (await readInOrder(reader, first)).map(show);
	}
	if (canReadBehind(reader, first)) {
		const byKey = await attempt(restByKey(reader, first, show));
		if (byKey.done) return [...first.rows.map(show), ...byKey.value];
		if (!refusesFilter(byKey.error)) throw byKey.error;
	}
	connection.notes.add(
		'Reading could not continue after a key, since the site or the length of the conditions does not allow it, so pages were read by offset: if records were added or deleted meanwhile, some may be missing.',
	);
	return (await readByOffset(reader, first)).map(show);
}

async function restByKey(reader: PageReader, first: Page, show: (row: Row) => Row): Promise<Row[]> {
	const inRanges = reader.query.limit === Infinity ? await readInRanges(reader, first, show) : undefined;
	return inRanges ?? (await readBehind(reader, first, show));
}
