import { ZERO_GUID } from '../model/ids';
import { EMPTY_INSTANT, readInstant, toDay } from '../model/instant';
import type { Column } from '../model/model';
import { toLocal, toUtc } from '../model/zone';
import { NUL_REFUSED } from '../odata/violations';
import { emptyColumn } from '../odata/write';
import type { SqlValue } from '../store/database';
import { DATA_VALUE_TYPE } from './codes';
import type { Query } from './query';
import type { Expression } from './reader/messages';
import { base64, flag, guid, object, text, whole } from './reader/readers';
import { databaseFault, notSupported, nullReference, Refusal, nullValue } from './refusals';
import { columnValue, isNumber, type Kind } from './values';

/** A value that the caller sent. Dates and times are local texts, lookups guids. */
export interface Parameter {
	kind: Kind;
	value: SqlValue;
}

/** The types that are understood in parameters; the others get NotSupportedException (contract 4.4). */
const KINDS: Record<number, Kind> = {
	[DATA_VALUE_TYPE.guid]: 'guid',
	[DATA_VALUE_TYPE.text]: 'text',
	[DATA_VALUE_TYPE.integer]: 'integer',
	[DATA_VALUE_TYPE.float]: 'float',
	[DATA_VALUE_TYPE.float2]: 'float',
	[DATA_VALUE_TYPE.money]: 'money',
	[DATA_VALUE_TYPE.dateTime]: 'dateTime',
	[DATA_VALUE_TYPE.date]: 'date',
	[DATA_VALUE_TYPE.time]: 'time',
	[DATA_VALUE_TYPE.lookup]: 'guid',
	[DATA_VALUE_TYPE.boolean]: 'boolean',
	[DATA_VALUE_TYPE.blob]: 'blob',
};

/** Reads the `parameter` of an expression (contract 4.4). */
export function readParameter(expression: Expression, query: Query): Parameter {
	const [only, ...others] = readParameters(expression, query);
	if (!only || others.length > 0) throw notSupported('A list of values stands where one value is wanted.');
	return only;
}

/** The same for filters that take several values: `arrayValue` holds many. */
export function readParameters(expression: Expression, query: Query): Parameter[] {
	const { parameter } = expression;
	if (!parameter) throw nullReference();
	const code = parameter.dataValueType ?? DATA_VALUE_TYPE.text;
	const kind = KINDS[code];
	if (kind === undefined) throw notSupported(`Data value type ${code} is not supported in a parameter.`);
	const values = parameter.arrayValue ?? [parameter.value];
	return values.map((value) => ({ kind, value: value === undefined ? null : readValue(kind, value, query) }));
}

/** Every value arrives as a text, whatever it was in JSON, and is converted to the type that the parameter names. */
function readValue(kind: Kind, value: string, query: Query): SqlValue {
	switch (kind) {
		case 'guid':
			return readGuid(value);
		case 'text':
			if (value.includes('\0') && query.context.options.database === 'postgres')
				throw databaseFault('postgres', NUL_REFUSED, '');
			return value;
		case 'integer':
			return readInteger(value);
		case 'float':
		case 'money':
			if (/^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?\s*$/i.test(value)) return Number(value);
			throw badFormat('Input string was not in a correct format.');
		case 'boolean':
			return Number(flag(value) ?? fail(badFormat('String was not recognized as a valid Boolean.')));
		case 'dateTime':
		case 'time':
			return readDate(value, query);
		case 'date':
			return toDay(readDate(value, query));
		case 'blob':
			return base64(value) ?? fail(badFormat('The input is not a valid Base-64 string.'));
	}
}

function readInteger(value: string): number {
	if (!/^\s*[+-]?\d+\s*$/.test(value)) throw badFormat('Input string was not in a correct format.');
	const number = whole(value);
	if (number !== undefined) return number;
	throw new Refusal('fault', 'OverflowException', 'Value was either too large or too small for an Int32.');
}

/** A lookup cell as answers have it. */
const cell = object<{ value?: string }>(() => ({ value: text }));

/** A bare guid, or a cell. */
function readGuid(value: string): string | null {
	const bare = guid(value);
	if (bare !== undefined) return bare;
	const inner = cell(value);
	if (inner) return inner.value === undefined ? null : readGuid(inner.value);
	throw badFormat('Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).');
}

function badFormat(message: string): Refusal {
	return new Refusal('fault', 'FormatException', message);
}

function fail(refusal: Refusal): never {
	throw refusal;
}

/** JSON inside JSON, or single quotes inside. Anything else arrives as null and breaks the site (contract 4.4). */
function readDate(value: string, query: Query): string {
	const inner = unwrap(value);
	if (inner === undefined) throw nullValue();
	const read = readInstant(inner);
	switch (read.kind) {
		case 'dateOnly':
			return read.stored;
		case 'noZone':
			return readLocal(inner);
		case 'instant':
			if (query.context.switches.dateParameterZ === 'instant') return toLocal(query.zone, read.stored);
			if (query.context.switches.dateParameterZ === 'wallClock')
				return readLocal(inner.replace(/(Z|[+-]\d\d:\d\d)$/i, ''));
			throw badDate();
		case 'bad':
			throw badDate();
	}
}

function unwrap(value: string): string | undefined {
	const quoted = /^\s*'([^']*)'\s*$/.exec(value);
	if (quoted) return quoted[1];
	try {
		const inner: unknown = JSON.parse(value);
		return typeof inner === 'string' ? inner : undefined;
	} catch {
		return undefined;
	}
}

function readLocal(text: string): string {
	const read = readInstant(`${text}Z`);
	if (read.kind !== 'instant') throw badDate();
	return read.stored;
}

function badDate(): Refusal {
	return badFormat('String was not recognized as a valid DateTime.');
}

function wrongType(value: unknown, target: string): Refusal {
	return new Refusal(
		'fault',
		'InvalidCastException',
		`Cannot convert the value ${JSON.stringify(value)} to ${target}.`,
	);
}

/** The parameter as the database compares it with values of another kind; both are comparable. */
export function asSql({ value }: Parameter, other: Kind, zone: string): SqlValue {
	return other === 'dateTime' && typeof value === 'string' ? toUtc(zone, value) : value;
}

/** The parameter as a column keeps it. */
export function asStored(parameter: Parameter, column: Column, query: Query): SqlValue {
	const { kind, value } = parameter;
	const wanted = columnValue(column, '').kind;
	if (value === null) return emptyColumn(column);
	const isDate = (one: Kind) => one === 'dateTime' || one === 'date' || one === 'time';
	const fits =
		kind === wanted ||
		(isNumber(kind) && (wanted === 'float' || wanted === 'money')) ||
		(isDate(kind) && isDate(wanted));
	if (!fits) {
		throw wrongType(value instanceof Uint8Array ? 'bytes' : value, `the type of column ${column.name}`);
	}
	if (value === ZERO_GUID || value === EMPTY_INSTANT) return null;
	if (typeof value !== 'string') return value;
	if (wanted === 'date') return toDay(value);
	return wanted === 'dateTime' ? toUtc(query.zone, value) : value;
}
