import type { Members } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import { bindRelated, bindWhere, type RelatedNode } from '../../creatio/conditions/bindTree';
import type { Condition } from '../../creatio/conditions/tree';
import type { ObjectModel } from '../../creatio/model/objectModel';
import { resolveReversePath } from '../../creatio/model/reversePaths';
import type { OperationContext } from '../context/operation';
import { relatedColumnField } from './column';
import { aggregateFunction, type ColumnKind, outputName } from './columnKind';
import { choiceField, valueField } from './fieldKinds';
import { comparisons, connectionField, readRelatedPath, readWhere, whereFields } from './relatedRecords';

const keep = choiceField({
	name: 'keep',
	label: 'Return Rows Whose Value',
	choices: [{ name: 'Is Any', value: 'any' as const }, ...comparisons],
	default: 'any',
	description: 'Which rows to return, by the value of this column',
});

const keptValue = valueField({
	name: 'keptValue',
	label: LABELS.value,
	description: 'A number, or a date if the column holds dates',
	displayOptions: { hide: { keep: ['any'] } },
});

/** A column with what is computed from the records that point to a row. */
export const relatedSummary: ColumnKind<'related'> = {
	name: 'related',
	label: 'Summary of Related Records',
	word: 'summary of related records',
	fields: [
		connectionField,
		aggregateFunction,
		relatedColumnField({ displayOptions: { show: { function: ['average', 'max', 'min', 'sum'] } } }),
		outputName,
		...whereFields,
		keep,
		keptValue,
	],
	async read({ client, zone }, model, row, place) {
		const { test, path, where } = readSummary(row, place);
		const of = await resolveReversePath(client.metadata, model.name, path, place);
		const bind = { metadata: client.metadata, object: model.name, zone };
		return {
			kind: 'subQuery',
			function: test,
			of,
			condition: where && (await bindWhere(where, of, bind, place)),
		};
	},
};

/** The condition by which such a column keeps rows, if it has one. Rejects with kind `input`. */
export async function readKept(
	{ client, zone }: OperationContext,
	{ name: object }: ObjectModel,
	row: Members,
	place: string,
): Promise<Condition[]> {
	const operator = keep.readFrom(row, place);
	if (operator === 'any') return [];
	const value = keptValue.readFrom(row, place);
	const node: RelatedNode = { kind: 'related', ...readSummary(row, place), operator, value };
	return [await bindRelated(node, { metadata: client.metadata, object, zone }, place)];
}

function readSummary(row: Members, place: string): Pick<RelatedNode, 'path' | 'where'> & SummaryTest {
	const test = aggregateFunction.readFrom(row, place);
	return { test, path: readRelatedPath(row, test !== 'count', place), where: readWhere(row, place) };
}

interface SummaryTest {
	readonly test: ReturnType<typeof aggregateFunction.readFrom>;
}
