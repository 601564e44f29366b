import { parseGuid } from '../../model/guid';
import { EMPTY_INSTANT, storedNow, toDay } from '../../model/instant';
import { ZERO_GUID } from '../../model/ids';
import type { Column } from '../../model/model';
import { booleanFromText, decimalFromText, int32FromText } from '../../odata/body/textValues';
import { emptyColumn } from '../../odata/write';
import type { SqlValue } from '../../store/database';
import type { ServiceCall } from '../call';
import { unreadable } from '../errors';
import { readWallClock } from '../literals';
import { typeOf } from '../names';

export function nullValue(call: ServiceCall, column: Column): SqlValue {
	const isNullable =
		column.property !== 'Id' &&
		(call.context.switches.odata3Nullable || column.edm === 'Edm.String' || column.edm === 'Edm.Stream');
	if (isNullable) return emptyColumn(column);
	const type = `${typeOf(column)}[Nullable=False]`;
	throw unreadable(
		`A null value was found for the property named '${column.property}', which has the expected type '${type}'. The expected type '${type}' does not allow null values.`,
	);
}

/** A text is read as the type of the column, by `Convert.ChangeType`. */
export function textValue(call: ServiceCall, column: Column, text: string): SqlValue {
	switch (column.edm) {
		case 'Edm.String':
			return text;
		case 'Edm.Guid':
			return guidValue(text);
		case 'Edm.Boolean':
			return Number(booleanFromText(text));
		case 'Edm.Int32':
			return int32FromText(text);
		case 'Edm.Decimal':
			return decimalFromText(text);
		case 'Edm.Stream':
			return bytesValue(text);
		case 'Edm.DateTimeOffset':
			return ticksValue(text) ?? dateValue(call, text);
	}
}

function guidValue(text: string): string {
	const parsed = parseGuid(text);
	if ('fault' in parsed) throw unreadable(parsed.fault);
	return parsed.guid;
}

function bytesValue(text: string): Uint8Array {
	const bare = text.replace(/\s/g, '');
	if (!/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(bare))
		throw unreadable('The input is not a valid Base-64 string.');
	return new Uint8Array(Buffer.from(bare, 'base64'));
}

const FIRST_DAY = Date.parse('0001-01-01T00:00:00Z');
const LAST_DAY = Date.parse('9999-12-31T23:59:59.999Z');

/** `/Date(1540545570000)/`. With an offset it is not a date without a zone. */
function ticksValue(text: string): string | undefined {
	const match = /^\/Date\((-?\d{1,17})([+-]\d{1,4})?\)\/$/.exec(text);
	if (!match) return undefined;
	if (match[2] !== undefined) {
		throw unreadable(
			"Cannot convert a value of type 'Edm.DateTimeOffset' to the expected target type 'Edm.DateTime'.",
		);
	}
	const time = Number(match[1]);
	if (time < FIRST_DAY || time > LAST_DAY)
		throw unreadable(`Cannot convert the literal '${text}' to the expected type 'Edm.DateTime'.`);
	return storedNow(new Date(time));
}

/**
 * The third version reads a date as XML does, the earlier ones by `DateTime.Parse`, for which `Z` is an offset like
 * another: it becomes the wall clock of the server. A date has no zone (contract 3.5).
 */
function dateValue({ context, versions }: ServiceCall, text: string): string {
	const { serverZone } = context.switches;
	const whole = versions.request < 3 ? text.replace(/Z$/, '+00:00') : text;
	const read = readWallClock(whole, serverZone);
	if (read === undefined)
		throw unreadable(`String was not recognized as a valid DateTime: '${text.slice(0, 100)}'.`);
	return read;
}

/** The sentinels of an empty value are none (contract 2.6, 3). */
export function stored(column: Column, value: SqlValue): SqlValue {
	if (value === ZERO_GUID && column.edm === 'Edm.Guid') return null;
	if (column.edm !== 'Edm.DateTimeOffset' || typeof value !== 'string') return value;
	if (value === EMPTY_INSTANT) return null;
	return column.kind === 'DATE' ? toDay(value) : value;
}
