import { attempt } from '../../basics/attempt';
import { grouped } from '../../basics/parallel';
import type { ObjectModel } from '../../creatio/model/objectModel';
import { type Row, rowReader } from '../../creatio/model/rows';
import { readByIds } from '../../creatio/odata/findByFilters';
import { readableColumns } from '../../creatio/protocol/shape';
import type { Write, Written } from '../../creatio/odata/writeChannel';
import { writeMany } from '../../creatio/odata/writeRecords';
import { explainRefusals } from '../../creatio/writing/explainRefusals';
import type { SentRow } from '../../creatio/writing/rowFaults';
import type { OperationContext } from '../context/operation';
import { readBulkLimits } from '../form/batching';
import { noSuchRecord } from '../form/record';
import { type ReturnedRecord, wholeShape, writtenRow } from '../form/returnedRecord';
import { outcomeOfWrite, type RowsOutcome } from './itemOutcome';

/** A write with what its item returns. */
export interface PlannedWrite {
	readonly itemIndex: number;
	readonly model: ObjectModel;
	readonly write: Write;
	/** The values that are shown: an update is answered by nothing, and of a create only these are shown. */
	readonly shown: Row;
	readonly returned: ReturnedRecord;
}

/** A create with the ID that the user gave, or else one of this package. */
export function createWrite({ newId }: OperationContext, itemIndex: number, own: unknown, body: Row): Write {
	return typeof own === 'string'
		? { kind: 'create', id: own, hasOwnId: true, body }
		: { kind: 'create', id: newId(itemIndex), body };
}

/** Writes what was planned, whatever the objects. Returns for each write, in order, the row to show. */
export async function writePlanned(
	context: OperationContext,
	plans: readonly PlannedWrite[],
): Promise<RowsOutcome[]> {
	const options = readBulkLimits(context);
	const outcomes = new Map<PlannedWrite, RowsOutcome>();
	for (const [model, group] of grouped(plans, (plan) => plan.model)) {
		const columns = readableColumns(model);
		const writes = group.map(({ write }) => write);
		const answered = await writeMany(context.client.connection, model.name, writes, { ...options, columns });
		const sent = writes.map((write) => sentRow(model, write));
		const written = await explainRefusals(context.client, sent, answered);
		for (const [index, plan] of group.entries()) {
			outcomes.set(
				plan,
				outcomeOfWrite(written[index], (result) => shown(context, plan, result)),
			);
		}
		await addWholeRecords(context, model, group, outcomes);
		if (context.stopsAtFailure && group.some((plan) => outcomes.get(plan)?.done !== true)) break;
	}
	return plans.map((plan) => outcomes.get(plan));
}

function sentRow(model: ObjectModel, write: Write): SentRow | undefined {
	return write.kind === 'delete' ? undefined : { model, isNew: write.kind === 'create', row: write.body };
}

/** The row that the item of a write returns. Throws if there was no such record. */
function shown(context: OperationContext, plan: PlannedWrite, written: Written): Row {
	const { model, write, itemIndex, returned } = plan;
	switch (written.kind) {
		case 'created':
			return writtenRow(model, written.row, plan.shown, returned);
		case 'updated': {
			const { Id: _, ...columns } = plan.shown;
			return writtenRow(model, { Id: write.id, ...columns }, columns, returned);
		}
		case 'deleted':
			return { deleted: true, Id: write.id };
		case 'missing':
			// An earlier try may have deleted it, and its answer was lost.
			if (write.kind === 'delete' && context.tries.mayBeDone(itemIndex))
				return { deleted: true, Id: write.id };
			throw noSuchRecord(model.name, write.id);
	}
}

/**
 * Reads the written records for all items that return whole ones, in one go. A create that cannot be read back shows its answer,
 * which lacks only the texts of lookups.
 */
async function addWholeRecords(
	context: OperationContext,
	model: ObjectModel,
	plans: readonly PlannedWrite[],
	outcomes: Map<PlannedWrite, RowsOutcome>,
): Promise<void> {
	const wanting = plans.filter(
		(plan) => plan.write.kind !== 'delete' && plan.returned.whole && outcomes.get(plan)?.done,
	);
	for (const group of grouped(
		wanting,
		({ returned }) => `${returned.simplify} ${returned.lookups}`,
	).values()) {
		const [first] = group;
		if (!first) continue;
		const shape = await wholeShape(context, model, first.returned);
		const open = shape.labels.length > 0 ? group : group.filter(({ write }) => write.kind === 'update');
		if (open.length === 0) continue;
		const ids = open.map(({ write }) => write.id);
		const read = await attempt(readByIds(context.client.connection, model.name, ids, shape));
		const show = rowReader(model, shape);
		for (const plan of open) {
			const row = read.done ? read.value.get(plan.write.id) : undefined;
			if (row) outcomes.set(plan, { done: true, value: [show(row)] });
			else if (plan.write.kind === 'update') {
				outcomes.set(
					plan,
					read.done ? { done: false, error: noSuchRecord(model.name, plan.write.id) } : read,
				);
			}
		}
	}
}
