import { keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import type { Condition } from '../../creatio/conditions/tree';
import { columnPathOf } from '../../creatio/dataservice/expressions';
import {
	checkSource,
	type ColumnSource,
	type SelectOrder,
	type SelectPlan,
} from '../../creatio/dataservice/selectPlan';
import type { ObjectModel } from '../../creatio/model/objectModel';
import { resolvePath } from '../../creatio/model/paths';
import { isReversePath, resolveReversePath } from '../../creatio/model/reversePaths';
import type { OperationContext } from '../context/operation';
import { columnField } from './column';
import { aggregateFunction, type ColumnKind, outputName } from './columnKind';
import { defaultColumns } from './columnsToReturn';
import { choiceField, flagField } from './fieldKinds';
import { WITH_OBJECT } from './object';
import { aliased, type NamedSource } from './outputNames';
import { readKept, relatedSummary } from './relatedSummary';
import { rowsField } from './rowsField';
import { readSort } from './sort';

const distinct = flagField({
	name: 'distinct',
	label: 'Distinct Values Only',
	description: 'Whether to count equal values only once',
});

const datePart = choiceField({
	name: 'part',
	label: 'Part',
	choices: [
		{ name: 'Day', value: 'day' },
		{ name: 'Hour', value: 'hour' },
		{ name: 'Hour and Minute', value: 'hourMinute' },
		{ name: 'Month', value: 'month' },
		{ name: 'Week', value: 'week' },
		{ name: 'Weekday', value: 'weekday' },
		{ name: 'Year', value: 'year' },
	],
	default: 'month',
});

const anyColumn = columnField(
	'The column to return. To find columns behind a lookup, search for its name, such as "Account"; for records that point here, type "[".',
);

const column: ColumnKind<'column'> = {
	name: 'column',
	label: LABELS.column,
	word: 'column',
	fields: [anyColumn, outputName],
	async read({ client }, model, row, place) {
		const path = anyColumn.readFrom(row, place);
		return isReversePath(path)
			? {
					kind: 'reverse',
					path: await resolveReversePath(client.metadata, model.name, path, place),
				}
			: { kind: 'path', path: await resolvePath(client.metadata, model.name, path, place) };
	},
};

const aggregate: ColumnKind<'aggregate'> = {
	name: 'aggregate',
	label: 'Aggregate',
	word: 'aggregate',
	fields: [aggregateFunction, columnField('The column to aggregate'), distinct, outputName],
	async read({ client }, model, row, place) {
		const path = anyColumn.readFrom(row, place) || 'Id';
		return {
			kind: 'aggregate',
			function: aggregateFunction.readFrom(row, place),
			of: await resolvePath(client.metadata, model.name, path, place),
			distinct: distinct.readFrom(row, place),
		};
	},
};

const partOfDate: ColumnKind<'datePart'> = {
	name: 'datePart',
	label: 'Part of a Date',
	word: 'part of a date',
	fields: [datePart, columnField('A column that holds a date'), outputName],
	async read({ client }, model, row, place) {
		const path = anyColumn.readFrom(row, place);
		return {
			kind: 'datePart',
			part: datePart.readFrom(row, place),
			of: await resolvePath(client.metadata, model.name, path, place),
		};
	},
};

export const selectColumnsField = rowsField({
	name: 'selectColumns',
	label: LABELS.columns,
	placeholder: 'Add Column',
	description:
		'Which columns to return. Without any, the main columns of the object. With an aggregate, rows are grouped by the other columns.',
	displayOptions: WITH_OBJECT,
	kinds: [column, aggregate, partOfDate, relatedSummary],
});

export interface ChosenColumns {
	readonly plan: Pick<SelectPlan, 'columns' | 'group'>;
	/** The name in the output by the alias on the wire. */
	readonly names: ReadonlyMap<string, string>;
	/** The conditions of the columns: which rows are kept. */
	readonly kept: readonly Condition[];
}

/**
 * The columns of an item. With an aggregate, rows are grouped by the columns that are none, as everybody expects who
 * knows SQL; without any column, the main ones of the object are returned, or all of them. A number about related records says
 * nothing without the name of the record, so that is returned before numbers that stand alone.
 */
export async function readSelectColumns(
	context: OperationContext,
	model: ObjectModel,
	itemIndex: number,
): Promise<ChosenColumns> {
	const { chosen, kept } = await readForm(context, model, itemIndex);
	const sources = await completed(context, model, chosen, itemIndex);
	const columns = aliased(sources);
	const names = new Map(columns.map(({ alias }, index) => [alias, sources[index]?.name ?? alias]));
	const aggregates = columns.filter(({ source }) => source.kind === 'aggregate');
	if (aggregates.length === 0) return { plan: { columns }, names, kept };
	const group = columns.filter(({ source }) => source.kind !== 'aggregate');
	return { plan: { columns: aggregates, ...(group.length > 0 && { group }) }, names, kept };
}

async function readForm(
	context: OperationContext,
	model: ObjectModel,
	itemIndex: number,
): Promise<{ chosen: NamedSource[]; kept: Condition[] }> {
	const rows = selectColumnsField.read(context.n8n, itemIndex);
	const chosen: NamedSource[] = [];
	const kept: Condition[] = [];
	for (const kind of [column, partOfDate, relatedSummary, aggregate]) {
		for (const [index, row] of rows[kind.name].entries()) {
			const place = `${LABELS.columns}, ${kind.word} ${index + 1}`;
			const source = await kind.read(context, model, row, place);
			const name = keyText(outputName.readFrom(row, place)) || defaultName(source);
			checkSource(name, source);
			chosen.push({ name, source });
			if (kind === relatedSummary) kept.push(...(await readKept(context, model, row, place)));
		}
	}
	return { chosen, kept };
}

async function completed(
	context: OperationContext,
	model: ObjectModel,
	chosen: readonly NamedSource[],
	itemIndex: number,
): Promise<readonly NamedSource[]> {
	if (chosen.length === 0) return await ofObject(context, model, itemIndex);
	if (chosen.some(({ source }) => source.kind !== 'subQuery')) return chosen;
	const { metadata } = context.client;
	const display = await metadata.displayColumn(model.name);
	if (!model.columns.has(display) || chosen.some(({ name }) => name === display)) return chosen;
	const path = await resolvePath(metadata, model.name, display, LABELS.columns);
	return [{ name: display, source: { kind: 'path', path } }, ...chosen];
}

async function ofObject(
	context: OperationContext,
	model: ObjectModel,
	itemIndex: number,
): Promise<NamedSource[]> {
	const found: NamedSource[] = [];
	for (const { name } of defaultColumns(context, model, itemIndex)) {
		const path = await resolvePath(context.client.metadata, model.name, name, LABELS.columns);
		found.push({ name, source: { kind: 'path', path } });
	}
	return found;
}

function defaultName(source: ColumnSource): string {
	switch (source.kind) {
		case 'path':
			return source.path.text;
		case 'reverse':
			return columnPathOf(source.path);
		case 'aggregate':
			return `${source.function} ${source.of.text}`;
		case 'subQuery':
			return `${source.function} ${columnPathOf(source.of)}`;
		case 'datePart':
			return `${source.part} of ${source.of.text}`;
		case 'length':
			return `length of ${source.of.text}`;
	}
}

/** The order of an item: by a name of the output, or by a path that need not be in it. */
export async function readSelectOrder(
	{ n8n, client }: OperationContext,
	model: ObjectModel,
	names: ReadonlyMap<string, string>,
	itemIndex: number,
): Promise<SelectOrder[]> {
	const aliases = new Map([...names].map(([alias, name]) => [name, alias]));
	const order: SelectOrder[] = [];
	for (const { column, direction, place } of readSort(n8n, itemIndex)) {
		const by = aliases.get(column) ?? (await resolvePath(client.metadata, model.name, column, place));
		order.push({ by, direction });
	}
	return order;
}
