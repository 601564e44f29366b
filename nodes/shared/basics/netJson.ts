import { toWire } from './instant';

/**
 * The notations of .NET Framework's JSON (contract 6.1): `/Date(1700000000000+0300)/` for dates, and a list of
 * `{ Key, Value }` for a dictionary. .NET writes objects, and may imitate the dates.
 */
const DATE = /^\/Date\((-?\d{1,17})(?:([+-])(\d{2})(\d{2}))?\)\/$/;
/** The latest instant of the year 1 in any zone: .NET's empty date. */
const EMPTY_BEFORE = Date.UTC(1_000, 0, 1);

/** The date in ISO 8601, with the offset it was written with; null for .NET's empty date, `undefined` for other text. */
export function dateInWcf(text: string): string | null | undefined {
	const match = DATE.exec(text);
	if (!match) return undefined;
	const [, milliseconds, sign, hours, minutes] = match;
	const time = Number(milliseconds);
	if (time < EMPTY_BEFORE) return null;
	const offset = (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
	const wall = new Date(time + offset * 60_000);
	if (Number.isNaN(wall.getTime())) return undefined;
	const clock = toWire(wall);
	return sign === undefined ? clock : `${clock.slice(0, -1)}${sign}${hours}:${minutes}`;
}

/** An instant as .NET Framework's JSON writes it. The offset, in minutes east of UTC, does not change the instant. */
export function wcfDate(instant: Date, offsetMinutes: number): string {
	const size = Math.abs(offsetMinutes);
	const digits = [Math.trunc(size / 60), size % 60].map((part) => String(part).padStart(2, '0')).join('');
	return `/Date(${instant.getTime()}${offsetMinutes < 0 ? '-' : '+'}${digits})/`;
}

/** A dictionary as .NET Framework's JSON writes it. */
export function wcfDictionary(
	members: Readonly<Record<string, unknown>>,
): Array<{ readonly Key: string; readonly Value: unknown }> {
	return Object.entries(members).map(([Key, Value]) => ({ Key, Value }));
}

/** The members of a dictionary that was written as pairs; `undefined` for any other value. */
export function dictionaryInWcf(value: unknown): Readonly<Record<string, unknown>> | undefined {
	if (!Array.isArray(value) || value.length === 0) return undefined;
	const pairs = value.map(pairOf);
	if (!pairs.every((pair) => pair !== undefined)) return undefined;
	const isUnique = new Set(pairs.map(([key]) => key)).size === pairs.length;
	return isUnique ? Object.fromEntries(pairs) : undefined;
}

function pairOf(value: unknown): [string, unknown] | undefined {
	if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return undefined;
	if (!('Key' in value && 'Value' in value) || typeof value.Key !== 'string') return undefined;
	return [value.Key, value.Value];
}

/** The same value without these notations at any depth. Type hints (`__type`) are left out. */
export function withoutWcf(value: unknown): unknown {
	if (typeof value === 'string') {
		const date = dateInWcf(value);
		return typeof date === 'string' ? toWire(new Date(date)) : date === null ? null : value;
	}
	if (typeof value !== 'object' || value === null) return value;
	const members = dictionaryInWcf(value) ?? value;
	if (Array.isArray(members)) return members.map(withoutWcf);
	return Object.fromEntries(
		Object.entries(members)
			.filter(([name]) => name !== '__type')
			.map(([name, member]) => [name, withoutWcf(member)]),
	);
}
