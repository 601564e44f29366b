import { attempt, type Attempt } from '../../basics/attempt';
import { type CreatioError, inputError } from '../../basics/errors';
import { Batcher } from '../../basics/batcher';
import type { Connection } from '../../connection/serviceCall';
import { type BatchLimits, inBatches } from '../bulk/inBatches';
import { Settler } from '../bulk/settle';
import type { Row, RowShape } from '../model/rows';
import { undone } from './batchOutcomes';
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

/** Writes many records, see `writeMany`. `mostFailures`: of these writes, where it is not what the options say. */
export type RecordWriter = (
	writes: readonly Write[],
	mostFailures?: number,
) => Promise<Array<Attempt<Written> | undefined>>;

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
	return await recordWriter(connection, object, options)(writes);
}

/** What writes records a window at a time: it keeps what it learns about the sizes of requests and about refusals. */
export function recordWriter(connection: Connection, object: string, options: BulkOptions): RecordWriter {
	const settler = new Settler(writeChannel(connection, object, options));
	// Batches that are sent at the same time are looked up together.
	const existence = new Batcher(connection.wait, async (_, ids: readonly string[]) => {
		const existing = await existingIds(connection, object, ids);
		return (id: string) => existing.has(id);
	});
	const exists = async (id: string) => await existence.ask(object, id);
	const send = async (batch: readonly Write[], again: ReadonlySet<Write>) => {
		const refused = await refusalsOf(exists, object, batch, again, options);
		const possible = batch.filter((write) => !refused.has(write));
		return new Map([...refused, ...(await settler.send(possible))]);
	};
	return async (writes, mostFailures = options.mostFailures) => {
		const again = createdAgain(writes);
		const outcomes = await inBatches(writes, async (batch) => await send(batch, again), {
			...{ ...options, mostFailures },
			keepsOrder: ({ id }) => id,
			isFailure: (outcome) => !isWritten(outcome),
		});
		connection.meter.rows += outcomes.filter((outcome) => outcome && isWritten(outcome)).length;
		return outcomes;
	};
}

function isWritten(outcome: Attempt<Written>): boolean {
	return outcome.done && outcome.value.kind !== 'missing';
}

/** Creates with an ID that an earlier write of the same run has. */
function createdAgain(writes: readonly Write[]): ReadonlySet<Write> {
	const ids = new Set<string>();
	const again = new Set<Write>();
	for (const write of writes) {
		if (write.kind === 'create' && ids.has(write.id)) again.add(write);
		ids.add(write.id);
	}
	return again;
}

/** The refusal of a create with an ID that a record has: reading it would not show which write made the record. */
export function takenId(object: string, id: string, where = ''): CreatioError {
	return inputError(
		`${object} already has a record with the ID ${id}${where}`,
		'Leave the column Id out, or use the operation Create or Update.',
	);
}

/**
 * The outcomes of writes that must not be sent: changes of records that do not exist, because a PATCH of an unknown key
 * would create one (contract 2.10), creates with an ID that the run has written already, and with `atomic` the whole
 * batch that contains such a write.
 */
async function refusalsOf(
	exists: (id: string) => Promise<boolean>,
	object: string,
	writes: readonly Write[],
	again: ReadonlySet<Write>,
	{ atomic }: BulkOptions,
): Promise<Map<Write, Attempt<Written>>> {
	const checked = writes.filter((write) => needsLookUp(write, again));
	const found = await attempt(Promise.all(checked.map(({ id }) => exists(id))));
	const refused = new Map<Write, Attempt<Written>>();
	for (const [index, write] of checked.entries()) {
		const refusal = found.done ? refusalOf(object, write, found.value[index] === true) : found;
		if (refusal) refused.set(write, refusal);
	}
	const [first] = refused;
	if (!atomic || !first) return refused;
	const [write, outcome] = first;
	const cause = outcome.done ? new Error(`${object} has no record with the ID ${write.id}`) : outcome.error;
	const error = undone(cause);
	return new Map(writes.map((one) => [one, refused.get(one) ?? { done: false, error }]));
}

function needsLookUp(write: Write, again: ReadonlySet<Write>): boolean {
	if (write.kind === 'create') return again.has(write);
	return !write.isThere;
}

function refusalOf(object: string, { kind, id }: Write, exists: boolean): Attempt<Written> | undefined {
	if (kind === 'create') return exists ? { done: false, error: takenId(object, id) } : undefined;
	return exists ? undefined : { done: true, value: { kind: 'missing' } };
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
	const settler = new Settler({
		...writeChannel(connection, object, options),
		look: async () => {
			const found = await attempt(readRecord(connection, object, id, shape));
			return [found.done ? findingOf(found.value) : { kind: 'unknown' }];
		},
	});
	const outcomes = await settler.send([write]);
	const outcome = outcomes.get(write);
	if (outcome?.done && outcome.value.kind === 'created') return outcome.value.row;
	throw outcome?.done === false ? outcome.error : new Error('A create has no outcome');
}
