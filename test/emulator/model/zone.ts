/**
 * Time zones by IANA name or as a fixed offset (`+03:00`). Local times are texts of the same form as stored
 * ones (`model/instant.ts`), but wall-clock times.
 */

const QUARTER = 15 * 60_000;
const DAY = 24 * 60 * 60_000;
const MOST_OFFSETS = 50_000;

const formats = new Map<string, Intl.DateTimeFormat>();
/** Offsets by zone and quarter of an hour: clocks are put forward and back at full quarters only. */
const offsets = new Map<string, number>();

/** A zone that is so many minutes east of UTC all year round. */
export function fixedZone(minutes: number): string {
	if (minutes === 0) return 'UTC';
	const size = Math.abs(minutes);
	const part = (value: number) => String(value).padStart(2, '0');
	return `${minutes < 0 ? '-' : '+'}${part(Math.floor(size / 60))}:${part(size % 60)}`;
}

/** Minutes east of UTC at a moment. */
export function offsetAt(zone: string, time: number): number {
	if (zone === 'UTC') return 0;
	const key = `${zone} ${Math.floor(time / QUARTER)}`;
	let offset = offsets.get(key);
	if (offset === undefined) {
		offset = readOffset(zone, time);
		if (offsets.size >= MOST_OFFSETS) offsets.clear();
		offsets.set(key, offset);
	}
	return offset;
}

function readOffset(zone: string, time: number): number {
	let format = formats.get(zone);
	if (!format) {
		format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
		formats.set(zone, format);
	}
	const name = format.formatToParts(time).find((part) => part.type === 'timeZoneName')?.value ?? '';
	const match = /([+-])(\d\d):(\d\d)/.exec(name);
	return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0;
}

/** Stored (UTC) to local. */
export function toLocal(zone: string, stored: string): string {
	const time = wholeSeconds(stored);
	return withSeconds(time + offsetAt(zone, time) * 60_000, stored);
}

/**
 * Local to stored (UTC). A time that the clocks skip is read as if they had not been put forward; of a time
 * that they show twice the second is meant, as .NET reads it.
 */
export function toUtc(zone: string, local: string): string {
	const wall = wholeSeconds(local);
	const around = [offsetAt(zone, wall - DAY), offsetAt(zone, wall + DAY)];
	const fitting = around.filter((offset) => offsetAt(zone, wall - offset * 60_000) === offset);
	const offset = fitting.length === 0 ? (around[0] ?? 0) : Math.min(...fitting);
	return withSeconds(wall - offset * 60_000, local);
}

function wholeSeconds(text: string): number {
	return Date.parse(`${text.slice(0, 19)}Z`);
}

/** The fraction stays. At both ends of .NET's calendar times do not move. */
function withSeconds(time: number, text: string): string {
	const moved = new Date(time);
	const year = moved.getUTCFullYear();
	return year < 1 || year > 9999 ? text : `${moved.toISOString().slice(0, 19)}${text.slice(19)}`;
}
