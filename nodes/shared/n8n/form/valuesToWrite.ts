import type { IDisplayOptions, ResourceMapperTypeOptions } from 'n8n-workflow';

import { inputError } from '../../basics/errors';
import { isMembers, type Members } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import { describe } from '../../creatio/model/values';
import type { OperationContext } from '../context/operation';
import { columnsMapper, MATCH_COLUMNS } from './columnsMapper';
import { checked, dependent, type Field, type FormField, shownIf } from './field';
import { choiceField, jsonField } from './fieldKinds';
import { type Mapping, readMapping } from './mapping';
import { namesText } from './namesField';
import { WITH_OBJECT } from './object';

const valuesFrom = choiceField({
	name: 'valuesFrom',
	label: 'Values From',
	choices: [
		{ name: 'Form', value: 'form', description: 'Map each column, or the fields of the item' },
		{
			name: 'JSON',
			value: 'json',
			description: 'An object with the values by column, for any object, such as one that an agent chooses',
		},
	],
	default: 'form',
	displayOptions: WITH_OBJECT,
});

/** The values of a record as JSON. */
export function valuesJsonField(displayOptions?: IDisplayOptions): Field<unknown> {
	return jsonField({
		name: 'valuesJson',
		label: 'Values (JSON)',
		default: '{\n  "Name": ""\n}',
		description:
			'The columns to write and their values, such as {"Name": "Best Ltd", "Type": "Customer"}. Columns by code or caption, lookups by ID or text.',
		displayOptions,
	});
}

const valuesJson = dependent(checked(valuesJsonField(), oneRecord));

const matchColumns = dependent(
	namesText({
		name: 'matchColumns',
		label: MATCH_COLUMNS,
		placeholder: 'e.g. Email',
		description:
			'Columns that identify a record, separated by commas. If a record has the values of all of them, it is updated. Otherwise a record is created.',
	}),
);

/** The fields of what to write: columns mapped in the form, or the same as JSON. */
export function valuesFields(
	mode: Extract<ResourceMapperTypeOptions['mode'], 'add' | 'upsert'>,
): FormField[] {
	return [
		valuesFrom,
		...shownIf({ valuesFrom: ['form'] }, columnsMapper(mode)),
		...shownIf({ valuesFrom: ['json'] }, valuesJson, ...(mode === 'upsert' ? [matchColumns] : [])),
	];
}

/** The values of an item by name. JSON is read like an item that is mapped automatically. Rejects with kind `input`. */
export function readValues(
	{ n8n }: Pick<OperationContext, 'n8n'>,
	itemIndex: number,
	needsMatch: boolean,
): Mapping {
	if (valuesFrom.read(n8n, itemIndex) === 'form')
		return readMapping(n8n, 'columns', LABELS.columns, itemIndex);
	const inputs = valuesJson.read(n8n, itemIndex);
	const matching = needsMatch ? matchColumns.read(n8n, itemIndex) : [];
	return { source: 'json', inputs, field: valuesJson.label, matching };
}

const EXAMPLE = 'Write an object with the columns and their values, such as {"Name": "Best Ltd"}.';

/** One item writes one record: an agent likes to send a list. */
function oneRecord(value: unknown, place: string): Members {
	const [record, ...others] = Array.isArray(value) ? (value as unknown[]) : [value];
	if (others.length > 0) {
		throw inputError(
			`The ${place} has ${others.length + 1} records, but an item writes one`,
			'Give one object. For several records, use an item for each, or call the tool once for each.',
		);
	}
	if (record === undefined) throw inputError(`The ${place} is empty`, EXAMPLE);
	if (isMembers(record)) return record;
	throw inputError(
		`The ${place} takes an object with values by column, but got ${describe(record)}`,
		EXAMPLE,
	);
}
