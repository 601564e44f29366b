import { isGuid, ZERO_GUID } from '../model/ids';
import { EMPTY_INSTANT, readInstant, toDay } from '../model/instant';
import type { Column } from '../model/model';
import { toLocal, toUtc } from '../model/zone';
import { NUL_REFUSED } from '../odata/filter';
import { emptyColumn } from '../odata/write';
import type { SqlValue } from '../store/database';
import { VALUE_TYPE } from './codes';
import type { Members } from './members';
import type { Query } from './query';
import { databaseFault, notSupported, nullReference, Refusal } from './refusals';
import { columnValue, isNumber, type Kind } from './values';

/** A value that the caller sent. Dates and times are local texts, lookups guids. */
export interface Parameter {
	kind: Kind;
	value: SqlValue;
}

const KINDS: Record<number, Kind> = {
	[VALUE_TYPE.guid]: 'guid',
	[VALUE_TYPE.text]: 'text',
	[VALUE_TYPE.integer]: 'integer',
	[VALUE_TYPE.float]: 'float',
	[VALUE_TYPE.money]: 'money',
	[VALUE_TYPE.dateTime]: 'dateTime',
	[VALUE_TYPE.date]: 'date',
	[VALUE_TYPE.time]: 'time',
	[VALUE_TYPE.lookup]: 'guid',
	[VALUE_TYPE.boolean]: 'boolean',
	[VALUE_TYPE.blob]: 'blob',
};

/** Reads the `parameter` of an expression (contract 4.4). */
export function readParameter(expression: Members, query: Query): Parameter {
	const [only, ...others] = readParameters(expression, query);
	if (!only || others.length > 0) throw notSupported('A list of values stands where one value is wanted.');
	return only;
}

/** The same for filters that take several values: `arrayValue` holds many. */
export function readParameters(expression: Members, query: Query): Parameter[] {
	const parameter = expression.object('parameter');
	if (!parameter) throw nullReference();
	const code = parameter.whole('dataValueType') ?? VALUE_TYPE.text;
	const kind = KINDS[code];
	if (kind === undefined) throw notSupported(`Data value type ${code} is not supported in a parameter.`);
	const list = parameter.raw('arrayValue');
	const values: unknown[] = Array.isArray(list) ? list : [parameter.raw('value')];
	return values.map((value) => ({ kind, value: readValue(kind, value ?? undefined, query) }));
}

function readValue(kind: Kind, value: unknown, query: Query): SqlValue {
	if (value === undefined) return null;
	switch (kind) {
		case 'guid':
			return readGuid(value);
		case 'text':
			if (typeof value !== 'string') throw wrongType(value, 'type System.String');
			if (value.includes('\0') && query.context.options.database === 'postgres')
				throw databaseFault('postgres', NUL_REFUSED, '');
			return value;
		case 'integer':
			if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value + 0.5) < 2 ** 31)
				return value;
			throw wrongType(value, 'type System.Int32');
		case 'float':
		case 'money':
			if (typeof value === 'number') return value;
			throw wrongType(value, 'type System.Decimal');
		case 'boolean':
			if (typeof value === 'boolean') return value ? 1 : 0;
			throw wrongType(value, 'type System.Boolean');
		case 'dateTime':
		case 'time':
			return readDate(value, query);
		case 'date':
			return toDay(readDate(value, query));
		case 'blob':
			if (typeof value === 'string') return new Uint8Array(Buffer.from(value, 'base64'));
			throw wrongType(value, 'type System.Byte[]');
	}
}

/** A bare guid, or a lookup cell as answers have it. */
function readGuid(value: unknown): string | null {
	const bare = typeof value === 'object' && value !== null ? (value as { value?: unknown }).value : value;
	if (bare === null || bare === undefined) return null;
	if (typeof bare !== 'string' || !isGuid(bare)) {
		throw new Refusal(
			'fault',
			'FormatException',
			'Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).',
		);
	}
	return bare.toLowerCase();
}

/** JSON inside JSON, or single quotes inside. Anything else arrives as null and breaks the site (contract 4.4). */
function readDate(value: unknown, query: Query): string {
	const inner = typeof value === 'string' ? unwrap(value) : undefined;
	if (inner === undefined) {
		throw new Refusal('fault', 'ArgumentNullException', 'Value cannot be null. Parameter name: value');
	}
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
	return new Refusal('fault', 'FormatException', 'String was not recognized as a valid DateTime.');
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
