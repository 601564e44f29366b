import { EMPTY_GUID } from '../../basics/guid';
import type { Zone } from '../../basics/instant';
import { chunks } from '../../basics/parallel';
import { passedByEmpty, plainCondition, type PlainCondition } from '../conditions/normalise';
import type { Comparison, TextTest } from '../conditions/operators';
import type { Clock } from '../conditions/periods';
import type { Condition, PlainTest, RelatedTest } from '../conditions/tree';
import type { ColumnPath } from '../model/paths';
import type { TypedValue } from '../model/values';
import { COMPARISON_TYPE, EXPRESSION_TYPE, FILTER_TYPE, LOGICAL_OPERATION, type NumberOf } from './enums';
import { columnExpression, macrosExpression, parameterExpression, subQueryExpression } from './expressions';
import type { Expression, Filter, FilterGroup, IsNullFilter, ParameterExpression } from './wireTypes';

/**
 * Conditions as DataService's filters (contract 4.4). They select what the same conditions select over OData:
 *
 * - Empty text and empty GUIDs are stored as such or as null, so the filter covers both; all other values are null when empty.
 * - `NotContain` and similar tests skip empty columns, as `not contains` does: both become the same SQL. For
 *   `NotEqual` on a lookup a setting of the site decides, so the filter says itself that empty ones belong to it.
 * - Periods are ranges of instants that we compute, not the site's macros. Macros begin days in the zone of the
 *   Creatio user and weeks by its culture, count N days as whole days, and would return other records than OData does.
 */
export interface FilterContext {
	/** For periods: now, and the zone in which the user's days begin. */
	readonly clock: Clock;
	/** The zone of the session, in which the server reads dates (contract 4.4). */
	readonly zone: Zone;
}

/** Values in one InFilter. No limit is documented, but the databases limit lists. */
export const MAX_IN_VALUES = 1_000;

const COMPARE: Record<Comparison | TextTest, NumberOf<typeof COMPARISON_TYPE>> = {
	equals: COMPARISON_TYPE.Equal,
	notEquals: COMPARISON_TYPE.NotEqual,
	less: COMPARISON_TYPE.Less,
	lessOrEqual: COMPARISON_TYPE.LessOrEqual,
	greater: COMPARISON_TYPE.Greater,
	greaterOrEqual: COMPARISON_TYPE.GreaterOrEqual,
	startsWith: COMPARISON_TYPE.StartWith,
	notStartsWith: COMPARISON_TYPE.NotStartWith,
	contains: COMPARISON_TYPE.Contain,
	notContains: COMPARISON_TYPE.NotContain,
	endsWith: COMPARISON_TYPE.EndWith,
	notEndsWith: COMPARISON_TYPE.NotEndWith,
};

const MACROS = { currentUser: 'CurrentUser', currentUserContact: 'CurrentUserContact' } as const;

/** The filter group of a query on the object. Without items if there are no conditions: all records match. */
export function filterGroup(
	condition: Condition | undefined,
	object: string,
	context: FilterContext,
): FilterGroup {
	const filter = condition && compile(plainCondition(condition, context.clock), context.zone);
	return { ...asGroup(filter), rootSchemaName: object };
}

/** True for the group of a query that would touch every record. */
export function passesAll(group: FilterGroup): boolean {
	return Object.keys(group.items).length === 0;
}

/** `undefined` means no condition. */
function compile(condition: PlainCondition, zone: Zone): Filter | undefined {
	const test = compileTest(condition, zone);
	const lookup = passedByEmpty(condition);
	return test && lookup ? groupOf('any', [test, empty(lookup, false, zone)]) : test;
}

function compileTest(condition: PlainCondition, zone: Zone): Filter | undefined {
	switch (condition.kind) {
		case 'group': {
			const parts = condition.parts.flatMap((part) => compile(part, zone) ?? []);
			return parts.length === 0 ? undefined : groupOf(condition.combine, parts);
		}
		case 'compare':
			return compare(condition.path, condition.operator, valueOf(condition.path, condition.value, zone));
		case 'macro':
			return compare(
				condition.path,
				condition.negated ? 'notEquals' : 'equals',
				macrosExpression(MACROS[condition.macro]),
			);
		case 'between':
			return {
				filterType: FILTER_TYPE.Between,
				comparisonType: COMPARISON_TYPE.Between,
				isEnabled: true,
				trimDateTimeParameterToDate: false,
				leftExpression: columnExpression(condition.path),
				rightLessExpression: valueOf(condition.path, condition.from, zone),
				rightGreaterExpression: valueOf(condition.path, condition.to, zone),
			};
		case 'empty':
			return empty(condition.path, condition.negated, zone);
		case 'anyOf':
			return anyOf(condition, zone);
		case 'exists':
			return exists(condition, zone);
		case 'related': {
			const { path, operator, value } = condition;
			const subFilters = asGroup(condition.condition && compile(condition.condition, zone));
			return {
				filterType: FILTER_TYPE.CompareFilter,
				comparisonType: COMPARE[operator],
				isEnabled: true,
				trimDateTimeParameterToDate: false,
				leftExpression: subQueryExpression(condition.function, path, subFilters),
				rightExpression: parameterExpression(
					value,
					value.type === 'dateTime' ? path.end.column.type : value.type,
					zone,
				),
			};
		}
	}
}

/** A lookup is compared by its key, which is a plain GUID (contract 4.4). */
function valueOf({ column }: ColumnPath, value: TypedValue, zone: Zone): ParameterExpression {
	return parameterExpression(value, column.type === 'lookup' ? 'guid' : column.type, zone);
}

function compare(path: ColumnPath, operator: Comparison | TextTest, rightExpression: Expression): Filter {
	return {
		filterType: FILTER_TYPE.CompareFilter,
		comparisonType: COMPARE[operator],
		isEnabled: true,
		trimDateTimeParameterToDate: false,
		leftExpression: columnExpression(path),
		rightExpression,
	};
}

function empty(path: ColumnPath, negated: boolean, zone: Zone): Filter {
	const isNull: IsNullFilter = {
		filterType: FILTER_TYPE.IsNullFilter,
		comparisonType: negated ? COMPARISON_TYPE.IsNotNull : COMPARISON_TYPE.IsNull,
		isEnabled: true,
		isNull: !negated,
		leftExpression: columnExpression(path),
	};
	const blank = blankOf(path);
	if (blank === undefined) return isNull;
	const isBlank = compare(path, negated ? 'notEquals' : 'equals', valueOf(path, blank, zone));
	return groupOf(negated ? 'all' : 'any', [isNull, isBlank]);
}

/** The value that means empty beside null. */
function blankOf({ column }: ColumnPath): TypedValue | undefined {
	if (column.type === 'text') return { type: 'text', value: '' };
	return column.type === 'guid' ? { type: 'guid', value: EMPTY_GUID } : undefined;
}

function anyOf(
	{ path, values, negated }: Extract<PlainTest, { kind: 'anyOf' }>,
	zone: Zone,
): Filter | undefined {
	const lists = chunks(values, MAX_IN_VALUES).map((list): Filter => ({
		filterType: FILTER_TYPE.InFilter,
		comparisonType: negated ? COMPARISON_TYPE.NotEqual : COMPARISON_TYPE.Equal,
		isEnabled: true,
		leftExpression: columnExpression(path),
		rightExpressions: list.map((value) => valueOf(path, value, zone)),
	}));
	return lists.length > 1 ? groupOf(negated ? 'all' : 'any', lists) : lists[0];
}

function exists({ path, negated, condition }: RelatedTest<PlainCondition>, zone: Zone): Filter {
	return {
		filterType: FILTER_TYPE.Exists,
		comparisonType: negated ? COMPARISON_TYPE.NotExists : COMPARISON_TYPE.Exists,
		isEnabled: true,
		// Tests whether the records exist, whatever column the path ends with.
		leftExpression: { expressionType: EXPRESSION_TYPE.SchemaColumn, columnPath: `${path.text}.Id` },
		subFilters: asGroup(condition && compile(condition, zone)),
	};
}

function asGroup(filter: Filter | undefined): FilterGroup {
	if (filter?.filterType === FILTER_TYPE.FilterGroup) return filter;
	return groupOf('all', filter ? [filter] : []);
}

function groupOf(combine: 'all' | 'any', parts: readonly Filter[]): FilterGroup {
	return {
		filterType: FILTER_TYPE.FilterGroup,
		logicalOperation: combine === 'all' ? LOGICAL_OPERATION.And : LOGICAL_OPERATION.Or,
		isEnabled: true,
		items: Object.fromEntries(parts.map((part, index) => [`item${index + 1}`, part])),
	};
}
