import { attempt } from '../../basics/attempt';
import type { Connection } from '../../connection/serviceCall';
import type { Column, ObjectModel } from '../model/objectModel';
import { onlyColumns, type Row, rowReader, type RowShape } from '../model/rows';
import { withinRange } from './combineFilters';
import type { Filter } from './filterCost';
import type { FilterSpelling } from './filterText';
import type { KeyRange } from './keyRange';
import { countRecords } from './oneRecord';
import { LARGEST_PAGE, type Paging, type SortBy } from './pageReader';
import { protocolOf, type Versioned } from './protocolOf';
import { inOrderOf } from './readByOffset';
import { refusesFilter } from './readRequest';
import { readRows } from './readRows';
import type { QueryFilter } from './splitFilter';

export interface OrderRule {
	readonly column: Column;
	readonly direction: 'asc' | 'desc';
}

export interface RecordQuery {
	readonly model: ObjectModel;
	readonly filter: QueryFilter;
	/** Only records whose keys lie in it. */
	readonly range?: KeyRange;
	readonly order: readonly OrderRule[];
	/** Infinity for all records. */
	readonly limit: number;
	readonly shape: RowShape;
	readonly paging?: Paging;
	/** As in `ReadQuery`. */
	readonly counts?: boolean;
}

/** Records that match, in order, each once, at most `limit`. */
export async function queryRecords(connection: Connection, query: RecordQuery): Promise<Row[]> {
	const { order, shape, limit, range = {} } = query;
	return await inEitherSpelling(connection, withinRange(query.filter, range), async ({ filters }) => {
		if (filters.length === 1 && order.length === 0) {
			return await rowsFor(connection, query, filters[0], rowReader(query.model, shape));
		}
		const extra = order
			.map((rule) => rule.column)
			.filter((column) => column.name !== 'Id' && !shape.columns.includes(column));
		const widened: RecordQuery = { ...query, shape: { ...shape, columns: [...shape.columns, ...extra] } };
		const rows = await mergedRows(connection, widened, filters);
		const show = rowReader(query.model, shape);
		const unwanted = new Set(extra.map((column) => column.property));
		return rows.slice(0, limit).map((row) => show(without(row, unwanted)));
	});
}

/** How many records match. */
export async function countMatching(
	connection: Connection,
	object: string,
	filter: QueryFilter,
): Promise<number> {
	return await inEitherSpelling(connection, filter, async ({ filters, disjoint }) => {
		if (disjoint) {
			let sum = 0;
			for (const part of filters) sum += await countRecords(connection, object, part?.text);
			return sum;
		}
		const ids = new Set<unknown>();
		const shape = onlyColumns([]);
		for (const part of filters) {
			const paging = { size: LARGEST_PAGE, parallel: 1 };
			const query = { object, shape, filter: part, limit: Infinity, paging };
			const rows = await readRows(connection, query);
			for (const row of rows) ids.add(row.Id);
		}
		return ids.size;
	});
}

/** How a site takes filters, as far as nothing else is known. */
export function usualSpelling(connection: Versioned): FilterSpelling {
	return { protocol: protocolOf(connection), emptyLookup: 'navigation' };
}

/** Tries the second form when the site refuses the first; the error is that of the first. */
export async function inEitherSpelling<Compiled, T>(
	connection: Versioned,
	filter: { compile(spelling: FilterSpelling): Compiled; readonly hasEmptyLookup: boolean },
	work: (compiled: Compiled) => Promise<T>,
): Promise<T> {
	const usual = usualSpelling(connection);
	const first = await attempt(work(filter.compile(usual)));
	if (first.done) return first.value;
	if (!filter.hasEmptyLookup || !refusesFilter(first.error)) throw first.error;
	const second = await attempt(work(filter.compile({ ...usual, emptyLookup: 'key' })));
	if (second.done) return second.value;
	throw first.error;
}

async function rowsFor(
	connection: Connection,
	{ model, shape, range, order, limit, paging, counts }: RecordQuery,
	filter: Filter | undefined,
	show?: (row: Row) => Row,
): Promise<Row[]> {
	const query = { object: model.name, shape, filter, range, order: sortBy(order), limit, paging, counts };
	return await readRows(connection, query, show);
}

function sortBy(order: readonly OrderRule[]): SortBy[] {
	return order.map(({ column, direction }) => ({ property: column.property, direction }));
}

/** Reads the parts of a filter that was too large for one request, and sorts their union. */
async function mergedRows(
	connection: Connection,
	query: RecordQuery,
	filters: readonly (Filter | undefined)[],
): Promise<Row[]> {
	const { order, limit } = query;
	if (filters.length === 1) return await rowsFor(connection, query, filters[0]);
	const byId = new Map<unknown, Row>();
	for (const filter of filters) {
		for (const row of await rowsFor(connection, query, filter)) byId.set(row.Id, row);
		// Without an order any rows will do, so the rest need not be read.
		if (order.length === 0 && byId.size >= limit) break;
	}
	const rows = [...byId.values()];
	return order.length > 0 ? rows.sort(inOrderOf(sortBy(order))) : rows;
}

function without(row: Row, names: ReadonlySet<string>): Row {
	return names.size === 0
		? row
		: Object.fromEntries(Object.entries(row).filter(([name]) => !names.has(name)));
}
