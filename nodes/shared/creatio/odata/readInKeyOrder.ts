import type { Connection } from '../../connection/serviceCall';
import { inOrder, readAhead } from '../../basics/inOrder';
import { onlyColumns, type Row } from '../model/rows';
import { tooLongBesideKeys, withinRange } from './combineFilters';
import { type Filter, fitsBeside } from './filterCost';
import type { KeyRange } from './keyRange';
import { LARGEST_PAGE, type Page, PageReader } from './pageReader';
import { inEitherSpelling, type RecordQuery } from './queryRecords';
import { lastKey, pagesIn } from './readByKey';

/** Comparisons beside the conditions: after a key, and up to another. */
const BOUNDS = 2;

/** Pages of keys alone, which are small. */
const KEY_PAGING = { size: LARGEST_PAGE, parallel: 1 };

type Query = Omit<RecordQuery, 'order' | 'limit' | 'counts'>;

/**
 * All records that match, page by page in the order of their keys, however many there are: while a page is used, the next ones are
 * on the way. The keys are read first, 20,000 with a request; they divide the records into pages that are known to be full, whatever
 * order the site has for keys. A record that is there from start to end comes exactly once; one that is added meanwhile may be missing.
 * Conditions that take several requests are read one after the other. Rejects with kind `input` where a record may match two of them,
 * or where they leave no room for keys.
 */
export async function* readInKeyOrder(connection: Connection, query: Query): AsyncGenerator<readonly Row[]> {
	const { model, shape, range = {}, paging } = query;
	const keysOf = (filter: Filter | undefined) =>
		pagesIn(
			new PageReader(connection, {
				...{ object: model.name, shape: onlyColumns([]), filter, limit: Infinity },
				...{ paging: KEY_PAGING, isAhead: true },
			}),
			{},
		);
	const ranged = withinRange(query.filter, range);
	const parts = await inEitherSpelling(
		connection,
		{ ...ranged, compile: (spelling) => ranged.compile(spelling, BOUNDS) },
		async ({ filters, disjoint }) => {
			if (!disjoint || !filters.every((filter) => fitsBeside(filter, BOUNDS))) throw tooLongBesideKeys();
			return await Promise.all(
				filters.map(async (filter, index) => {
					const keys = keysOf(filter);
					// The first page shows whether the site takes this spelling: later a page has been used.
					return { filter, keys: index === 0 ? await begun(keys) : keys };
				}),
			);
		},
	);
	for (const { filter, keys } of parts) {
		const reader = new PageReader(connection, { object: model.name, shape, filter, limit: Infinity, paging });
		const windows = windowsOf(readAhead(keys), reader.paging.size);
		yield* inOrder(windows, reader.paging.parallel, (window) => rowsIn(reader, window));
	}
}

/** The same pages, the first of which has been read. */
async function begun<T>(pages: AsyncGenerator<T>): Promise<AsyncGenerator<T>> {
	const first = await pages.next();
	return (async function* () {
		if (first.done) return;
		yield first.value;
		yield* pages;
	})();
}

type Window = KeyRange & { readonly upTo: string };

/** Ranges with so many keys each; the last one may have fewer. */
async function* windowsOf(pages: AsyncIterable<readonly Row[]>, size: number): AsyncGenerator<Window> {
	let after: string | undefined;
	let [last, count] = ['', 0];
	for await (const rows of pages) {
		for (const row of rows) {
			last = lastKey([row]);
			if (++count < size) continue;
			yield { after, upTo: last };
			[after, count] = [last, 0];
		}
	}
	if (count > 0) yield { after, upTo: last };
}

/** The records of a window. Only its last key, or nothing behind what was read, says that there are no more. */
async function rowsIn(reader: PageReader, window: Window): Promise<readonly Row[]> {
	const isEnd = (page: Page) => page.rows.length === 0 || lastKey(page.rows) === window.upTo;
	const rows: Row[] = [];
	for await (const part of pagesIn(reader, window, { isEnd })) {
		for (const row of part) rows.push(row);
	}
	return rows;
}
