import type { Entity } from '../model/model';
import type { ResolvedOptions } from '../options';
import type { Switches } from '../switches';
import { type Condition, quote, type SqlRow, type SqlValue } from '../store/database';
import type { Store } from '../store/store';
import { invalidQuery, notSupported, serializationFault, typeName } from './errors';
import type { FilterRules } from './binder';
import { compileFilter, sortColumn } from './filter';
import { rowMembers, type Spelling } from './json';
import type { Expansion, ReadOptions } from './query';
import { Aliases, flatKeyMessage, Scope } from './scope';

/** What the reads of one request share. */
export interface Reader {
	store: Store;
	options: ResolvedOptions;
	switches: Switches;
	spelling: Spelling;
}

/** The rows that a path leads to: all of an object, or the children of one row. */
export interface Source {
	entity: Entity;
	/** SQL over the columns of the object. */
	where?: Condition;
}

/** Runs a read. At most `pageCap` rows come back, and nothing says that there were more (contract 2.13). */
export function selectRows(
	reader: Reader,
	source: Source,
	options: ReadOptions,
	paging: { unlimited?: boolean; more?: boolean } = {},
): SqlRow[] {
	const { scope, where, order } = prepare(reader, source, options);
	const cap = reader.options.pageCap;
	const wanted = paging.unlimited === true ? -1 : Math.min(options.top ?? cap, cap);
	const wantsMore = options.top === undefined || options.top > cap;
	const limit = paging.more === true && wantsMore ? cap + 1 : wanted;
	const offset = paging.unlimited === true ? 0 : (options.skip ?? 0);
	const columns = columnsOf(source.entity, options).map((name) => `${scope.alias}.${quote(name)}`);
	const sql = `SELECT ${columns.join(', ')} FROM ${scope.from} WHERE ${where.sql}${order} LIMIT ${limit} OFFSET ${offset}`;
	return reader.store.db.all(sql, where.params);
}

/** Total of the filter, ignoring paging and the cap. */
export function countRows(reader: Reader, source: Source, options: ReadOptions): number {
	const { scope, where } = prepare(reader, source, options);
	return Number(
		reader.store.db.get(`SELECT count(*) AS n FROM ${scope.from} WHERE ${where.sql}`, where.params)?.n ?? 0,
	);
}

interface Prepared {
	scope: Scope;
	where: Condition;
	/** With its keywords; empty without an order. */
	order: string;
}

/** Whatever the library refuses comes before what Creatio's provider refuses. */
function prepare(reader: Reader, source: Source, options: ReadOptions): Prepared {
	const aliases = new Aliases();
	const scope = new Scope(source.entity, reader.store, aliases);
	const rules: FilterRules = {
		switches: reader.switches,
		refusesNul: reader.options.database === 'postgres',
	};
	const sorted = options.orderBy.map((item) => ({
		...sortColumn(item, scope, reader.store, aliases, rules),
		descending: item.descending,
	}));
	const filter = options.filter && compileFilter(options.filter, scope, reader.store, aliases, rules);
	refuseDuplicates(sorted);
	const refused = options.providerError ?? filter?.providerError;
	if (refused) throw refused;
	const parts: Condition[] = [];
	if (source.where) parts.push({ ...source.where, sql: source.where.sql.replaceAll('{row}', scope.alias) });
	if (filter) parts.push(filter);
	const where =
		parts.length === 0
			? { sql: '1', params: [] }
			: { sql: parts.map((part) => part.sql).join(' AND '), params: parts.flatMap((part) => part.params) };
	return { scope, where, order: orderBy(reader, scope, options, sorted) };
}

type SortColumn = ReturnType<typeof sortColumn> & { descending: boolean };

function refuseDuplicates(sorted: readonly SortColumn[]): void {
	const paths = new Set<string>();
	for (const { path } of sorted) {
		if (paths.has(path)) {
			throw invalidQuery(`Duplicate property named '${path}' is not supported in '$orderby'.`);
		}
		paths.add(path);
	}
}

function orderBy(reader: Reader, scope: Scope, options: ReadOptions, sorted: readonly SortColumn[]): string {
	const items = sorted.map((column) => orderItem(reader, column));
	// UseAdditionalSortingByIdWhenOffsetFetch (contract 2.4).
	if (items.length > 0 || options.top !== undefined || options.skip !== undefined)
		items.push(`${scope.alias}."Id"`);
	return items.length === 0 ? '' : ` ORDER BY ${items.join(', ')}`;
}

/** Creatio's provider sorts by columns of the object itself (contract 2.4). */
function orderItem(reader: Reader, target: SortColumn): string {
	if (target.kind === 'flatKey') {
		throw serializationFault(flatKeyMessage(target.path, target.root));
	}
	if (target.hops > 0 && !reader.switches.orderByNavigation) {
		throw notSupported(`$orderby=${target.path}`);
	}
	const folded = target.column.edm === 'Edm.String' && reader.switches.caseInsensitiveText;
	const sql = folded ? `ulower(${target.sql})` : target.sql;
	// PostgreSQL sorts nulls last, SQL Server first.
	const nullsLast = (reader.options.database === 'postgres') !== target.descending;
	return `${sql} ${target.descending ? 'DESC' : 'ASC'} NULLS ${nullsLast ? 'LAST' : 'FIRST'}`;
}

function columnsOf(entity: Entity, options: ReadOptions): string[] {
	const names = new Set(['Id']);
	for (const column of options.select ?? entity.columns)
		if (column.kind !== 'BLOB') names.add(column.property);
	for (const { link } of options.expand) if (link.kind === 'lookup') names.add(link.column.property);
	return [...names];
}

/** Rows as JSON objects, without context, expansions included. */
export function renderRows(reader: Reader, entity: Entity, rows: SqlRow[], options: ReadOptions): string[] {
	if (
		options.select === undefined &&
		reader.switches.allColumnsReadFails.includes(entity.name) &&
		rows.length > 0
	) {
		const missing = entity.columns.findLast((column) => column.kind !== 'BLOB')?.property ?? 'Id';
		throw serializationFault(
			`The EDM instance of type '[${typeName(entity.name)}]' is missing the property '${missing}'`,
		);
	}
	const expansions = options.expand.map((expansion) => expand(reader, rows, expansion));
	return rows.map((row) => {
		const members = rowMembers(entity, row, options.select, reader.spelling);
		for (const memberOf of expansions) members.push(...memberOf(row));
		return `{${members.join(',')}}`;
	});
}

type MemberOf = (row: SqlRow) => string[];

function expand(reader: Reader, rows: SqlRow[], expansion: Expansion): MemberOf {
	return expansion.link.kind === 'lookup'
		? expandLookup(reader, rows, expansion, expansion.link.column.property)
		: expandCollection(reader, rows, expansion, expansion.link.reverse.column.property);
}

function expandLookup(reader: Reader, rows: SqlRow[], expansion: Expansion, key: string): MemberOf {
	const { name, target, options } = expansion;
	const source = { entity: target, where: among('Id', rows, key) };
	// The library checks the filter of a single record, but does not apply it.
	if (options.filter) prepare(reader, source, options);
	const found = selectRows(reader, source, { ...options, filter: undefined }, { unlimited: true });
	const rendered = renderRows(reader, target, found, options);
	const byId = new Map(found.map((row, index) => [row.Id, rendered[index]]));
	return (row) => [`"${name}":${byId.get(row[key] ?? null) ?? 'null'}`];
}

function expandCollection(reader: Reader, rows: SqlRow[], expansion: Expansion, key: string): MemberOf {
	const { name, target, options } = expansion;
	const where = among(key, rows, 'Id');
	const keyColumn = target.byProperty.get(key);
	const select = options.select && keyColumn ? [...options.select, keyColumn] : options.select;
	const found = selectRows(reader, { entity: target, where }, { ...options, select }, { unlimited: true });
	const rendered = renderRows(reader, target, found, options);
	const byParent = new Map<SqlValue, string[]>();
	for (const [index, row] of found.entries()) {
		const siblings = byParent.get(row[key] ?? null) ?? [];
		siblings.push(rendered[index] ?? '');
		byParent.set(row[key] ?? null, siblings);
	}
	return (row) => {
		const children = byParent.get(row.Id ?? null) ?? [];
		const skip = options.skip ?? 0;
		const page = children.slice(skip, options.top === undefined ? undefined : skip + options.top);
		const count = options.count ? [`"${name}@odata.count":${children.length}`] : [];
		return [...count, `"${name}":[${page.join(',')}]`];
	};
}

function among(column: string, rows: SqlRow[], key: string): Condition {
	const ids = [...new Set(rows.map((row) => row[key]).filter((id) => id !== null && id !== undefined))];
	return { sql: `{row}.${quote(column)} IN (SELECT value FROM json_each(?))`, params: [JSON.stringify(ids)] };
}

/** `(Id,Name,Owner(Name))`, the part of the context address that describes the rows. */
export function contextShape(options: ReadOptions): string {
	const parts = [
		...(options.selectNames ?? []),
		...options.expand.map((item) => `${item.name}${contextShape(item.options) || '()'}`),
	];
	return parts.length === 0 ? '' : `(${parts.join(',')})`;
}
