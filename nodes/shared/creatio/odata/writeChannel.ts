import { attempt, type Attempt } from '../../basics/attempt';
import { CreatioError, isCreatioError, isPerhapsDone, perhapsDone } from '../../basics/errors';
import type { Connection, ServiceAnswer } from '../../connection/serviceCall';
import type { Finding, WriteChannel } from '../bulk/settle';
import type { Row, RowShape } from '../model/rows';
import { type BatchPart, sendBatch } from './batchRequest';
import { readByIds } from './findByFilters';
import { collectionPath, recordPath } from './url';

/** A change of one record. New records carry a key chosen by this package (contract 2.9). */
export type Write =
	| { readonly kind: 'create'; readonly id: string; readonly body: Row }
	| { readonly kind: 'update'; readonly id: string; readonly body: Row }
	| { readonly kind: 'delete'; readonly id: string };

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

/** Sends writes to one object in a `$batch`, and settles those whose answer is lost. */
export function writeChannel(
	connection: Connection,
	object: string,
	{ atomic, parallel, columns }: ChannelOptions,
): WriteChannel<Write, Written> {
	return {
		send: async (writes) => {
			const parts = writes.map((write) => partOf(object, write));
			const answers = await sendBatch(connection, parts, { atomic, parallel });
			return writes.map((write, index) => writtenOf(write, answers[index]));
		},
		settlementOf: ({ kind }) => (kind === 'create' ? 'look' : 'repeat'),
		look: async (creates) => {
			const ids = creates.map(({ id }) => id);
			const rows = await attempt(readByIds(connection, object, ids, columns));
			if (!rows.done) return creates.map(() => ({ kind: 'unknown' }));
			return creates.map(({ id }) => findingOf(rows.value.get(id)));
		},
		repeats: 3,
		onRepeat: () => connection.meter.retries++,
		isWorthRepeating: isPerhapsDone,
		// The last request may still arrive, so running such an item again could create a second record.
		notDone: (write, error) => (isPerhapsDone(error) ? perhapsCreated(object, write, error) : error),
		notFoundOut: (write, error) => perhapsCreated(object, write, error),
		...(atomic && { doneTogether: changed }),
	};
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
		return write.kind === 'create'
			? createdOf(write.id, answer.value)
			: { done: true, value: changed(write) };
	}
	// The record existed a moment ago: a repeated batch finds its own work done.
	const isGone = isCreatioError(answer.error) && answer.error.kind === 'notFound';
	return write.kind === 'delete' && isGone ? { done: true, value: changed(write) } : answer;
}

/** The result of an update or a delete, whose answers are empty. */
function changed({ kind }: Write): Written {
	return { kind: kind === 'delete' ? 'deleted' : 'updated' };
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

/** What a look-up shows about a create: the record, or `undefined` if there is none. */
export function findingOf(row: Row | undefined): Finding<Written> {
	return row ? { kind: 'done', result: { kind: 'created', row } } : { kind: 'notDone' };
}

/** Updates and deletes keep their error: doing them again is harmless. */
function perhapsCreated(object: string, { kind, id }: Write, error: unknown): unknown {
	if (kind !== 'create') return error;
	const sentence = `Whether the ${object} record was created is not known`;
	return perhapsDone(
		error,
		sentence,
		`Look for the record with the ID ${id} before you run this item again.`,
	);
}
