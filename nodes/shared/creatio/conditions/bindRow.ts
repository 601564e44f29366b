import { type CreatioError, inputError } from '../../basics/errors';
import { isGuid } from '../../basics/guid';
import { jsonIn } from '../../basics/json';
import { keyText, spellings } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import { grouped } from '../../basics/parallel';
import { type Column, type ColumnType, type Metadata, TYPE_WORDS } from '../model/objectModel';
import { type ColumnPath, resolvePath } from '../model/paths';
import { dependsOnExactType } from '../model/dates';
import { isBlank, isBlankFor, isEmptyFor, saysEmpty } from '../model/emptyValues';
import { readValue, type TypedValue } from '../model/values';
import {
	allOperatorsFor,
	isDayPeriod,
	isHourPeriod,
	isNamedPeriod,
	type Operator,
	takesNoValue,
	TEXT_TESTS,
	type TextTest,
} from './operators';
import type { Condition } from './tree';

/** One row of the form as the user entered it, not checked yet. */
export interface ConditionRow {
	readonly path: string;
	readonly operator: Operator;
	readonly value: unknown;
	/** The upper end of "is between". */
	readonly valueTo?: unknown;
}

export interface BindContext {
	readonly metadata: Metadata;
	readonly object: string;
	/** Zone for dates that were entered without one. */
	readonly zone: string;
}

/**
 * Checks the rows of the form against the site's objects and types their values.
 * Rejects with kind `input`, naming the row, before anything is sent.
 */
export async function bindConditions(
	rows: readonly ConditionRow[],
	combine: 'all' | 'any',
	context: BindContext,
): Promise<Condition> {
	const parts: Condition[] = [];
	for (const [index, row] of rows.entries()) {
		parts.push(await bindCondition(row, `${LABELS.conditions}, row ${index + 1}`, context));
	}
	return { kind: 'group', combine, parts };
}

/** Checks and types one condition. `field` names the place in the form. Rejects with kind `input`. */
export async function bindCondition(
	row: ConditionRow,
	field: string,
	context: BindContext,
): Promise<Condition> {
	if (keyText(row.path) === '') {
		throw inputError(
			`The field ${LABELS.column} is empty (${field})`,
			'Choose a column, or remove the condition.',
		);
	}
	const path = await resolvePath(context.metadata, context.object, row.path, field);
	const type = await exactType(path, row, context);
	if (!allOperatorsFor(type).includes(row.operator)) throw unfitOperator(row, type, field);

	const { operator } = row;
	if (operator === 'isEmpty' || operator === 'isNotEmpty') {
		return emptyTest(path, operator === 'isNotEmpty');
	}
	if (isNamedPeriod(operator)) {
		return { kind: 'period', path, period: { name: operator }, columnType: dayOrInstant(type) };
	}
	if (isDayPeriod(operator)) {
		const days = readCount(row.value, 'days', 36_500, field, context);
		return { kind: 'period', path, period: { name: operator, days }, columnType: dayOrInstant(type) };
	}
	if (isHourPeriod(operator)) {
		const hours = readCount(row.value, 'hours', 876_000, field, context);
		return { kind: 'period', path, period: { name: operator, hours }, columnType: 'dateTime' };
	}
	if (operator === 'isCurrentUser' || operator === 'isNotCurrentUser') {
		return {
			kind: 'macro',
			path,
			macro: currentUserOf(path, field),
			negated: operator === 'isNotCurrentUser',
		};
	}
	const read = (input: unknown) => bindValue(path, type, operator, input, field, context);
	if (operator === 'isBetween') {
		if (isEmptyFor(type, row.value) || isEmptyFor(type, row.valueTo)) throw blankValue(field);
		const [from, to] = [await read(row.value), await read(row.valueTo)];
		return { kind: 'between', path, from: from.value, to: to.value };
	}
	if (operator === 'isAnyOf' || operator === 'isNoneOf') {
		const entries = listOf(row.value, field).filter((entry) => !isBlankFor(type, entry));
		if (entries.length === 0) throw blankValue(field);
		const isEmpty = (entry: unknown) => saysEmpty(type, entry);
		return bindList(path, operator === 'isNoneOf', entries, isEmpty, read);
	}
	if (isTextTest(operator) ? isBlank(row.value) : isBlankFor(type, row.value)) throw blankValue(field);
	if (saysEmpty(type, row.value) && !isTextTest(operator)) {
		if (operator === 'equals') return emptyTest(path, false);
		if (operator === 'notEquals') return emptyTest(path, true);
		// Nothing comes before or after nothing.
		throw blankValue(field);
	}
	const { otherSpellings = [], ...bound } = await read(row.value);
	if (otherSpellings.length === 0) return { kind: 'compare', operator, ...bound };
	const { value, ...compared } = bound;
	return {
		kind: 'anyOf',
		...compared,
		values: [value, ...otherSpellings],
		negated: operator === 'notEquals',
	};
}

function isTextTest(operator: Operator): boolean {
	return TEXT_TESTS.includes(operator as TextTest);
}

/** The number of days or hours of a period. */
function readCount(input: unknown, unit: string, most: number, field: string, { zone }: BindContext): number {
	const count = readValue('integer', input, { label: `number of ${unit} (${field})`, zone });
	if (count.type === 'integer' && count.value >= 0 && count.value <= most) return count.value;
	throw inputError(
		`The number of ${unit} must be from 0 to ${most} (${field})`,
		'Write a whole number, such as 7.',
	);
}

/** The signed-in user is a user record for some lookups and a contact for others. */
function currentUserOf({ column, text }: ColumnPath, field: string): 'currentUser' | 'currentUserContact' {
	if (column.target === 'Contact') return 'currentUserContact';
	if (column.target === 'SysAdminUnit' || column.target === 'VwSysAdminUnit') return 'currentUser';
	throw inputError(
		`The lookup ${text} points to ${column.target ?? 'another object'}, which is neither a user nor a contact (${field})`,
		'Choose a lookup such as Owner, or compare with an ID.',
	);
}

interface BoundValue {
	readonly path: ColumnPath;
	/** The lookup, where its display text is compared. */
	readonly lookup?: ColumnPath;
	readonly value: TypedValue;
	/** How a site may have stored the display text beside `value`. */
	readonly otherSpellings?: readonly TypedValue[];
}

/** Comparing a lookup with text compares its display column, with each spelling of the text. */
async function bindValue(
	path: ColumnPath,
	type: ColumnType,
	operator: Operator,
	input: unknown,
	field: string,
	context: BindContext,
): Promise<BoundValue> {
	const valueContext = { label: `column ${path.text} (${field})`, zone: context.zone };
	if (type === 'lookup' && isTextTest(operator)) {
		const text = readValue('text', input, valueContext);
		if (isGuid(keyText(String(text.value)))) throw idAsText(operator, field);
		const value = { type: 'text', value: String(text.value) } as const;
		return { path: await displayPath(path, context), lookup: path, value };
	}
	const value = readValue(type, input, valueContext);
	if (value.type === 'displayText') {
		const asText = (text: string): TypedValue => ({ type: 'text', value: text });
		const [key, ...others] = spellings(value.value);
		return {
			path: await displayPath(path, context),
			lookup: path,
			value: asText(key),
			otherSpellings: others.map(asText),
		};
	}
	return { path, value };
}

/** The list of values gives IDs for the operators that compare records. */
function idAsText(operator: Operator, field: string): CreatioError {
	return inputError(
		`The operator "${operator}" looks for a part of the text of a lookup, but got an ID (${field})`,
		'Write the text, or use the operator "Is Equal To" for the ID.',
	);
}

async function displayPath(path: ColumnPath, context: BindContext): Promise<ColumnPath> {
	const target = path.column.target;
	if (target === undefined) return path;
	const display = await context.metadata.displayColumn(target);
	const model = await context.metadata.object(target);
	const column = model.columns.get(display);
	if (!column) {
		throw inputError(`The lookup ${path.text} cannot be compared with text`, 'Compare it with an ID (GUID).');
	}
	return { text: `${path.text}.${display}`, steps: [...path.steps, path.column], column, owner: target };
}

/** `isEmpty`: whether a value is Creatio's way to say that there is none. */
async function bindList(
	path: ColumnPath,
	negated: boolean,
	entries: readonly unknown[],
	isEmpty: (entry: unknown) => boolean,
	read: (input: unknown) => Promise<BoundValue>,
): Promise<Condition> {
	const bound: BoundValue[] = [];
	for (const entry of entries) if (!isEmpty(entry)) bound.push(await read(entry));
	// IDs and display texts of one lookup are two paths, so a mixed list becomes two lists.
	const byPath = grouped(bound, (value) => value.path.text);
	const lists = [...byPath.values()].map((group): Condition => {
		const values = unique(group.flatMap(({ value, otherSpellings = [] }) => [value, ...otherSpellings]));
		return { kind: 'anyOf', path: group[0]?.path ?? path, lookup: group[0]?.lookup, values, negated };
	});
	if (bound.length < entries.length) lists.push(emptyTest(path, negated));
	const [only] = lists;
	return lists.length === 1 && only
		? only
		: { kind: 'group', combine: negated ? 'all' : 'any', parts: lists };
}

function unique(values: readonly TypedValue[]): TypedValue[] {
	return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function emptyTest(path: ColumnPath, negated: boolean): Condition {
	return { kind: 'empty', path, negated };
}

/** A list, a JSON list, or text with one value per line or separated by commas. */
function listOf(input: unknown, field: string): readonly unknown[] {
	if (Array.isArray(input)) return input;
	if (typeof input !== 'string') return [input];
	const text = input.trim();
	if (text.startsWith('[')) {
		const parsed = jsonIn(text);
		if (Array.isArray(parsed)) return parsed;
		throw inputError(
			`The list of values starts with a bracket but is not a JSON list (${field})`,
			'Write ["A", "B"], or one value per line.',
		);
	}
	return text.split(text.includes('\n') ? /\r?\n/ : ',').map((entry) => entry.trim());
}

/** Asks the runtime schema whether a temporal column contains days, but only if that changes the outcome. */
async function exactType(path: ColumnPath, row: ConditionRow, context: BindContext): Promise<ColumnType> {
	if (path.column.type !== 'dateTime') return path.column.type;
	const isPeriod = isNamedPeriod(row.operator) || isDayPeriod(row.operator) || isHourPeriod(row.operator);
	if (takesNoValue(row.operator) && !isPeriod) return 'dateTime';
	const values = [row.value, row.valueTo].filter((value) => !isBlank(value));
	if (!isPeriod && !values.some(dependsOnExactType)) return 'dateTime';
	return exactColumnType(path.owner, path.column, context);
}

/** `date`, `time` or `dateTime` by the runtime schema; `dateTime` where the site does not say. */
export async function exactColumnType(
	owner: string,
	column: Column,
	context: Pick<BindContext, 'metadata'>,
): Promise<ColumnType> {
	const details = await context.metadata.details(owner);
	return details?.columns.get(column.name)?.type ?? column.type;
}

function unfitOperator(row: ConditionRow, type: ColumnType, field: string): CreatioError {
	const fitting = allOperatorsFor(type);
	return inputError(
		`The operator "${row.operator}" does not fit the column ${row.path}, which contains ${TYPE_WORDS[type]} (${field})`,
		fitting.length > 0 ? `Use one of: ${fitting.join(', ')}.` : 'Choose another column.',
	);
}

function blankValue(field: string): CreatioError {
	return inputError(
		`The value is empty (${field})`,
		'Write a value, or use the operator "Is Empty". Otherwise an expression without a result would silently change which records are found.',
	);
}

function dayOrInstant(type: ColumnType): 'dateTime' | 'date' {
	return type === 'date' ? 'date' : 'dateTime';
}
