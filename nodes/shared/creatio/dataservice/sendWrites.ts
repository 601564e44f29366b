import { attempt, type Attempt } from '../../basics/attempt';
import { isCreatioError, type CreatioError, outcomeUnknown } from '../../basics/errors';
import { newGuid } from '../../basics/guid';
import type { Members } from '../../basics/json';
import { grouped } from '../../basics/parallel';
import { HOST_LIMITS } from '../../connection/hostLimits';
import { MOST_REPEATS, pauseBeforeRepeat } from '../../connection/retry';
import type { Connection, Repeat } from '../../connection/serviceCall';
import { bytesOf } from '../bulk/bodySizes';
import { type BatchLimits, inBatches } from '../bulk/inBatches';
import { Settler, type WriteChannel } from '../bulk/settle';
import type { Finding, Settlement } from '../bulk/settlement';
import { batchFailure, batchQuery, readBatch } from './batchQuery';
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
	/** Returns which of these records exist. */
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
	const settlements = await settlementsOf(writes, options);
	const settler = new Settler(writeChannel(connection, settlements, options));
	const outcomes = await inBatches(writes, async (batch) => await settler.send(batch), {
		...options,
		keepsOrder: options.inOrder ? 'all' : ({ record }) => record?.id,
		isFailure: ({ done }) => !done,
	});
	connection.meter.rows += outcomes.filter((outcome) => outcome?.done).length;
	return outcomes;
}

const REPORTED: Settlement = { shows: 'nothing', isHarmless: false };

const REPEATED: Settlement = { shows: 'nothing', isHarmless: true };

/**
 * How each write is settled. Reading its record verifies an insert or a delete, unless the run inserts and deletes the
 * same record, or the record was there before the insert or not before the delete. An update cannot be verified, because
 * the values may have been the same before; doing it again is harmless as long as the run writes the record only once.
 */
async function settlementsOf(
	writes: readonly DataServiceWrite[],
	{ existing, continuesAfterFailure }: DataServiceBulkOptions,
): Promise<ReadonlyMap<DataServiceWrite, Settlement>> {
	const settlements = new Map<DataServiceWrite, Settlement>();
	const named = writes.filter(({ record }) => record !== undefined);
	const ofRecord = grouped(named, (write) => `${objectOf(write)} ${idOf(write)}`);
	for (const some of ofRecord.values()) {
		const once = some.filter(({ repeat }) => repeat === 'once');
		for (const write of some) {
			if (write.repeat === 'once' && once.length === 1) settlements.set(write, shownBy(write));
			// A batch that stops may have taken the update back, as the user wants it.
			if (write.repeat === 'harmless' && some.length === 1 && continuesAfterFailure)
				settlements.set(write, REPEATED);
		}
	}
	const asked = [...settlements.keys()].filter((write) => write.mayBeTaken === true || isDelete(write));
	for (const [object, some] of grouped(asked, objectOf)) {
		const there = await existing(object, some.map(idOf));
		for (const write of some) {
			if (there.has(idOf(write)) === isDelete(write)) continue;
			// A delete that finds nothing, once or twice, changes nothing.
			settlements.set(write, isDelete(write) ? REPEATED : REPORTED);
		}
	}
	return settlements;
}

function shownBy({ mayBeTaken }: DataServiceWrite): Settlement {
	return { shows: mayBeTaken === true ? 'sign' : 'proof', isHarmless: false };
}

function objectOf({ record, query }: DataServiceWrite): string {
	return record?.object ?? query.rootSchemaName;
}

function idOf({ record }: DataServiceWrite): string {
	return record?.id ?? '';
}

function isDelete({ query }: DataServiceWrite): boolean {
	return query.operationType === OPERATION_TYPE.Delete;
}

/** Sends writes in a BatchQuery, and settles those whose outcome is open. */
function writeChannel(
	connection: Connection,
	settlements: ReadonlyMap<DataServiceWrite, Settlement>,
	{ continuesAfterFailure, existing }: DataServiceBulkOptions,
): WriteChannel<DataServiceWrite, Members> {
	const settlementOf = (write: DataServiceWrite) => settlements.get(write) ?? REPORTED;
	return {
		send: async (writes) => {
			const answers = await send(connection, writes, continuesAfterFailure);
			return answers.map((answer, index) => {
				const write = writes[index];
				const wasThere = write && isDelete(write) && settlementOf(write).shows === 'proof';
				// A request that is delivered twice finds the second time that the record is gone.
				return answer.done && wasThere ? { done: true, value: doneTo(write) } : answer;
			});
		},
		settlementOf,
		look: async (writes) => {
			const findings = new Map<DataServiceWrite, Finding<Members>>();
			for (const [object, some] of grouped(writes, objectOf)) {
				const there = await attempt(existing(object, some.map(idOf)));
				for (const write of some) findings.set(write, findingOf(write, there));
			}
			return writes.map((write) => findings.get(write) ?? { kind: 'unknown' });
		},
		saysDone: (write, error) => !isDelete(write) && isCreatioError(error) && error.reason === 'duplicate',
		repeats: MOST_REPEATS,
		beforeRepeat: async (round, error) => await pauseBeforeRepeat(connection, round, error),
		perhapsDone: perhapsWritten,
		mayDivide: continuesAfterFailure,
		sizeOf: ({ query }) => bytesOf(query),
		largestBody: HOST_LIMITS.body,
	};
}

async function send(
	connection: Connection,
	writes: readonly DataServiceWrite[],
	continueIfError: boolean,
): Promise<Array<Attempt<Members>>> {
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
	throw isCreatioError(outcome.error) ? batchFailure(outcome.error, batch) : outcome.error;
}

/** An insert is done if its record exists, a delete if it does not. */
function findingOf(write: DataServiceWrite, there: Attempt<ReadonlySet<string>>): Finding<Members> {
	if (!there.done) return { kind: 'unknown' };
	const isDone = there.value.has(idOf(write)) !== isDelete(write);
	return isDone ? { kind: 'done', result: doneTo(write) } : { kind: 'notDone' };
}

/** The answer to a write of one record. */
function doneTo(write: DataServiceWrite): Members {
	return { id: idOf(write), rowsAffected: 1 };
}

const WORDS: Record<Query['operationType'], string> = {
	[OPERATION_TYPE.Select]: 'read',
	[OPERATION_TYPE.Insert]: 'created',
	[OPERATION_TYPE.Update]: 'updated',
	[OPERATION_TYPE.Delete]: 'deleted',
};

function perhapsWritten(write: DataServiceWrite, error: unknown): CreatioError {
	const word = WORDS[write.query.operationType];
	const object = objectOf(write);
	return write.record === undefined
		? outcomeUnknown(
				error,
				`Whether records of ${object} were ${word} is not known`,
				'Look at the records that match the conditions before you run this item again.',
			)
		: outcomeUnknown(
				error,
				`Whether the ${object} record was ${word} is not known`,
				`Look for the record with the ID ${write.record.id} before you run this item again.`,
			);
}
