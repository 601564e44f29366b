import type { IDisplayOptions } from 'n8n-workflow';

import { inputError } from '../../basics/errors';
import type { Members } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import type { GroupNode, RelatedNode } from '../../creatio/conditions/bindTree';
import { relatedColumnField } from './column';
import { combineField, richConditionRow } from './conditionRow';
import type { FormField } from './field';
import { choiceField, valueField } from './fieldKinds';
import { locatorField } from './locatorField';
import { type RowKind, rowsField } from './rowsField';

/** Records of another object that point to the chosen one. */
export const connectionField = locatorField({
	name: 'connection',
	label: 'Related Records',
	description: 'Records of another object that point to this one, by object and column',
	list: 'searchConnections',
	listPlaceholder: 'Select related records...',
	modes: [
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. [Case:Account]',
			hint: 'The object and its lookup that points here, in brackets',
		},
	],
});

const relatedColumn = relatedColumnField({
	displayOptions: { show: { test: ['sum', 'average', 'min', 'max'] } },
});

/** A connection with the column at its end, which functions other than count need. Rejects with kind `input`. */
export function readRelatedPath(row: Members, needsColumn: boolean, place: string): string {
	const connection = connectionField.readFrom(row, place);
	if (!needsColumn || connection.includes('].')) return connection;
	const column = relatedColumn.readFrom(row, place);
	if (column !== '') return `${connection}.${column}`;
	throw inputError(
		`The column of the related records is empty (${place})`,
		'Name the column whose values are added up or compared, such as Amount.',
	);
}

const combine = combineField('combine', 'Combine', 'How to combine the conditions on the related records');

const where = rowsField({
	name: 'where',
	label: 'Conditions on the Related Records',
	placeholder: 'Add Condition',
	description: 'Which of the related records count. Without conditions, all of them.',
	kinds: [richConditionRow.kind],
});

/** Which of the related records count. */
export const whereFields: readonly FormField[] = [combine, where];

/** The conditions on the related records of a row, if there are any. Rejects with kind `input`. */
export function readWhere(row: Members, place: string): GroupNode | undefined {
	const combined = combine.readFrom(row, place);
	const rows = where.readFrom(row, place).condition;
	if (rows.length === 0) return undefined;
	const parts = rows.map((inner, index) => ({
		kind: 'row' as const,
		row: richConditionRow.read(inner, `${place}, row ${index + 1}`),
	}));
	return { kind: 'group', combine: combined, parts };
}

/** What can be computed from many values. */
export const aggregates = [
	{ name: 'Average', value: 'average' },
	{ name: 'Count', value: 'count' },
	{ name: 'Maximum', value: 'max' },
	{ name: 'Minimum', value: 'min' },
	{ name: 'Sum', value: 'sum' },
] as const;

const test = choiceField({
	name: 'test',
	label: 'Check',
	choices: [
		...aggregates,
		{ name: 'Do Not Exist', value: 'notExists' as const },
		{ name: 'Exist', value: 'exists' as const },
	].sort((one, other) => one.name.localeCompare(other.name)),
	default: 'exists',
});

const comparing: IDisplayOptions = { hide: { test: ['exists', 'notExists'] } };

/** How a number or a date is compared. */
export const comparisons = [
	{ name: 'Is Equal To', value: 'equals' },
	{ name: 'Is Greater Than', value: 'greater' },
	{ name: 'Is Greater Than or Equal To', value: 'greaterOrEqual' },
	{ name: 'Is Less Than', value: 'less' },
	{ name: 'Is Less Than or Equal To', value: 'lessOrEqual' },
	{ name: 'Is Not Equal To', value: 'notEquals' },
] as const;

const comparison = choiceField({
	name: 'comparison',
	label: 'Comparison',
	choices: comparisons,
	default: 'greater',
	displayOptions: comparing,
});

const comparedValue = valueField({
	name: 'value',
	label: LABELS.value,
	description: 'A number, or a date if the column holds dates',
	displayOptions: comparing,
});

/** The row of the form that asks something of records that point here. */
export const relatedKind: RowKind<'related'> = {
	name: 'related',
	label: 'Related Records',
	fields: [connectionField, test, relatedColumn, comparison, comparedValue, ...whereFields],
};

/** Reads such a row, also of JSON. Rejects with kind `input`. */
export function readRelated(row: Members, place: string): RelatedNode {
	const asked = test.readFrom(row, place);
	const compares = asked !== 'exists' && asked !== 'notExists';
	return {
		kind: 'related',
		path: readRelatedPath(row, compares && asked !== 'count', place),
		test: asked,
		// What the editor hides is not looked at.
		operator: compares ? comparison.readFrom(row, place) : 'equals',
		value: compares ? comparedValue.readFrom(row, place) : undefined,
		where: readWhere(row, place),
	};
}
