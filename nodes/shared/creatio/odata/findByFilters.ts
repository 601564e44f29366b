import { chunks } from '../../basics/parallel';
import type { Connection } from '../../connection/serviceCall';
import type { Condition } from '../conditions/tree';
import type { Column } from '../model/objectModel';
import { onlyColumns, type Row } from '../model/rows';
import { selectOption } from '../protocol/shape';
import type { Filter } from './filterCost';
import { asksForEmptyLookup, type FilterSpelling, KEYS_IN_FILTER, keysFilter } from './filterText';
import { isPerhapsCut, orderOption, rowsOf } from './pageReader';
import { protocolOf } from './protocolOf';
import { inEitherSpelling, usualSpelling } from './queryRecords';
import { readManyOData } from './readRequest';
import { readRows } from './readRows';
import { type AskedShape, readShaped, shapeOptions } from './shapedRead';
import { splitFilter } from './splitFilter';
import { collectionPath } from './url';

/** Returns which of the keys exist, in lower case. */
export async function existingIds(
	connection: Connection,
	object: string,
	ids: readonly string[],
): Promise<ReadonlySet<string>> {
	return new Set((await readByIds(connection, object, ids, onlyColumns([]))).keys());
}

/** Reads records by key, 15 keys in a filter, a hundred filters in a batch. Returns them by key in lower case. */
export async function readByIds(
	connection: Connection,
	object: string,
	ids: readonly string[],
	shape: AskedShape,
): Promise<ReadonlyMap<string, Row>> {
	const protocol = protocolOf(connection);
	const filters = chunks([...new Set(ids)], KEYS_IN_FILTER).map((keys) => ({
		text: keysFilter(protocol, keys),
	}));
	const read = await readShaped(connection, object, shape, new Set(), async (options) =>
		readFilters(connection, object, filters, shape, options),
	);
	const rows = read.flat();
	return new Map(rows.map((row) => [String(row.Id).toLowerCase(), row]));
}

/** Returns the keys, in lower case, of the records that match one of the filters. Many filters take few requests. */
export async function idsPassing(
	connection: Connection,
	object: string,
	filters: ReadonlyArray<Filter | undefined>,
): Promise<ReadonlySet<string>> {
	const rows = (await readFilters(connection, object, filters, onlyColumns([]))).flat();
	return new Set(rows.map(({ Id }) => String(Id).toLowerCase()));
}

/** Returns all records that match a condition of any size. Meant for conditions that match few records each. */
export async function rowsMatching(
	connection: Connection,
	object: string,
	condition: Condition,
	columns: readonly Column[],
): Promise<Row[]> {
	const [rows = []] = await rowsMatchingEach(connection, object, [condition], columns);
	return rows;
}

/** The same for several conditions, which share requests, in their order. */
export async function rowsMatchingEach(
	connection: Connection,
	object: string,
	conditions: readonly Condition[],
	columns: readonly Column[],
): Promise<Row[][]> {
	const clock = { now: new Date(), zone: 'UTC' };
	const filter = {
		compile: (spelling: FilterSpelling) =>
			conditions.map((condition) => splitFilter(condition, { ...spelling, clock }, 0).filters),
		hasEmptyLookup: conditions.some((condition) => asksForEmptyLookup(condition, clock)),
	};
	return await inEitherSpelling(connection, filter, async (split) => {
		const answers = await readFilters(connection, object, split.flat(), onlyColumns(columns));
		let next = 0;
		return split.map(({ length }) => {
			const rows = answers.slice(next, (next += length)).flat();
			return [...new Map(rows.map((row) => [row.Id, row])).values()];
		});
	});
}

/**
 * Returns the records that match a condition on texts, of any size. `undefined` where a part of it matches `most` or more, which are
 * not all read then.
 */
export async function fewMatching(
	connection: Connection,
	object: string,
	condition: Condition,
	columns: readonly Column[],
	most: number,
): Promise<readonly Row[] | undefined> {
	const clock = { now: new Date(), zone: 'UTC' };
	const { filters } = splitFilter(condition, { ...usualSpelling(connection), clock }, 0);
	const options = { select: selectOption(columns), orderby: orderOption(), top: most };
	const paths = filters.map((filter) =>
		collectionPath(connection, object, { ...options, filter: filter?.text }),
	);
	const answers = await readManyOData(connection, paths);
	const pages = answers.map((answer) => ({ answer, rows: rowsOf(answer, object) }));
	const isWhole = pages.every(({ answer, rows }) => rows.length < most && !isPerhapsCut(answer, rows.length));
	return isWhole ? pages.flatMap(({ rows }) => rows) : undefined;
}

/** Returns at most `most` records of each filter, in the order of the filters: a hundred filters in a batch. */
export async function firstOfEach(
	connection: Connection,
	object: string,
	filters: readonly string[],
	columns: readonly Column[],
	most: number,
): Promise<Array<readonly Row[]>> {
	const options = { select: selectOption(columns), orderby: orderOption(), top: most };
	const paths = filters.map((filter) => collectionPath(connection, object, { ...options, filter }));
	const answers = await readManyOData(connection, paths);
	return answers.map((answer) => rowsOf(answer, object).slice(0, most));
}

/** The records of each filter, in the order of the filters. */
async function readFilters(
	connection: Connection,
	object: string,
	filters: ReadonlyArray<Filter | undefined>,
	shape: AskedShape,
	options = shapeOptions(connection, shape, new Set()),
): Promise<Array<readonly Row[]>> {
	const paths = filters.map((filter) =>
		collectionPath(connection, object, { ...options, filter: filter?.text }),
	);
	const answers = await readManyOData(connection, paths);
	const rows: Array<readonly Row[]> = [];
	for (const [index, answer] of answers.entries()) {
		const page = rowsOf(answer, object);
		const isWhole = !isPerhapsCut(answer, page.length);
		rows.push(isWhole ? page : await readWhole(connection, object, filters[index], shape));
	}
	return rows;
}

/** A value of thousands of records fills an answer up to the site's limit, which hides the records of other values. */
async function readWhole(
	connection: Connection,
	object: string,
	filter: Filter | undefined,
	shape: AskedShape,
): Promise<Row[]> {
	return await readRows(connection, { object, shape, filter, limit: Infinity });
}
