import { CreatioError, inputError } from '../../basics/errors';
import type { ObjectModel } from '../../creatio/model/objectModel';
import { findColumn, unknownColumn } from '../../creatio/model/paths';
import { type Row, rowReader, type RowShape } from '../../creatio/model/rows';
import type { ColumnValue } from '../../creatio/model/values';
import { readableColumns } from '../../creatio/odata/selectExpand';
import { readColumnValues } from '../../creatio/writing/columnValues';
import type { MatchValue } from '../../creatio/writing/matches';
import type { OperationContext } from '../context/operation';
import { readChoice, readFlag, readMappedColumns } from './parameters';

export interface MappedValues {
	readonly values: readonly ColumnValue[];
	readonly matchingColumns: readonly string[];
}

/** What the user mapped, checked and typed. Nothing is sent but questions for lookups and types. */
export async function readMappedValues(
	context: OperationContext,
	object: string,
	itemIndex: number,
	operation: 'create' | 'update' | 'upsert',
): Promise<MappedValues> {
	const { n8n, client, zone } = context;
	const mapped = readMappedColumns(n8n, itemIndex);
	const values = await readColumnValues(mapped.values, {
		metadata: client.metadata,
		lookups: client.lookups,
		lookupOptions: { createIfMissing: readFlag(n8n, 'options.createMissingLookups', itemIndex) },
		object,
		zone,
		mayWriteId: operation !== 'update',
		unknownColumns: readChoice(
			n8n,
			'options.unknownColumns',
			'Unknown Columns',
			['refuse', 'ignore'],
			itemIndex,
		),
		blankValues:
			operation === 'create'
				? 'skip'
				: readChoice(n8n, 'options.blankValues', 'Empty Values', ['skip', 'clear'], itemIndex),
	});
	if (operation !== 'upsert') refuseEmptyMapping(values);
	return { values, matchingColumns: mapped.matchingColumns };
}

function refuseEmptyMapping(values: readonly ColumnValue[]): void {
	if (values.length > 0) return;
	throw inputError(
		'The field Columns has no value for any column',
		'Map at least one column. Empty values are left out unless the option "Empty Values" says to clear the column.',
	);
}

/** The columns that tell records apart, and the others. Rejects with kind `input` when one of the former is blank. */
export function splitMatchColumns(
	model: ObjectModel,
	{ values, matchingColumns }: MappedValues,
): { readonly match: readonly MatchValue[]; readonly rest: readonly ColumnValue[] } {
	if (matchingColumns.length === 0) {
		throw inputError('The field Columns to Match On is empty', 'Choose at least one column, such as Email.');
	}
	const columns = matchingColumns.map((name) => {
		const column = findColumn(model, name);
		if (column) return column;
		throw unknownColumn(model, name, 'Columns to Match On');
	});
	const match = columns.map((column): MatchValue => {
		const value = values.find((candidate) => candidate.column === column)?.value;
		if (value && value.value !== '') return { column, value };
		throw inputError(
			`The match column ${column.name} has no value in this item (field Columns)`,
			'Give it a value, or match on another column. An empty value would match every record that has none.',
		);
	});
	return { match, rest: values.filter(({ column }) => !columns.includes(column)) };
}

/** All columns that can be read. */
function wholeRecord(model: ObjectModel): Pick<RowShape, 'columns' | 'labels' | 'related'> {
	return { columns: readableColumns(model), labels: [], related: [] };
}

/** What an item shows of a record that came back from a write. */
export function writtenRow({ n8n }: OperationContext, model: ObjectModel, row: Row, itemIndex: number): Row {
	return rowReader(model, { ...wholeRecord(model), simplify: readFlag(n8n, 'simplify', itemIndex, true) })(
		row,
	);
}

/**
 * A lost answer to a create is settled by looking for its Id, which proves nothing where the user chose the Id and a
 * record had it before.
 */
export async function refuseTakenId({ client }: OperationContext, object: string, id: string): Promise<void> {
	if (!(await client.exists(object, id))) return;
	throw inputError(
		`${object} already has a record with the ID ${id} (field Columns)`,
		'Leave the column Id out, or use the operation Create or Update.',
	);
}

export function noSuchRecord(object: string, id: string): CreatioError {
	return new CreatioError('notFound', `${object} has no record with the ID ${id} (field Record)`, {
		status: 404,
		cure: 'It may have been deleted, or the user may not see it. Choose the record from the list to be sure.',
	});
}
