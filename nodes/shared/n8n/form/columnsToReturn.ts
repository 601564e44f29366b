import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import type { Column, ObjectModel } from '../../creatio/model/objectModel';
import { type ColumnPath, findColumn, resolvePath, unknownColumn } from '../../creatio/model/paths';
import type { LookupLabel, RowShape } from '../../creatio/model/rows';
import { readableColumns } from '../../creatio/odata/selectExpand';
import type { ReadingContext } from './conditions';
import { option } from './field';
import { flagField } from './fieldKinds';
import { namesField, namesText } from './namesField';

const columnsToReturn = option(
	namesField({
		name: 'outputColumns',
		label: 'Columns to Return',
		list: 'getReadableColumns',
		dependsOn: ['object.value'],
	}),
);

const lookupTexts = option(
	flagField({
		name: 'lookupTexts',
		label: 'Lookup Texts',
		description:
			'Whether to return the text of each lookup in addition to its ID, such as Account next to AccountId',
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

export const simplifyField = flagField({
	name: 'simplify',
	label: 'Simplify',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
});

export const readOptions = [columnsToReturn, lookupTexts, relatedColumns];

/** What a read returns, as the user chose it. Rejects with kind `input`. */
export async function readShape(
	context: ReadingContext,
	object: string,
	itemIndex: number,
): Promise<RowShape> {
	const { n8n, client } = context;
	const model = await client.metadata.object(object);
	const columns = chosenColumns(model, columnsToReturn.read(n8n, itemIndex));
	const related: ColumnPath[] = [];
	for (const name of relatedColumns.read(n8n, itemIndex)) {
		related.push(await relatedColumn(context, object, name));
	}
	const labels = lookupTexts.read(n8n, itemIndex) ? await labelsOf(context, columns) : [];
	return { columns, related, labels, simplify: simplifyField.read(n8n, itemIndex) };
}

function chosenColumns(model: ObjectModel, names: readonly string[]): readonly Column[] {
	if (names.length === 0) return readableColumns(model);
	return names.map((name) => {
		const column = findColumn(model, name);
		if (!column) throw unknownColumn(model, name, columnsToReturn.label);
		if (column.type !== 'stream') return column;
		throw inputError(
			`The column ${name} holds a file, which is not returned with the record (field ${columnsToReturn.label})`,
			'Remove the column.',
		);
	});
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
async function labelsOf(context: ReadingContext, columns: readonly Column[]): Promise<LookupLabel[]> {
	const labels = await Promise.all(columns.map((column) => labelOf(context, column)));
	return labels.flatMap((label) => label ?? []);
}

async function labelOf({ client }: ReadingContext, lookup: Column): Promise<LookupLabel | undefined> {
	if (lookup.type !== 'lookup' || lookup.target === undefined) return undefined;
	const display = await client.metadata.displayColumn(lookup.target);
	const column = (await client.metadata.object(lookup.target)).columns.get(display);
	if (!column || column.type === 'stream') return undefined;
	return {
		lookup,
		path: { text: `${lookup.name}.${display}`, steps: [lookup], column, owner: lookup.target },
	};
}
