import type { INodePropertyMode } from 'n8n-workflow';

import { LABELS } from '../../basics/labels';
import type { Face, Field } from './field';
import { locatorField } from './locatorField';

/** The lists that offer columns: those that the operation then accepts. */
type ColumnList =
	| 'searchColumns'
	| 'searchRelatedColumns'
	| 'searchSortColumns'
	| 'searchImageColumns'
	| 'searchWritableColumns';

/** How columns behind lookups are typed. */
const THROUGH_LOOKUPS = {
	placeholder: 'e.g. Account.Type.Name',
	hint: 'Use dots to follow lookups to columns of other objects',
};

/** A column, also of another object behind lookups. */
export function columnField(description: string): Field<string> {
	return columnLocator(column(description), 'searchColumns', THROUGH_LOOKUPS);
}

/** A column of another object, behind as many lookups as a read follows. */
export function columnBehindField(description: string): Field<string> {
	return columnLocator(column(description), 'searchRelatedColumns', THROUGH_LOOKUPS);
}

/** A column by which the rows of an answer can be sorted. */
export function sortColumnField(description: string): Field<string> {
	return columnLocator(column(description), 'searchSortColumns', { placeholder: 'e.g. Name' });
}

/** A column that a record is written with. */
export function writtenColumnField(description: string): Field<string> {
	return columnLocator(column(description), 'searchWritableColumns', { placeholder: 'e.g. Name' });
}

/** A column of the object itself that holds an image. */
export function imageColumnField(description: string): Field<string> {
	return columnLocator(column(description), 'searchImageColumns', { placeholder: 'e.g. Photo' });
}

/** A column of the records that a row is about. */
export function relatedColumnField(face: Pick<Face, 'displayOptions'>): Field<string> {
	const about = {
		name: 'relatedColumn',
		label: 'Column of the Related Records',
		description: 'The column whose values to aggregate or compare',
		required: false,
	};
	return columnLocator({ ...about, ...face }, 'searchColumns', { placeholder: 'e.g. Amount' });
}

function column(description: string): Face {
	return { name: 'column', label: LABELS.column, description };
}

function columnLocator(
	face: Face,
	list: ColumnList,
	byName: Pick<INodePropertyMode, 'placeholder' | 'hint'>,
): Field<string> {
	return locatorField({
		...face,
		list,
		listPlaceholder: 'Select a column...',
		modes: [{ displayName: 'By Name', name: 'name', type: 'string', ...byName }],
	});
}

export const comparedColumn = columnField(
	'The column to compare. To find columns behind a lookup, search for its name, such as "Account".',
);
