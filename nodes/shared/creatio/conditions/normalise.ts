import type { ColumnPath } from '../model/paths';
import type { Comparison, TextTest } from './operators';
import { type Clock, periodRange } from './periods';
import type { Condition, ConditionGroup, PlainTest, RelatedComparison, RelatedTest } from './tree';

/** A condition as the compilers take it: without `not`, and with instants instead of periods. */
export type PlainCondition =
	| PlainTest
	| ConditionGroup<PlainCondition>
	| RelatedTest<PlainCondition>
	| RelatedComparison<PlainCondition>;

const OPPOSITE_COMPARISON: Record<Comparison, Comparison> = {
	equals: 'notEquals',
	notEquals: 'equals',
	less: 'greaterOrEqual',
	greaterOrEqual: 'less',
	greater: 'lessOrEqual',
	lessOrEqual: 'greater',
};

const OPPOSITE: Record<Comparison | TextTest, Comparison | TextTest> = {
	...OPPOSITE_COMPARISON,
	contains: 'notContains',
	notContains: 'contains',
	startsWith: 'notStartsWith',
	notStartsWith: 'startsWith',
	endsWith: 'notEndsWith',
	notEndsWith: 'endsWith',
};

/**
 * The lookup that passes a test by being empty: "is not" and "is none of" include records without a value, as in Creatio's
 * own filters. Filters say so themselves, since otherwise a setting of the site decides (contract 4.4).
 */
export function passedByEmpty(test: PlainCondition): ColumnPath | undefined {
	switch (test.kind) {
		case 'compare':
			return test.operator === 'notEquals' ? lookupOf(test) : undefined;
		case 'anyOf':
		case 'macro':
			return test.negated ? lookupOf(test) : undefined;
		default:
			return undefined;
	}
}

function lookupOf({ path, lookup }: { path: ColumnPath; lookup?: ColumnPath }): ColumnPath | undefined {
	return lookup ?? (path.column.type === 'lookup' ? path : undefined);
}

/**
 * Moves each `not` down into the tests and turns periods into ranges of instants, so that OData and
 * DataService select the same records: every test has an opposite, but it is not documented how a site reads `isNot`
 * of a whole group. As in SQL, an empty column passes neither a test nor its opposite, except for `passedByEmpty`.
 */
export function plainCondition(condition: Condition, clock: Clock): PlainCondition {
	switch (condition.kind) {
		case 'group':
			return { ...condition, parts: condition.parts.map((part) => plainCondition(part, clock)) };
		case 'exists':
			return related(condition, condition.negated, clock);
		case 'related':
			return compared(condition, condition.operator, clock);
		case 'not':
			return opposite(condition.part, clock);
		case 'period':
			return inPeriod(condition, clock);
		default:
			return condition;
	}
}

function opposite(condition: Condition, clock: Clock): PlainCondition {
	switch (condition.kind) {
		case 'group':
			return {
				kind: 'group',
				combine: condition.combine === 'all' ? 'any' : 'all',
				parts: condition.parts.map((part) => opposite(part, clock)),
			};
		case 'not':
			return plainCondition(condition.part, clock);
		case 'compare':
			return { ...condition, operator: OPPOSITE[condition.operator] };
		case 'between': {
			const { path, from, to } = condition;
			return any(
				{ kind: 'compare', path, operator: 'less', value: from },
				{ kind: 'compare', path, operator: 'greater', value: to },
			);
		}
		case 'empty':
		case 'anyOf':
		case 'macro':
			return { ...condition, negated: !condition.negated };
		case 'exists':
			return related(condition, !condition.negated, clock);
		case 'related':
			return compared(condition, OPPOSITE_COMPARISON[condition.operator], clock);
		case 'period':
			return outsidePeriod(condition, clock);
	}
}

/** The condition on the related records stays as it is: "none match" is the opposite of "some match". */
function related(
	{ condition, ...test }: RelatedTest<Condition>,
	negated: boolean,
	clock: Clock,
): RelatedTest<PlainCondition> {
	return { ...test, negated, condition: condition && plainCondition(condition, clock) };
}

function compared(
	{ condition, ...test }: RelatedComparison<Condition>,
	operator: Comparison,
	clock: Clock,
): RelatedComparison<PlainCondition> {
	return { ...test, operator, condition: condition && plainCondition(condition, clock) };
}

type PeriodTest = Extract<Condition, { kind: 'period' }>;

function inPeriod(condition: PeriodTest, clock: Clock): PlainCondition {
	const { path, from, to } = edgesOf(condition, clock);
	return all(
		...(from === undefined ? [] : [compare(path, 'greaterOrEqual', from)]),
		...(to === undefined ? [] : [compare(path, 'less', to)]),
		...(from === undefined ? [filled(path)] : []),
	);
}

function outsidePeriod(condition: PeriodTest, clock: Clock): PlainCondition {
	const { path, from, to } = edgesOf(condition, clock);
	return any(
		...(from === undefined ? [] : [all(compare(path, 'less', from), filled(path))]),
		...(to === undefined ? [] : [compare(path, 'greaterOrEqual', to)]),
	);
}

/** The ends of a period, and the path of a column whose type is now exact. */
function edgesOf({ path, period, columnType }: PeriodTest, clock: Clock) {
	const column = { ...path.column, type: columnType };
	return { path: { ...path, column }, ...periodRange(period, clock, columnType) };
}

function compare(path: ColumnPath, operator: Comparison, value: string): PlainTest {
	return { kind: 'compare', path, operator, value: { type: 'dateTime', value } };
}

/** An empty date is older than every other one, but "before" does not mean it. */
function filled(path: ColumnPath): PlainTest {
	return { kind: 'empty', path, negated: true };
}

function all(...parts: PlainCondition[]): PlainCondition {
	return { kind: 'group', combine: 'all', parts };
}

function any(...parts: PlainCondition[]): PlainCondition {
	return { kind: 'group', combine: 'any', parts };
}
