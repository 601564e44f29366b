import { inputError } from '../../basics/errors';
import { comparedText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import type { Condition } from '../conditions/tree';
import { didYouMean, nearest } from '../model/nearest';
import { type Column, type ColumnType, TYPE_WORDS } from '../model/objectModel';
import type { ColumnPath } from '../model/paths';
import type { ReversePath } from '../model/reversePaths';
import type { Row } from '../model/rows';
import { type AggregateFunction, columnPathOf, type DatePart } from './expressions';

/** Where a column of the answer comes from. */
export type ColumnSource =
	/** A column of the record, or of a record that its lookups point to. */
	| { readonly kind: 'path'; readonly path: ColumnPath }
	/** A column of the records that point here: as many rows as there are such records. */
	| { readonly kind: 'reverse'; readonly path: ReversePath }
	/** One value over all records of the row's group. */
	| {
			readonly kind: 'aggregate';
			readonly function: AggregateFunction;
			readonly of: ColumnPath;
			/** Each value once. */
			readonly distinct?: boolean;
	  }
	/** One value over the records that point here; `condition` is bound to their object. */
	| {
			readonly kind: 'subQuery';
			readonly function: AggregateFunction;
			readonly of: ReversePath;
			readonly condition?: Condition;
	  }
	/** A part of a date, as a number. */
	| { readonly kind: 'datePart'; readonly part: DatePart; readonly of: ColumnPath }
	/** The number of characters of a text. */
	| { readonly kind: 'length'; readonly of: ColumnPath };

export interface SelectColumn {
	/** The key in the rows. Unique, ignoring case. */
	readonly alias: string;
	readonly source: ColumnSource;
}

export interface SelectOrder {
	/** The alias of a column of the plan, or a path that need not be among them. */
	readonly by: string | ColumnPath;
	readonly direction: 'asc' | 'desc';
}

export type SelectPage =
	/** Rows by offset. Stable only in an order that ends with the Id. */
	| { readonly kind: 'offset'; readonly rowCount: number; readonly rowsOffset: number }
	/** The rows behind a row as the server sent it (`rawRows`), in the order of the plan and then the Id. */
	| { readonly kind: 'keyset'; readonly rowCount: number; readonly after: Row | undefined };

/** A SelectQuery in terms of the form (contract 4.3). */
export interface SelectPlan {
	readonly object: string;
	/** With `group`: aggregates only. */
	readonly columns: readonly SelectColumn[];
	/** One row for each combination of these, which precede `columns`. Empty: one row over all records. */
	readonly group?: readonly SelectColumn[];
	readonly filter?: Condition;
	readonly order?: readonly SelectOrder[];
	/** Equal rows once. */
	readonly distinct?: boolean;
	/** When left out, all rows, of which the server silently returns at most 20,000. */
	readonly page?: SelectPage;
}

/** A column as it is asked for. */
export interface PlannedColumn extends SelectColumn {
	/** Read for the order only, and not part of the returned rows. */
	readonly isHidden: boolean;
	readonly order?: { readonly position: number; readonly direction: 'asc' | 'desc' };
}

/**
 * All columns that a plan reads, in the order of the rows, hidden columns last. Rejects with kind `input` what
 * DataService would refuse or, worse, answer with other data.
 */
export function plannedColumns(plan: SelectPlan): readonly PlannedColumn[] {
	const shown = [...(plan.group ?? []), ...plan.columns];
	checkAliases(shown);
	checkAggregates(plan);
	const planned: PlannedColumn[] = shown.map((column) => ({ ...column, isHidden: false }));
	for (const [position, { by, direction }] of (plan.order ?? []).entries()) {
		const index = planned.findIndex((column) => isOrderedBy(column, by));
		const column = planned[index] ?? hiddenColumn(plan, planned, by);
		// In SQL, too, only the first sorting of a column counts.
		if (column.order) continue;
		planned.splice(index < 0 ? planned.length : index, 1, { ...column, order: { position, direction } });
	}
	return planned;
}

function isOrderedBy({ alias, source }: SelectColumn, by: string | ColumnPath): boolean {
	if (typeof by === 'string') return alias === by;
	return source.kind === 'path' && columnPathOf(source.path) === columnPathOf(by);
}

function hiddenColumn(
	plan: SelectPlan,
	planned: readonly SelectColumn[],
	by: string | ColumnPath,
): PlannedColumn {
	const aliases = planned.map(({ alias }) => alias);
	if (typeof by === 'string') {
		throw inputError(
			`The rows have no column "${by}" to sort by (field ${LABELS.sort})`,
			didYouMean(nearest(by, aliases)) ?? 'Choose one of the columns that are returned.',
		);
	}
	if (plan.distinct || plan.group || plan.columns.some(({ source }) => source.kind === 'aggregate')) {
		throw inputError(
			`The rows cannot be sorted by ${by.text}, which is not among their columns (field ${LABELS.sort})`,
			'Return the column as well: distinct and grouped rows can only be sorted by their columns.',
		);
	}
	// The server would add it under this name (contract 4.5).
	if (columnPathOf(by) === 'Id') return { alias: 'Id', source: { kind: 'path', path: by }, isHidden: true };
	const taken = new Set(aliases.map((alias) => alias.toLowerCase()));
	let number = 1;
	while (taken.has(`sort${number}`)) number++;
	return { alias: `Sort${number}`, source: { kind: 'path', path: by }, isHidden: true };
}

function checkAliases(columns: readonly SelectColumn[]): void {
	if (columns.length === 0) {
		throw inputError(`No column is chosen (field ${LABELS.columns})`, 'Choose at least one column.');
	}
	const seen = new Set<string>();
	for (const { alias, source } of columns) {
		const key = comparedText(alias);
		if (key === '')
			throw inputError(`A column has no name (field ${LABELS.columns})`, 'Give each column a name.');
		if (seen.has(key)) {
			throw inputError(
				`Two columns are named ${alias} (field ${LABELS.columns})`,
				'Give each column its own name; upper and lower case count as equal.',
			);
		}
		seen.add(key);
		// The server puts the record's Id into every row under this name (contract 4.5).
		const isId = source.kind === 'path' && columnPathOf(source.path) === 'Id';
		if (key === 'id' && !isId) {
			throw inputError(
				`The name ${alias} is reserved for the record's own ID (field ${LABELS.columns})`,
				'Give the column another name.',
			);
		}
	}
}

function checkAggregates({ columns, group }: SelectPlan): void {
	const aggregates = columns.filter(({ source }) => source.kind === 'aggregate');
	const [other] = columns.filter(({ source }) => source.kind !== 'aggregate');
	if (other && (group || aggregates.length > 0)) {
		throw inputError(
			`The column ${other.alias} is neither grouped by nor aggregated (field ${LABELS.columns})`,
			'Group by it, aggregate it, or remove it.',
		);
	}
	for (const { alias, source } of [...(group ?? []), ...columns]) {
		checkSource(alias, source);
		const isGrouped = group?.some((column) => column.alias === alias);
		if (isGrouped && source.kind === 'aggregate') {
			throw inputError(`Rows cannot be grouped by ${alias}, which is an aggregate`, 'Group by a column.');
		}
	}
}

const TEMPORAL: readonly ColumnType[] = ['dateTime', 'date', 'time'];

/** Rejects what databases cannot calculate, such as the sum of a text. `name` is the column's name in messages. */
export function checkSource(name: string, source: ColumnSource): void {
	if (source.kind === 'aggregate') checkFunction(name, source.function, source.of.column);
	else if (source.kind === 'subQuery') checkFunction(name, source.function, source.of.end.column);
	else if (source.kind === 'datePart') checkType(name, source.of.column, TEMPORAL, 'dates and times');
	else if (source.kind === 'length') checkType(name, source.of.column, ['text'], 'text');
}

function checkFunction(alias: string, name: AggregateFunction, column: Column): void {
	if (name === 'sum' || name === 'average') checkType(alias, column, ['integer', 'decimal'], 'numbers');
	if (name === 'min' || name === 'max') {
		checkType(alias, column, ['integer', 'decimal', 'text', ...TEMPORAL], 'numbers, dates and text');
	}
}

function checkType(alias: string, column: Column, types: readonly ColumnType[], words: string): void {
	if (types.includes(column.type)) return;
	throw inputError(
		`The column ${alias} takes ${words}, but ${column.name} contains ${TYPE_WORDS[column.type]} (field ${LABELS.columns})`,
		'Choose another column, or another function.',
	);
}

/** The type of a column's cells. */
export function typeOf(source: ColumnSource): ColumnType {
	switch (source.kind) {
		case 'path':
			return source.path.column.type;
		case 'reverse':
			return source.path.end.column.type;
		case 'aggregate':
			return aggregatedType(source.function, source.of.column);
		case 'subQuery':
			return aggregatedType(source.function, source.of.end.column);
		case 'datePart':
		case 'length':
			return 'integer';
	}
}

function aggregatedType(name: AggregateFunction, column: Column): ColumnType {
	if (name === 'count') return 'integer';
	return name === 'average' ? 'decimal' : column.type;
}
