import { attempt, type Attempt } from '../../basics/attempt';
import { CreatioError, isCreatioError, isPerhapsDone } from '../../basics/errors';
import { newGuid } from '../../basics/guid';
import type { Members } from '../../basics/json';
import { grouped } from '../../basics/parallel';
import type { Connection, Repeat } from '../../connection/serviceCall';
import { type BatchLimits, inBatches } from '../bulk/inBatches';
import { type Finding, sendAndSettle, type WriteChannel } from '../bulk/settle';
import { batchQuery, type ItemOutcome, outcomesAfter, readBatch } from './batchQuery';
import { OPERATION_TYPE } from './enums';
import type { Query } from './wireTypes';

/** A query that writes, with what is needed to settle a lost answer. */
export interface DataServiceWrite {
	readonly query: Query;
	/** The record that is written; writes to the same record keep their order. */
	readonly record?: { readonly object: string; readonly id: string };
	/** The user chose the key, so a record may already have it. */
	readonly mayBeTaken?: boolean;
	/** `once` for an insert; `harmless` for what leads to the same state when it is done twice. */
	readonly repeat: Repeat;
}

export interface DataServiceBulkOptions extends BatchLimits {
	/** All writes keep their order, one batch at a time. Otherwise only writes to the same record do. */
	readonly inOrder: boolean;
	/** Whether a batch continues after a query that failed (contract 4.7). */
	readonly continuesAfterFailure: boolean;
	/** Returns which of these records exist; called after an answer was lost. */
	existing(object: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/**
 * Sends writes in BatchQueries, several at a time. Returns the answer of each, in order; `undefined` for a write that was
 * not sent (`inBatches`). An insert with a key chosen by this package is never done twice.
 */
export async function writeQueries(
	connection: Connection,
	writes: readonly DataServiceWrite[],
	options: DataServiceBulkOptions,
): Promise<Array<Attempt<Members> | undefined>> {
	const channel = writeChannel(connection, await provableWrites(writes, options), options);
	const outcomes = await inBatches(writes, async (batch) => await sendAndSettle(batch, channel), {
		...options,
		keepsOrder: options.inOrder ? 'all' : ({ record }) => record?.id,
		isFailure: ({ done }) => !done,
	});
	connection.meter.rows += outcomes.filter((outcome) => outcome?.done).length;
	return outcomes;
}

/**
 * The inserts and deletes that a look-up of the record can verify. It cannot if one run inserts and deletes the same
 * record, nor if the record existed before it was inserted.
 */
async function provableWrites(
	writes: readonly DataServiceWrite[],
	{ existing }: DataServiceBulkOptions,
): Promise<ReadonlySet<DataServiceWrite>> {
	const candidates = writes.filter(({ repeat, record }) => repeat === 'once' && record !== undefined);
	const ofRecord = grouped(candidates, ({ record }) => `${record?.object} ${record?.id}`);
	const provable = new Set([...ofRecord.values()].flatMap((some) => (some.length === 1 ? some : [])));
	const chosen = [...provable].filter(({ mayBeTaken }) => mayBeTaken === true);
	for (const [object, some] of grouped(chosen, objectOf)) {
		const there = await existing(object, some.map(idOf));
		for (const write of some) if (there.has(idOf(write))) provable.delete(write);
	}
	return provable;
}

function objectOf({ record }: DataServiceWrite): string {
	return record?.object ?? '';
}

function idOf({ record }: DataServiceWrite): string {
	return record?.id ?? '';
}

/** Sends writes in a BatchQuery, and settles those whose answer is lost. */
function writeChannel(
	connection: Connection,
	provable: ReadonlySet<DataServiceWrite>,
	{ continuesAfterFailure, existing }: DataServiceBulkOptions,
): WriteChannel<DataServiceWrite, Members> {
	return {
		send: async (writes) => (await send(connection, writes, continuesAfterFailure)).map(attemptOf),
		// An update cannot be verified: the value may have been the same before.
		settlementOf: (write) => (provable.has(write) ? 'look' : 'report'),
		look: async (writes) => {
			const findings = new Map<DataServiceWrite, Finding<Members>>();
			for (const [object, some] of grouped(writes, objectOf)) {
				const there = await attempt(existing(object, some.map(idOf)));
				for (const write of some) findings.set(write, findingOf(write, there));
			}
			return writes.map((write) => findings.get(write) ?? { kind: 'unknown' });
		},
		repeats: 3,
		onRepeat: () => connection.meter.retries++,
		isWorthRepeating: isOfConnection,
		notDone: (_, error) => notDone(error),
		notFoundOut: (_, error) => error,
	};
}

async function send(
	connection: Connection,
	writes: readonly DataServiceWrite[],
	continueIfError: boolean,
): Promise<ItemOutcome[]> {
	const items = writes.map(({ query }) => ({ queryId: newGuid(), query }));
	const batch = { items, continueIfError };
	const repeat = writes.some((write) => write.repeat === 'once') ? 'once' : 'harmless';
	const outcome = await attempt(
		connection.call({
			method: 'POST',
			service: 'dataService',
			path: 'BatchQuery',
			json: batchQuery(batch),
			parts: items.length,
			repeat,
		}),
	);
	if (outcome.done) return readBatch(outcome.value.json, batch);
	if (!isCreatioError(outcome.error)) throw outcome.error;
	return outcomesAfter(outcome.error, batch);
}

function attemptOf(outcome: ItemOutcome): Attempt<Members> {
	return outcome.kind === 'done'
		? { done: true, value: outcome.answer }
		: { done: false, error: outcome.error };
}

/** An insert is done if its record exists, a delete if it does not. */
function findingOf(write: DataServiceWrite, there: Attempt<ReadonlySet<string>>): Finding<Members> {
	if (!there.done) return { kind: 'unknown' };
	const isInsert = write.query.operationType === OPERATION_TYPE.Insert;
	const isDone = there.value.has(idOf(write)) === isInsert;
	return isDone ? { kind: 'done', result: { id: idOf(write), rowsAffected: 1 } } : { kind: 'notDone' };
}

/** The connection failed, not another query of the batch: sending again may help. */
function isOfConnection(error: unknown): boolean {
	return (
		isCreatioError(error) &&
		['network', 'timeout', 'server', 'unavailable', 'unreadable', 'session'].includes(error.kind)
	);
}

/** The look-up showed that the query was not carried out: the batch stopped, or the site did not get to it. */
function notDone(error: unknown): unknown {
	if (!isCreatioError(error) || !isPerhapsDone(error)) return error;
	const cause = error.cause instanceof Error ? error.cause.message : error.message;
	if (isOfConnection(error)) {
		return new CreatioError(error.kind, `Not written: ${cause}`, {
			cure: 'Run these items again.',
			status: error.status,
			cause: error,
		});
	}
	return new CreatioError('invalid', `Not written, because the batch stopped: ${cause}`, {
		cure: 'Correct the other item, or let the batch continue after a failure.',
		cause: error,
	});
}
