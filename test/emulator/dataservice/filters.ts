import { type Entity, isLookup } from '../model/model';
import { Aliases } from '../odata/scope';
import { type Condition, fold, type SqlValue, withoutEndBlanks } from '../store/database';
import { COMPARISON, EXPRESSION, FILTER, LOGIC } from './codes';
import { datePart, type Frame, localSql, noOperator, type Operand, operandOf, valueOf } from './expressions';
import { Joins } from './joins';
import { asSql, type Parameter, readParameters } from './parameters';
import { dayOf, type Period, type YearlyPeriod } from './periods';
import type { Query } from './query';
import type { Expression, Filter } from './reader/messages';
import { databaseFault, notSupported, nullReference, nullValue } from './refusals';
import { comparable, type Value } from './values';

/** Where expressions over the rows of an object stand. */
export function frameOf(query: Query, entity: Entity): Frame {
	const joins = new Joins(entity, query.context.store, new Aliases());
	return { query, joins, where: compileFilters };
}

/**
 * Turns a group of filters, or a single filter (contract 4.4), into SQL. Gives `undefined` when nothing is left
 * to test: no filters, an empty group, or all of them switched off.
 *
 * The logic is SQL's: a comparison with a value that is missing is neither true nor false.
 */
export function compileFilters(filters: Filter | undefined, frame: Frame): Condition | undefined {
	if (!filters) return undefined;
	const enabled = filters.isEnabled ?? frame.query.context.switches.filterEnabledByDefault;
	if (!enabled) return undefined;
	const condition = compileOne(filters, frame);
	if (!condition || filters.isNot !== true) return condition;
	return { sql: `(NOT ${condition.sql})`, params: condition.params };
}

function compileOne(filter: Filter, frame: Frame): Condition | undefined {
	const type = filter.filterType ?? 0;
	switch (type) {
		case FILTER.filterGroup:
			return group(filter, frame);
		case FILTER.compareFilter:
			return compareFilter(filter, frame);
		case FILTER.isNullFilter:
			return isNullFilter(filter, frame);
		case FILTER.between:
			return betweenFilter(filter, frame);
		case FILTER.inFilter:
			return inFilter(filter, frame);
		case FILTER.exists:
			return existsFilter(filter, frame);
		default:
			throw notSupported(`Filter type ${type} is not supported.`);
	}
}

const OPERATORS = [' AND ', ' OR '];

function group(filter: Filter, frame: Frame): Condition | undefined {
	const operation = OPERATORS[filter.logicalOperation ?? LOGIC.and];
	if (operation === undefined) throw notSupported('The logical operation is not supported.');
	const parts = [...(filter.items?.values() ?? [])].flatMap((one) => {
		if (!one) throw nullReference();
		return compileFilters(one, frame) ?? [];
	});
	const [first, ...others] = parts;
	if (first === undefined || others.length === 0) return first;
	return { sql: balanced(parts, operation), params: parts.flatMap((part) => part.params) };
}

/** SQLite allows expressions 1,000 levels deep, and every AND or OR without brackets is a level. */
function balanced(parts: Condition[], operation: string): string {
	if (parts.length <= 2) return `(${parts.map((part) => part.sql).join(operation)})`;
	const half = parts.length >> 1;
	return `(${balanced(parts.slice(0, half), operation)}${operation}${balanced(parts.slice(half), operation)})`;
}

/** The left side. An aggregate over the rows themselves cannot stand in a WHERE clause; a sub-query can. */
function leftOf(filter: Filter, frame: Frame): Value {
	const left = valueOf(filter.leftExpression, frame);
	if (left.aggregate === true) {
		throw databaseFault(
			frame.query.context.options.database,
			'42803: aggregate functions are not allowed in WHERE',
			'An aggregate may not appear in the WHERE clause.',
		);
	}
	return left;
}

function comparisonOf(filter: Filter, allowed: number[]): number {
	const comparison = filter.comparisonType ?? COMPARISON.between;
	if (allowed.includes(comparison)) return comparison;
	throw notSupported(`Comparison type ${comparison} does not fit filter type ${filter.filterType}.`);
}

const RELATIONS: Record<number, string> = {
	[COMPARISON.equal]: '=',
	[COMPARISON.notEqual]: '<>',
	[COMPARISON.less]: '<',
	[COMPARISON.lessOrEqual]: '<=',
	[COMPARISON.greater]: '>',
	[COMPARISON.greaterOrEqual]: '>=',
};

const TEXT_TESTS: Record<number, (text: string, part: string) => string> = {
	[COMPARISON.startWith]: (text, part) => `starts_with(${text}, ${part})`,
	[COMPARISON.notStartWith]: (text, part) => `NOT starts_with(${text}, ${part})`,
	[COMPARISON.contain]: (text, part) => `instr(${text}, ${part}) > 0`,
	[COMPARISON.notContain]: (text, part) => `NOT instr(${text}, ${part}) > 0`,
	[COMPARISON.endWith]: (text, part) => `ends_with(${text}, ${part})`,
	[COMPARISON.notEndWith]: (text, part) => `NOT ends_with(${text}, ${part})`,
};

function compareFilter(filter: Filter, frame: Frame): Condition {
	const comparison = comparisonOf(
		filter,
		[...Object.keys(RELATIONS), ...Object.keys(TEXT_TESTS)].map(Number),
	);
	const left = leftOf(filter, frame);
	const right = trimmed(filter, left, operandOf(filter.rightExpression, frame));
	const { query } = frame;
	switch (right.form) {
		case 'period':
			return inPeriod(comparison, left, right.period, query);
		case 'yearly':
			return inYearlyPeriod(comparison, left, right.period, query);
		case 'part':
			return compare(comparison, datePart(right.part, left, query), right, query);
		default:
			return orEmptyLookup(comparison, left, compare(comparison, left, right, query), query);
	}
}

/** "Not equal" on a lookup selects empty ones too, where `UseLookupNotEqualOrNullQueryCondition` is on (contract 4.4). */
function orEmptyLookup(comparison: number, left: Value, condition: Condition, query: Query): Condition {
	const isMeant = comparison === COMPARISON.notEqual && left.column && isLookup(left.column);
	if (!isMeant || !query.context.switches.lookupNotEqualOrNull.dataService) return condition;
	return {
		sql: `(${condition.sql} OR ${left.sql} IS NULL)`,
		params: [...condition.params, ...left.params],
	};
}

/** A date without its time stands for the whole day (`trimDateTimeParameterToDate`). */
function trimmed(filter: Filter, left: Value, right: Operand): Operand {
	if (filter.trimDateTimeParameterToDate !== true || right.form !== 'parameter') return right;
	const { kind, value } = right.parameter;
	const isDay =
		(kind === 'dateTime' || kind === 'date') && (left.kind === 'dateTime' || left.kind === 'date');
	return isDay && typeof value === 'string' ? { form: 'period', period: dayOf(value) } : right;
}

/** Compares with a value or a parameter. */
export function compare(
	comparison: number,
	left: Value,
	right: Extract<Operand, { form: 'value' | 'parameter' | 'part' }>,
	query: Query,
): Condition {
	const other = right.form === 'value' ? right.value : right.parameter;
	const relation = RELATIONS[comparison];
	const test = TEXT_TESTS[comparison];
	const fits = test ? left.kind === 'text' && other.kind === 'text' : comparable(left.kind, other.kind);
	// A time is compared with a parameter that is read as a time.
	if (!fits && left.kind === 'time' && right.form === 'parameter') throw nullValue();
	if (!fits) throw noOperator(relation ?? '~~*', left.kind, other.kind, query);
	const a = sideOf(left, query);
	const b = right.form === 'value' ? sideOf(right.value, query) : parameterSide(right.parameter, left, query);
	const isPadded = !test && left.kind === 'text' && query.context.switches.trailingBlanks === 'ignored';
	const [one, two] = isPadded ? [withoutEndBlanks(a), withoutEndBlanks(b)] : [a, b];
	const sql = test ? test(a.sql, b.sql) : `${one.sql} ${relation} ${two.sql}`;
	return { sql: `(${sql})`, params: [...a.params, ...b.params] };
}

/** Texts without letter case, times without their day. */
function sideOf(value: Value, query: Query): Condition {
	const { kind, sql, params } = value;
	if (kind === 'text' && query.context.switches.caseInsensitiveText) return { sql: `ulower(${sql})`, params };
	return kind === 'time' ? { sql: `substr(${sql}, 12)`, params } : { sql, params };
}

function parameterSide(parameter: Parameter, left: Value, query: Query): Condition {
	return { sql: '?', params: [parameterSql(parameter, left, query)] };
}

function parameterSql(parameter: Parameter, left: Value, query: Query): SqlValue {
	const value = asSql(parameter, left.kind, query.zone);
	if (typeof value !== 'string') return value;
	if (left.kind === 'time') return value.slice(11);
	return left.kind === 'text' && query.context.switches.caseInsensitiveText ? fold(value) : value;
}

/** Ends of a period as the left side has them. */
function ends(period: Period, left: Value, query: Query): { start: SqlValue; end: SqlValue } {
	if (left.kind !== 'dateTime' && left.kind !== 'date') throw noOperator('=', left.kind, 'dateTime', query);
	const at = (value: string) => asSql({ kind: 'dateTime', value }, left.kind, query.zone);
	return { start: at(period.start), end: at(period.end) };
}

/** Equal means within the period, less before it, greater after it. */
function inPeriod(comparison: number, left: Value, period: Period, query: Query): Condition {
	const { start, end } = ends(period, left, query);
	const { sql, params } = left;
	const within = `(${sql} >= ? AND ${sql} < ?)`;
	switch (comparison) {
		case COMPARISON.equal:
			return { sql: within, params: [...params, start, ...params, end] };
		case COMPARISON.notEqual:
			return { sql: `(NOT ${within})`, params: [...params, start, ...params, end] };
		case COMPARISON.less:
			return { sql: `(${sql} < ?)`, params: [...params, start] };
		case COMPARISON.lessOrEqual:
			return { sql: `(${sql} < ?)`, params: [...params, end] };
		case COMPARISON.greater:
			return { sql: `(${sql} >= ?)`, params: [...params, end] };
		case COMPARISON.greaterOrEqual:
			return { sql: `(${sql} >= ?)`, params: [...params, start] };
		default:
			throw notSupported(`Comparison type ${comparison} does not fit a period.`);
	}
}

function inYearlyPeriod(comparison: number, left: Value, period: YearlyPeriod, query: Query): Condition {
	if (left.kind !== 'dateTime' && left.kind !== 'date') throw noOperator('=', left.kind, 'dateTime', query);
	if (comparison !== COMPARISON.equal && comparison !== COMPARISON.notEqual) {
		throw notSupported(`Comparison type ${comparison} does not fit days of the year.`);
	}
	const local = localSql(left, query);
	const day = `substr(${local.sql}, 6, 5)`;
	const within = `(${day} >= ? ${period.from <= period.to ? 'AND' : 'OR'} ${day} <= ?)`;
	return {
		sql: comparison === COMPARISON.equal ? within : `(NOT ${within})`,
		params: [...local.params, period.from, ...local.params, period.to],
	};
}

/** `isNull` alone decides, and is true when it is missing; the type of comparison says nothing (contract 4.4). */
function isNullFilter(filter: Filter, frame: Frame): Condition {
	const wantsNull = filter.isNull ?? true;
	const { kind, sql, params } = leftOf(filter, frame);
	// Empty text and null are one.
	const test = kind === 'text' ? `coalesce(${sql}, '') = ''` : `${sql} IS NULL`;
	return { sql: wantsNull ? `(${test})` : `(NOT ${test})`, params };
}

function betweenFilter(filter: Filter, frame: Frame): Condition {
	comparisonOf(filter, [COMPARISON.between]);
	const left = leftOf(filter, frame);
	const bound = (name: 'rightLessExpression' | 'rightGreaterExpression', comparison: number): Condition => {
		const right = trimmed(filter, left, operandOf(filter[name], frame));
		if (right.form === 'yearly' || right.form === 'part')
			throw notSupported('This macros is no end of an interval.');
		return right.form === 'period'
			? inPeriod(comparison, left, right.period, frame.query)
			: compare(comparison, left, right, frame.query);
	};
	const lower = bound('rightLessExpression', COMPARISON.greaterOrEqual);
	const upper = bound('rightGreaterExpression', COMPARISON.lessOrEqual);
	return { sql: `(${lower.sql} AND ${upper.sql})`, params: [...lower.params, ...upper.params] };
}

function inFilter(filter: Filter, frame: Frame): Condition {
	const comparison = comparisonOf(filter, [COMPARISON.equal, COMPARISON.notEqual]);
	const { query } = frame;
	const left = leftOf(filter, frame);
	const parameters = (filter.rightExpressions ?? []).flatMap((one) => choices(one, frame));
	if (parameters.length === 0) throw nullReference();
	for (const { kind } of parameters) {
		if (!comparable(left.kind, kind)) throw noOperator('=', left.kind, kind, query);
	}
	const isPadded = left.kind === 'text' && query.context.switches.trailingBlanks === 'ignored';
	const side = isPadded ? withoutEndBlanks(sideOf(left, query)) : sideOf(left, query);
	const values = parameters
		.map((parameter) => parameterSql(parameter, left, query))
		.map((value) => (isPadded && typeof value === 'string' ? value.replace(/ +$/, '') : value));
	return {
		sql: `(${side.sql} ${comparison === COMPARISON.equal ? 'IN' : 'NOT IN'} (SELECT value FROM json_each(?)))`,
		params: [...side.params, JSON.stringify(values)],
	};
}

function choices(expression: Expression, frame: Frame): Parameter[] {
	if (expression.expressionType === EXPRESSION.parameter) return readParameters(expression, frame.query);
	const operand = operandOf(expression, frame);
	if (operand.form !== 'parameter') throw notSupported('A list of values can hold parameters only.');
	return [operand.parameter];
}

function existsFilter(filter: Filter, frame: Frame): Condition {
	const comparison = comparisonOf(filter, [COMPARISON.exists, COMPARISON.notExists]);
	const path = filter.leftExpression?.columnPath;
	if (path === undefined) throw nullReference();
	const { joins, link, rest } = frame.joins.children(path);
	joins.findSteps(rest, path);
	const inner = compileFilters(filter.subFilters, { ...frame, joins });
	const where = inner ? `${link} AND ${inner.sql}` : link;
	return {
		sql: `(${comparison === COMPARISON.exists ? '' : 'NOT '}EXISTS (SELECT 1 FROM ${joins.from} WHERE ${where}))`,
		params: inner?.params ?? [],
	};
}
