import { storedNow } from '../model/instant';
import { toLocal } from '../model/zone';
import type { Condition } from '../store/database';
import { AGGREGATION, AGGREGATION_EVAL, DATE_PART, EXPRESSION, FUNCTION, MACROS } from './codes';
import { displayColumn, imageColumn, type Joins } from './joins';
import { type Parameter, readParameter } from './parameters';
import { type Period, periodOf, type YearlyPeriod, yearlyPeriodOf } from './periods';
import type { Query } from './query';
import type { Expression, Filter } from './reader/messages';
import { databaseFault, notSupported, nullReference, unknownPath } from './refusals';
import { columnValue, isNumber, type Kind, SQL_NAMES, type Value } from './values';

/** Where an expression stands: paths start at the root of `joins`. */
export interface Frame {
	query: Query;
	joins: Joins;
	/** Compiles the filters of a sub-query. */
	where(filters: Filter | undefined, frame: Frame): Condition | undefined;
}

/** The right side of a comparison. */
export type Operand =
	| { form: 'value'; value: Value }
	| { form: 'parameter'; parameter: Parameter }
	| { form: 'period'; period: Period }
	| { form: 'yearly'; period: YearlyPeriod }
	/** "the month of the left side is ...". */
	| { form: 'part'; part: number; parameter: Parameter };

/** Compiles an expression that yields one value per row, or per group (contract 4.3). */
export function valueOf(expression: Expression | undefined, frame: Frame): Value {
	if (!expression) throw nullReference();
	const type = expression.expressionType ?? EXPRESSION.schemaColumn;
	switch (type) {
		case EXPRESSION.schemaColumn:
			return columnAt(expression, frame);
		case EXPRESSION.parameter:
			return parameterValue(readParameter(expression, frame.query));
		case EXPRESSION.function:
			return functionValue(expression, frame);
		case EXPRESSION.subQuery:
			return subQuery(expression, frame);
		case EXPRESSION.arithmeticOperation:
			return arithmetic(expression, frame);
		default:
			throw notSupported(`Expression type ${type} is not supported.`);
	}
}

/** Compiles the right side of a comparison: parameters keep their value, macros may stand for a period. */
export function operandOf(expression: Expression | undefined, frame: Frame): Operand {
	if (!expression) throw nullReference();
	const type = expression.expressionType ?? EXPRESSION.schemaColumn;
	if (type === EXPRESSION.parameter)
		return { form: 'parameter', parameter: readParameter(expression, frame.query) };
	const isMacros = type === EXPRESSION.function && expression.functionType === FUNCTION.macros;
	if (!isMacros) return { form: 'value', value: valueOf(expression, frame) };
	return macrosOperand(expression, frame) ?? { form: 'value', value: valueOf(expression, frame) };
}

const PARTS: Record<number, number> = {
	[MACROS.dayOfMonth]: DATE_PART.day,
	[MACROS.dayOfWeek]: DATE_PART.weekday,
	[MACROS.hour]: DATE_PART.hour,
	[MACROS.hourMinute]: DATE_PART.hourMinute,
	[MACROS.month]: DATE_PART.month,
	[MACROS.year]: DATE_PART.year,
};

function macrosOperand(expression: Expression, frame: Frame): Operand | undefined {
	const macros = expression.macrosType ?? 0;
	const person = personOf(macros, frame);
	if (person !== undefined) return { form: 'parameter', parameter: { kind: 'guid', value: person } };
	const argument = () => {
		const given = expression.functionArgument;
		if (!given) throw nullReference();
		return readParameter(given, frame.query);
	};
	const count = () => {
		const { value } = wholeArgument(argument());
		if (typeof value !== 'number' || value < 0) throw notSupported(`Macros ${macros} needs a whole number.`);
		return value;
	};
	const now = toLocal(frame.query.zone, storedNow(frame.query.context.options.clock()));
	const period = periodOf(macros, now, count);
	if (period) return { form: 'period', period };
	const yearly = yearlyPeriodOf(macros, now, count);
	if (yearly) return { form: 'yearly', period: yearly };
	const part = PARTS[macros];
	return part === undefined ? undefined : { form: 'part', part, parameter: wholeArgument(argument()) };
}

/** The argument of a macro may be a text, such as "1986" (contract 4.4). */
function wholeArgument({ kind, value }: Parameter): Parameter {
	const isNumber = kind === 'text' && /^\s*\d{1,9}\s*$/.test(String(value));
	return isNumber ? { kind: 'integer', value: Number(value) } : { kind, value };
}

function personOf(macros: number, { query }: Frame): string | undefined {
	if (macros === MACROS.currentUser) return query.caller.user.userId;
	return macros === MACROS.currentUserContact ? query.caller.user.contactId : undefined;
}

function columnAt(expression: Expression, frame: Frame): Value {
	const path = expression.columnPath;
	if (path === undefined) throw nullReference();
	const { column, sql } = frame.joins.find(path);
	return columnValue(column, sql);
}

function parameterValue({ kind, value }: Parameter): Value {
	// Dates in arithmetic or columns have no counterpart whose zone they could share.
	if (kind === 'dateTime' || kind === 'date' || kind === 'time')
		throw notSupported('A date can only be compared with.');
	return { sql: kind === 'integer' ? 'CAST(? AS INTEGER)' : '?', params: [value], kind };
}

function functionValue(expression: Expression, frame: Frame): Value {
	const type = expression.functionType ?? 0;
	const argument = () => valueOf(expression.functionArgument, frame);
	switch (type) {
		case FUNCTION.macros:
			return macrosValue(expression, frame);
		case FUNCTION.aggregation:
			return aggregated(expression, argument(), frame);
		case FUNCTION.datePart:
			return datePart(expression.datePartType ?? 0, argument(), frame.query);
		case FUNCTION.length: {
			const text = argument();
			if (text.kind !== 'text') throw noFunction('length', text.kind, frame.query);
			return { sql: `length(${text.sql})`, params: text.params, kind: 'integer', aggregate: text.aggregate };
		}
		default:
			throw notSupported(`Function type ${type} is not supported.`);
	}
}

function macrosValue(expression: Expression, frame: Frame): Value {
	const macros = expression.macrosType ?? 0;
	const person = personOf(macros, frame);
	if (person !== undefined) return { sql: '?', params: [person], kind: 'guid' };
	const { entity } = frame.joins;
	const names: Record<number, string | undefined> = {
		[MACROS.primaryColumn]: 'Id',
		[MACROS.primaryDisplayColumn]: displayColumn(entity)?.name,
		[MACROS.primaryImageColumn]: imageColumn(entity)?.name,
	};
	if (!(macros in names)) throw notSupported(`Macros ${macros} has no value here.`);
	const name = names[macros];
	if (name === undefined) throw unknownPath('', entity.name);
	const { column, sql } = frame.joins.find(name);
	return columnValue(column, sql);
}

const AGGREGATES: Record<number, string> = {
	[AGGREGATION.count]: 'count',
	[AGGREGATION.sum]: 'sum',
	[AGGREGATION.avg]: 'avg',
	[AGGREGATION.min]: 'min',
	[AGGREGATION.max]: 'max',
};

function aggregated(expression: Expression, argument: Value, frame: Frame): Value {
	const type = expression.aggregationType ?? 0;
	const name = AGGREGATES[type];
	if (name === undefined) throw notSupported(`Aggregation type ${type} is not supported.`);
	if (argument.aggregate === true) {
		throw databaseFault(
			frame.query.context.options.database,
			'42803: aggregate function calls cannot be nested',
			'Cannot perform an aggregate function on an expression containing an aggregate or a subquery.',
		);
	}
	const { kind } = argument;
	const fits =
		type === AGGREGATION.count
			? kind !== 'blob'
			: type === AGGREGATION.sum || type === AGGREGATION.avg
				? isNumber(kind)
				: kind !== 'guid' && kind !== 'boolean' && kind !== 'blob';
	if (!fits) throw noFunction(name, kind, frame.query);
	const distinct = expression.aggregationEvalType === AGGREGATION_EVAL.distinct ? 'DISTINCT ' : '';
	const call = `${name}(${distinct}${argument.sql})`;
	const sums = kind === 'money' && (type === AGGREGATION.sum || type === AGGREGATION.avg);
	return {
		// Binary fractions would show in the last digits; a site sums decimals.
		sql: sums ? `round(${call}, 4)` : call,
		params: argument.params,
		kind: resultOf(type, kind),
		aggregate: true,
	};
}

function resultOf(type: number, kind: Kind): Kind {
	if (type === AGGREGATION.count) return 'integer';
	return type === AGGREGATION.avg && kind === 'integer' ? 'float' : kind;
}

/** An aggregate over the rows that a bracket names. */
function subQuery(expression: Expression, frame: Frame): Value {
	const path = expression.columnPath;
	if (path === undefined) throw nullReference();
	const { joins, link, rest } = frame.joins.children(path);
	const { column, sql } = joins.findSteps(rest, path);
	const inner: Frame = { ...frame, joins };
	const value = aggregated(expression, columnValue(column, sql), inner);
	const filters = frame.where(expression.subFilters, inner);
	const where = filters ? `${link} AND ${filters.sql}` : link;
	return {
		sql: `(SELECT ${value.sql} FROM ${joins.from} WHERE ${where})`,
		params: [...value.params, ...(filters?.params ?? [])],
		kind: value.kind,
	};
}

const OPERATORS = ['+', '-', '*', '/'];

function arithmetic(expression: Expression, frame: Frame): Value {
	const operator = OPERATORS[expression.arithmeticOperation ?? 0];
	if (operator === undefined) throw notSupported('The arithmetic operation is not supported.');
	const left = valueOf(expression.leftArithmeticOperand, frame);
	const right = valueOf(expression.rightArithmeticOperand, frame);
	if (!isNumber(left.kind) || !isNumber(right.kind))
		throw noOperator(operator, left.kind, right.kind, frame.query);
	const kinds = [left.kind, right.kind];
	return {
		sql: `(${left.sql} ${operator} ${right.sql})`,
		params: [...left.params, ...right.params],
		kind: kinds.includes('money') ? 'money' : kinds.includes('float') ? 'float' : 'integer',
		aggregate: left.aggregate === true || right.aggregate === true,
	};
}

/** A part of a date in the session's zone. Weeks start on Monday, which is day 1; they are numbered as by ISO. */
export function datePart(part: number, value: Value, query: Query): Value {
	if (value.kind !== 'dateTime' && value.kind !== 'date' && value.kind !== 'time') {
		throw noFunction('date_part', value.kind, query);
	}
	const local = localSql(value, query);
	const make = (sql: string, kind: Kind = 'integer'): Value => ({
		sql,
		params: local.params,
		kind,
		aggregate: value.aggregate,
	});
	const digits = (from: number, length: number) =>
		make(`CAST(substr(${local.sql}, ${from}, ${length}) AS INTEGER)`);
	const strftime = (format: string) =>
		make(`CAST(strftime('${format}', substr(${local.sql}, 1, 10)) AS INTEGER)`);
	switch (part) {
		case DATE_PART.day:
			return digits(9, 2);
		case DATE_PART.week:
			return strftime('%V');
		case DATE_PART.month:
			return digits(6, 2);
		case DATE_PART.year:
			return digits(1, 4);
		case DATE_PART.weekday:
			return strftime('%u');
		case DATE_PART.hour:
			return digits(12, 2);
		case DATE_PART.hourMinute:
			return make(`('0001-01-01T' || substr(${local.sql}, 12, 5) || ':00.0000000')`, 'time');
		default:
			throw notSupported(`Date part ${part} is not supported.`);
	}
}

/** The local time of a date expression. */
export function localSql({ kind, sql, params }: Value, { zone }: Query): Condition {
	if (kind !== 'dateTime' || zone === 'UTC') return { sql, params };
	return { sql: `in_zone(${sql}, '${zone}')`, params };
}

function noFunction(name: string, kind: Kind, query: Query): Error {
	const type = SQL_NAMES[kind];
	return databaseFault(
		query.context.options.database,
		`42883: function ${name}(${type.postgres}) does not exist`,
		`Operand data type ${type.mssql} is invalid for ${name} operator.`,
	);
}

/** The database does not compare, or reckon with, the two. */
export function noOperator(operator: string, left: Kind, right: Kind, query: Query): Error {
	return databaseFault(
		query.context.options.database,
		`42883: operator does not exist: ${SQL_NAMES[left].postgres} ${operator} ${SQL_NAMES[right].postgres}`,
		`Operand type clash: ${SQL_NAMES[right].mssql} is incompatible with ${SQL_NAMES[left].mssql}`,
	);
}
