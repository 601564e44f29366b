import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import { lookupTextColumn } from '../../creatio/model/lookupText';
import { inReadingOrder, mainColumns } from '../../creatio/model/mainColumns';
import { type Column, isFilledByCreatio, type ObjectModel } from '../../creatio/model/objectModel';
import { type ColumnPath, findColumn, resolvePath, unknownColumnOf } from '../../creatio/model/paths';
import type { LookupLabel, RowShape } from '../../creatio/model/rows';
import { readableColumns } from '../../creatio/odata/selectExpand';
import type { ReadingContext } from './conditions';
import { type Field, isSet, option } from './field';
import { choiceField, flagField } from './fieldKinds';
import { namesField, namesText } from './namesField';

const columnsToReturn = option(
	namesField({
		name: 'outputColumns',
		label: 'Columns to Return',
		list: 'getReadableColumns',
		dependsOn: ['object.value'],
		description: 'By default the main columns, or all of them without Simplify.',
	}),
);

/** Returns all columns where the user chose none. */
export const allColumnsOption = option(
	flagField({
		name: 'allColumns',
		label: 'Return All Columns',
		description:
			'Whether to return all columns of the object instead of the main ones if no columns are chosen',
	}),
);

/** How the values of lookups are returned. */
export type Lookups = 'id' | 'both' | 'text';

export const lookupsOption: Field<Lookups> = option(
	choiceField({
		name: 'lookups',
		label: 'Output',
		choices: [
			{ name: 'ID Only', value: 'id' },
			{ name: 'Text and ID', value: 'both', description: 'The text as Account, the ID as AccountId' },
			{ name: 'Text Only', value: 'text' },
		],
		default: 'both',
		description: 'How to return the values of lookups',
	}),
);

const relatedColumns = option(
	namesText({
		name: 'relatedColumns',
		label: LABELS.relatedColumns,
		placeholder: 'e.g. Account.Type.Name, Account.Code',
		description:
			'Columns of other objects to return, separated by commas. Use dots to pass through up to two lookups.',
	}),
);

/** Whether values are shown as people read them. What that does differs between reads, writes and calls. */
export function simplifyOf(description: string): Field<boolean> {
	return flagField({ name: 'simplify', label: 'Simplify', default: true, description });
}

export const simplifyField = simplifyOf(
	'Whether to return the main columns, with the texts of lookups and null for empty values, instead of all columns as Creatio sends them',
);

export const readOptions = [columnsToReturn, lookupsOption, relatedColumns, allColumnsOption];

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
	const columns =
		names.length > 0
			? await chosenColumns(client, model, names)
			: simplify
				? defaultColumns(context, model, itemIndex)
				: readableColumns(model);
	const related: ColumnPath[] = [];
	for (const name of relatedColumns.read(n8n, itemIndex)) {
		related.push(await relatedColumn(context, object, name));
	}
	const lookups = readLookups(context, itemIndex);
	const labels = simplify && lookups !== 'id' ? await labelsOf(context, columns) : [];
	return { columns, related, labels, textOnly: lookups === 'text', simplify };
}

/** How lookups are returned. An agent gets their texts alone, which conditions and writes take as well. */
export function readLookups(
	{ n8n, asTool }: Pick<ReadingContext, 'n8n' | 'asTool'>,
	itemIndex: number,
): Lookups {
	return asTool && !isSet(n8n, 'options.lookups', itemIndex) ? 'text' : lookupsOption.read(n8n, itemIndex);
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
		const column = findColumn(model, name);
		if (!column) throw await unknownColumnOf(metadata, model, name, columnsToReturn.label);
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

async function relatedColumn({ client }: ReadingContext, object: string, name: string): Promise<ColumnPath> {
	const path = await resolvePath(client.metadata, object, name, relatedColumns.label);
	if (path.steps.length > 0 && path.column.type !== 'stream') return path;
	throw inputError(
		`"${name}" is not a column of another object (field ${relatedColumns.label})`,
		`Write a path through a lookup, such as Account.Name. Columns of the object itself belong into ${columnsToReturn.label}.`,
	);
}

/** Resolved at the same time: an object has two dozen lookups, and each may need a request for its target. */
export async function labelsOf(
	context: Pick<ReadingContext, 'client'>,
	columns: readonly Column[],
): Promise<LookupLabel[]> {
	const labels = await Promise.all(columns.map((column) => labelOf(context, column)));
	return labels.flatMap((label) => label ?? []);
}

async function labelOf(
	{ client }: Pick<ReadingContext, 'client'>,
	lookup: Column,
): Promise<LookupLabel | undefined> {
	if (lookup.type !== 'lookup' || lookup.target === undefined) return undefined;
	const column = await lookupTextColumn(client.metadata, lookup.target);
	if (!column || column.type === 'stream') return undefined;
	return {
		lookup,
		path: { text: `${lookup.name}.${column.name}`, steps: [lookup], column, owner: lookup.target },
	};
}
