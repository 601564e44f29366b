import { attempt, type Attempt } from '../../basics/attempt';
import type { Connection } from '../../connection/serviceCall';
import { type BatchLimits, inBatches } from '../bulk/inBatches';
import { sendAndSettle } from '../bulk/settle';
import type { Row, RowShape } from '../model/rows';
import { undone } from './batchRequest';
import { existingIds } from './findByFilters';
import { readRecord } from './oneRecord';
import type { ReadQuery } from './pageReader';
import { findingOf, type Write, writeChannel, type Written } from './writeChannel';

export interface BulkOptions extends BatchLimits {
	/** Either all records of a batch are written or none. */
	readonly atomic: boolean;
	/** What is read of a record whose create is settled by a look-up. */
	readonly columns: RowShape['columns'];
}

/**
 * Writes many records in batches, several at a time. Returns an outcome for each, in order; `undefined` for a write that
 * was not sent (`inBatches`). Writes to the same record keep their order. A create never results in two records, and an
 * update never creates one.
 */
export async function writeMany(
	connection: Connection,
	object: string,
	writes: readonly Write[],
	options: BulkOptions,
): Promise<Array<Attempt<Written> | undefined>> {
	const channel = writeChannel(connection, object, options);
	const send = async (batch: readonly Write[]) => {
		const refused = await refusalsOf(connection, object, batch, options);
		const possible = batch.filter((write) => !refused.has(write));
		return new Map([...refused, ...(await sendAndSettle(possible, channel))]);
	};
	const outcomes = await inBatches(writes, send, {
		...options,
		keepsOrder: ({ id }) => id,
		isFailure: (outcome) => !isWritten(outcome),
	});
	connection.meter.rows += outcomes.filter((outcome) => outcome && isWritten(outcome)).length;
	return outcomes;
}

function isWritten(outcome: Attempt<Written>): boolean {
	return outcome.done && outcome.value.kind !== 'missing';
}

/**
 * The outcomes of writes that must not be sent: changes of records that do not exist, because a PATCH of an unknown key
 * would create one (contract 2.10), and with `atomic` the whole batch that contains such a change.
 */
async function refusalsOf(
	connection: Connection,
	object: string,
	writes: readonly Write[],
	{ atomic }: BulkOptions,
): Promise<Map<Write, Attempt<Written>>> {
	const changes = writes.filter(({ kind }) => kind !== 'create');
	const ids = changes.map(({ id }) => id);
	const existing = await attempt(existingIds(connection, object, ids));
	const impossible = changes.filter(({ id }) => !existing.done || !existing.value.has(id));
	const refusal: Attempt<Written> = existing.done ? { done: true, value: { kind: 'missing' } } : existing;
	const refused = new Map(impossible.map((write) => [write, refusal]));
	const [first] = impossible;
	if (!atomic || !first) return refused;
	const cause = existing.done ? new Error(`${object} has no record with the ID ${first.id}`) : existing.error;
	const error = undone(cause);
	return new Map(writes.map((write) => [write, refused.get(write) ?? { done: false, error }]));
}

/**
 * Creates one record with a key chosen by this package (contract 2.9) and returns it as the site shows it. Never creates
 * two. `shape` is what is read of a record whose create is settled by a look-up.
 */
export async function createRecord(
	connection: Connection,
	object: string,
	{ Id: id, ...body }: Row & { readonly Id: string },
	shape: ReadQuery['shape'],
): Promise<Row> {
	const write: Write = { kind: 'create', id, body };
	const options = { atomic: false, parallel: 1, columns: shape.columns };
	const outcomes = await sendAndSettle([write], {
		...writeChannel(connection, object, options),
		repeats: 2,
		look: async () => {
			const found = await attempt(readRecord(connection, object, id, shape));
			return [found.done ? findingOf(found.value) : { kind: 'unknown' }];
		},
	});
	const outcome = outcomes.get(write);
	if (outcome?.done && outcome.value.kind === 'created') return outcome.value.row;
	throw outcome?.done === false ? outcome.error : new Error('A create has no outcome');
}
