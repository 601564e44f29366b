import type { Members } from '../../basics/json';
import { keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import { bindWhere } from '../../creatio/conditions/bindTree';
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
import { columnField, relatedColumnField } from './column';
import { allColumnsOption, shownColumns } from './columnsToReturn';
import { choiceField, flagField, textField } from './fieldKinds';
import { WITH_OBJECT } from './object';
import { aliased, type NamedSource } from './outputNames';
import { aggregates, connectionField, readRelatedPath, readWhere, whereFields } from './relatedRecords';
import { type RowKind, rowsField } from './rowsField';
import { readSort } from './sort';

const outputName = textField({
	name: 'name',
	label: 'Output Name',
	description: 'Name of the value in the output. If empty, it is derived from the column.',
});

const aggregateFunction = choiceField({
	name: 'function',
	label: 'Function',
	choices: aggregates,
	default: 'count',
});

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

type ReadSource = (
	context: OperationContext,
	model: ObjectModel,
	row: Members,
	place: string,
) => Promise<ColumnSource>;

/** One kind of column in the output: its row in the form, and how the row is read. */
interface ColumnKind<K extends string> extends RowKind<K> {
	/** What messages call a row of this kind. */
	readonly word: string;
	readonly read: ReadSource;
}

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

const related: ColumnKind<'related'> = {
	name: 'related',
	label: 'Summary of Related Records',
	word: 'summary of related records',
	fields: [
		connectionField,
		aggregateFunction,
		relatedColumnField({ displayOptions: { show: { function: ['average', 'max', 'min', 'sum'] } } }),
		outputName,
		...whereFields,
	],
	async read({ client, zone }, model, row, place) {
		const name = aggregateFunction.readFrom(row, place);
		const path = readRelatedPath(row, name !== 'count', place);
		const of = await resolveReversePath(client.metadata, model.name, path, place);
		const where = readWhere(row, place);
		const bind = { metadata: client.metadata, object: model.name, zone };
		return {
			kind: 'subQuery',
			function: name,
			of,
			condition: where && (await bindWhere(where, of, bind, place)),
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
	kinds: [column, aggregate, partOfDate, related],
});

export interface ChosenColumns {
	readonly plan: Pick<SelectPlan, 'columns' | 'group'>;
	/** The name in the output by the alias on the wire. */
	readonly names: ReadonlyMap<string, string>;
}

/**
 * The columns of an item. With an aggregate, rows are grouped by the columns that are none, as everybody expects who
 * knows SQL; without any column, the main ones of the object are returned, or all of them.
 */
export async function readSelectColumns(
	context: OperationContext,
	model: ObjectModel,
	itemIndex: number,
): Promise<ChosenColumns> {
	const chosen = await readForm(context, model, itemIndex);
	const sources = chosen.length > 0 ? chosen : await ofObject(context, model, itemIndex);
	const columns = aliased(sources);
	const names = new Map(columns.map(({ alias }, index) => [alias, sources[index]?.name ?? alias]));
	const aggregates = columns.filter(({ source }) => source.kind === 'aggregate');
	if (aggregates.length === 0) return { plan: { columns }, names };
	const group = columns.filter(({ source }) => source.kind !== 'aggregate');
	return { plan: { columns: aggregates, ...(group.length > 0 && { group }) }, names };
}

async function readForm(
	context: OperationContext,
	model: ObjectModel,
	itemIndex: number,
): Promise<NamedSource[]> {
	const rows = selectColumnsField.read(context.n8n, itemIndex);
	const found: NamedSource[] = [];
	for (const kind of [column, partOfDate, related, aggregate]) {
		for (const [index, row] of rows[kind.name].entries()) {
			const place = `${LABELS.columns}, ${kind.word} ${index + 1}`;
			const source = await kind.read(context, model, row, place);
			const name = keyText(outputName.readFrom(row, place)) || defaultName(source);
			checkSource(name, source);
			found.push({ name, source });
		}
	}
	return found;
}

async function ofObject(
	{ n8n, client }: OperationContext,
	model: ObjectModel,
	itemIndex: number,
): Promise<NamedSource[]> {
	const found: NamedSource[] = [];
	for (const { name } of shownColumns(model, allColumnsOption.read(n8n, itemIndex))) {
		const path = await resolvePath(client.metadata, model.name, name, LABELS.columns);
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
