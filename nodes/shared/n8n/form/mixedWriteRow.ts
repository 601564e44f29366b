import type { IDisplayOptions } from 'n8n-workflow';

import { inputError } from '../../basics/errors';
import { isMembers, type Members } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import { isSameInput } from '../../creatio/model/inputNames';
import type { InputRules } from '../../creatio/writing/inputColumns';
import { writtenColumnField } from './column';
import { columnValueField } from './columnValue';
import { checked, needed, noValue } from './field';
import { choiceField } from './fieldKinds';
import { objectField } from './object';
import { emptyRecord, optionalRecordField } from './record';
import { rowsField } from './rowsField';
import { valuesJsonField } from './valuesToWrite';

const kindField = choiceField({
	name: 'kind',
	label: 'Operation',
	choices: [
		{ name: 'Delete', value: 'delete', description: 'Delete a record by its ID' },
		{ name: 'Insert', value: 'insert', description: 'Create a record' },
		{ name: 'Update', value: 'update', description: 'Change a record by its ID' },
	],
	default: 'insert',
});

export type MixedOperation = ReturnType<typeof kindField.read>;

const recordField = optionalRecordField(
	'The record to update or delete. For a new record, an ID to use in a later operation, or nothing.',
);

/** A delete has no values, and columns say nothing before an object is chosen. */
const WITHOUT_VALUES: IDisplayOptions['hide'] = { kind: ['delete'], object: [''] };

const valuesFrom = choiceField({
	name: 'valuesFrom',
	label: 'Values From',
	choices: [
		{ name: 'Form', value: 'form', description: 'Choose each column' },
		{ name: 'JSON', value: 'json', description: 'An object with the values by column' },
	],
	default: 'form',
	displayOptions: { hide: WITHOUT_VALUES },
});

const writtenColumn = needed(writtenColumnField('The column to write'), 'Or remove the row.', 'column');

const writtenValue = checked(
	columnValueField({
		name: 'value',
		label: LABELS.value,
		mode: 'text',
		placeholder: 'e.g. Best Ltd, 100 or 2026-01-31',
		description: 'For a lookup, an ID or its text. If it is empty, an update clears the column.',
	}),
	(value, place) => {
		// An expression that found nothing must not clear a column.
		if (value === undefined || value === null) throw noValue(value, place);
		return value;
	},
);

const columnRows = rowsField({
	name: 'columnValues',
	label: LABELS.columns,
	placeholder: 'Add Column',
	description: 'The columns to write and their values',
	kinds: [{ name: 'column', label: LABELS.column, fields: [writtenColumn, writtenValue] }],
	displayOptions: { show: { valuesFrom: ['form'] }, hide: WITHOUT_VALUES },
});

const valuesJson = valuesJsonField({ show: { valuesFrom: ['json'] }, hide: WITHOUT_VALUES });

/** The form of writes of different kinds, which are carried out in their order. */
export const mixedWritesField = rowsField({
	name: 'operations',
	label: 'Operations',
	sortable: true,
	placeholder: 'Add Operation',
	required: true,
	description: 'What to do for each item, in this order',
	kinds: [
		{
			name: 'operation',
			label: 'Operation',
			fields: [kindField, objectField, recordField, valuesFrom, columnRows, valuesJson],
		},
	],
});

/** What a row asks for. */
export interface MixedRow {
	readonly kind: MixedOperation;
	readonly object: string;
	/** `undefined` for a new record that may have any ID. */
	readonly id: string | undefined;
	/** The values by column, empty for a delete. */
	readonly inputs: Members;
	readonly source: InputRules['source'];
	/** The label of the values and which row it is, for messages. */
	readonly field: string;
}

/** Reads a row; `place` says which one. Rejects with kind `input`. */
export function readMixedRow(row: Members, place: string): MixedRow {
	const kind = kindField.readFrom(row, place);
	const object = objectField.readFrom(row, place);
	const id = recordField.readFrom(row, place);
	if (id === undefined && kind !== 'insert') throw emptyRecord(`field ${recordField.label} (${place})`);
	const isForm = valuesFrom.readFrom(row, place) === 'form';
	const field = `${place}, ${isForm ? columnRows.label : valuesJson.label}`;
	if (kind === 'delete') return { kind, object, id, inputs: {}, source: 'form', field };
	// The values are often the JSON of an item as a whole.
	return isForm
		? { kind, object, id, inputs: readColumnRows(row, place), source: 'form', field }
		: { kind, object, id, inputs: readJsonValues(row, place), source: 'item', field };
}

function readColumnRows(row: Members, place: string): Members {
	const inputs = new Map<string, unknown>();
	for (const [index, inner] of columnRows.readFrom(row, place).column.entries()) {
		const where = `${place}, ${columnRows.label}, row ${index + 1}`;
		const name = writtenColumn.readFrom(inner, where);
		const value = writtenValue.readFrom(inner, where);
		if (inputs.has(name) && !isSameInput(inputs.get(name), value)) {
			throw inputError(`The column ${name} has two values (${where})`, 'Remove one of the two rows.');
		}
		inputs.set(name, value);
	}
	return Object.fromEntries(inputs);
}

function readJsonValues(row: Members, place: string): Members {
	const inputs = valuesJson.readFrom(row, place);
	if (isMembers(inputs)) return inputs;
	throw inputError(
		`The ${valuesJson.label} are not a JSON object (${place})`,
		'Write them like { "Name": "Best Ltd", "Type": "Customer" }.',
	);
}
