import { asUtc, parseDate, startOfDay } from '../../basics/instant';
import type { DateKind } from './dateFormats';

const DAY_MS = 86_400_000;

/** The days that a count begins with, in milliseconds of UTC. */
const FIRST_DAY = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) };

/** Lotus 1-2-3 took 1900 for a leap year, so spreadsheets count 29 February 1900 as day 60. */
const NO_DAY = 60;

/** The first day after the last one that spreadsheets know, in milliseconds of UTC. */
const END = Date.UTC(10_000, 0, 1);

const two = (number: number) => String(number).padStart(2, '0');

/**
 * The text of a date that a spreadsheet counts in days, without a zone: `2026-01-31`, `2026-01-31T14:30:00` or `14:30:00`. A date with a time has
 * it although its format hides it. `undefined` for what is not a date.
 */
export function dateText(serial: number, kind: DateKind, is1904: boolean): string | undefined {
	if (!(serial >= 0)) return undefined;
	if (kind === 'duration' || kind === 'time') {
		const seconds = Math.round(serial * 86_400);
		const hours = Math.floor(seconds / 3_600);
		const shown = kind === 'time' ? hours % 24 : hours;
		return `${two(shown)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
	}
	if (!is1904 && Math.floor(serial) === NO_DAY) return undefined;
	const days = !is1904 && serial < NO_DAY ? serial + 1 : serial;
	const time = FIRST_DAY[is1904 ? 1904 : 1900] + Math.round(days * DAY_MS);
	if (!(time < END)) return undefined;
	const text = new Date(time).toISOString().replace('.000Z', '').replace('Z', '');
	return kind === 'date' ? text.replace('T00:00:00', '') : text;
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?))?Z?$/;

/** The text of a date that a spreadsheet writes in ISO 8601, in the same notation; any other text as it is. */
export function isoDateText(text: string, kind: DateKind | undefined): string {
	const [, day, time] = ISO.exec(text) ?? [];
	if (day === undefined) return text;
	const isMidnight = time === undefined || /^[0:.]+$/.test(time);
	if (time === undefined || (isMidnight && kind !== 'dateTime')) return day;
	return `${day}T${time.length === 5 ? `${time}:00` : time.replace(/\.0+$/, '')}`;
}

/** A date that a workbook counts in days. */
export class SheetDate {
	constructor(
		readonly serial: number,
		readonly kind: 'date' | 'dateTime' | 'time',
	) {}
}

/**
 * The date that a text without a zone means: `2026-01-31`, `2026-01-31 14:30:00` or `14:30:00`. Any other text, and days before March 1900, stay
 * as they are.
 */
export function sheetDate(text: string, kind: SheetDate['kind']): SheetDate | string {
	const parsed = parseDate(text);
	if (!parsed || parsed.kind === 'instant' || (parsed.kind === 'time') !== (kind === 'time')) return text;
	const first = kind === 'time' ? asUtc(startOfDay(parsed.wall)).getTime() : FIRST_DAY[1900];
	const serial = (asUtc(parsed.wall).getTime() - first) / DAY_MS;
	return kind !== 'time' && serial <= NO_DAY ? text : new SheetDate(serial, kind);
}
