import type { ColumnType } from '../model/objectModel';
import {
	DAY_PERIODS,
	type DayPeriod,
	HOUR_PERIODS,
	type HourPeriod,
	type NamedPeriod,
	PERIODS,
	SHORT_PERIODS,
} from './periods';

export const COMPARISONS = [
	'equals',
	'notEquals',
	'less',
	'lessOrEqual',
	'greater',
	'greaterOrEqual',
] as const;

export type Comparison = (typeof COMPARISONS)[number];

export const TEXT_TESTS = [
	'contains',
	'notContains',
	'startsWith',
	'notStartsWith',
	'endsWith',
	'notEndsWith',
] as const;

export type TextTest = (typeof TEXT_TESTS)[number];

/** Tests that only some forms offer: a second value, or the signed-in user. */
type MoreTest = 'isBetween' | 'isCurrentUser' | 'isNotCurrentUser';

export type Operator =
	| Comparison
	| TextTest
	| 'isEmpty'
	| 'isNotEmpty'
	| 'isAnyOf'
	| 'isNoneOf'
	| NamedPeriod
	| DayPeriod
	| HourPeriod
	| MoreTest;

export const NO_VALUE: readonly Operator[] = [
	'isEmpty',
	'isNotEmpty',
	'isCurrentUser',
	'isNotCurrentUser',
	...PERIODS,
];

/** Operators that need only the column. */
export function takesNoValue(operator: Operator): boolean {
	return NO_VALUE.includes(operator);
}

/** The operators for a column of this type, in the order of the list in the editor. */
export function operatorsFor(type: ColumnType): readonly Operator[] {
	switch (type) {
		case 'text':
			return [
				...(['equals', 'notEquals'] as const),
				...TEXT_TESTS,
				'isAnyOf',
				'isNoneOf',
				'isEmpty',
				'isNotEmpty',
			];
		case 'lookup':
			return [
				...(['equals', 'notEquals', 'isAnyOf', 'isNoneOf'] as const),
				...TEXT_TESTS,
				'isEmpty',
				'isNotEmpty',
			];
		case 'integer':
		case 'decimal':
			return [...COMPARISONS, 'isAnyOf', 'isNoneOf', 'isEmpty', 'isNotEmpty'];
		case 'dateTime':
			return [...COMPARISONS, ...PERIODS, ...HOUR_PERIODS, ...DAY_PERIODS, 'isEmpty', 'isNotEmpty'];
		case 'date':
			return operatorsFor('dateTime').filter((operator) => !isShortPeriod(operator));
		case 'time':
			return [...COMPARISONS, 'isEmpty', 'isNotEmpty'];
		case 'guid':
			return ['equals', 'notEquals', 'isAnyOf', 'isNoneOf', 'isEmpty', 'isNotEmpty'];
		case 'boolean':
			return ['equals', 'notEquals'];
		case 'stream':
			return [];
	}
}

/** The same, with the tests that only DataService has. */
export function allOperatorsFor(type: ColumnType): readonly Operator[] {
	const basic = operatorsFor(type);
	switch (type) {
		case 'integer':
		case 'decimal':
		case 'dateTime':
		case 'date':
		case 'time':
			return [...basic, 'isBetween'];
		case 'lookup':
			return [...basic, 'isCurrentUser', 'isNotCurrentUser'];
		default:
			return basic;
	}
}

export function isNamedPeriod(operator: Operator): operator is NamedPeriod {
	return PERIODS.includes(operator as NamedPeriod);
}

export function isDayPeriod(operator: Operator): operator is DayPeriod {
	return DAY_PERIODS.includes(operator as DayPeriod);
}

export function isHourPeriod(operator: Operator): operator is HourPeriod {
	return HOUR_PERIODS.includes(operator as HourPeriod);
}

function isShortPeriod(operator: Operator): boolean {
	return SHORT_PERIODS.includes(operator as NamedPeriod | HourPeriod);
}
