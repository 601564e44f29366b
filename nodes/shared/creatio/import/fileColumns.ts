import { inputError } from '../../basics/errors';
import { findEnteredColumn } from '../model/enteredColumns';
import type { Column, ObjectDetails, ObjectModel } from '../model/objectModel';
import { type ColumnValue, describe } from '../model/values';
import type { TableRow } from '../../tables/table';
import { readColumnValues, type WriteContext } from '../writing/columnValues';
import { inputColumns } from '../writing/inputColumns';
import type { ImportMode } from './importRules';

/** The column of a file of failed rows that says why: such a file can be imported again when it was mended. */
export const REASON = 'Import Error';

/** A column of the object with the name that the file has for it. */
export interface MappedColumn {
	readonly header: string;
	readonly column: string;
}

/** How the columns of a file become those of an object. */
export interface FileColumns {
	readonly model: ObjectModel;
	/** For the captions; `undefined` where the site does not report them. */
	readonly details: ObjectDetails | undefined;
	readonly mode: ImportMode;
	/** By their codes. */
	readonly matchColumns: readonly Column[];
	/** Without it, the file calls the columns by their codes or captions. */
	readonly mapping: readonly MappedColumn[] | undefined;
	/** How values are read, except the columns themselves. */
	readonly reading: WriteContext;
}

/**
 * Checks the header of a file before anything is read of its rows. Rejects with kind `input` what is not a column of the object, and what
 * the rows need and the file does not have.
 */
export function checkHeader(columns: FileColumns, header: readonly string[]): void {
	const { model, details, mapping, matchColumns, mode, reading } = columns;
	for (const { header: name } of mapping ?? []) {
		if (header.includes(name)) continue;
		throw inputError(`The file has no column ${describe(name)}`, columnsOf(header));
	}
	const names = Object.keys(inputsOf(columns, Object.fromEntries(header.map((name) => [name, null]))));
	const found = inputColumns(Object.fromEntries(names.map((name) => [name, null])), model, reading, details);
	const missing = matchColumns.find((wanted) => !found.some(({ column }) => column === wanted));
	if (missing) {
		throw inputError(`The file has no column ${missing.name}, by which records are found`, columnsOf(header));
	}
	if (mode === 'delete' || found.some(({ column }) => !matchColumns.includes(column))) return;
	throw inputError(
		`The file has no column to write to ${model.name}`,
		'Call the columns by their codes or captions in the first row, or map them.',
	);
}

function columnsOf(header: readonly string[]): string {
	return `Its columns are: ${header.slice(0, 50).map(describe).join(', ')}.`;
}

/** The values of a row, checked and typed. Rejects with kind `input`. */
export async function rowValues(columns: FileColumns, row: TableRow): Promise<readonly ColumnValue[]> {
	return await readColumnValues(inputsOf(columns, row.values), columns.reading);
}

/** The values by columns. Records are deleted by those that they are found by; all others of the file say nothing then. */
function inputsOf(
	{ model, details, mode, matchColumns, mapping, reading }: FileColumns,
	values: TableRow['values'],
): Readonly<Record<string, unknown>> {
	const all = mapping
		? mapping.map(({ header, column }) => [column, values[header]] as const)
		: Object.entries(values).filter(([name]) => name !== REASON);
	if (mode !== 'delete') return Object.fromEntries(all);
	const isMatch = (name: string) => {
		const found = findEnteredColumn(model, details, name, `field ${reading.field}`);
		return found !== undefined && matchColumns.includes(found.column);
	};
	return Object.fromEntries(all.filter(([name]) => isMatch(name)));
}
