import { inputError } from './errors';
import { keyText } from './keyText';
import { LeastRecentlyUsed } from './lru';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME =
	/^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;

/** Wall-clock time, without a zone. Months count from 1. */
export interface WallTime {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
	readonly millisecond: number;
}

/** A name such as `Europe/Berlin`, or minutes east of UTC where a site reports no more (contract 1.6). */
export type Zone = string | number;

export type ParsedDate =
	/** `wall` is the time as written, before the zone was applied: what a date-only column keeps. */
	| { readonly kind: 'instant'; readonly date: Date; readonly wall: WallTime; readonly utc: boolean }
	| { readonly kind: 'local'; readonly wall: WallTime }
	| { readonly kind: 'day'; readonly wall: WallTime }
	| { readonly kind: 'time'; readonly wall: WallTime };

/** `undefined` when the text is not a date or names a day that does not exist, such as 31 February. */
export function parseDate(text: string): ParsedDate | undefined {
	const written = keyText(text);
	const day = DATE.exec(written);
	if (day) {
		const wall = wallTime(day[1], day[2], day[3]);
		return wall && { kind: 'day', wall };
	}
	const time = TIME.exec(written);
	if (time) {
		const wall = wallTime('0001', '01', '01', time[1], time[2], time[3]);
		return wall && { kind: 'time', wall };
	}
	const full = DATE_TIME.exec(written);
	if (!full) return undefined;
	const wall = wallTime(full[1], full[2], full[3], full[4], full[5], full[6], full[7]);
	if (!wall) return undefined;
	const zone = full[8];
	if (zone === undefined) return { kind: 'local', wall };
	const offset = offsetMinutes(zone);
	return offset === undefined
		? undefined
		: {
				kind: 'instant',
				date: new Date(asUtc(wall).getTime() - offset * 60_000),
				wall,
				utc: offset === 0,
			};
}

function wallTime(
	year: string | undefined,
	month: string | undefined,
	day: string | undefined,
	hour = '0',
	minute = '0',
	second = '0',
	fraction = '',
): WallTime | undefined {
	const wall: WallTime = {
		year: Number(year),
		month: Number(month),
		day: Number(day),
		hour: Number(hour),
		minute: Number(minute),
		second: Number(second),
		millisecond: Number(fraction.padEnd(3, '0').slice(0, 3)),
	};
	const back = asUtc(wall);
	const exists =
		wall.year >= 1 &&
		back.getUTCFullYear() === wall.year &&
		back.getUTCMonth() + 1 === wall.month &&
		back.getUTCDate() === wall.day &&
		back.getUTCHours() === wall.hour &&
		back.getUTCMinutes() === wall.minute &&
		back.getUTCSeconds() === wall.second;
	return exists ? wall : undefined;
}

function offsetMinutes(zone: string): number | undefined {
	if (zone.toUpperCase() === 'Z') return 0;
	const sign = zone.startsWith('-') ? -1 : 1;
	const hours = Number(zone.slice(1, 3));
	const minutes = Number(zone.slice(-2));
	return hours > 14 || minutes > 59 ? undefined : sign * (hours * 60 + minutes);
}

/** Midnight of the day. */
export function startOfDay(wall: WallTime): WallTime {
	return { ...wall, hour: 0, minute: 0, second: 0, millisecond: 0 };
}

/** The wall-clock time read as if it were UTC. */
export function asUtc(wall: WallTime): Date {
	const date = new Date(0);
	date.setUTCFullYear(wall.year, wall.month - 1, wall.day);
	date.setUTCHours(wall.hour, wall.minute, wall.second, wall.millisecond);
	return date;
}

/** Making one takes longer than using it. */
const formatters = new LeastRecentlyUsed<Intl.DateTimeFormat>(100);

function formatter(zone: string): Intl.DateTimeFormat {
	return formatters.of(zone, () => zoneFormatter(zone));
}

function zoneFormatter(zone: string): Intl.DateTimeFormat {
	try {
		return new Intl.DateTimeFormat('en-US', {
			timeZone: zone,
			hourCycle: 'h23',
			era: 'short',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		});
	} catch {
		throw unknownZone(zone);
	}
}

function unknownZone(zone: string) {
	return inputError(`The time zone "${zone}" does not exist`, 'Use a name such as Europe/Berlin or UTC.');
}

/** The wall-clock time of an instant in the zone. */
export function wallTimeIn(zone: Zone, date: Date): WallTime {
	if (typeof zone === 'number') return wallTimeIn('UTC', new Date(date.getTime() + zone * 60_000));
	const parts = new Map(
		formatter(zone)
			.formatToParts(date)
			.map((part) => [part.type, part.value]),
	);
	const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
	return {
		year: parts.get('era') === 'BC' ? 1 - number('year') : number('year'),
		month: number('month'),
		day: number('day'),
		hour: number('hour'),
		minute: number('minute'),
		second: number('second'),
		millisecond: date.getUTCMilliseconds(),
	};
}

/**
 * The instant at which a clock in the zone shows this time, as people and n8n mean it. Of two such instants (clocks set
 * back) the earlier one; of none (clocks set forward) the time as far after the gap as it was typed into it.
 */
export function instantIn(zone: Zone, wall: WallTime): Date {
	return instantsIn(zone, wall)[0];
}

/** The same as .NET means it: of two such instants the later one (contract 4.4). */
export function serverInstantIn(zone: Zone, wall: WallTime): Date {
	const [first, second] = instantsIn(zone, wall);
	return second ?? first;
}

/** The instants at which a clock in the zone shows this time; where there are two, the earlier one first. */
function instantsIn(zone: Zone, wall: WallTime): readonly [Date, Date?] {
	const guess = asUtc(wall).getTime();
	// The two offsets in force around the time; they differ only near a change of the clocks.
	const before = offsetAt(zone, guess - 86_400_000);
	const after = offsetAt(zone, guess + 86_400_000);
	const [first, second] = [...new Set([before, after])]
		.filter((offset) => offsetAt(zone, guess - offset) === offset)
		.map((offset) => new Date(guess - offset));
	return first ? [first, second] : [new Date(guess - before)];
}

/**
 * `serverInstantIn` for many times of one zone: most days have one offset, which is looked up once. `onTwofold` is called
 * for a time of two instants.
 */
export function serverInstantReader(zone: Zone, onTwofold?: () => void): (wall: WallTime) => Date {
	const offsets = new Map<number, number | undefined>();
	return (wall) => {
		const day = asUtc(startOfDay(wall)).getTime();
		if (!offsets.has(day)) offsets.set(day, offsetOfDay(zone, day));
		const offset = offsets.get(day);
		if (offset !== undefined) return new Date(asUtc(wall).getTime() - offset);
		const [first, second] = instantsIn(zone, wall);
		if (second) onTwofold?.();
		return second ?? first;
	};
}

/** Milliseconds east of UTC; `undefined` near a change of the clocks. */
function offsetOfDay(zone: Zone, day: number): number | undefined {
	const before = offsetAt(zone, day - 86_400_000);
	return before === offsetAt(zone, day + 2 * 86_400_000) ? before : undefined;
}

function offsetAt(zone: Zone, time: number): number {
	return asUtc(wallTimeIn(zone, new Date(time))).getTime() - time;
}

/** ISO 8601 with `Z`, the only notation that every build stores as given (contract 2.7). */
export function toWire(date: Date): string {
	return date.toISOString();
}
