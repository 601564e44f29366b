import { attempt, type Attempt } from '../../basics/attempt';
import { grouped } from '../../basics/parallel';
import type { ObjectModel } from '../../creatio/model/objectModel';
import type { Row } from '../../creatio/model/rows';
import { readByIds } from '../../creatio/odata/findByFilters';
import { readableColumns } from '../../creatio/odata/selectExpand';
import type { Write, Written } from '../../creatio/odata/writeChannel';
import { type BulkOptions, writeMany } from '../../creatio/odata/writeRecords';
import { PARALLEL } from '../context/connect';
import type { OperationContext } from '../context/operation';
import { noSuchRecord, writtenRow } from '../form/mappedColumns';
import { readFlag, readNumberOption } from '../form/parameters';

/** How a run sends its writes; asked of the first item, since it holds for all. */
export function readBulkOptions({ n8n, stopsAtFailure }: OperationContext): Omit<BulkOptions, 'columns'> {
	return {
		batchSize: readNumberOption(n8n, 'options.batchSize', 'Batch Size', 0, {
			least: 1,
			most: 100,
			fallback: 100,
		}),
		parallel: readNumberOption(n8n, 'options.parallel', 'Parallel Requests', 0, PARALLEL),
		atomic: readFlag(n8n, 'options.allOrNothing', 0),
		stopsAtFailure,
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
	for (const [model, group] of grouped(plans, (plan) => plan.model)) {
		const columns = readableColumns(model);
		const writes = group.map(({ write }) => write);
		const written = await writeMany(context.client.connection, model.name, writes, { ...options, columns });
		for (const [index, plan] of group.entries()) {
			const outcome = written[index];
			if (outcome) outcomes.set(plan, shownOf(context, plan, outcome));
		}
		await addWholeRecords(context, model, group, outcomes);
		if (options.stopsAtFailure && group.some((plan) => outcomes.get(plan)?.done !== true)) break;
	}
	return plans.map((plan) => outcomes.get(plan));
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
	const rows = await attempt(readByIds(context.client.connection, model.name, ids, columns));
	for (const plan of wanting) {
		const row = rows.done ? rows.value.get(plan.write.id) : undefined;
		if (!rows.done) outcomes.set(plan, rows);
		else if (row) outcomes.set(plan, { done: true, value: writtenRow(context, model, row, plan.itemIndex) });
		else outcomes.set(plan, { done: false, error: noSuchRecord(model.name, plan.write.id) });
	}
}
