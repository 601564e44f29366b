import { attempt } from '../../basics/attempt';
import { inputError } from '../../basics/errors';
import { derivedGuid } from '../../basics/guid';
import type { Connection } from '../../connection/serviceCall';
import type { TableRow } from '../../tables/table';
import type { ColumnValue } from '../model/values';
import { MAX_PARTS } from '../odata/batchRequest';
import { KEYS_IN_FILTER } from '../odata/filterText';
import { findMatches, type Match, matchKey, splitMatch } from '../writing/matches';
import type { ImportRules } from './importRules';

/**
 * Rows that are checked together and written together: so many keys, or values to match on, fit into one request. More of them at a time
 * would take more memory.
 */
export const WINDOW = KEYS_IN_FILTER * MAX_PARTS;

/** A row that cannot be imported, and why. */
interface RefusedRow {
	readonly row: TableRow;
	readonly error: unknown;
}

/** A row, checked and typed. */
export interface ReadyRow {
	readonly row: TableRow;
	/** Empty where all rows are new records. */
	readonly match: Match;
	readonly rest: readonly ColumnValue[];
	/** Equal for rows that mean the same record; `undefined` for new records without an Id of the file. */
	readonly key: string | undefined;
	/** The Id of the record that it creates, where the file does not say one. */
	readonly newId: string;
}

export type PreparedRow = RefusedRow | ReadyRow;

/** Rows that are written together. */
export interface PreparedWindow {
	readonly rows: readonly PreparedRow[];
	/** The Ids of the records that match, by the keys of the rows. */
	readonly matches: ReadonlyMap<string, readonly string[]>;
}

/** Checks rows, and finds the records that they match. Their look-ups share requests. */
export async function prepareRows(
	connection: Connection,
	rules: ImportRules,
	rows: readonly TableRow[],
): Promise<PreparedWindow> {
	const prepared = await Promise.all(rows.map(async (row) => await prepareRow(rules, row)));
	if (rules.matchColumns.length === 0) return { rows: prepared, matches: new Map() };
	const found = await attempt(
		findMatches(
			connection,
			rules.model.name,
			prepared.flatMap((one) => ('match' in one ? [one.match] : [])),
		),
	);
	if (found.done) return { rows: prepared, matches: found.value };
	const { error } = found;
	return {
		rows: prepared.map((one) => ('match' in one ? { row: one.row, error } : one)),
		matches: new Map(),
	};
}

/** The Id of the record that the row of this number creates, in each import of the file. */
export function newRecordId(
	{ checksum, model }: Pick<ImportRules, 'checksum' | 'model'>,
	row: number,
): string {
	return derivedGuid('file', checksum, model.name, row);
}

async function prepareRow(rules: ImportRules, row: TableRow): Promise<PreparedRow> {
	if (row.fault) {
		const { message, column } = row.fault;
		return { row, error: inputError(column === undefined ? message : `${message} (column ${column})`) };
	}
	const ready = await attempt(readRow(rules, row));
	return ready.done ? ready.value : { row, error: ready.error };
}

async function readRow(rules: ImportRules, row: TableRow): Promise<ReadyRow> {
	const { model, matchColumns } = rules;
	const values = await rules.valuesOf(row);
	const newId = newRecordId(rules, row.number);
	if (matchColumns.length === 0) return { row, match: [], rest: values, key: ownId(values), newId };
	const { match, rest } = splitMatch(matchColumns, values, ({ name }) =>
		inputError(
			`The match column ${name} has no value`,
			'Give it a value, or match on another column. An empty value would match every record that has none.',
		),
	);
	return { row, match, rest, key: matchKey(model.name, match), newId };
}

function ownId(values: readonly ColumnValue[]): string | undefined {
	const own = values.find(({ column }) => column.name === 'Id')?.value;
	return own?.type === 'guid' ? own.value : undefined;
}
