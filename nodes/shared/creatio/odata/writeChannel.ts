import { attempt, type Attempt } from '../../basics/attempt';
import { CreatioError, isCreatioError, outcomeUnknown } from '../../basics/errors';
import { isMembers } from '../../basics/json';
import type { Connection, ServiceAnswer } from '../../connection/serviceCall';
import { HOST_LIMITS } from '../../connection/hostLimits';
import { MOST_REPEATS, pauseBeforeRepeat } from '../../connection/retry';
import { bytesOf } from '../bulk/bodySizes';
import type { WriteChannel } from '../bulk/settle';
import type { Finding, Settlement } from '../bulk/settlement';
import { onlyColumns, type Row, type RowShape } from '../model/rows';
import { type BatchPart, sendBatch } from './batchRequest';
import { existingIds, readByIds } from './findByFilters';
import { protocolOf } from './protocolOf';
import { collectionPath, recordPath } from './url';

/** A change of one record. */
export type Write =
	| {
			readonly kind: 'create';
			/** Chosen by this package, unless the user chose it (contract 2.9). */
			readonly id: string;
			/** The user chose the ID. No record had it before, but others may choose the same. */
			readonly hasOwnId?: boolean;
			readonly body: Row;
	  }
	| {
			readonly kind: 'update';
			readonly id: string;
			readonly body: Row;
			/** It has just been read, so that nobody needs to look whether it is there. */
			readonly isThere?: boolean;
	  }
	| {
			readonly kind: 'delete';
			readonly id: string;
			/** It has just been read, so that nobody needs to look whether it is there. */
			readonly isThere?: boolean;
	  };

/** The result of a write. `missing`: the record to change does not exist. */
export type Written =
	| { readonly kind: 'created'; readonly row: Row }
	| { readonly kind: 'updated' }
	| { readonly kind: 'deleted' }
	| { readonly kind: 'missing' };

export interface ChannelOptions {
	/** Either all records of a batch are written or none. */
	readonly atomic: boolean;
	/** Requests sent at the same time if the site has no `$batch`. */
	readonly parallel: number;
	/** What is read of a record whose create is settled by a look-up. */
	readonly columns: RowShape['columns'];
}

/** Sends writes to one object in a `$batch`, and settles those whose outcome is open. */
export function writeChannel(
	connection: Connection,
	object: string,
	{ atomic, parallel, columns }: ChannelOptions,
): WriteChannel<Write, Written> {
	const partOf = (write: Write) => partFor(connection, object, write);
	return {
		send: async (writes) => {
			const parts = writes.map(partOf);
			const answers = await sendBatch(connection, parts, { atomic, parallel });
			return writes.map((write, index) => writtenOf(write, answers[index]));
		},
		settlementOf,
		look: async (writes) => {
			const [creates, others] = [writes.filter(isCreate), writes.filter((write) => !isCreate(write))];
			const rows = await attempt(readByIds(connection, object, creates.map(idOf), onlyColumns(columns)));
			const existing = await attempt(existingIds(connection, object, others.map(idOf)));
			return writes.map((write) =>
				isCreate(write) ? createdFinding(rows, write) : deletedFinding(existing, write),
			);
		},
		saysDone: ({ kind }, error) => {
			if (!isCreatioError(error)) return false;
			if (kind === 'create') return error.reason === 'duplicate';
			return kind === 'delete' && isRecordMissing(error);
		},
		repeats: MOST_REPEATS,
		beforeRepeat: async (round, error) => await pauseBeforeRepeat(connection, round, error),
		perhapsDone: (write, error) => perhapsWritten(object, write, error),
		mayDivide: !atomic,
		sizeOf: (write) => bytesOf(partOf(write)),
		largestBody: HOST_LIMITS.body,
		...(atomic && { doneTogether: changed }),
	};
}

function isCreate(write: Write): write is Extract<Write, { kind: 'create' }> {
	return write.kind === 'create';
}

function idOf({ id }: Write): string {
	return id;
}

/** An update shows nothing: the values may have been the same before. */
function settlementOf(write: Write): Settlement {
	switch (write.kind) {
		case 'create':
			return { shows: write.hasOwnId ? 'sign' : 'proof', isHarmless: false };
		case 'update':
			return { shows: 'nothing', isHarmless: true };
		case 'delete':
			return { shows: 'proof', isHarmless: true };
	}
}

function partFor(connection: Connection, object: string, write: Write): BatchPart {
	switch (write.kind) {
		case 'create':
			return {
				method: 'POST',
				path: collectionPath(connection, object),
				object,
				json: { ...write.body, Id: write.id },
				repeat: 'once',
			};
		case 'update':
			return {
				...protocolOf(connection).update,
				path: recordPath(connection, object, write.id),
				object,
				json: write.body,
				repeat: 'harmless',
			};
		case 'delete':
			return { method: 'DELETE', path: recordPath(connection, object, write.id), repeat: 'harmless' };
	}
}

function writtenOf(write: Write, answer: Attempt<ServiceAnswer> | undefined): Attempt<Written> {
	if (!answer) return { done: false, error: new Error('A part of a batch has no outcome') };
	if (answer.done) {
		return write.kind === 'create' ? createdOf(write.id, answer.value) : changedOf(write, answer.value);
	}
	const { error } = answer;
	const isMissing = write.kind === 'update' && isCreatioError(error) && isRecordMissing(error);
	return isMissing ? { done: true, value: { kind: 'missing' } } : answer;
}

function isRecordMissing({ kind, reason }: CreatioError): boolean {
	return kind === 'notFound' && reason !== 'noObject';
}

/** The result of an update or a delete, whose answers are empty. */
function changed({ kind }: Write): Written {
	return { kind: kind === 'delete' ? 'deleted' : 'updated' };
}

/** A site answers 204, or 200 with the record (contract 2.10). Another 2xx without a content may come from a gateway. */
function changedOf(write: Write, { status, json }: ServiceAnswer): Attempt<Written> {
	if (status === 204 || (isMembers(json) && 'Id' in json)) return { done: true, value: changed(write) };
	const error = new CreatioError(
		'unreadable',
		`The answer for the record ${write.id} does not say that it was ${write.kind}d`,
		{ status, perhapsDone: true },
	);
	return { done: false, error };
}

function createdOf(id: string, { json }: ServiceAnswer): Attempt<Written> {
	if (typeof json === 'object' && json !== null && 'Id' in json) {
		return { done: true, value: { kind: 'created', row: json as Row } };
	}
	const error = new CreatioError('unreadable', `Creatio answered for the record ${id} without its Id`, {
		perhapsDone: true,
	});
	return { done: false, error };
}

function createdFinding(rows: Attempt<ReadonlyMap<string, Row>>, { id }: Write): Finding<Written> {
	return rows.done ? findingOf(rows.value.get(id)) : { kind: 'unknown' };
}

/** What a look-up shows about a create: the record, or `undefined` if there is none. */
export function findingOf(row: Row | undefined): Finding<Written> {
	return row ? { kind: 'done', result: { kind: 'created', row } } : { kind: 'notDone' };
}

/** The record was there before, so that it is gone shows that it was deleted. */
function deletedFinding(existing: Attempt<ReadonlySet<string>>, { id }: Write): Finding<Written> {
	if (!existing.done) return { kind: 'unknown' };
	return existing.value.has(id) ? { kind: 'notDone' } : { kind: 'done', result: { kind: 'deleted' } };
}

const TO_DO: Record<Write['kind'], (id: string) => string> = {
	create: (id) => `Look for the record with the ID ${id} before you run this item again.`,
	update: (id) => `Look at the record with the ID ${id}. It does no harm to run this item again.`,
	delete: (id) =>
		`Check whether the record with the ID ${id} still exists, and run this item again if it does.`,
};

function perhapsWritten(object: string, { kind, id }: Write, error: unknown): CreatioError {
	const sentence = `Whether the ${object} record was ${kind}d is not known`;
	return outcomeUnknown(error, sentence, TO_DO[kind](id));
}
