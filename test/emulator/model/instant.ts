/**
 * Stored date-times are UTC texts of one length, `2024-02-29T13:05:00.1234567`: they sort as text and
 * keep .NET's seven digits.
 */

const STORED_FRACTION = 7;

const WITH_ZONE = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?(Z|[+-]\d\d:\d\d)$/i;
const WITHOUT_ZONE = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?$/;
const DATE_ONLY = /^(\d{4})-(\d\d)-(\d\d)$/;

/** The empty date of OData (contract 2.6). */
export const EMPTY_INSTANT = '0001-01-01T00:00:00.0000000';

export type DateReading =
	| { kind: 'instant'; stored: string }
	| { kind: 'noZone' }
	| { kind: 'dateOnly'; stored: string }
	| { kind: 'bad' };

/** Reads a text as a date-time. A date without time is taken in a zone of the given minutes east of UTC. */
export function readInstant(text: string, dateOnlyZone = 0): DateReading {
	const zoned = WITH_ZONE.exec(text);
	if (zoned) {
		const stored = toStored(zoned.slice(1, 8), zoneMinutes(zoned[8] ?? 'Z'));
		return stored === undefined ? { kind: 'bad' } : { kind: 'instant', stored };
	}
	const local = WITHOUT_ZONE.exec(text);
	if (local) return toStored(local.slice(1, 8), 0) === undefined ? { kind: 'bad' } : { kind: 'noZone' };
	const date = DATE_ONLY.exec(text);
	if (date) {
		const stored = toStored(date.slice(1, 4), dateOnlyZone);
		return stored === undefined ? { kind: 'bad' } : { kind: 'dateOnly', stored };
	}
	return { kind: 'bad' };
}

function zoneMinutes(zone: string): number | undefined {
	if (zone.toUpperCase() === 'Z') return 0;
	const hours = Number(zone.slice(1, 3));
	const minutes = Number(zone.slice(4, 6));
	if (minutes > 59 || hours * 60 + minutes > 14 * 60) return undefined;
	return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function toStored(parts: Array<string | undefined>, zone: number | undefined): string | undefined {
	const [year, month, day, hour, minute, second] = parts.slice(0, 6).map((part) => Number(part ?? 0));
	if (zone === undefined || year === undefined || month === undefined || day === undefined) return undefined;
	const [h, m, s] = [hour ?? 0, minute ?? 0, second ?? 0];
	if (year < 1 || h > 23 || m > 59 || s > 59) return undefined;
	const local = new Date(0);
	local.setUTCFullYear(year, month - 1, day);
	if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day) return undefined;
	local.setUTCHours(h, m - zone, s);
	const utcYear = local.getUTCFullYear();
	if (utcYear < 1 || utcYear > 9999) return undefined;
	return withFraction(local, parts[6] ?? '');
}

function withFraction(wholeSeconds: Date, fraction: string): string {
	return `${wholeSeconds.toISOString().slice(0, 19)}.${fraction.slice(0, STORED_FRACTION).padEnd(STORED_FRACTION, '0')}`;
}

/** A JavaScript time as a stored one; `ticks` are the four digits below a millisecond. */
export function storedNow(time: Date, ticks = 0): string {
	return `${time.toISOString().slice(0, 23)}${String(ticks % 10_000).padStart(4, '0')}`;
}

/** PostgreSQL keeps six digits, SQL Server seven (contract 2.6). */
export function toPrecision(stored: string, digits: 6 | 7): string {
	return stored.slice(0, 20 + digits).padEnd(20 + STORED_FRACTION, '0');
}

/** Midnight of the day: what a date column keeps. */
export function toDay(stored: string): string {
	return `${stored.slice(0, 10)}T00:00:00.0000000`;
}

/** As it goes over the wire: no trailing zeros, `Z`. With `shift` minutes the `Z` is a lie (contract 2.7, point 2). */
export function toWire(stored: string, shift = 0): string {
	return spell(shifted(stored, shift));
}

/** A stored date-time so many minutes later; the empty one stays. */
export function shifted(stored: string, minutes: number): string {
	if (minutes === 0 || stored === EMPTY_INSTANT) return stored;
	const moved = new Date(`${stored.slice(0, 19)}Z`);
	moved.setUTCMinutes(moved.getUTCMinutes() + minutes);
	return `${moved.toISOString().slice(0, 19)}${stored.slice(19)}`;
}

function spell(stored: string): string {
	return `${stored.replace(/\.?0+$/, '')}Z`;
}
