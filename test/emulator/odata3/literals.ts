import { readGuid } from '../model/guid';
import { readInstant, shifted } from '../model/instant';
import type { SqlValue } from '../store/database';
import { serverFault } from './errors';
import type { Token, TokenKind } from './lexer';

export type Primitive =
	| 'Edm.String'
	| 'Edm.Guid'
	| 'Edm.Boolean'
	| 'Edm.DateTime'
	| 'Edm.DateTimeOffset'
	| 'Edm.Time'
	| 'Edm.Binary'
	| NumberType;

/** From narrow to wide. */
export const NUMBERS = ['Edm.Int32', 'Edm.Int64', 'Edm.Single', 'Edm.Double', 'Edm.Decimal'] as const;

export type NumberType = (typeof NUMBERS)[number];

/** Types of literals by their token. */
export const LITERAL_TYPES: Partial<Record<TokenKind, Primitive>> = {
	boolean: 'Edm.Boolean',
	string: 'Edm.String',
	int32: 'Edm.Int32',
	int64: 'Edm.Int64',
	single: 'Edm.Single',
	double: 'Edm.Double',
	decimal: 'Edm.Decimal',
	datetime: 'Edm.DateTime',
	datetimeoffset: 'Edm.DateTimeOffset',
	time: 'Edm.Time',
	guid: 'Edm.Guid',
	binary: 'Edm.Binary',
};

const INT32 = 2 ** 31;
const INT64 = 2n ** 63n;
const MOST_DECIMAL = 79_228_162_514_264_337_593_543_950_335n;
const DURATION = /^-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/;

/**
 * The value of a literal as it is stored; `undefined` where .NET does not read it. The library takes what
 * `XmlConvert` takes: whole seconds, a capital T (contract 3.4). `serverZone`: minutes east of UTC.
 */
export function literalValue(token: Token, serverZone: number): SqlValue | undefined {
	const { kind, text } = token;
	const bare = text.slice(text.indexOf("'") + 1, -1);
	switch (kind) {
		case 'string':
			return bare.replaceAll("''", "'");
		case 'boolean':
			return Number(text === 'true');
		case 'guid':
			return readGuid(bare);
		case 'datetime':
			return readWallClock(bare, serverZone);
		case 'datetimeoffset':
			return readMoment(bare, serverZone);
		case 'time':
			return DURATION.test(bare) ? bare : undefined;
		case 'int32':
			return wholeNumber(text, INT32, 'an Int32');
		case 'int64':
			return wholeNumber(text.slice(0, -1), Number(INT64), 'an Int64');
		case 'decimal':
			return decimalValue(text.slice(0, -1));
		case 'single':
		case 'double':
			return floatValue(text);
		default:
			return /^(?:0x|x'|binary')([\da-f]{2})*'?$/i.test(text) ? text : undefined;
	}
}

/** A number without fraction. .NET's overflow is no format error, so nothing catches it: 500. */
function wholeNumber(text: string, limit: number, type: string): number {
	const value = Number(text);
	if (value < -limit || value >= limit)
		throw serverFault(`Value was either too large or too small for ${type}.`, 'System.OverflowException');
	return value;
}

function decimalValue(text: string): number | undefined {
	if (/[eE]/.test(text)) return Math.abs(Number(text)) < 7.9e28 ? Number(text) : undefined;
	const whole = BigInt(/^-?\d+/.exec(text)?.[0] ?? '0');
	if (whole > MOST_DECIMAL || whole < -MOST_DECIMAL)
		throw serverFault('Value was either too large or too small for a Decimal.', 'System.OverflowException');
	return Number(text);
}

function floatValue(text: string): number {
	const bare = text.replace(/(?<=[\dFN])[dfDF]$/, '');
	if (bare.endsWith('INF')) return bare.startsWith('-') ? -Infinity : Infinity;
	return Number(bare);
}

const WALL_CLOCK = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/;

/** `XmlConvert.ToDateTime`: the wall clock; with an offset the one of the server at that moment. */
export function readWallClock(text: string, serverZone: number): string | undefined {
	const read = readDate(text);
	if (!read) return undefined;
	return read.zone === '' || read.zone === 'Z' ? read.stored : shifted(read.stored, serverZone);
}

/** `XmlConvert.ToDateTimeOffset`: that moment; without a zone it is in the server's. */
function readMoment(text: string, serverZone: number): string | undefined {
	const read = readDate(text);
	if (!read) return undefined;
	return read.zone === '' ? shifted(read.stored, -serverZone) : read.stored;
}

/** The moment in UTC, as if a text without a zone were in UTC, and the zone as it is written. */
function readDate(text: string): { stored: string; zone: string } | undefined {
	const [, day = '', time = '00:00:00', fraction = '', zone = ''] = WALL_CLOCK.exec(text) ?? [];
	if (day === '') return undefined;
	const read = readInstant(`${day}T${time}${fraction.slice(0, 8)}${zone === '' ? 'Z' : zone}`);
	return read.kind === 'instant' ? { stored: read.stored, zone } : undefined;
}
