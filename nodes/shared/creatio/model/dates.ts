import { isDate, isDateObject, isoText } from '../../basics/dateObjects';
import {
	asUtc,
	instantIn,
	parseDate,
	type ParsedDate,
	startOfDay,
	toWire,
	wallTimeIn,
} from '../../basics/instant';
import { keyText } from '../../basics/keyText';

/** What a column of dates holds. `$metadata` shows all of them as date-times (contract 2.2). */
export type DateType = 'dateTime' | 'date' | 'time';

/**
 * A date as it was entered, or as an expression returned it. A JavaScript Date is an instant without a zone, so its day and
 * its time of day are those in `zone`; a DateTime of Luxon and a text have their own.
 */
function parsedDate(input: unknown, zone: string): ParsedDate | undefined {
	if (!isDate(input)) return parseDate(textOf(input) ?? '');
	if (Number.isNaN(input.getTime())) return undefined;
	const wall = wallTimeIn(zone, input);
	return wall.year >= 1 && wall.year <= 9999 ? { kind: 'instant', date: input, wall, utc: false } : undefined;
}

function textOf(input: unknown): string | undefined {
	return isDateObject(input) ? isoText(input) : typeof input === 'string' ? input : undefined;
}

/**
 * A date for a column of this type, ISO 8601 with `Z`; days and times of day as if they were in UTC. `undefined` for what
 * does not name one. `zone`: of dates that were entered without one.
 */
export function dateFor(type: DateType, input: unknown, zone: string): string | undefined {
	const parsed = parsedDate(input, zone);
	if (parsed === undefined) return undefined;
	if (type === 'time') {
		if (parsed.kind === 'day') return undefined;
		return toWire(asUtc({ ...parsed.wall, year: 1, month: 1, day: 1 }));
	}
	if (parsed.kind === 'time') return undefined;
	// A birthday is the day as written, whatever the offset behind it.
	if (type === 'date') return toWire(asUtc(startOfDay(parsed.wall)));
	return toWire(parsed.kind === 'instant' ? parsed.date : instantIn(zone, parsed.wall));
}

/**
 * True when the meaning of the input depends on whether the column holds a date, a time or both, which
 * `$metadata` does not say (contract 2.2). Only a text with an instant in UTC means the same everywhere, and of the year 1,
 * in which OData writes times of day, only the empty date.
 */
export function dependsOnExactType(input: unknown): boolean {
	if (isDate(input)) return true;
	const parsed = parseDate(textOf(input) ?? '');
	if (parsed?.kind !== 'instant' || !parsed.utc) return true;
	return isYearOne(input) && !isEmptyDate(input);
}

/** The end of the year 1 in any zone. */
const YEAR_TWO = Date.parse('0002-01-02T00:00:00Z');

/** .NET's empty date, midnight at the beginning of the year 1, in any spelling. */
const EMPTY_DATE = /^0001-01-01(?:[T ]00:00(?::00(?:\.0{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i;

export function isEmptyDate(input: unknown): boolean {
	if (isDate(input)) return toIso(input)?.startsWith('0001-01-01T00:00:00.000') === true;
	return EMPTY_DATE.test(keyText(textOf(input) ?? ''));
}

function toIso(date: Date): string | undefined {
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** A date of the year 1, or one that a zone moved out of it by some hours. */
export function isYearOne(input: unknown): boolean {
	if (isDate(input)) return input.getTime() < YEAR_TWO;
	return /^000[01]-/.test(keyText(textOf(input) ?? ''));
}
