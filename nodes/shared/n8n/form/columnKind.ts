import type { Members } from '../../basics/json';
import type { ColumnSource } from '../../creatio/dataservice/selectPlan';
import type { ObjectModel } from '../../creatio/model/objectModel';
import type { OperationContext } from '../context/operation';
import { choiceField, textField } from './fieldKinds';
import { aggregates } from './relatedRecords';
import type { RowKind } from './rowsField';

type ReadSource = (
	context: OperationContext,
	model: ObjectModel,
	row: Members,
	place: string,
) => Promise<ColumnSource>;

/** One kind of column in the output: its row in the form, and how the row is read. */
export interface ColumnKind<K extends string> extends RowKind<K> {
	/** What messages call a row of this kind. */
	readonly word: string;
	readonly read: ReadSource;
}

export const outputName = textField({
	name: 'name',
	label: 'Output Name',
	description: 'Name of the value in the output. If empty, it is derived from the column.',
});

export const aggregateFunction = choiceField({
	name: 'function',
	label: 'Function',
	choices: aggregates,
	default: 'count',
});
