import { inputError } from '../../basics/errors';
import { inReadingOrder, mainColumns } from '../../creatio/model/mainColumns';
import { type Column, isFilledByCreatio, type ObjectModel } from '../../creatio/model/objectModel';
import { columnCalled } from '../../creatio/model/paths';
import type { RowShape } from '../../creatio/model/rows';
import { readableColumns } from '../../creatio/protocol/shape';
import type { ReadingContext } from './conditions';
import { type Field, ofOutput, outputOption } from './field';
import { flagField } from './fieldKinds';
import { labelsOf, lookupsOption, readLookups } from './lookupOutput';
import { namesField } from './namesField';
import { readRelatedColumns, relatedColumnsOption } from './relatedColumns';

const columnsToReturn = outputOption(
	namesField({
		name: 'outputColumns',
		label: 'Columns to Return',
		list: 'getReadableColumns',
		dependsOn: ['object.value'],
		description: 'By default the main columns, or all of them without Simplify.',
	}),
);

/** Returns all columns where the user chose none. */
export const allColumnsOption = outputOption(
	flagField({
		name: 'allColumns',
		label: 'Return All Columns',
		description:
			'Whether to return all columns of the object instead of the main ones if no columns are chosen',
	}),
);

/** Whether values are shown as people read them. What that does differs between reads, writes and calls. */
export function simplifyOf(description: string): Field<boolean> {
	return ofOutput(flagField({ name: 'simplify', label: 'Simplify', default: true, description }));
}

export const simplifyField = simplifyOf(
	'Whether to return the main columns, with the texts of lookups and null for empty values, instead of all columns as Creatio sends them',
);

export const readOptions = [columnsToReturn, lookupsOption, relatedColumnsOption, allColumnsOption];

/** What a read returns, as the user chose it. Rejects with kind `input`. */
export async function readShape(
	context: ReadingContext,
	object: string,
	itemIndex: number,
): Promise<RowShape> {
	const { n8n, client } = context;
	const model = await client.metadata.object(object);
	const simplify = simplifyField.read(n8n, itemIndex);
	const names = columnsToReturn.read(n8n, itemIndex);
	const chosen =
		names.length > 0
			? await chosenColumns(client, model, names)
			: simplify
				? defaultColumns(context, model, itemIndex)
				: readableColumns(model);
	const lookups = readLookups(context, itemIndex);
	const { own, related } = await readRelatedColumns(context, model, { lookups, simplify }, itemIndex);
	const columns = [...new Set([...chosen, ...own])];
	const labels = simplify && lookups !== 'id' ? await labelsOf(context, columns) : [];
	return { columns, related, labels, textOnly: lookups === 'text', simplify };
}

/** The columns of an item whose user chose none. An agent gets a note that there are others. */
export function defaultColumns(
	{ n8n, asTool, hint }: Pick<ReadingContext, 'n8n' | 'asTool' | 'hint'>,
	model: ObjectModel,
	itemIndex: number,
): readonly Column[] {
	const all = shownColumns(model, true);
	if (allColumnsOption.read(n8n, itemIndex)) return all;
	const main = shownColumns(model, false);
	if (!asTool) return main;
	const columns = main.filter((column) => !isFilledByCreatio(column));
	if (columns.length < all.length) {
		hint?.(
			`The results have the main columns of ${model.name} that are not empty. Others are returned if they are named as columns to return.`,
			'results',
		);
	}
	return columns;
}

/** The columns that are shown where the user chose none: the main ones, or all of them. */
export function shownColumns(model: ObjectModel, all: boolean): readonly Column[] {
	const readable = readableColumns(model);
	return all ? inReadingOrder(model, readable) : mainColumns(model, readable);
}

async function chosenColumns(
	{ metadata }: ReadingContext['client'],
	model: ObjectModel,
	names: readonly string[],
): Promise<readonly Column[]> {
	const columns: Column[] = [];
	for (const name of names) {
		const { column } = await columnCalled(metadata, model, name, columnsToReturn.label);
		columns.push(withoutFile(column, name));
	}
	return columns;
}

function withoutFile(column: Column, name: string): Column {
	if (column.type !== 'stream') return column;
	throw inputError(
		`The column ${name} holds a file, which is not returned with the record (field ${columnsToReturn.label})`,
		'Remove the column.',
	);
}
