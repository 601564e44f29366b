import type { INodePropertyMode } from 'n8n-workflow';

import { LABELS } from '../../basics/labels';
import type { Field } from './field';
import { locatorField } from './locatorField';

/** A column, also of another object behind lookups. */
export function columnField(description: string): Field<string> {
	return columnLocator(description, 'searchColumns', {
		placeholder: 'e.g. Account.Type.Name',
		hint: 'Use dots to follow lookups to columns of other objects',
	});
}

/** A column of the object itself that holds an image. */
export function imageColumnField(description: string): Field<string> {
	return columnLocator(description, 'searchImageColumns', { placeholder: 'e.g. Photo' });
}

function columnLocator(
	description: string,
	list: 'searchColumns' | 'searchImageColumns',
	byName: Pick<INodePropertyMode, 'placeholder' | 'hint'>,
): Field<string> {
	return locatorField({
		name: 'column',
		label: LABELS.column,
		description,
		list,
		listPlaceholder: 'Select a column...',
		modes: [{ displayName: 'By Name', name: 'name', type: 'string', ...byName }],
	});
}

export const comparedColumn = columnField(
	'The column to compare. Type "Account." in the search to reach the columns of a lookup.',
);
