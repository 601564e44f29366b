import { EMPTY_GUID } from '../../basics/guid';
import type { Column, ColumnType, ObjectModel } from './objectModel';
import type { ColumnPath } from './paths';

/** A record as Creatio sends or takes it, with OData property names. */
export type Row = Readonly<Record<string, unknown>>;

/** What a read returns and how it is shown. */
export interface RowShape {
	readonly columns: readonly Column[];
	/** Lookups whose display text is returned: the column and the path of the text. */
	readonly labels: readonly LookupLabel[];
	/** Whether the text of `labels` is returned instead of the Id, and not before it. */
	readonly textOnly?: boolean;
	/** Columns of other objects: `Account.Type.Name`. */
	readonly related: readonly ColumnPath[];
	/** False: the rows as the server sent them. */
	readonly simplify: boolean;
}

/** A shape of the columns of an object alone; without any, reads return its key. */
export function onlyColumns(columns: readonly Column[]): Pick<RowShape, 'columns' | 'labels' | 'related'> {
	return { columns, labels: [], related: [] };
}

export interface LookupLabel {
	readonly lookup: Column;
	readonly path: ColumnPath;
}

const EMPTY_DATE = '0001-01-01T00:00:00';

/**
 * OData never returns null: an empty lookup is the zero GUID, an empty text "", an empty date the year 1
 * (contract 2.6). Numbers and booleans stay as they are, since 0 and false are values as well.
 */
export function withoutSentinel(column: Column | undefined, value: unknown): unknown {
	if (typeof value !== 'string') return value;
	if (value === '') return null;
	// The two other empty values begin with a zero, which few texts do.
	if (value.charCodeAt(0) !== 48 || column === undefined) return value;
	switch (column.type) {
		case 'lookup':
		case 'guid':
			return value === EMPTY_GUID ? null : value;
		case 'dateTime':
		case 'date':
		case 'time':
			return value.startsWith(EMPTY_DATE) ? null : value;
		default:
			return value;
	}
}

/** A member of an item. */
interface Output {
	readonly key: string;
	readonly type: ColumnType;
	/** `undefined` where the row has nothing for it. */
	readonly valueOf: (row: Row) => unknown;
}

/**
 * Turns rows of a read into the JSON of items: the Id, the columns of the shape in their order, the text of a lookup before its Id,
 * and columns of other objects. What the server sends beside that is left out. An Id stays where a site did not return its text.
 */
export function rowReader(model: ObjectModel, shape: RowShape): (row: Row) => Row {
	if (!shape.simplify) return (row) => row;
	const outputs = outputsOf(model, shape);
	// Reads have many rows: a copy of an object that has all members is made faster than one that grows.
	const empty = Object.fromEntries(outputs.map(({ key }) => [key, null]));
	return (row) => {
		const shown: Record<string, unknown> = { ...empty };
		for (const { key, valueOf } of outputs) {
			const value = valueOf(row);
			if (value === undefined) delete shown[key];
			else if (value !== null) shown[key] = value;
		}
		return shown;
	};
}

/** The columns of a table of rows, and how their cells are read. */
export interface TableShape {
	readonly columns: ReadonlyArray<{ readonly name: string; readonly type: ColumnType }>;
	/** Null where a row has nothing for a column. */
	readonly cellsOf: (row: Row) => unknown[];
}

/**
 * A table with the columns that items of these rows have, in their order. Where a lookup is shown as text only, and the site did not
 * return its text, its column has the Id.
 */
export function tableShape(model: ObjectModel, shape: RowShape): TableShape {
	const outputs = outputsOf(model, { ...shape, textOnly: false });
	const ids = new Set(shape.labels.map(({ lookup }) => lookup.property));
	const columns = outputs.flatMap((output, index): Output[] => {
		if (shape.textOnly !== true) return [output];
		if (ids.has(output.key)) return [];
		const id = outputs[index + 1];
		if (!id || !ids.has(id.key)) return [output];
		return [{ ...output, valueOf: (row) => output.valueOf(row) ?? id.valueOf(row) }];
	});
	return {
		columns: columns.map(({ key, type }) => ({ name: key, type })),
		cellsOf: (row) => columns.map(({ valueOf }) => valueOf(row) ?? null),
	};
}

/** The same text as the engine keeps it for keys of objects: it finds members by it several times as fast. */
function asKey(name: string): string {
	return Object.keys({ [name]: null })[0] ?? name;
}

function outputsOf(model: ObjectModel, { columns, labels, related, textOnly = false }: RowShape): Output[] {
	const texts = new Map(labels.map(({ lookup, path }) => [lookup, path]));
	const id = model.columns.get('Id');
	const own = [...new Set([...(id ? [id] : []), ...columns])];
	return [
		...own.flatMap((column) => {
			const path = texts.get(column);
			return path ? lookupOutputs(column, path, textOnly) : [ownOutput(column)];
		}),
		...related.map((path): Output => ({
			key: path.text,
			type: path.column.type,
			valueOf: (row) => follow(row, path),
		})),
	];
}

function ownOutput(column: Column): Output {
	const key = asKey(column.property);
	return { key, type: column.type, valueOf: (row) => withoutSentinel(column, row[key]) };
}

/** The text of a lookup and its Id. Where the site did not return the text, the Id alone. */
function lookupOutputs(column: Column, { column: display }: ColumnPath, textOnly: boolean): Output[] {
	const [key, textKey] = [asKey(column.name), asKey(display.property)];
	const id = ownOutput(column);
	const textOf = (row: Row) => {
		const record = row[key];
		if (typeof record === 'object' && record !== null) {
			return withoutSentinel(display, (record as Row)[textKey]) ?? null;
		}
		return record === null || (id.valueOf(row) ?? null) === null ? null : undefined;
	};
	const idInstead = (row: Row) =>
		(textOf(row) ?? null) === null ? (id.valueOf(row) ?? undefined) : undefined;
	return [{ key, type: display.type, valueOf: textOf }, textOnly ? { ...id, valueOf: idInstead } : id];
}

/** The value at the end of a path in an expanded row; null when a lookup on the way is empty. */
function follow(row: Row, path: ColumnPath): unknown {
	let at: unknown = row;
	for (const step of path.steps) at = member(at, step.name);
	return withoutSentinel(path.column, member(at, path.column.property)) ?? null;
}

function member(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? (value as Row)[name] : undefined;
}
