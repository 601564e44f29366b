import { EMPTY_GUID } from '../../basics/guid';
import type { Column, ObjectModel } from './objectModel';
import type { ColumnPath } from './paths';

/** A record as Creatio sends or takes it, with OData property names. */
export type Row = Readonly<Record<string, unknown>>;

/** What a read returns and how it is shown. */
export interface RowShape {
	readonly columns: readonly Column[];
	/** Lookups whose display text is returned beside their Id: the column and the path of the text. */
	readonly labels: readonly LookupLabel[];
	/** Columns of other objects: `Account.Type.Name`. */
	readonly related: readonly ColumnPath[];
	/** False: the rows as the server sent them. */
	readonly simplify: boolean;
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

/**
 * Turns rows of a read into the JSON of items. Rows are changed in place rather than copied, since there may be very
 * many: the caller must own them.
 */
export function rowReader(model: ObjectModel, shape: RowShape): (row: Row) => Row {
	if (!shape.simplify) return (row) => row;
	const byProperty = new Map([...model.columns.values()].map((column) => [column.property, column]));
	const paths = [
		...shape.labels.map(({ lookup, path }) => ({ key: lookup.name, path })),
		...shape.related.map((path) => ({ key: path.text, path })),
	];
	const expanded = new Set(paths.flatMap(({ path }) => path.steps[0]?.name ?? []));
	return (row) => {
		const result: Record<string, unknown> = isFlat(row, expanded) ? row : flat(row, expanded);
		for (const key in result) {
			const value = result[key];
			const shown = withoutSentinel(byProperty.get(key), value);
			if (shown !== value) result[key] = shown;
		}
		for (const { key, path } of paths) result[key] = follow(row, path);
		return result;
	};
}

/** Annotations and expanded records are not values of the record itself. */
function isFlat(row: Row, expanded: ReadonlySet<string>): boolean {
	for (const key in row) if (!isOwnValue(key, row[key], expanded)) return false;
	return true;
}

function flat(row: Row, expanded: ReadonlySet<string>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(row).filter(([key, value]) => isOwnValue(key, value, expanded)));
}

/** An expanded record is null if the lookup is empty. */
function isOwnValue(key: string, value: unknown, expanded: ReadonlySet<string>): boolean {
	return (typeof value !== 'object' || (value === null && !expanded.has(key))) && !key.includes('@');
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
