import { inputError } from '../../basics/errors';
import { ExactNumber } from '../../basics/exactNumber';
import type { Members } from '../../basics/json';
import { existingIds } from '../../creatio/dataservice/findRecords';
import { type DataServiceWrite, writeQueries } from '../../creatio/dataservice/sendWrites';
import { readAffected } from '../../creatio/dataservice/writeQuery';
import type { Column, ObjectModel } from '../../creatio/model/objectModel';
import type { Row } from '../../creatio/model/rows';
import type { ColumnValue, TypedValue } from '../../creatio/model/values';
import { bodyOf } from '../../creatio/writing/columnValues';
import { explainRefusals } from '../../creatio/writing/explainRefusals';
import type { SentRow } from '../../creatio/writing/rowFaults';
import type { OperationContext } from '../context/operation';
import { continueIfErrorOption, readBatchLimits } from '../form/batching';
import { noSuchRecord } from '../form/record';
import type { Target } from '../form/recordsToChange';
import { outcomeOfWrite, type RowsOutcome } from './itemOutcome';

/** A write that an item planned, and how its answer is shown. */
export interface PlannedQuery {
	readonly write: DataServiceWrite;
	/** The values, to name the columns at fault if the site refuses them; `undefined` for a delete. */
	readonly sent?: SentRow;
	/** Throws if the answer is a failure after all. */
	readonly show: (answer: Members) => Row;
}

export interface SendOptions {
	/** In this order and one batch after the other, whatever the records are. */
	readonly inOrder?: boolean;
}

/** Sends planned writes in batches. Returns for each, in order, the row to show. */
export async function sendPlanned(
	context: OperationContext,
	plans: readonly PlannedQuery[],
	{ inOrder = false }: SendOptions = {},
): Promise<RowsOutcome[]> {
	const { n8n, client } = context;
	const writes = plans.map(({ write }) => write);
	const answered = await writeQueries(client.connection, writes, {
		...readBatchLimits(context),
		inOrder,
		continuesAfterFailure: continueIfErrorOption.read(n8n, 0),
		existing: async (object, ids) =>
			await existingIds(client.connection, await client.metadata.object(object), ids),
	});
	const sent = plans.map((plan) => plan.sent);
	const outcomes = await explainRefusals(client, sent, answered);
	return plans.map(({ show }, index) => outcomeOfWrite(outcomes[index], show));
}

/** What a new record or a change was sent with. */
export function sentValues(model: ObjectModel, values: readonly ColumnValue[], isNew: boolean): SentRow {
	return { model, isNew, row: bodyOf(values) };
}

/** What a delete shows. `mayBeDone`: an earlier try may have deleted the record, and its answer was lost. */
export function shownDelete(
	model: ObjectModel,
	target: Pick<Target, 'id' | 'count'>,
	answer: Members,
	mayBeDone: boolean,
): Row {
	const { id } = target;
	const isGone = mayBeDone && id !== undefined && readAffected(answer, model.name) === 0;
	return isGone ? { deleted: true, Id: id } : shownChange(model, target, answer, 'deleted');
}

/** What an update or a delete shows: the record, or how many there were. Throws if the one record did not exist. */
export function shownChange(
	model: ObjectModel,
	{ id, count }: Pick<Target, 'id' | 'count'>,
	answer: Members,
	word: 'updated' | 'deleted',
	values: Row = {},
): Row {
	const affected = readAffected(answer, model.name);
	if (id !== undefined) {
		if (affected === 0) throw noSuchRecord(model.name, id);
		return word === 'deleted' ? { deleted: true, Id: id } : { Id: id, ...values };
	}
	if (count !== undefined && affected !== count) {
		throw inputError(
			`${affected} records of ${model.name} were ${word}, but ${count} matched just before`,
			'Other users changed records at the same time. Check the records before you run this again.',
		);
	}
	return { [word]: affected };
}

/** Values as they were written, by the names of the columns. */
export function shownValues(values: readonly ColumnValue[]): Row {
	return Object.fromEntries(values.map(({ column, value }) => [column.property, shownValue(column, value)]));
}

/** Days and times of day as they are read, not as the instants that this package uses internally. */
function shownValue({ type }: Column, typed: TypedValue | null): unknown {
	if (typed?.value instanceof ExactNumber) return typed.value.digits;
	if (typed?.type !== 'dateTime') return typed?.value ?? null;
	if (type === 'date') return typed.value.slice(0, 10);
	return type === 'time' ? typed.value.slice(11, 19) : typed.value;
}
