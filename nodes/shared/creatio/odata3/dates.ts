/**
 * The notations of dates and times in OData 3, and that of OData 4, which the rest of the package knows:
 * `2018-10-26T09:13:30.5Z`, with up to seven digits of a second and without zeros at their end (contract 2.6, 3.3). A fraction
 * keeps its digits: the trigger compares instants as precisely as databases keep them.
 */

/** A time in UTC. */
interface Instant {
	/** `2018-10-26T09:13:30`. */
	readonly clock: string;
	/** Digits behind the second, without zeros at their end. */
	readonly fraction: string;
}

const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,7})\d{0,9})?)?(Z|[+-]\d\d:\d\d)?$/;

/** Milliseconds on the clock, and the minutes that the clock is ahead of UTC. */
const IN_PARENTHESES = /^\/Date\((-?\d{1,17})([+-]\d{1,4})?\)\/$/;

const DURATION = /^P(?:0{1,9}D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d{1,7})\d{0,9})?S)?)?$/;

const EMPTY = '0001-01-01T00:00:00';
const EMPTY_TIME = Date.parse(`${EMPTY}Z`);
const DAY_MS = 86_400_000;
const END_TIME = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * A date in the notation of OData 4; without a zone it is in UTC. `undefined` for other text, for days that do not exist, and
 * for years that .NET does not have.
 */
export function wireDate(text: string): string | undefined {
	const instant = instantOf(text);
	return instant && `${withFraction(instant)}Z`;
}

/** Whether a text is `/Date(1540545570000)/`, a form that ordinary texts do not have. */
export function isDateInParentheses(text: string): boolean {
	return IN_PARENTHESES.test(text);
}

/**
 * A time of day, `PT10H30M`, in the notation of OData 4, where it is a date of the year 1. `undefined` for other text, and for
 * durations of a day and more.
 */
export function wireTime(text: string): string | undefined {
	const match = DURATION.exec(text);
	if (!match || text.length < 3 || text.endsWith('T')) return undefined;
	const [, hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
	const time = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
	if (time >= DAY_MS) return undefined;
	const clock = clockAt(EMPTY_TIME + time);
	return clock && `${withFraction({ clock, fraction: withoutZeros(fraction) })}Z`;
}

/** A date as a value of Edm.DateTime: `2018-10-26T09:13:30`, in UTC without a zone. Any other text stays as it is. */
export function dateTimeText(iso: string): string {
	const instant = instantOf(iso);
	return instant ? withFraction(instant) : iso;
}

/** A date as a value of Edm.DateTimeOffset: `2018-10-26T09:13:30Z`. Any other text stays as it is. */
export function dateTimeOffsetText(iso: string): string {
	return wireDate(iso) ?? iso;
}

/** The time of day of a date, in UTC, as a value of Edm.Time: `PT10H30M`. Any other text stays as it is. */
export function timeText(iso: string): string {
	const instant = instantOf(iso);
	if (!instant) return iso;
	const [hours, minutes, seconds] = instant.clock.slice(11).split(':').map(Number);
	const withDigits = instant.fraction === '' ? seconds : `${seconds}.${instant.fraction}`;
	const parts = [hours && `${hours}H`, minutes && `${minutes}M`, withDigits && `${withDigits}S`];
	return `PT${parts.filter(Boolean).join('') || '0S'}`;
}

function instantOf(text: string): Instant | undefined {
	const match = ISO.exec(text);
	if (!match) return instantInParentheses(text);
	const [, minute, second = '00', fraction = '', zone = 'Z'] = match;
	const written = `${minute}:${second}`;
	const time = Date.parse(`${written}Z`);
	// JavaScript reads 31 February as a day of March.
	if (clockAt(time) !== written) return undefined;
	const offset = offsetOf(zone);
	const clock = offset === 0 ? written : clockAt(time - offset * 60_000);
	return clock === undefined ? undefined : { clock, fraction: withoutZeros(fraction) };
}

/**
 * The milliseconds count on the clock of the offset, not in UTC: Microsoft's library writes and reads them so, although its
 * specification says otherwise.
 */
function instantInParentheses(text: string): Instant | undefined {
	const match = IN_PARENTHESES.exec(text);
	if (!match) return undefined;
	const [, milliseconds, offset = '0'] = match;
	const time = withinCalendar(Number(milliseconds) - Number(offset) * 60_000);
	if (time === undefined) return undefined;
	const [clock = '', fraction = ''] = new Date(time).toISOString().slice(0, -1).split('.');
	return { clock, fraction: withoutZeros(fraction) };
}

function clockAt(time: number): string | undefined {
	const inCalendar = withinCalendar(time);
	return inCalendar === undefined ? undefined : new Date(inCalendar).toISOString().slice(0, EMPTY.length);
}

/** `undefined` outside of .NET's calendar. A zone may move the empty date by some hours. */
function withinCalendar(time: number): number | undefined {
	if (time < EMPTY_TIME) return time > EMPTY_TIME - DAY_MS ? EMPTY_TIME : undefined;
	return time <= END_TIME ? time : undefined;
}

/** Minutes east of UTC. */
function offsetOf(zone: string): number {
	if (zone === 'Z') return 0;
	const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
	return zone.startsWith('-') ? -minutes : minutes;
}

function withFraction({ clock, fraction }: Instant): string {
	return fraction === '' ? clock : `${clock}.${fraction}`;
}

function withoutZeros(fraction: string): string {
	return fraction.endsWith('0') ? fraction.replace(/0{1,9}$/, '') : fraction;
}
