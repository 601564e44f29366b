import { attempt, type Attempt } from '../../basics/attempt';
import { CreatioError, isCreatioError } from '../../basics/errors';
import { newGuid } from '../../basics/guid';
import type { Members } from '../../basics/json';
import { chunks, inParallel, inRounds } from '../../basics/parallel';
import type { Connection, Repeat } from '../../connection/serviceCall';
import { batchQuery, type ItemOutcome, outcomesAfter, readBatch } from './batchQuery';
import { OPERATION_TYPE } from './enums';
import type { Query } from './wireTypes';

/** A query that writes, with what it takes to settle a lost answer. */
export interface DataServiceWrite {
	readonly query: Query;
	/** The record that is written; writes of one record keep their order. */
	readonly record?: { readonly object: string; readonly id: string };
	/** The key was chosen by the user, so that a record may have had it before. */
	readonly mayBeTaken?: boolean;
	/** `once` for an insert; what ends in the same state when it is done twice is `harmless`. */
	readonly repeat: Repeat;
}

export interface DataServiceBulkOptions {
	/** Queries of one BatchQuery, from 1 to 100. */
	readonly batchSize: number;
	readonly parallel: number;
	/** In this order whatever the records are; with one batch at a time. Else writes of one record keep theirs. */
	readonly inOrder: boolean;
	/** Whether a batch goes on behind a query that failed (contract 4.7). */
	readonly continuesAfterFailure: boolean;
	/** Sends no further batch once a query failed. What was not sent has no outcome. */
	readonly stopsAtFailure: boolean;
	/** Which of these records exist; asked after an answer got lost. */
	existing(object: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** How often inserts whose answer got lost are settled by a look and sent again. */
const ROUNDS = 3;

type Outcome = Attempt<Members>;

/**
 * Sends writes in BatchQueries, several at a time, and gives the answer of each in order. An insert under a key of our own
 * is never done twice: what became of it is looked up when nobody says.
 */
export async function writeQueries(
	connection: Connection,
	writes: readonly DataServiceWrite[],
	options: DataServiceBulkOptions,
): Promise<Array<Outcome | undefined>> {
	const outcomes = new Map<DataServiceWrite, Outcome>();
	const provable = await provableWrites(writes, options);
	let failed = false;
	for (const round of options.inOrder ? [writes] : roundsOf(writes)) {
		await inParallel(chunks(round, options.batchSize), options.parallel, async (batch) => {
			if (failed && options.stopsAtFailure) return;
			const results = await writeBatch(connection, batch, provable, options);
			for (const [index, write] of batch.entries()) {
				const result = results[index];
				if (result) outcomes.set(write, result);
			}
			failed ||= results.some((result) => !result.done);
		});
	}
	connection.meter.rows += [...outcomes.values()].filter(({ done }) => done).length;
	return writes.map((write) => outcomes.get(write));
}

/**
 * The inserts and deletes of which a look at the record tells whether they were done. It does not where a record is
 * inserted and deleted in one run, nor where it was there before it was inserted.
 */
async function provableWrites(
	writes: readonly DataServiceWrite[],
	{ existing }: DataServiceBulkOptions,
): Promise<ReadonlySet<DataServiceWrite>> {
	const candidates = writes.filter(({ repeat, record }) => repeat === 'once' && record !== undefined);
	const counts = new Map<string, number>();
	for (const write of candidates) counts.set(keyOf(write), (counts.get(keyOf(write)) ?? 0) + 1);
	const provable = new Set(candidates.filter((write) => counts.get(keyOf(write)) === 1));
	const chosen = [...provable].filter(({ mayBeTaken }) => mayBeTaken === true);
	for (const [object, some] of byObject(chosen)) {
		const there = await existing(object, idsOf(some));
		for (const write of some) if (there.has(write.record?.id ?? '')) provable.delete(write);
	}
	return provable;
}

function keyOf({ record }: DataServiceWrite): string {
	return `${record?.object} ${record?.id}`;
}

function idsOf(writes: readonly DataServiceWrite[]): string[] {
	return writes.flatMap(({ record }) => record?.id ?? []);
}

/** Writes of one record in their order; queries by conditions among the first. */
function roundsOf(writes: readonly DataServiceWrite[]): DataServiceWrite[][] {
	const keys = new Map(writes.map((write, index) => [write, write.record?.id ?? `query ${index}`]));
	return inRounds(writes, (write) => keys.get(write) ?? '');
}

async function writeBatch(
	connection: Connection,
	writes: readonly DataServiceWrite[],
	provable: ReadonlySet<DataServiceWrite>,
	options: DataServiceBulkOptions,
): Promise<Outcome[]> {
	let open = [...writes];
	const outcomes = new Map<DataServiceWrite, Outcome>();
	for (let round = 0; open.length > 0; round++) {
		const results = await send(connection, open, options);
		for (const [index, write] of open.entries()) outcomes.set(write, attemptOf(results[index]));
		const unsure = open.filter((write, index) => provable.has(write) && isUnsure(results[index], round));
		open = await settle(unsure, outcomes, options, round < ROUNDS);
	}
	return writes.map((write) => outcomes.get(write) ?? missingOutcome());
}

async function send(
	connection: Connection,
	writes: readonly DataServiceWrite[],
	{ continuesAfterFailure }: DataServiceBulkOptions,
): Promise<ItemOutcome[]> {
	const items = writes.map(({ query }) => ({ queryId: newGuid(), query }));
	const batch = { items, continueIfError: continuesAfterFailure };
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

function attemptOf(outcome: ItemOutcome | undefined): Outcome {
	if (outcome?.kind === 'done') return { done: true, value: outcome.answer };
	return outcome ? { done: false, error: outcome.error } : missingOutcome();
}

function missingOutcome(): Outcome {
	return { done: false, error: new Error('A query of a batch has no outcome') };
}

/** A write of which nobody knows, or that was sent again and refused: the first one may have arrived after all. */
function isUnsure(outcome: ItemOutcome | undefined, round: number): boolean {
	return outcome?.kind === 'unknown' || (outcome?.kind === 'failed' && round > 0);
}

/** Looks which inserts and deletes were done; gives back those that were not and may be sent again. */
async function settle(
	unsure: readonly DataServiceWrite[],
	outcomes: Map<DataServiceWrite, Outcome>,
	{ existing }: DataServiceBulkOptions,
	mayRepeat: boolean,
): Promise<DataServiceWrite[]> {
	const again: DataServiceWrite[] = [];
	for (const [object, writes] of byObject(unsure)) {
		const found = await attempt(existing(object, idsOf(writes)));
		// What cannot be looked up stays unknown, and says so.
		if (!found.done) continue;
		for (const write of writes) {
			const id = write.record?.id ?? '';
			const outcome = outcomes.get(write);
			// An insert is done when its record is there, a delete when it is not.
			const isInsert = write.query.operationType === OPERATION_TYPE.Insert;
			if (found.value.has(id) === isInsert)
				outcomes.set(write, { done: true, value: { id, rowsAffected: 1 } });
			else if (outcome?.done === false && wasLost(outcome.error) && mayRepeat) again.push(write);
			else if (outcome?.done === false) outcomes.set(write, { done: false, error: notDone(outcome.error) });
		}
	}
	return again;
}

function byObject(writes: readonly DataServiceWrite[]): Map<string, DataServiceWrite[]> {
	const groups = new Map<string, DataServiceWrite[]>();
	for (const write of writes) {
		const object = write.record?.object ?? '';
		groups.set(object, [...(groups.get(object) ?? []), write]);
	}
	return groups;
}

/** The connection is to blame, not another query of the batch: sending again may help. */
function wasLost(error: unknown): boolean {
	return (
		isCreatioError(error) && ['network', 'timeout', 'server', 'unreadable', 'session'].includes(error.kind)
	);
}

/** Looking showed that this query was not carried out: the batch stopped, or the site did not get to it. */
function notDone(error: unknown): unknown {
	if (!isCreatioError(error) || !error.perhapsDone) return error;
	const cause = error.cause instanceof Error ? error.cause.message : error.message;
	if (wasLost(error)) {
		return new CreatioError(error.kind, `Not written: ${cause}`, {
			cure: 'Run these items again.',
			status: error.status,
			cause: error,
		});
	}
	return new CreatioError('invalid', `Not written, because the batch stopped: ${cause}`, {
		cure: 'Correct the other item, or let the batch go on after a failure.',
		cause: error,
	});
}
