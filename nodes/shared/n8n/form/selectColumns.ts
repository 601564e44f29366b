import { inputError } from '../../basics/errors';
import { bindWhere, RELATED_FUNCTIONS } from '../../creatio/conditions/bindTree';
import { type AggregateFunction, columnPathOf, type DatePart } from '../../creatio/dataservice/expressions';
import {
	checkSource,
	type ColumnSource,
	type SelectColumn,
	type SelectOrder,
	type SelectPlan,
} from '../../creatio/dataservice/selectPlan';
import type { ObjectModel } from '../../creatio/model/objectModel';
import { resolvePath } from '../../creatio/model/paths';
import { isReversePath, resolveReversePath } from '../../creatio/model/reversePaths';
import type { Row } from '../../creatio/model/rows';
import { describe } from '../../creatio/model/values';
import { readableColumns } from '../../creatio/odata/selectExpand';
import type { OperationContext } from '../context/operation';
import { readWhere, relatedPath } from './conditionTree';
import { locatorText, readSortRules, rowsOf } from './parameters';

type Members = Readonly<Record<string, unknown>>;

/** A column with the name that the user gave it, which may hold anything. */
interface NamedSource {
	readonly name: string;
	readonly source: ColumnSource;
}

export interface ChosenColumns {
	readonly plan: Pick<SelectPlan, 'columns' | 'group'>;
	/** The name in the output by the alias on the wire. */
	readonly names: ReadonlyMap<string, string>;
}

/**
 * The columns of an item. With an aggregate, rows are grouped by the columns that are none, as everybody expects who
 * knows SQL; without any column, all of the object are returned.
 */
export async function readSelectColumns(
	context: OperationContext,
	model: ObjectModel,
	itemIndex: number,
): Promise<ChosenColumns> {
	const chosen = await readForm(context, model, itemIndex);
	const sources = chosen.length > 0 ? chosen : await allColumns(context, model);
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
	const form = context.n8n.getNodeParameter('selectColumns', itemIndex, {});
	const found: NamedSource[] = [];
	const read = async (kind: string, label: string, reader: RowReader) => {
		for (const [index, row] of rowsOf(form, kind).entries()) {
			const field = `Columns, ${label} ${index + 1}`;
			const source = await reader(context, model, row, field);
			const name = (typeof row.name === 'string' && row.name.trim()) || defaultName(source);
			checkSource(name, source);
			found.push({ name, source });
		}
	};
	await read('column', 'column', columnSource);
	await read('datePart', 'part of a date', datePartSource);
	await read('related', 'value over related records', relatedSource);
	await read('aggregate', 'aggregate', aggregateSource);
	return found;
}

type RowReader = (
	context: OperationContext,
	model: ObjectModel,
	row: Members,
	field: string,
) => Promise<ColumnSource>;

const columnSource: RowReader = async ({ client }, model, row, field) => {
	const path = locatorText(row.column);
	return isReversePath(path)
		? {
				kind: 'reverse',
				path: await resolveReversePath(client.metadata, model.name, path, field),
			}
		: { kind: 'path', path: await resolvePath(client.metadata, model.name, path, field) };
};

const aggregateSource: RowReader = async ({ client }, model, row, field) => {
	const of = await resolvePath(client.metadata, model.name, locatorText(row.column) || 'Id', field);
	return { kind: 'aggregate', function: readFunction(row, field), of, distinct: row.distinct === true };
};

const DATE_PARTS: readonly DatePart[] = ['day', 'week', 'month', 'year', 'weekday', 'hour', 'hourMinute'];

const datePartSource: RowReader = async ({ client }, model, row, field) => {
	const part = DATE_PARTS.find((candidate) => candidate === (row.part ?? 'month'));
	if (part === undefined) {
		throw inputError(
			`A date has no part ${describe(row.part)} (${field})`,
			`Use one of: ${DATE_PARTS.join(', ')}.`,
		);
	}
	const of = await resolvePath(client.metadata, model.name, locatorText(row.column), field);
	return { kind: 'datePart', part, of };
};

const relatedSource: RowReader = async ({ client, zone }, model, row, field) => {
	const name = readFunction(row, field);
	const path = relatedPath(row, name !== 'count', field);
	const of = await resolveReversePath(client.metadata, model.name, path, field);
	const where = readWhere(row, field);
	const context = { metadata: client.metadata, object: model.name, zone };
	const condition = where && (await bindWhere(where, of, context, field));
	return { kind: 'subQuery', function: name, of, condition };
};

function readFunction(row: Members, field: string): AggregateFunction {
	const found = RELATED_FUNCTIONS.find((name) => name === (row.function ?? 'count'));
	if (found !== undefined) return found;
	throw inputError(
		`There is no function ${describe(row.function)} (${field})`,
		`Use one of: ${RELATED_FUNCTIONS.join(', ')}.`,
	);
}

async function allColumns({ client }: OperationContext, model: ObjectModel): Promise<NamedSource[]> {
	const found: NamedSource[] = [];
	for (const { name } of readableColumns(model)) {
		const path = await resolvePath(client.metadata, model.name, name, 'Columns');
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

/** On the wire only names that every database takes; the user's own come back at the end. */
function aliased(sources: readonly NamedSource[]): SelectColumn[] {
	const taken = new Set<string>();
	const names = new Set<string>();
	return sources.map(({ name, source }) => {
		if (names.has(name)) {
			throw inputError(
				`Two columns are named ${name} (field Columns)`,
				'Give each column an output name of its own.',
			);
		}
		names.add(name);
		const isId = source.kind === 'path' && columnPathOf(source.path) === 'Id';
		const alias = isId ? 'Id' : freeAlias(name, taken);
		taken.add(alias.toLowerCase());
		return { alias, source };
	});
}

function freeAlias(name: string, taken: ReadonlySet<string>): string {
	const plain = name.replace(/[^A-Za-z0-9_]/g, '').replace(/^(?=\d|$)/, 'C');
	const isFree = (candidate: string) =>
		candidate.toLowerCase() !== 'id' && !taken.has(candidate.toLowerCase());
	if (isFree(plain)) return plain;
	let number = 2;
	while (!isFree(`${plain}${number}`)) number++;
	return `${plain}${number}`;
}

/** Gives the values of rows the names that the user wrote. */
export function withNames(names: ReadonlyMap<string, string>): (row: Row) => Row {
	if ([...names].every(([alias, name]) => alias === name)) return (row) => row;
	const nameOf = (key: string) => {
		const own = names.get(key);
		if (own !== undefined) return own;
		// The Id of a lookup beside its text.
		const lookup = key.endsWith('Id') ? names.get(key.slice(0, -2)) : undefined;
		return lookup === undefined ? key : `${lookup}Id`;
	};
	return (row) => {
		const named = new Map<string, unknown>();
		for (const [key, value] of Object.entries(row)) {
			const name = nameOf(key);
			// What the site added does not push out what the user named so.
			if (names.has(key) || !named.has(name)) named.set(name, value);
		}
		return Object.fromEntries(named);
	};
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
	for (const [index, { column, direction }] of readSortRules(n8n, itemIndex).entries()) {
		const field = `Sort, row ${index + 1}`;
		const by = aliases.get(column) ?? (await resolvePath(client.metadata, model.name, column, field));
		order.push({ by, direction });
	}
	return order;
}
