import type { Column } from '../model/model';
import { dataValueType } from '../services/runtimeSchema';
import type { SqlValue } from '../store/database';
import { DATA_VALUE_TYPE } from './codes';

/** What an expression yields. */
export type Kind =
	| 'guid'
	| 'text'
	| 'integer'
	| 'float'
	| 'money'
	| 'boolean'
	/** UTC in the database. */
	| 'dateTime'
	/** Midnight of a day, in no zone. */
	| 'date'
	/** Time of a day, in no zone. */
	| 'time'
	| 'blob';

/** A typed piece of SQL. */
export interface Value {
	sql: string;
	params: SqlValue[];
	kind: Kind;
	/** The column that it is, for its spelling in answers. */
	column?: Column;
	/** Counts, sums and the like over the rows of a group. */
	aggregate?: boolean;
}

const KINDS: Record<Column['kind'], Kind> = {
	GUID: 'guid',
	LOOKUP: 'guid',
	IMAGELOOKUP: 'guid',
	TEXT: 'text',
	COLOR: 'text',
	INTEGER: 'integer',
	FLOAT: 'float',
	MONEY: 'money',
	BOOLEAN: 'boolean',
	DATE_TIME: 'dateTime',
	DATE: 'date',
	TIME: 'time',
	BLOB: 'blob',
};

export function columnValue(column: Column, sql: string): Value {
	return { sql, params: [], kind: KINDS[column.kind], column };
}

/** `dataValueType` of `rowConfig`: all kinds of text are one (contract 4.5). */
export function valueTypeOf({ kind, column }: Value): number {
	if (column && kind !== 'text') return dataValueType(column);
	if (column?.kind === 'COLOR') return dataValueType(column);
	return DATA_VALUE_TYPE[kind];
}

export function isNumber(kind: Kind): kind is 'integer' | 'float' | 'money' {
	return kind === 'integer' || kind === 'float' || kind === 'money';
}

/** Whether the database compares the two with each other. */
export function comparable(left: Kind, right: Kind): boolean {
	if (left === 'blob' || right === 'blob') return false;
	const isDate = (kind: Kind) => kind === 'dateTime' || kind === 'date';
	return left === right || (isNumber(left) && isNumber(right)) || (isDate(left) && isDate(right));
}

/** Names of the types in the databases' own messages. */
export const SQL_NAMES: Record<Kind, { postgres: string; mssql: string }> = {
	guid: { postgres: 'uuid', mssql: 'uniqueidentifier' },
	text: { postgres: 'text', mssql: 'nvarchar' },
	integer: { postgres: 'integer', mssql: 'int' },
	float: { postgres: 'numeric', mssql: 'decimal' },
	money: { postgres: 'numeric', mssql: 'decimal' },
	boolean: { postgres: 'boolean', mssql: 'bit' },
	dateTime: { postgres: 'timestamp without time zone', mssql: 'datetime2' },
	date: { postgres: 'date', mssql: 'date' },
	time: { postgres: 'time without time zone', mssql: 'time' },
	blob: { postgres: 'bytea', mssql: 'varbinary' },
};
