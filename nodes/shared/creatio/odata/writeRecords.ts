import type { Attempt } from '../../basics/attempt';
import { CreatioError, isCreatioError } from '../../basics/errors';
import { chunks, inParallel, inRounds } from '../../basics/parallel';
import type { Connection, ServiceAnswer } from '../../connection/serviceCall';
import type { Row, RowShape } from '../model/rows';
import { type BatchPart, sendBatch, undone } from './batchRequest';
import { existingIds, readByIds } from './findByFilters';
import { collectionPath, recordPath } from './url';

/** A change of one record. New records carry a key that we chose (contract 2.9). */
export type Write =
	| { readonly kind: 'create'; readonly id: string; readonly body: Row }
	| { readonly kind: 'update'; readonly id: string; readonly body: Row }
	| { readonly kind: 'delete'; readonly id: string };

export interface BulkOptions {
	/** Parts in one batch, from 1 to 100. */
	readonly batchSize: number;
	/** Batches on the way at the same time. */
	readonly parallel: number;
	/** The records of a batch are all written, or none is. */
	readonly atomic: boolean;
	/** Sends no further batch once a write failed. What was not sent has no outcome. */
	readonly stopsAtFailure: boolean;
	/** What is read of a record whose create had to be settled by looking. */
	readonly columns: RowShape['columns'];
}

/** What became of a write. `missing`: there was no such record to change. */
export type Written =
	| { readonly kind: 'created'; readonly row: Row }
	| { readonly kind: 'updated' }
	| { readonly kind: 'deleted' }
	| { readonly kind: 'missing' };

/** How often creates whose answer got lost are settled by a look and sent again. */
const ROUNDS = 3;

/**
 * Writes many records in batches, several at a time, and gives an outcome for each in order. Writes of one record keep
 * their order. Never makes two records of one create, and never creates by an update.
 */
export async function writeMany(
	connection: Connection,
	object: string,
	writes: readonly Write[],
	options: BulkOptions,
): Promise<Array<Attempt<Written> | undefined>> {
	const outcomes = new Map<Write, Attempt<Written>>();
	let failed = false;
	for (const round of inRounds(writes, ({ id }) => id)) {
		await inParallel(chunks(round, options.batchSize), options.parallel, async (batch) => {
			if (failed && options.stopsAtFailure) return;
			const results = await writeBatch(connection, object, batch, options);
			for (const [write, outcome] of results) outcomes.set(write, outcome);
			failed ||= [...results.values()].some((outcome) => !outcome.done || outcome.value.kind === 'missing');
		});
	}
	connection.meter.rows += [...outcomes.values()].filter(isWritten).length;
	return writes.map((write) => outcomes.get(write));
}

function isWritten(outcome: Attempt<Written>): boolean {
	return outcome.done && outcome.value.kind !== 'missing';
}

async function writeBatch(
	connection: Connection,
	object: string,
	writes: readonly Write[],
	options: BulkOptions,
): Promise<Map<Write, Attempt<Written>>> {
	const outcomes = new Map<Write, Attempt<Written>>();
	const possible = await withoutMissing(connection, object, writes, outcomes, options);
	const answers = await send(connection, object, possible, options);
	for (const [index, write] of possible.entries()) outcomes.set(write, writtenOf(write, answers[index]));
	// A batch of nothing but harmless writes was repeated already, as often as the user wants it.
	const hasCreate = possible.some(({ kind }) => kind === 'create');
	const lost = hasCreate ? possible.filter((write) => isLost(outcomes.get(write))) : [];
	await settle(connection, object, lost, outcomes, options);
	return outcomes;
}

/** The writes that can be done; the others get their outcome. A PATCH of an unknown key would create (contract 2.10). */
async function withoutMissing(
	connection: Connection,
	object: string,
	writes: readonly Write[],
	outcomes: Map<Write, Attempt<Written>>,
	{ atomic }: BulkOptions,
): Promise<readonly Write[]> {
	const changed = writes.filter(({ kind }) => kind !== 'create').map(({ id }) => id);
	const existing = await existingIds(connection, object, changed);
	const possible = writes.filter((write) => {
		const isThere = write.kind === 'create' || (existing.done && existing.value.has(write.id));
		if (isThere) return true;
		outcomes.set(write, existing.done ? { done: true, value: { kind: 'missing' } } : existing);
		return false;
	});
	const missing = writes.find((write) => outcomes.has(write));
	if (!atomic || missing === undefined) return possible;
	const cause = existing.done
		? new Error(`${object} has no record with the ID ${missing.id}`)
		: existing.error;
	for (const write of possible) outcomes.set(write, { done: false, error: undone(cause) });
	return [];
}

async function send(
	connection: Connection,
	object: string,
	writes: readonly Write[],
	{ atomic, parallel }: BulkOptions,
): Promise<Array<Attempt<ServiceAnswer>>> {
	const parts = writes.map((write) => partOf(object, write));
	return await sendBatch(connection, parts, { atomic, parallel });
}

function partOf(object: string, write: Write): BatchPart {
	switch (write.kind) {
		case 'create':
			return {
				method: 'POST',
				path: collectionPath(object),
				json: { ...write.body, Id: write.id },
				repeat: 'once',
			};
		case 'update':
			return { method: 'PATCH', path: recordPath(object, write.id), json: write.body, repeat: 'harmless' };
		case 'delete':
			return { method: 'DELETE', path: recordPath(object, write.id), repeat: 'harmless' };
	}
}

function writtenOf(write: Write, answer: Attempt<ServiceAnswer> | undefined): Attempt<Written> {
	if (!answer) return { done: false, error: new Error('A part of a batch has no outcome') };
	if (answer.done) {
		switch (write.kind) {
			case 'create':
				return createdOf(write, answer.value);
			case 'update':
			case 'delete':
				return done(write.kind);
		}
	}
	// It was there a moment ago: a batch that was repeated finds its own work done.
	const isGone = isCreatioError(answer.error) && answer.error.kind === 'notFound';
	return write.kind === 'delete' && isGone ? done('delete') : answer;
}

function done(kind: 'update' | 'delete'): Attempt<Written> {
	return { done: true, value: { kind: kind === 'update' ? 'updated' : 'deleted' } };
}

function createdOf(write: Write, { json }: ServiceAnswer): Attempt<Written> {
	if (typeof json === 'object' && json !== null && 'Id' in json) {
		return { done: true, value: { kind: 'created', row: json as Row } };
	}
	const error = new CreatioError('unreadable', `Creatio answered for the record ${write.id} without its Id`, {
		perhapsDone: true,
	});
	return { done: false, error };
}

function isLost(outcome: Attempt<Written> | undefined): boolean {
	return outcome?.done === false && isCreatioError(outcome.error) && outcome.error.perhapsDone;
}

/**
 * Finds out what became of writes without an answer. Creates that are there were done, the others are sent again under
 * the same keys; changes are sent again, which does no harm. A refusal of a create that was sent again is looked at once
 * more: the first one may have arrived after all.
 */
async function settle(
	connection: Connection,
	object: string,
	lost: readonly Write[],
	outcomes: Map<Write, Attempt<Written>>,
	options: BulkOptions,
): Promise<void> {
	let open = [...lost];
	for (let round = 0; open.length > 0; round++) {
		const keys = open.filter(({ kind }) => kind === 'create').map(({ id }) => id);
		const found = await readByIds(connection, object, keys, options.columns);
		if (!found.done) {
			for (const write of open.filter(({ kind }) => kind === 'create'))
				outcomes.set(write, { done: false, error: unsettled(object, write.id, found.error) });
			return;
		}
		const wasDone = options.atomic && found.value.size > 0;
		for (const write of open) {
			const row = found.value.get(write.id);
			if (row) outcomes.set(write, { done: true, value: { kind: 'created', row } });
			else if (wasDone && write.kind !== 'create') outcomes.set(write, done(write.kind));
		}
		const again = open.filter((write) => isLost(outcomes.get(write)));
		if (round >= ROUNDS) return leaveUnsettled(object, again, outcomes);
		if (again.length > 0) connection.meter.retries++;
		const answers = await send(connection, object, again, options);
		for (const [index, write] of again.entries()) outcomes.set(write, writtenOf(write, answers[index]));
		const unclear = again.filter((write) => {
			const outcome = outcomes.get(write);
			return !outcome?.done && (write.kind === 'create' || isLost(outcome));
		});
		// What is found of a group tells of all of it.
		open = options.atomic && unclear.length > 0 ? again : unclear;
	}
}

/** The last one to be sent may still arrive, so running such an item again could make a second record. */
function leaveUnsettled(
	object: string,
	lost: readonly Write[],
	outcomes: Map<Write, Attempt<Written>>,
): void {
	for (const write of lost) {
		const outcome = outcomes.get(write);
		if (write.kind !== 'create' || !outcome || outcome.done) continue;
		outcomes.set(write, { done: false, error: unsettled(object, write.id, outcome.error) });
	}
}

function unsettled(object: string, id: string, cause: unknown): CreatioError {
	const why = cause instanceof Error ? `${cause.message}. ` : '';
	return new CreatioError('network', `${why}Whether the ${object} record was created is not known`, {
		cure: `Look for the record with the ID ${id} before you run this item again.`,
		perhapsDone: true,
		cause,
	});
}
