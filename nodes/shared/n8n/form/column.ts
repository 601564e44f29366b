import { LABELS } from '../../basics/labels';
import type { Field } from './field';
import { locatorField } from './locatorField';

/** A column, also of another object behind lookups. */
export function columnField(description: string): Field<string> {
	return locatorField({
		name: 'column',
		label: LABELS.column,
		description,
		list: 'searchColumns',
		listPlaceholder: 'Select a column...',
		modes: [
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. Account.Type.Name',
				hint: 'Use dots to follow lookups to columns of other objects',
			},
		],
	});
}

export const comparedColumn = columnField(
	'The column to compare. Type "Account." in the search to reach the columns of a lookup.',
);
