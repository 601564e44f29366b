import { isLookup } from '../model/model';
import { toLocal } from '../model/zone';
import { quote, type SqlRow, type SqlValue } from '../store/database';
import { displayColumn, imageColumn } from './joins';
import type { Query } from './query';
import { type Value, valueTypeOf } from './values';

/** A column of an answer. */
export interface Output {
	alias: string;
	value: Value;
	/** Its name in the SQL result. */
	name: string;
}

type Cell = (value: SqlValue) => unknown;

/** `rowConfig` of contract 4.5. */
export function rowConfig(outputs: Output[]): Record<string, object> {
	return Object.fromEntries(
		outputs.map(({ alias, value }) => {
			const { column } = value;
			const lookup =
				column && isLookup(column) ? { isLookup: true, referenceSchemaName: column.ref ?? '' } : {};
			return [alias, { dataValueType: valueTypeOf(value), ...lookup }];
		}),
	);
}

/** Rows as answers have them: lookups with their texts, times in the session's zone (contract 4.5). */
export function renderRows(
	query: Query,
	outputs: Output[],
	rows: SqlRow[],
	onlyKeys: boolean,
): Array<Record<string, unknown>> {
	const cells = outputs.map((output) => ({ ...output, cell: cellOf(query, output, rows, onlyKeys) }));
	return rows.map((row) =>
		Object.fromEntries(
			cells
				.map(({ alias, name, cell }) => [alias, cell(row[name] ?? null)] as const)
				.filter(([, value]) => value !== undefined),
		),
	);
}

function cellOf(query: Query, { value, name }: Output, rows: SqlRow[], onlyKeys: boolean): Cell {
	const { column, kind } = value;
	if (column && isLookup(column) && !onlyKeys) return lookupCell(query, column.ref ?? '', rows, name);
	switch (kind) {
		case 'guid':
		case 'text':
			return (raw) => raw ?? '';
		case 'integer':
		case 'float':
		case 'money':
			return (raw) => raw ?? 0;
		case 'boolean':
			return (raw) => raw === 1;
		case 'dateTime':
			return (raw) => dateCell(query, typeof raw === 'string' ? toLocal(query.zone, raw) : raw);
		case 'date':
		case 'time':
			return (raw) => dateCell(query, raw);
		case 'blob':
			return (raw) => (raw instanceof Uint8Array ? Buffer.from(raw).toString('base64') : '');
	}
}

/** Milliseconds and no zone. */
function dateCell(query: Query, local: SqlValue): unknown {
	if (typeof local === 'string') return local.slice(0, 23);
	return query.context.switches.emptyDateCell === 'text' ? '' : undefined;
}

/** The texts are read once per page and not joined: pages far into a big object stay cheap. */
function lookupCell(query: Query, object: string, rows: SqlRow[], name: string): Cell {
	const { store } = query.context;
	const target = store.model.entities.get(object);
	const found = new Map<SqlValue, SqlRow>();
	if (target) {
		store.ensure(target);
		const ids = [...new Set(rows.map((row) => row[name]).filter((id) => typeof id === 'string'))];
		const display = displayColumn(target);
		const image = imageColumn(target);
		const sql = `SELECT "Id" AS id, ${display ? quote(display.property) : "''"} AS display, ${image ? quote(image.property) : 'NULL'} AS image FROM ${quote(object)} WHERE "Id" IN (SELECT value FROM json_each(?))`;
		for (const row of store.db.all(sql, [JSON.stringify(ids)])) found.set(row.id ?? null, row);
	}
	return (raw) => {
		if (raw === null) return '';
		const row = found.get(raw);
		return { value: raw, displayValue: row?.display ?? '', primaryImageValue: row?.image ?? '' };
	};
}
