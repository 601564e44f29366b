import { attempt, type Attempt } from '../../basics/attempt';
import { inputError, isPerhapsDone } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import { inParallel } from '../../basics/parallel';
import type { Connection, Repeat, ServiceAnswer } from '../../connection/serviceCall';
import { dialectOf, FORMATS, nextDialect, rememberDialect, saysFormat } from './batchDialect';
import type { BatchFormat, BatchPart } from './batchJson';
import { outcomesOf } from './batchOutcomes';
import { protocolOf } from './protocolOf';
import { isMethodRefused, sendPart } from './sendPart';
import { wireOf } from './wireForm';

export type { BatchPart } from './batchJson';

/** Sites refuse more parts (contract 2.14). */
export const MAX_PARTS = 100;

export interface BatchOptions {
	/** Either all parts are done or none. */
	readonly atomic?: boolean;
	/** Requests sent at the same time if the site has no `$batch`; 1 by default. */
	readonly parallel?: number;
	/** A single part travels in a batch as well, where its address is not limited (contract 2.14). */
	readonly evenAlone?: boolean;
}

/**
 * Sends parts in one `$batch` (contract 2.14) and returns an outcome for each, in order. A part that fails does not stop
 * the others unless the batch is atomic. Rejects if the batch failed as a whole; then its parts may have been done if
 * the error says so. One part alone, unless the host refuses its method, and the parts for a site without `$batch` are sent as single
 * requests.
 */
export async function sendBatch(
	connection: Connection,
	parts: readonly BatchPart[],
	options: BatchOptions = {},
): Promise<Array<Attempt<ServiceAnswer>>> {
	if (parts.length === 0) return [];
	const wire = await wireOf(connection);
	return wire.outcomes(parts, await send(connection, parts.map(wire.sent), options));
}

async function send(
	connection: Connection,
	parts: readonly BatchPart[],
	options: BatchOptions,
): Promise<Array<Attempt<ServiceAnswer>>> {
	if (parts.length > 1 || options.evenAlone) return await sendTogether(connection, parts, options);
	const alone = await sendSingly(connection, parts, options);
	const isRefused = alone.some((outcome) => !outcome.done && isMethodRefused(outcome.error));
	return isRefused ? await sendPastHost(connection, parts, alone) : alone;
}

/** What the host refuses for its method, as a part of a batch, which hosts see as a POST (contract 2.14). `refused`: what it answered. */
async function sendPastHost(
	connection: Connection,
	parts: readonly BatchPart[],
	refused: Array<Attempt<ServiceAnswer>>,
): Promise<Array<Attempt<ServiceAnswer>>> {
	if (dialectOf(connection, false).dialect === 'none') return refused;
	const inBatch = await attempt(sendTogether(connection, parts, {}));
	if (inBatch.done) return inBatch.value;
	// Why the batch was refused does not matter to a user whose method was.
	if (isPerhapsDone(inBatch.error)) throw inBatch.error;
	return refused;
}

async function sendTogether(
	connection: Connection,
	parts: readonly BatchPart[],
	options: BatchOptions,
): Promise<Array<Attempt<ServiceAnswer>>> {
	const known = dialectOf(connection, options.atomic ?? false);
	let isSaid = true;
	for (let { dialect } = known; dialect !== 'none';) {
		const outcome = await attempt(sendWhole(connection, parts, FORMATS[dialect], options));
		if (outcome.done) {
			rememberDialect(connection, dialect, known, isSaid);
			return outcome.value;
		}
		const next = nextDialect(dialect, outcome.error);
		if (next === undefined) throw outcome.error;
		isSaid &&= saysFormat(outcome.error);
		dialect = next;
	}
	if (options.atomic) return parts.map(refusedAtomic);
	const outcomes = await sendSingly(connection, parts, options);
	if (outcomes.some(({ done }) => done)) rememberDialect(connection, 'none', known, isSaid);
	return outcomes;
}

async function sendWhole(
	connection: Connection,
	parts: readonly BatchPart[],
	format: BatchFormat,
	{ atomic = false }: BatchOptions,
): Promise<Array<Attempt<ServiceAnswer>>> {
	const { partHeaders } = protocolOf(connection);
	const withHeaders = (part: BatchPart) => ({ ...part, headers: { ...partHeaders, ...part.headers } });
	const answer = await connection.call({
		method: 'POST',
		service: 'odata',
		path: '$batch',
		headers: { Prefer: 'continue-on-error' },
		...format.write(parts.map(withHeaders), atomic),
		parts: parts.length,
		repeat: repeatOfAll(parts),
	});
	return outcomesOf(format.read(answer), parts, connection, atomic);
}

/** A batch may be repeated only as far as its most delicate part. */
function repeatOfAll(parts: readonly BatchPart[]): Repeat {
	if (parts.some(({ repeat }) => repeat === 'once')) return 'once';
	return parts.some(({ repeat }) => repeat === 'harmless') ? 'harmless' : 'read';
}

async function sendSingly(
	connection: Connection,
	parts: readonly BatchPart[],
	{ parallel = 1 }: BatchOptions,
): Promise<Array<Attempt<ServiceAnswer>>> {
	return await inParallel(parts, parallel, async (part) => attempt(sendPart(connection, part)));
}

function refusedAtomic(): Attempt<ServiceAnswer> {
	const error = inputError(
		`The option ${LABELS.allOrNothing} needs batches, which this site does not have`,
		'Turn the option off; records are then written one by one.',
	);
	return { done: false, error };
}
