import { storedNow } from '../model/instant';
import { MACROS } from './codes';

/** From `start` up to, and without, `end`; local times. */
export interface Period {
	start: string;
	end: string;
}

/** Days of any year, as `MM-DD`, both included. `from` is after `to` when New Year's Day lies between. */
export interface YearlyPeriod {
	from: string;
	to: string;
}

type Unit = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'halfYear' | 'year';

/** Macros without an argument: unit, and how many units from the present one. */
const PERIODS: Record<number, [Unit, number]> = {
	[MACROS.yesterday]: ['day', -1],
	[MACROS.today]: ['day', 0],
	[MACROS.tomorrow]: ['day', 1],
	[MACROS.previousWeek]: ['week', -1],
	[MACROS.currentWeek]: ['week', 0],
	[MACROS.nextWeek]: ['week', 1],
	[MACROS.previousMonth]: ['month', -1],
	[MACROS.currentMonth]: ['month', 0],
	[MACROS.nextMonth]: ['month', 1],
	[MACROS.previousQuarter]: ['quarter', -1],
	[MACROS.currentQuarter]: ['quarter', 0],
	[MACROS.nextQuarter]: ['quarter', 1],
	[MACROS.previousHalfYear]: ['halfYear', -1],
	[MACROS.currentHalfYear]: ['halfYear', 0],
	[MACROS.nextHalfYear]: ['halfYear', 1],
	[MACROS.previousYear]: ['year', -1],
	[MACROS.currentYear]: ['year', 0],
	[MACROS.nextYear]: ['year', 1],
	[MACROS.previousHour]: ['hour', -1],
	[MACROS.currentHour]: ['hour', 0],
	[MACROS.nextHour]: ['hour', 1],
};

/** Macros with the number of units as argument. */
const LONG_PERIODS: Record<number, [Unit, 'next' | 'previous']> = {
	[MACROS.nextNDays]: ['day', 'next'],
	[MACROS.previousNDays]: ['day', 'previous'],
	[MACROS.nextNHours]: ['hour', 'next'],
	[MACROS.previousNHours]: ['hour', 'previous'],
};

/** The period that a macro names, or `undefined` when it names none. `count` gives the macro's argument. */
export function periodOf(macros: number, now: string, count: () => number): Period | undefined {
	const single = PERIODS[macros];
	if (single) return span(now, single[0], single[1], 1);
	const long = LONG_PERIODS[macros];
	if (!long) return undefined;
	const [unit, direction] = long;
	const size = count();
	return direction === 'next' ? span(now, unit, 1, size) : span(now, unit, -size, size);
}

/** The days of the year that a macro names, or `undefined` when it names none. */
export function yearlyPeriodOf(macros: number, now: string, count: () => number): YearlyPeriod | undefined {
	const day = (distance: number) => span(now, 'day', distance, 1).start.slice(5, 10);
	switch (macros) {
		case MACROS.dayOfYearToday:
			return { from: day(0), to: day(0) };
		case MACROS.dayOfYearTodayPlusDaysOffset: {
			const there = day(count());
			return { from: there, to: there };
		}
		case MACROS.nextNDaysOfYear:
			return { from: day(0), to: day(count()) };
		case MACROS.previousNDaysOfYear:
			return { from: day(-count()), to: day(0) };
		default:
			return undefined;
	}
}

/** The day of a local time. */
export function dayOf(local: string): Period {
	return span(local, 'day', 0, 1);
}

function span(now: string, unit: Unit, distance: number, length: number): Period {
	const start = startOf(now, unit);
	return { start: moved(start, unit, distance), end: moved(start, unit, distance + length) };
}

const MONTHS = { month: 1, quarter: 3, halfYear: 6, year: 12 } as const;

function startOf(now: string, unit: Unit): Date {
	const date = new Date(`${now.slice(0, 19)}Z`);
	if (unit === 'hour') {
		date.setUTCMinutes(0, 0, 0);
		return date;
	}
	date.setUTCHours(0, 0, 0, 0);
	if (unit === 'week') {
		date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
	} else if (unit !== 'day') {
		const months = MONTHS[unit];
		date.setUTCMonth(Math.floor(date.getUTCMonth() / months) * months, 1);
	}
	return date;
}

function moved(start: Date, unit: Unit, distance: number): string {
	const date = new Date(start);
	if (unit === 'hour') date.setUTCHours(date.getUTCHours() + distance);
	else if (unit === 'day') date.setUTCDate(date.getUTCDate() + distance);
	else if (unit === 'week') date.setUTCDate(date.getUTCDate() + distance * 7);
	else date.setUTCMonth(date.getUTCMonth() + distance * MONTHS[unit]);
	return storedNow(date);
}
