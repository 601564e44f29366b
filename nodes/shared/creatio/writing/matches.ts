import { type CreatioError, inputError } from '../../basics/errors';
import { plainDigits } from '../../basics/exactNumber';
import { comparedText, keyText, spellings } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import { grouped } from '../../basics/parallel';
import type { Connection } from '../../connection/serviceCall';
import type { Condition } from '../conditions/tree';
import type { Column } from '../model/objectModel';
import { type Row, withoutSentinel } from '../model/rows';
import type { ColumnValue, TypedValue } from '../model/values';
import { rowsMatching, rowsMatchingEach } from '../odata/findByFilters';

/**
 * What one item matches on: each column with its value as it was entered, null for records without a value in it. Blank
 * values match nothing, so they are left out.
 */
export type Match = readonly ColumnValue[];

/** The values by which a record is matched, and the others. */
export interface SplitValues {
	readonly match: Match;
	readonly rest: readonly ColumnValue[];
}

/** `blank`: the error for a match column without a value, by which no record can be matched. */
export function splitMatch(
	columns: readonly Column[],
	values: readonly ColumnValue[],
	blank: (column: Column) => CreatioError,
): SplitValues {
	const match = columns.map((column): ColumnValue => {
		const found = values.find((candidate) => candidate.column === column);
		const isBlankText = found?.value?.type === 'text' && keyText(found.value.value) === '';
		// Null is Creatio's own word for a column without a value; a record always has an ID.
		if (found && !isBlankText && (found.value || column.name !== 'Id')) return found;
		throw blank(column);
	});
	return { match, rest: values.filter(({ column }) => !columns.includes(column)) };
}

/** What a new record gets in its match columns: a text there is a key, so that the next run finds it (see `keyText`). */
export function newValues(match: Match): ColumnValue[] {
	return match.map(({ column, value }) => ({
		column,
		value: value?.type === 'text' ? { type: 'text', value: keyText(value.value) } : value,
	}));
}

/** Equal for items that match the same record. Texts are compared by their key, without regard to case. */
export function matchKey(object: string, match: Match): string {
	return keyOf(
		object,
		match.map(({ column, value }) => [column, value?.value ?? null]),
	);
}

/** The match key of a row. */
function rowKey(object: string, columns: readonly Column[], row: Row): string {
	return keyOf(
		object,
		columns.map((column) => [column, withoutSentinel(column, row[column.property]) ?? null]),
	);
}

function keyOf(object: string, pairs: ReadonlyArray<readonly [Column, unknown]>): string {
	const values = pairs.map(([column, value]) => [column.name, comparable(column, value)] as const);
	return JSON.stringify([object, ...[...values].sort(([a], [b]) => a.localeCompare(b))]);
}

function comparable(column: Column, value: unknown): unknown {
	if (value === null) return null;
	switch (column.type) {
		case 'dateTime':
		case 'date':
		case 'time':
			// Sites return fractions of a second as they store them.
			return Date.parse(String(value));
		case 'integer':
		case 'decimal':
			return plainDigits(String(value));
		default:
			return comparedText(String(value));
	}
}

/**
 * The Ids of the records of each match, sorted. Matches are looked up together; a site may consider values equal that
 * differ in more than case, so those without a record are then looked up by themselves.
 */
export async function findMatches(
	connection: Connection,
	object: string,
	matches: readonly Match[],
): Promise<Map<string, string[]>> {
	const found = new Map(matches.map((match): [string, string[]] => [matchKey(object, match), []]));
	// Items may match on different columns where their names come from expressions.
	const byColumns = grouped(matches, (match) => match.map(({ column }) => column.name).join(','));
	for (const group of byColumns.values()) {
		const columns = group[0]?.map(({ column }) => column) ?? [];
		const rows = await rowsMatching(connection, object, conditionOf(object, group), columns);
		const unmatched = rows.filter((row) => {
			const ids = found.get(rowKey(object, columns, row));
			ids?.push(String(row.Id));
			return ids === undefined;
		});
		if (unmatched.length === 0) continue;
		const open = group.filter((match) => found.get(matchKey(object, match))?.length === 0);
		const conditions = open.map((match) => conditionOf(object, [match]));
		const answers = await rowsMatchingEach(connection, object, conditions, columns);
		for (const [index, match] of open.entries()) {
			const ids = (answers[index] ?? []).map((row) => String(row.Id));
			found.set(matchKey(object, match), ids);
		}
	}
	for (const ids of found.values()) ids.sort();
	return found;
}

function conditionOf(object: string, matches: readonly Match[]): Condition {
	const pathOf = (column: Column) => ({ text: column.name, steps: [], column, owner: object });
	const anyOf = (column: Column, values: readonly TypedValue[]): Condition => ({
		kind: 'anyOf',
		path: pathOf(column),
		values: inSpellings(values),
		negated: false,
	});
	const [first = []] = matches;
	const [column, ...others] = first.map((value) => value.column);
	const values = matches.flatMap((match) => match.flatMap(({ value }) => value ?? []));
	if (column && others.length === 0 && values.length === matches.length) return anyOf(column, values);
	const parts = matches.map((match): Condition => ({
		kind: 'group',
		combine: 'all',
		parts: match.map(({ column: of, value }) =>
			value === null ? { kind: 'empty', path: pathOf(of), negated: false } : anyOf(of, [value]),
		),
	}));
	return { kind: 'group', combine: 'any', parts };
}

/** Each value once, a text in each of its spellings. */
function inSpellings(values: readonly TypedValue[]): TypedValue[] {
	const all = values.flatMap((value): TypedValue[] =>
		value.type === 'text' ? spellings(value.value).map((text) => ({ type: 'text', value: text })) : [value],
	);
	return [...new Map(all.map((value) => [value.value, value])).values()];
}

export function severalMatches(object: string, match: Match): CreatioError {
	const names = match.map(({ column }) => column.name).join(' and ');
	return inputError(
		`Several records of ${object} have the same ${names}, so it is not clear which one to update`,
		`Match on more columns, or choose in the option "${LABELS.severalMatches}" what to do.`,
	);
}
