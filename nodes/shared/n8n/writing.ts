import { readByIds, writeMany, type BulkOptions, type Write, type Written } from '../creatio/odata/bulk';
import { recordExists } from '../creatio/odata/records';
import { readableColumns } from '../creatio/odata/select';
import type { ObjectModel } from '../creatio/model';
import { findColumn, unknownColumn } from '../creatio/paths';
import { rowReader, type Row, type RowShape } from '../creatio/rows';
import type { MatchValue } from '../creatio/upsert';
import { readColumnValues, type ColumnValue } from '../creatio/writes';
import { CreatioError, inputError } from '../http/errors';
import type { Attempt } from '../http/attempt';
import { readChoice, readFlag, readMappedColumns, readNumberOption } from './parameters';
import type { OperationContext } from './run';

export interface MappedValues {
	readonly values: readonly ColumnValue[];
	readonly matchingColumns: readonly string[];
}

/** What the user mapped, checked and typed. Nothing is sent but questions for lookups and types. */
export async function readMappedValues(
	context: OperationContext,
	object: string,
	itemIndex: number,
	operation: 'create' | 'update' | 'upsert',
): Promise<MappedValues> {
	const { n8n, client, zone, signal } = context;
	const mapped = readMappedColumns(n8n, itemIndex);
	const values = await readColumnValues(mapped.values, {
		metadata: client.metadata,
		lookups: client.lookups,
		lookupOptions: { createIfMissing: readFlag(n8n, 'options.createMissingLookups', itemIndex) },
		object,
		zone,
		mayWriteId: operation !== 'update',
		unknownColumns: readChoice(
			n8n,
			'options.unknownColumns',
			'Unknown Columns',
			['refuse', 'ignore'],
			itemIndex,
		),
		blankValues:
			operation === 'create'
				? 'skip'
				: readChoice(n8n, 'options.blankValues', 'Empty Values', ['skip', 'clear'], itemIndex),
		signal,
	});
	if (operation !== 'upsert') refuseEmptyMapping(values);
	return { values, matchingColumns: mapped.matchingColumns };
}

function refuseEmptyMapping(values: readonly ColumnValue[]): void {
	if (values.length > 0) return;
	throw inputError(
		'The field Columns has no value for any column',
		'Map at least one column. Empty values are left out unless the option "Empty Values" says to clear the column.',
	);
}

/** The columns that tell records apart, and the others. Rejects with kind `input` when one of the former is blank. */
export function splitMatchColumns(
	model: ObjectModel,
	{ values, matchingColumns }: MappedValues,
): { readonly match: readonly MatchValue[]; readonly rest: readonly ColumnValue[] } {
	if (matchingColumns.length === 0) {
		throw inputError('The field Columns to Match On is empty', 'Choose at least one column, such as Email.');
	}
	const columns = matchingColumns.map((name) => {
		const column = findColumn(model, name);
		if (column) return column;
		throw unknownColumn(model, name, 'Columns to Match On');
	});
	const match = columns.map((column): MatchValue => {
		const value = values.find((candidate) => candidate.column === column)?.value;
		if (value && value.value !== '') return { column, value };
		throw inputError(
			`The match column ${column.name} has no value in this item (field Columns)`,
			'Give it a value, or match on another column. An empty value would match every record that has none.',
		);
	});
	return { match, rest: values.filter(({ column }) => !columns.includes(column)) };
}

/** All columns that can be read. */
export function wholeRecord(model: ObjectModel): Pick<RowShape, 'columns' | 'labels' | 'related'> {
	return { columns: readableColumns(model), labels: [], related: [] };
}

/** What an item shows of a record that came back from a write. */
export function writtenRow({ n8n }: OperationContext, model: ObjectModel, row: Row, itemIndex: number): Row {
	return rowReader(model, { ...wholeRecord(model), simplify: readFlag(n8n, 'simplify', itemIndex, true) })(
		row,
	);
}

/** How a run sends its writes; asked of the first item, since it holds for all. */
export function readBulkOptions({
	n8n,
	signal,
	stopsAtFailure,
}: OperationContext): Omit<BulkOptions, 'columns'> {
	return {
		batchSize: readNumberOption(n8n, 'options.batchSize', 'Batch Size', 0, {
			least: 1,
			most: 100,
			fallback: 100,
		}),
		parallel: readNumberOption(n8n, 'options.parallel', 'Parallel Requests', 0, {
			least: 1,
			most: 8,
			fallback: 4,
		}),
		stopsAtFailure,
		signal,
	};
}

/** A write with what its item will show of it. */
export interface PlannedWrite {
	readonly itemIndex: number;
	readonly model: ObjectModel;
	readonly write: Write;
	/** What is shown of an update, whose answer is empty. */
	readonly shown: Row;
}

/** Writes what was planned, whatever the objects, and gives for each the row to show. In the order of the plans. */
export async function writePlanned(
	context: OperationContext,
	plans: readonly PlannedWrite[],
): Promise<Array<Attempt<Row> | undefined>> {
	const options = readBulkOptions(context);
	const outcomes = new Map<PlannedWrite, Attempt<Row>>();
	for (const [model, group] of groupedByObject(plans)) {
		const columns = readableColumns(model);
		const writes = group.map(({ write }) => write);
		const written = await writeMany(context.client.connection, model.name, writes, { ...options, columns });
		for (const [index, plan] of group.entries()) {
			const outcome = written[index];
			if (outcome) outcomes.set(plan, shownOf(context, plan, outcome));
		}
		await addWholeRecords(context, model, group, outcomes);
	}
	return plans.map((plan) => outcomes.get(plan));
}

function groupedByObject(plans: readonly PlannedWrite[]): Map<ObjectModel, PlannedWrite[]> {
	const groups = new Map<ObjectModel, PlannedWrite[]>();
	for (const plan of plans) groups.set(plan.model, [...(groups.get(plan.model) ?? []), plan]);
	return groups;
}

function shownOf(context: OperationContext, plan: PlannedWrite, outcome: Attempt<Written>): Attempt<Row> {
	if (!outcome.done) return outcome;
	const { model, write, itemIndex } = plan;
	switch (outcome.value.kind) {
		case 'created':
			return { done: true, value: writtenRow(context, model, outcome.value.row, itemIndex) };
		case 'updated': {
			const { Id: _, ...columns } = plan.shown;
			return { done: true, value: writtenRow(context, model, { Id: write.id, ...columns }, itemIndex) };
		}
		case 'deleted':
			return { done: true, value: { deleted: true, id: write.id } };
		case 'missing':
			return { done: false, error: noSuchRecord(model.name, write.id) };
	}
}

/** Reads the updated records of items that asked for them, together. */
async function addWholeRecords(
	context: OperationContext,
	model: ObjectModel,
	plans: readonly PlannedWrite[],
	outcomes: Map<PlannedWrite, Attempt<Row>>,
): Promise<void> {
	const wanting = plans.filter(
		(plan) =>
			plan.write.kind === 'update' &&
			outcomes.get(plan)?.done &&
			readFlag(context.n8n, 'options.returnRecord', plan.itemIndex),
	);
	if (wanting.length === 0) return;
	const ids = wanting.map(({ write }) => write.id);
	const columns = readableColumns(model);
	const rows = await readByIds(context.client.connection, model.name, ids, {
		columns,
		signal: context.signal,
	});
	for (const plan of wanting) {
		const row = rows.done ? rows.value.get(plan.write.id) : undefined;
		if (!rows.done) outcomes.set(plan, rows);
		else if (row) outcomes.set(plan, { done: true, value: writtenRow(context, model, row, plan.itemIndex) });
		else outcomes.set(plan, { done: false, error: noSuchRecord(model.name, plan.write.id) });
	}
}

/**
 * A lost answer to a create is settled by looking for its Id, which proves nothing where the user chose the Id and a
 * record had it before.
 */
export async function refuseTakenId(
	{ client, signal }: OperationContext,
	object: string,
	id: string,
): Promise<void> {
	if (!(await recordExists(client.connection, object, id, signal))) return;
	throw inputError(
		`${object} already has a record with the ID ${id} (field Columns)`,
		'Leave the column Id out, or use the operation Create or Update.',
	);
}

export function noSuchRecord(object: string, id: string): CreatioError {
	return new CreatioError('notFound', `${object} has no record with the ID ${id} (field Record)`, {
		status: 404,
		cure: 'It may have been deleted, or the user may not see it. Choose the record from the list to be sure.',
	});
}
