import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import { lookupTextColumn } from '../../creatio/model/lookupText';
import type { Column, ObjectModel } from '../../creatio/model/objectModel';
import { type ColumnPath, resolvePath } from '../../creatio/model/paths';
import { MAX_EXPAND_DEPTH } from '../../creatio/protocol/shape';
import { columnBehindField } from './column';
import type { ReadingContext } from './conditions';
import { needed, outputOption } from './field';
import type { Lookups } from './lookupOutput';
import { rowsField } from './rowsField';

const relatedColumn = needed(
	columnBehindField(
		'A column behind a lookup. To find it, search for the lookup and the column, such as "account city".',
	),
	'Or remove the row.',
	'column',
);

export const relatedColumnsOption = outputOption(
	rowsField({
		name: 'relatedColumns',
		label: LABELS.relatedColumns,
		sortable: true,
		placeholder: 'Add Related Column',
		description: 'Columns of other objects to return, behind up to two lookups',
		kinds: [{ name: 'column', label: LABELS.column, fields: [relatedColumn] }],
	}),
);

/** What rows ask for beside the columns of an object. */
interface RelatedColumns {
	/** Lookups of the object itself. */
	readonly own: readonly Column[];
	readonly related: readonly ColumnPath[];
}

/**
 * The columns of other objects that an item asks for, each once. A lookup at the end of a path is returned as lookups of the object
 * itself are: its text, its ID, or both. Rejects with kind `input`.
 */
export async function readRelatedColumns(
	context: ReadingContext,
	model: ObjectModel,
	{ lookups, simplify }: { readonly lookups: Lookups; readonly simplify: boolean },
	itemIndex: number,
): Promise<RelatedColumns> {
	const own: Column[] = [];
	const related = new Map<string, ColumnPath>();
	for (const [index, row] of relatedColumnsOption.read(context.n8n, itemIndex).column.entries()) {
		const place = `${LABELS.relatedColumns}, row ${index + 1}`;
		const path = await resolvePath(
			context.client.metadata,
			model.name,
			relatedColumn.readFrom(row, place),
			place,
		);
		const isOwn = path.steps.length === 0;
		if (path.column.type === 'stream' || (isOwn && path.column.type !== 'lookup'))
			throw notRelated(path, place);
		if (isOwn) own.push(path.column);
		// With Simplify, the shape of the rows adds the texts of the object's own lookups.
		if (isOwn && simplify) continue;
		for (const part of await returnedPaths(context, path, lookups, place))
			if (part.steps.length > 0) related.set(part.text, part);
	}
	return { own, related: [...related.values()] };
}

/** A path that ends at a lookup's own code stands for its text; at its property (`Account.TypeId`) for its ID. */
async function returnedPaths(
	{ client }: ReadingContext,
	path: ColumnPath,
	lookups: Lookups,
	place: string,
): Promise<ColumnPath[]> {
	const { text, steps, column } = path;
	if (column.type !== 'lookup' || column.target === undefined || text.split('.').at(-1) !== column.name)
		return [path];
	const id = { ...path, text: `${text.slice(0, -column.name.length)}${column.property}` };
	if (lookups !== 'id' && steps.length >= MAX_EXPAND_DEPTH) throw textTooFar(text, id.text, place);
	const naming = lookups === 'id' ? undefined : await lookupTextColumn(client.metadata, column.target);
	if (!naming || naming.type === 'stream') return [id];
	const shown = { text, steps: [...steps, column], column: naming, owner: column.target };
	return lookups === 'both' ? [shown, id] : [shown];
}

function textTooFar(path: string, idPath: string, place: string) {
	return inputError(
		`The text of the lookup "${path}" cannot be returned: it is behind more than ${MAX_EXPAND_DEPTH} lookups (${place})`,
		`Write ${idPath} for its ID, or read the record in between in a separate step.`,
	);
}

function notRelated({ text }: ColumnPath, place: string) {
	return inputError(
		`"${text}" is not a column behind a lookup (${place})`,
		'A path goes through a lookup, such as Account.Name. Columns of the object itself belong in Columns to Return.',
		'column',
	);
}
