import { inputError } from '../../basics/errors';
import { asUtc, serverInstantIn, toWire, wallTimeIn, type Zone } from '../../basics/instant';
import { DATA_VALUE_TYPE } from '../model/dataValueType';
import type { ColumnType } from '../model/objectModel';
import type { ColumnPath } from '../model/paths';
import type { ReversePath } from '../model/reversePaths';
import type { TypedValue } from '../model/values';
import {
	AGGREGATION_EVAL_TYPE,
	AGGREGATION_TYPE,
	DATE_PART,
	EXPRESSION_TYPE,
	FUNCTION_TYPE,
	MACROS_TYPE,
} from './enums';
import type {
	AggregateExpression,
	BasicType,
	ColumnExpression,
	DatePartExpression,
	FilterGroup,
	LengthExpression,
	MacrosExpression,
	ParameterExpression,
	SubQueryExpression,
	WireValue,
} from './wireTypes';

/** The builders of expressions (contract 4.3): they take plain values and return what is sent. */
const AGGREGATES = {
	count: AGGREGATION_TYPE.Count,
	sum: AGGREGATION_TYPE.Sum,
	average: AGGREGATION_TYPE.Avg,
	min: AGGREGATION_TYPE.Min,
	max: AGGREGATION_TYPE.Max,
} as const;
export type AggregateFunction = keyof typeof AGGREGATES;

const DATE_PARTS = {
	day: DATE_PART.Day,
	week: DATE_PART.Week,
	month: DATE_PART.Month,
	year: DATE_PART.Year,
	weekday: DATE_PART.Weekday,
	hour: DATE_PART.Hour,
	hourMinute: DATE_PART.HourMinute,
} as const;
export type DatePart = keyof typeof DATE_PARTS;

/** The code that a kind of column is sent with; extended codes, such as those of long text, cause status 500 (contract 4.4). */
const BASIC_TYPES: Record<ColumnType, BasicType> = {
	guid: DATA_VALUE_TYPE.Guid,
	text: DATA_VALUE_TYPE.Text,
	integer: DATA_VALUE_TYPE.Integer,
	decimal: DATA_VALUE_TYPE.Float,
	boolean: DATA_VALUE_TYPE.Boolean,
	dateTime: DATA_VALUE_TYPE.DateTime,
	date: DATA_VALUE_TYPE.Date,
	time: DATA_VALUE_TYPE.Time,
	lookup: DATA_VALUE_TYPE.Lookup,
	stream: DATA_VALUE_TYPE.Blob,
};

/**
 * A path as DataService writes it: dots, and never the `Id` of a lookup's flat key (contract 4.2). A reverse path
 * ends with a column, by default the Id.
 */
export function columnPathOf(path: ColumnPath | ReversePath): string {
	if ('end' in path) return `${path.text}.${columnPathOf(path.end)}`;
	return [...path.steps, path.column].map((column) => column.name).join('.');
}

export function columnExpression(path: ColumnPath | ReversePath): ColumnExpression {
	return { expressionType: EXPRESSION_TYPE.SchemaColumn, columnPath: columnPathOf(path) };
}

/**
 * A value for a column of this type; null empties it. An instant is written as wall-clock time in the session's
 * zone, a day and a time of day as they are. Rejects with kind `input` dates outside the years 1 to 9999.
 */
export function parameterExpression(
	value: TypedValue | null,
	type: ColumnType,
	zone: Zone,
): ParameterExpression {
	return parameterOf(type, value && wireValue(value, type, zone));
}

/** A value in DataService's notation already, such as one from a row. */
export function parameterOf(type: ColumnType, value: WireValue): ParameterExpression {
	return {
		expressionType: EXPRESSION_TYPE.Parameter,
		parameter: { dataValueType: BASIC_TYPES[type], value },
	};
}

function wireValue(value: TypedValue, type: ColumnType, zone: Zone): WireValue {
	return value.type === 'dateTime' ? dateInJson(wallText(value.value, type, zone)) : value.value;
}

/** JSON inside JSON; a plain text arrives as null (contract 4.4). */
export function dateInJson(wall: string): string {
	return JSON.stringify(wall);
}

/**
 * A date as wall-clock time in the session's zone, without `Z`, about which the sources disagree (contract 4.4).
 * Rejects with kind `input` dates outside the years 1 to 9999, and those that a clock of the zone cannot name: the earlier
 * of two instants with the same time.
 */
export function wallText(instant: string, type: ColumnType, zone: Zone): string {
	// Days and times of day were read as if they were in UTC (values.ts).
	const isInstant = type !== 'date' && type !== 'time';
	const date = new Date(instant);
	const wall = wallTimeIn(isInstant ? zone : 'UTC', date);
	if (isInstant && serverInstantIn(zone, wall).getTime() !== date.getTime()) throw twofoldHour(instant, zone);
	if (wall.year >= 1 && wall.year <= 9999) return toWire(asUtc(wall)).slice(0, -1);
	throw inputError(
		`The date ${instant} lies outside of the years 1 to 9999 in the time zone of the Creatio user`,
		'Write a date that is at least one day inside this range.',
	);
}

function twofoldHour(instant: string, zone: Zone) {
	return inputError(
		`The date ${instant} lies in the hour that the clocks of ${zone} show twice, and DataService would take it for the later one`,
		'Use the node "Creatio", which sends dates in UTC, or set the time zone of the Creatio user to UTC.',
	);
}

/** `argument` is the N of macros such as NextNDays. */
export function macrosExpression(name: keyof typeof MACROS_TYPE, argument?: number): MacrosExpression {
	return {
		expressionType: EXPRESSION_TYPE.Function,
		functionType: FUNCTION_TYPE.Macros,
		macrosType: MACROS_TYPE[name],
		...(argument !== undefined && { functionArgument: parameterOf('integer', argument) }),
	};
}

/** `distinct` counts or sums each value once. */
export function aggregateExpression(
	name: AggregateFunction,
	of: ColumnPath | ReversePath,
	distinct = false,
): AggregateExpression {
	return {
		expressionType: EXPRESSION_TYPE.Function,
		functionType: FUNCTION_TYPE.Aggregation,
		aggregationType: AGGREGATES[name],
		aggregationEvalType: distinct ? AGGREGATION_EVAL_TYPE.Distinct : AGGREGATION_EVAL_TYPE.None,
		functionArgument: columnExpression(of),
	};
}

export function datePartExpression(part: DatePart, of: ColumnPath | ReversePath): DatePartExpression {
	return {
		expressionType: EXPRESSION_TYPE.Function,
		functionType: FUNCTION_TYPE.DatePart,
		datePartType: DATE_PARTS[part],
		functionArgument: columnExpression(of),
	};
}

export function lengthExpression(of: ColumnPath | ReversePath): LengthExpression {
	return {
		expressionType: EXPRESSION_TYPE.Function,
		functionType: FUNCTION_TYPE.Length,
		functionArgument: columnExpression(of),
	};
}

/** An aggregate over the related records that match the filters, for each record of the query. */
export function subQueryExpression(
	name: AggregateFunction,
	of: ReversePath,
	subFilters: FilterGroup,
): SubQueryExpression {
	return {
		expressionType: EXPRESSION_TYPE.SubQuery,
		functionType: FUNCTION_TYPE.Aggregation,
		aggregationType: AGGREGATES[name],
		columnPath: columnPathOf(of),
		subFilters,
	};
}
