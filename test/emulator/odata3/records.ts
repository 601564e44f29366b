import type { Entity } from '../model/model';
import { Aliases } from '../odata/scope';
import { type Condition, quote, type SqlRow, type SqlValue } from '../store/database';
import type { ServiceCall } from './call';
import { badRequest, notImplemented, type ServiceError } from './errors';
import { ExpressionParser, type ExpressionRules, type Ordering } from './expression';
import { type Option, type Options, wantsCount, wholeNumber } from './query';
import { type Expanded, readSelection, type Selection, selectionModel, shownColumns } from './selection';
import { readSkipToken, skipCondition, skipToken, sortKey } from './skipToken';
import { Tables } from './tables';

/** A record as an answer shows it, whatever its format. */
export interface ShownRecord {
	row: SqlRow;
	selection: Selection;
	/** What is expanded: a record, none, or children. */
	expanded: Map<string, ShownRecord | ShownRecord[] | undefined>;
}

/** A page of a collection. */
export interface Page {
	records: ShownRecord[];
	/** All that the filter selects, if the caller wants to know. */
	count?: number;
	/** Options of the request for the next page. */
	next?: Array<[Option, string]>;
}

/** All of an object, or the children of one record. */
export interface Source {
	entity: Entity;
	/** SQL with `{row}` for the alias of the object. */
	where?: Condition;
}

interface Query {
	from: string;
	where: Condition;
	orderings: readonly Ordering[];
	tables: Tables;
}

/** Reads the options in the library's order, so that its first refusal is the one that is reported. */
export function readPage(call: ServiceCall, source: Source, options: Options): Page {
	const { switches, options: site } = call.context;
	const skip = wholeNumber(options, '$skip');
	const top = wholeNumber(options, '$top');
	const isPaged = switches.odata3Paging === 'nextLink';
	if (isPaged) call.versions.raise(2);
	const query = compile(call, source, options, isPaged || skip !== undefined || top !== undefined);
	const isCounted = wantsCount(options);
	if (isCounted) raiseForV2(call);
	const token = options.get('$skiptoken');
	if (token !== undefined && !isPaged) {
		throw badRequest(
			'A skip token can only be provided in a query request against an entity set when the entity set has a paging limit set.',
		);
	}
	const after = token === undefined ? undefined : readSkipToken(token, query.orderings, call);
	const selection = selectionOf(call, source.entity, options);
	throwRefusal(query.refused);
	const count = isCounted ? countRows(call, query) : undefined;
	const where =
		after === undefined ? query.where : both(query.where, skipCondition(query.orderings, after, switches));
	const limit = Math.min(top ?? site.pageCap, site.pageCap);
	const rows = selectRows(call, { ...query, where }, selection, limit + 1, skip ?? 0, isPaged);
	const page = rows.slice(0, limit);
	const isMore = rows.length > limit && (top === undefined || top > limit);
	const last = page.at(-1);
	return {
		records: show(call, selection, page),
		count,
		...(isPaged &&
			isMore &&
			last && { next: nextOptions(options, top, limit, skipToken(query.orderings, last)) }),
	};
}

/** `$count`. */
export function readCount(call: ServiceCall, source: Source, options: Options): number {
	raiseForV2(call);
	const skip = wholeNumber(options, '$skip') ?? 0;
	const top = wholeNumber(options, '$top');
	const query = compile(call, source, options, false);
	throwRefusal(query.refused);
	const total = countRows(call, query);
	return Math.min(Math.max(total - skip, 0), top ?? Infinity);
}

/** One record; `undefined` where it is not there or the filter drops it. */
export function readRecord(
	call: ServiceCall,
	entity: Entity,
	id: string,
	options: Options,
): ShownRecord | undefined {
	const where = { sql: '{row}."Id" = ?', params: [id] };
	const query = compile(call, { entity, where }, options, false);
	const selection = selectionOf(call, entity, options);
	throwRefusal(query.refused);
	return show(call, selection, selectRows(call, query, selection, 1, 0, false))[0];
}

function raiseForV2(call: ServiceCall): void {
	call.versions.need(2);
	call.versions.raise(2);
}

function throwRefusal(refused: ServiceError | undefined): void {
	if (refused) throw refused;
}

function selectionOf(call: ServiceCall, entity: Entity, options: Options): Selection {
	if (options.has('$select')) call.versions.need(2);
	return readSelection(
		entity,
		{ expand: options.get('$expand'), select: options.get('$select') },
		selectionModel(call.context),
	);
}

function compile(
	call: ServiceCall,
	{ entity, where }: Source,
	options: Options,
	isSorted: boolean,
): Query & { refused: ServiceError | undefined } {
	const { store, switches, options: site } = call.context;
	const aliases = new Aliases();
	const tables = new Tables(entity, store, aliases);
	const rules: ExpressionRules = {
		store,
		switches,
		aliases,
		refusesNul: site.database === 'postgres',
		versions: call.versions,
	};
	// The library sorts by the key as well where only a part of the rows is wanted.
	const order = [options.get('$orderby') ?? [], isSorted ? 'Id asc' : []].flat().join(',');
	const sorting = order === '' ? undefined : new ExpressionParser(order, tables, rules);
	const orderings = sorting?.orderings() ?? [];
	const text = options.get('$filter');
	const filtering = text === undefined ? undefined : new ExpressionParser(text, tables, rules);
	const filter = filtering?.filter();
	const own = where && { ...where, sql: where.sql.replaceAll('{row}', tables.root.alias) };
	return {
		tables,
		from: tables.from,
		where: both(own, filter),
		orderings,
		refused: filtering?.refused ?? sorting?.refused ?? unsortable(orderings, switches.orderByNavigation),
	};
}

/** Creatio's provider sorts by columns of the object itself, here as in OData 4 (contract 2.4). */
function unsortable(orderings: readonly Ordering[], byNavigation: boolean): ServiceError | undefined {
	const refused = orderings.some(
		({ value: { column } }) => column === undefined || (column.hops > 0 && !byNavigation),
	);
	return refused ? notImplemented('$orderby') : undefined;
}

function both(left: Condition | undefined, right: Condition | undefined): Condition {
	const parts = [left, right].filter((part) => part !== undefined);
	if (parts.length === 0) return { sql: '1', params: [] };
	return {
		sql: parts.map(({ sql }) => sql).join(' AND '),
		params: parts.flatMap(({ params }) => params),
	};
}

function countRows(call: ServiceCall, { tables, where }: Query): number {
	const sql = `SELECT count(*) AS n FROM ${tables.from} WHERE ${where.sql}`;
	return Number(call.context.store.db.get(sql, where.params)?.n ?? 0);
}

function selectRows(
	call: ServiceCall,
	{ tables, where, orderings }: Query,
	selection: Selection,
	limit: number,
	skip: number,
	nullsSmallest: boolean,
): SqlRow[] {
	const columns = sqlColumns(selection).map((name) => `${tables.root.alias}.${quote(name)}`);
	const keys = orderings.map(({ value }, index) => `${value.sql} AS "$${index}"`);
	const order = orderings.map((one) => orderItem(call, one, nullsSmallest)).join(', ');
	const sql = [
		`SELECT ${[...columns, ...keys].join(', ')} FROM ${tables.from} WHERE ${where.sql}`,
		order === '' ? '' : ` ORDER BY ${order}`,
		` LIMIT ${limit} OFFSET ${skip}`,
	].join('');
	const params = [...orderings.flatMap(({ value }) => value.params), ...where.params];
	return call.context.store.db.all(sql, params);
}

/** Pages follow each other by values, of which null is the smallest for the library. */
function orderItem(call: ServiceCall, ordering: Ordering, nullsSmallest: boolean): string {
	const { switches, options } = call.context;
	const { descending } = ordering;
	// PostgreSQL sorts nulls last, SQL Server first.
	const nullsLast = nullsSmallest ? descending : (options.database === 'postgres') !== descending;
	return `${sortKey(ordering, switches)} ${descending ? 'DESC' : 'ASC'} NULLS ${nullsLast ? 'LAST' : 'FIRST'}`;
}

function sqlColumns(selection: Selection): string[] {
	const names = new Set(['Id']);
	for (const column of shownColumns(selection)) if (column.kind !== 'BLOB') names.add(column.property);
	for (const { link } of selection.expanded.values())
		if (link.kind === 'lookup') names.add(link.column.property);
	return [...names];
}

/** What the answer shows of rows, with what is expanded read for all of them at once. */
function show(call: ServiceCall, selection: Selection, rows: readonly SqlRow[]): ShownRecord[] {
	const records = rows.map((row): ShownRecord => ({ row, selection, expanded: new Map() }));
	for (const [name, expanded] of selection.expanded) {
		const { key, of } = keysOf(expanded);
		const children = readChildren(call, expanded, rows, key, of);
		for (const { row, expanded: shown } of records) {
			const found = children.get(row[key] ?? null) ?? [];
			shown.set(name, expanded.link.kind === 'lookup' ? found[0] : found);
		}
	}
	return records;
}

/** The column of the record, and the one of what is expanded, that hold the same value. */
function keysOf({ link }: Expanded): { key: string; of: string } {
	return link.kind === 'lookup'
		? { key: link.column.property, of: 'Id' }
		: { key: 'Id', of: link.reverse.column.property };
}

function readChildren(
	call: ServiceCall,
	{ selection }: Expanded,
	rows: readonly SqlRow[],
	key: string,
	of: string,
): Map<SqlValue, ShownRecord[]> {
	const ids = [...new Set(rows.map((row) => row[key]).filter((id) => id !== null && id !== undefined))];
	const { store } = call.context;
	store.ensure(selection.entity);
	const columns = [...new Set([...sqlColumns(selection), of])].map(quote).join(', ');
	const found = store.db.all(
		`SELECT ${columns} FROM ${quote(selection.entity.name)} WHERE ${quote(of)} IN (SELECT value FROM json_each(?))`,
		[JSON.stringify(ids)],
	);
	const byKey = new Map<SqlValue, ShownRecord[]>();
	for (const [index, record] of show(call, selection, found).entries()) {
		const value = found[index]?.[of] ?? null;
		const siblings = byKey.get(value) ?? [];
		siblings.push(record);
		byKey.set(value, siblings);
	}
	return byKey;
}

/** The options of the request, without those that the token replaces. */
function nextOptions(
	options: Options,
	top: number | undefined,
	shown: number,
	token: string,
): Array<[Option, string]> {
	const kept = [...options].filter(([name]) => name !== '$top' && name !== '$skip' && name !== '$skiptoken');
	if (top !== undefined) kept.push(['$top', String(top - shown)]);
	return [...kept, ['$skiptoken', token]];
}
