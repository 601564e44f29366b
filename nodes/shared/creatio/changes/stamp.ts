declare const brand: unique symbol;

/**
 * An instant as precise as the databases keep it, `2026-01-31T10:00:00.1234567` in UTC: of one length, so that texts
 * compare as instants do. With milliseconds the last record would be read forever, or one be lost (contract 9.3).
 */
export type Stamp = string & { readonly [brand]: true };

const DIGITS = 7;

const WIRE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7})\d*)?(Z|[+-]\d\d:\d\d)$/;

/** The empty date of OData (contract 2.6). */
const EMPTY_STAMP = '0001-01-01T00:00:00.0000000' as Stamp;

/** Before all records, and within the calendar of every database. */
export const FIRST_STAMP = '1900-01-01T00:00:00.0000000' as Stamp;

/**
 * Reads a date as a site sends it. `offset`: minutes by which its dates are ahead of UTC under a false `Z`
 * (contract 2.7). `undefined` for anything else and for the empty date.
 */
export function readStamp(value: unknown, offset: number): Stamp | undefined {
	const match = typeof value === 'string' ? WIRE.exec(value) : null;
	if (!match) return undefined;
	const [, seconds = '', fraction = '', zone = 'Z'] = match;
	const stamp = `${seconds}.${fraction.padEnd(DIGITS, '0')}` as Stamp;
	if (Number.isNaN(Date.parse(`${seconds}Z`)) || stamp === EMPTY_STAMP) return undefined;
	return moved(stamp, -60_000 * (offset + zoneMinutes(zone)));
}

/** Whether a stored value is a stamp, of a day that exists. */
export function isStamp(value: unknown): value is Stamp {
	if (typeof value !== 'string' || !/^\d{4}(-\d\d){2}T\d\d(:\d\d){2}\.\d{7}$/.test(value)) return false;
	const time = new Date(`${value.slice(0, 23)}Z`);
	return !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 23) === value.slice(0, 23);
}

function zoneMinutes(zone: string): number {
	if (zone === 'Z') return 0;
	const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
	return zone.startsWith('-') ? -minutes : minutes;
}

/** A stamp as text for a filter; `offset` as above, for sites that compare with the times they return. */
export function spellStamp(stamp: Stamp, offset: number): string {
	return `${moved(stamp, 60_000 * offset).replace(/(?:\.0{7}|0{1,6})$/, '')}Z`;
}

export function stampOf(date: Date): Stamp {
	return `${date.toISOString().slice(0, 23)}0000` as Stamp;
}

/** Earlier or later by whole milliseconds; never out of the calendar of .NET. */
export function moved(stamp: Stamp, milliseconds: number): Stamp {
	if (milliseconds === 0) return stamp;
	const time = new Date(Date.parse(`${stamp.slice(0, 23)}Z`) + milliseconds);
	const year = time.getUTCFullYear();
	if (Number.isNaN(year) || year < 1) return EMPTY_STAMP;
	if (year > 9999) return stamp;
	return `${time.toISOString().slice(0, 23)}${stamp.slice(23)}` as Stamp;
}

/** Milliseconds from one to the other; fractions of a millisecond are ignored. */
export function between(from: Stamp, to: Stamp): number {
	return Date.parse(`${to.slice(0, 23)}Z`) - Date.parse(`${from.slice(0, 23)}Z`);
}

export function earliest(...stamps: readonly Stamp[]): Stamp {
	return stamps.reduce((one, other) => (other < one ? other : one));
}

export function latest(...stamps: readonly Stamp[]): Stamp {
	return stamps.reduce((one, other) => (other > one ? other : one));
}

/**
 * How a site returns times over OData. Sites older than 8.3.2, and some newer ones after a restart, return the local time
 * of their user under a false `Z` (contract 2.7).
 */
export interface TimeSpelling {
	/** Minutes by which the returned times are ahead of UTC. */
	readonly offset: number;
	/** Whether a filter is compared with the returned times instead of UTC. */
	readonly comparesAsShown: boolean;
}

export const HONEST: TimeSpelling = { offset: 0, comparesAsShown: false };

/** Under a false `Z`, times go back an hour when summer time ends, and go ahead by one when it begins. */
const CLOCK_CHANGE_MS = 61 * 60_000;

/**
 * By how much the times of a site may be out of order, or differ from what a filter compares with: the offset was
 * measured in summer or in winter.
 */
export function clockChangeMargin({ offset }: TimeSpelling): number {
	return offset === 0 ? 0 : CLOCK_CHANGE_MS;
}

/** A stamp as text for a filter of the site. */
export function filterTime(stamp: Stamp, { offset, comparesAsShown }: TimeSpelling): string {
	return spellStamp(stamp, comparesAsShown ? offset : 0);
}
