import { type Column, type Entity, isLookup } from '../model/model';
import type { Condition, SqlRow } from '../store/database';
import { COMPARISON, ORDER } from './codes';
import { type Frame, valueOf } from './expressions';
import { compare, compileFilters, frameOf } from './filters';
import { columnByName, displayColumn, imageColumn } from './joins';
import { readParameter } from './parameters';
import { isPlain } from './paths';
import { type Query, rootEntity } from './query';
import type { Expression, Items, SelectColumn, SelectQuery } from './reader/messages';
import { notSupported, nullReference, Refusal, unknownPath } from './refusals';
import { type Output, renderRows, rowConfig } from './rows';
import { columnValue, type Value } from './values';

type Direction = 'ASC' | 'DESC';

/** A column that the caller asked for, or that the site adds. */
interface Selected extends Output {
	order?: { direction: Direction; position: number };
}

/** What sorts the rows, most important first. */
interface SortKey {
	/** Key of `conditionalValues`. */
	alias: string;
	/** What is compared: of a lookup its text. */
	value: Value;
	/** The same, named by the result column where that is possible. */
	sql: string;
	direction: Direction;
	/** The primary column of the object itself: unique and never empty. */
	isPrimary: boolean;
}

/** Answers a SelectQuery (contract 4.3, 4.5). */
export function select(query: Query, request: SelectQuery): Record<string, unknown> {
	const entity = rootEntity(query, request.rootSchemaName, 'select');
	if (request.isHierarchical === true) throw notSupported('Hierarchical queries are not emulated.');
	const frame = frameOf(query, entity);
	const paging = readPaging(request, query);
	const { columns, notFound } = requestedColumns(request, frame);
	const plain = request.isDistinct !== true && !columns.some(({ value }) => value.aggregate);
	const added = plain ? addedColumns(columns, frame) : {};
	const outputs = [...columns, ...[added.id, added.image].filter((one) => one !== undefined)];
	if (outputs.length === 0) throw notSupported('The query has no columns.');
	const keys = sortKeys(outputs, frame);
	if (plain) addTieBreaker(keys, paging, frame);
	const where = conditionsOf(request, paging, keys, frame);
	const found = run(query, request, frame, outputs, keys, where, paging);
	const onlyKeys = request.ignoreDisplayValues === true && query.context.switches.ignoreDisplayValues;
	const rows = renderRows(query, outputs, found, onlyKeys);
	const config = [added.id, ...columns, added.image].filter((one) => one !== undefined);
	return { rowConfig: rowConfig(config), rows, notFoundColumns: notFound, rowsAffected: rows.length };
}

interface Paging {
	limit: number;
	offset: number;
	/** Keyset paging: the site sorts by the primary column at last. */
	isPageable: boolean;
	conditionalValues: Items<Expression>;
}

function readPaging(request: SelectQuery, query: Query): Paging {
	const cap = query.context.options.pageCap;
	const rowCount = request.rowCount ?? -1;
	const rowsOffset = request.rowsOffset ?? -1;
	if (rowCount === 0 || rowCount < -1 || rowsOffset < -1) {
		throw new Refusal(
			'fault',
			'ArgumentOutOfRangeException',
			'Specified argument was out of the range of valid values.',
		);
	}
	const paging: Paging = {
		limit: rowCount === -1 ? cap : Math.min(rowCount, cap),
		offset: Math.max(rowsOffset, 0),
		isPageable: request.isPageable === true,
		conditionalValues: request.conditionalValues?.items ?? new Map(),
	};
	if (paging.conditionalValues.size > 0 && !paging.isPageable)
		throw notSupported('conditionalValues need isPageable.');
	return paging;
}

// ---- columns ----

function requestedColumns(request: SelectQuery, frame: Frame): { columns: Selected[]; notFound: string[] } {
	const { entity } = frame.joins;
	const columns = new Map<string, Selected>();
	const notFound: string[] = [];
	const add = (alias: string, value: Value, order?: Selected['order']) =>
		columns.set(alias, { alias, value, name: `c${columns.size}`, order });
	for (const [alias, column] of request.columns?.items ?? []) {
		if (!column) throw nullReference();
		const { expression } = column;
		const path = expression?.columnPath;
		const isUnknown = path !== undefined && isPlain(path) && columnByName(entity, path) === undefined;
		if (isUnknown && frame.query.context.switches.unknownColumn === 'notFoundColumns') notFound.push(path);
		else add(alias, valueOf(expression, frame), orderOf(column));
	}
	if (request.allColumns === true) {
		for (const column of entity.columns) {
			if (column.kind === 'BLOB' || columns.has(column.name)) continue;
			add(column.name, rootColumn(frame, column));
		}
	}
	return { columns: [...columns.values()], notFound };
}

function rootColumn(frame: Frame, column: Column): Value {
	return columnValue(column, frame.joins.find(column.name).sql);
}

function orderOf(column: SelectColumn): Selected['order'] {
	const direction = column.orderDirection ?? 0;
	const position = column.orderPosition ?? 0;
	if (direction === ORDER.ascending) return { direction: 'ASC', position };
	return direction === ORDER.descending ? { direction: 'DESC', position } : undefined;
}

/** The primary column and the picture come along unasked (contract 4.5). */
function addedColumns(columns: Selected[], frame: Frame): { id?: Selected; image?: Selected } {
	const { entity } = frame.joins;
	const missing = (column: Column | undefined, name: string): Selected | undefined => {
		if (!column || columns.some(({ alias }) => alias === column.name)) return undefined;
		const value = rootColumn(frame, column);
		return columns.some((one) => one.value.sql === value.sql)
			? undefined
			: { alias: column.name, value, name };
	};
	return { id: missing(entity.byProperty.get('Id'), 'c_id'), image: missing(imageColumn(entity), 'c_image') };
}

// ---- order ----

function sortKeys(outputs: Selected[], frame: Frame): SortKey[] {
	const ordered = outputs.filter((output) => output.order !== undefined);
	ordered.sort((a, b) => (a.order?.position ?? 0) - (b.order?.position ?? 0));
	const primary = frame.joins.find('Id').sql;
	return ordered.map(({ alias, value, name, order }) => {
		const text = displayOf(value, frame);
		return {
			alias,
			value: text ?? value,
			sql: text?.sql ?? name,
			direction: order?.direction ?? 'ASC',
			isPrimary: value.sql === primary,
		};
	});
}

/** Lookups are sorted by their text. */
function displayOf({ column, sql }: Value, frame: Frame): Value | undefined {
	if (!column || !isLookup(column)) return undefined;
	const target = frame.query.context.store.model.entities.get(column.ref ?? '');
	const display = target && displayColumn(target);
	return display && columnValue(display, frame.joins.behind({ column, sql }, display));
}

/**
 * Keyset paging ends its order with the primary column. Without it nothing is promised about rows that the
 * order leaves tied: they come in another order on later pages, as they may on a real site.
 */
function addTieBreaker(keys: SortKey[], paging: Paging, frame: Frame): void {
	const { column, sql } = frame.joins.find('Id');
	if (keys.some(({ isPrimary }) => isPrimary)) return;
	const steady = paging.isPageable || frame.query.context.switches.stableOrder;
	keys.push({
		alias: 'Id',
		value: columnValue(column, sql),
		sql,
		direction: steady || paging.offset === 0 ? 'ASC' : 'DESC',
		isPrimary: true,
	});
}

function orderBy(keys: SortKey[], query: Query, sqlOf: (key: SortKey) => string): string {
	if (keys.length === 0) return '';
	const { options, switches } = query.context;
	const items = keys.map((key) => {
		const { value, direction, isPrimary } = key;
		const sql = sqlOf(key);
		if (isPrimary) return `${sql} ${direction}`;
		const sorted = value.kind === 'text' && switches.caseInsensitiveText ? `ulower(${sql})` : sql;
		// PostgreSQL sorts nulls last, SQL Server first.
		const nullsLast = (options.database === 'postgres') === (direction === 'ASC');
		return `${sorted} ${direction} NULLS ${nullsLast ? 'LAST' : 'FIRST'}`;
	});
	return ` ORDER BY ${items.join(', ')}`;
}

// ---- conditions ----

function conditionsOf(request: SelectQuery, paging: Paging, keys: SortKey[], frame: Frame): Condition {
	const { entity } = frame.joins;
	const parts = [
		compileFilters(request.filters, frame),
		request.useRecordDeactivation === true ? onlyActive(entity, frame) : undefined,
		paging.conditionalValues.size > 0 ? behindLastRow(paging, keys, frame) : undefined,
	].filter((part) => part !== undefined);
	if (parts.length === 0) return { sql: '1', params: [] };
	return {
		sql: parts.map((part) => part.sql).join(' AND '),
		params: parts.flatMap((part) => part.params),
	};
}

function onlyActive(entity: Entity, frame: Frame): Condition | undefined {
	const column = columnByName(entity, 'RecordInactive');
	return column && { sql: `${rootColumn(frame, column).sql} = 0`, params: [] };
}

/**
 * The rows that come after the last one of the page before, whose sort values are given. Only what is given
 * counts: without the primary column, rows that equal the last one are skipped. SQL's logic holds, so that
 * rows without a value are skipped as well.
 */
function behindLastRow(paging: Paging, keys: SortKey[], frame: Frame): Condition {
	const given = paging.conditionalValues;
	const used = keys.filter(({ alias, isPrimary }) => given.has(alias) || !isPrimary);
	for (const alias of given.keys()) {
		if (!used.some((key) => key.alias === alias)) throw unknownPath(alias, frame.joins.entity.name);
	}
	let condition: Condition | undefined;
	for (const { alias, value, direction } of used.reverse()) {
		const last = given.get(alias);
		if (!last) throw nullReference();
		const parameter = readParameter(last, frame.query);
		const test = (comparison: number) =>
			compare(comparison, value, { form: 'parameter', parameter }, frame.query);
		const after = test(direction === 'ASC' ? COMPARISON.greater : COMPARISON.less);
		const equal = test(COMPARISON.equal);
		condition = condition
			? {
					sql: `(${after.sql} OR (${equal.sql} AND ${condition.sql}))`,
					params: [...after.params, ...equal.params, ...condition.params],
				}
			: after;
	}
	return condition ?? { sql: '1', params: [] };
}

// ---- the statement ----

function run(
	query: Query,
	request: SelectQuery,
	frame: Frame,
	outputs: Selected[],
	keys: SortKey[],
	where: Condition,
	paging: Paging,
): SqlRow[] {
	const { db } = query.context.store;
	const { alias, from } = frame.joins;
	const list = outputs.map(({ value, name }) => `${value.sql} AS ${name}`).join(', ');
	const listParams = outputs.flatMap(({ value }) => value.params);
	const page = [paging.limit, paging.offset];
	const order = orderBy(keys, query, ({ sql }) => sql);
	const isDistinct = request.isDistinct === true;
	const group = groupBy(outputs);
	const oneRowEach = !isDistinct && group === undefined && !frame.joins.multiplies;
	if (oneRowEach && keys.every(({ value }) => value.params.length === 0)) {
		// The page is found first: rows that are skipped cost no joins.
		const inner = `SELECT ${alias}."Id" FROM ${from} WHERE ${where.sql}${orderBy(keys, query, ({ value }) => value.sql)} LIMIT ? OFFSET ?`;
		const sql = `SELECT ${list} FROM ${from} WHERE ${alias}."Id" IN (${inner})${order}`;
		return db.all(sql, [...listParams, ...where.params, ...page]);
	}
	const sql = `SELECT ${isDistinct ? 'DISTINCT ' : ''}${list} FROM ${from} WHERE ${where.sql}${group ?? ''}${order} LIMIT ? OFFSET ?`;
	return db.all(sql, [...listParams, ...where.params, ...page]);
}

/** Columns that are not aggregates make the groups. Returns `undefined` when nothing is aggregated. */
function groupBy(outputs: Selected[]): string | undefined {
	if (!outputs.some(({ value }) => value.aggregate === true)) return undefined;
	const plain = outputs
		.map(({ value }, index) => (value.aggregate === true ? 0 : index + 1))
		.filter((index) => index > 0);
	return plain.length === 0 ? '' : ` GROUP BY ${plain.join(', ')}`;
}
