import { asUtc, instantIn, startOfDay, toWire, type WallTime, wallTimeIn } from '../../basics/instant';

/** Periods that are named relative to now. Those with a count take a number of days or hours. */
export const PERIODS = [
	'thisHour',
	'lastHour',
	'nextHour',
	'today',
	'yesterday',
	'tomorrow',
	'thisWeek',
	'lastWeek',
	'nextWeek',
	'thisMonth',
	'lastMonth',
	'nextMonth',
	'thisQuarter',
	'lastQuarter',
	'nextQuarter',
	'thisHalfYear',
	'lastHalfYear',
	'nextHalfYear',
	'thisYear',
	'lastYear',
	'nextYear',
] as const;
export type NamedPeriod = (typeof PERIODS)[number];

export const DAY_PERIODS = ['lastDays', 'nextDays', 'olderThanDays', 'laterThanDays'] as const;
export type DayPeriod = (typeof DAY_PERIODS)[number];

export const HOUR_PERIODS = ['lastHours', 'nextHours'] as const;
export type HourPeriod = (typeof HOUR_PERIODS)[number];

export type Period =
	| { readonly name: NamedPeriod }
	/** `lastDays`: from now back; `nextDays`: from now on. */
	| { readonly name: DayPeriod; readonly days: number }
	| { readonly name: HourPeriod; readonly hours: number };

/** Periods shorter than a day, which do not fit a column of days. */
export const SHORT_PERIODS: ReadonlyArray<NamedPeriod | HourPeriod> = [
	'thisHour',
	'lastHour',
	'nextHour',
	...HOUR_PERIODS,
];

/** Half-open: from `from` on, before `to`. ISO 8601 with `Z`. A missing end is open. */
export interface Range {
	readonly from?: string;
	readonly to?: string;
}

export interface Clock {
	readonly now: Date;
	/** Zone in which days begin, such as `Europe/Berlin`. */
	readonly zone: string;
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'halfYear' | 'year';
type LongPeriod = Exclude<NamedPeriod, 'thisHour' | 'lastHour' | 'nextHour'>;

const HOUR = 3_600_000;

const NAMED: Record<LongPeriod, readonly [Unit, number]> = {
	today: ['day', 0],
	yesterday: ['day', -1],
	tomorrow: ['day', 1],
	thisWeek: ['week', 0],
	lastWeek: ['week', -1],
	nextWeek: ['week', 1],
	thisMonth: ['month', 0],
	lastMonth: ['month', -1],
	nextMonth: ['month', 1],
	thisQuarter: ['quarter', 0],
	lastQuarter: ['quarter', -1],
	nextQuarter: ['quarter', 1],
	thisHalfYear: ['halfYear', 0],
	lastHalfYear: ['halfYear', -1],
	nextHalfYear: ['halfYear', 1],
	thisYear: ['year', 0],
	lastYear: ['year', -1],
	nextYear: ['year', 1],
};

/**
 * The instants that a period covers. OData has no macros, so the client computes them (contract 2.5).
 * Weeks begin on Monday. A column of days is compared by day, at midnight UTC (contract 2.2).
 */
export function periodRange(period: Period, clock: Clock, columnType: 'dateTime' | 'date'): Range {
	const today = startOfDay(wallTimeIn(clock.zone, clock.now));
	const edge = (wall: WallTime) => toWire(columnType === 'date' ? asUtc(wall) : instantIn(clock.zone, wall));
	const dayFromNow = (days: number) =>
		columnType === 'date'
			? edge(addDays(today, days))
			: toWire(new Date(clock.now.getTime() + days * 86_400_000));
	const hoursFromNow = (hours: number) => toWire(new Date(clock.now.getTime() + hours * HOUR));
	switch (period.name) {
		case 'lastHours':
			return { from: hoursFromNow(-period.hours), to: hoursFromNow(0) };
		case 'nextHours':
			return { from: hoursFromNow(0), to: hoursFromNow(period.hours) };
		case 'thisHour':
			return hourAt(clock, 0);
		case 'lastHour':
			return hourAt(clock, -1);
		case 'nextHour':
			return hourAt(clock, 1);
		case 'lastDays':
			return { from: dayFromNow(-period.days), to: edge(addDays(today, 1)) };
		case 'nextDays':
			return { from: dayFromNow(0), to: dayFromNow(columnType === 'date' ? period.days + 1 : period.days) };
		case 'olderThanDays':
			return { to: dayFromNow(-period.days) };
		case 'laterThanDays':
			return { from: dayFromNow(period.days) };
		default: {
			const [unit, shift] = NAMED[period.name];
			return { from: edge(startOf(unit, today, shift)), to: edge(startOf(unit, today, shift + 1)) };
		}
	}
}

/** By the minutes in the zone, since the offset of some zones is not a whole number of hours. */
function hourAt({ now, zone }: Clock, shift: number): Range {
	const { minute, second, millisecond } = wallTimeIn(zone, now);
	const start = now.getTime() - ((minute * 60 + second) * 1_000 + millisecond) + shift * HOUR;
	return { from: toWire(new Date(start)), to: toWire(new Date(start + HOUR)) };
}

function startOf(unit: Unit, today: WallTime, shift: number): WallTime {
	switch (unit) {
		case 'day':
			return addDays(today, shift);
		case 'week':
			return addDays(today, -((asUtc(today).getUTCDay() + 6) % 7) + 7 * shift);
		case 'month':
			return firstOfMonth(today.year, today.month + shift);
		case 'quarter':
			return firstOfMonth(today.year, today.month - ((today.month - 1) % 3) + 3 * shift);
		case 'halfYear':
			return firstOfMonth(today.year, today.month - ((today.month - 1) % 6) + 6 * shift);
		case 'year':
			return firstOfMonth(today.year + shift, 1);
	}
}

function addDays(wall: WallTime, days: number): WallTime {
	return wallTimeIn('UTC', new Date(asUtc(wall).getTime() + days * 86_400_000));
}

function firstOfMonth(year: number, month: number): WallTime {
	return wallTimeIn('UTC', new Date(Date.UTC(year, month - 1, 1)));
}
