import { attempt, type Attempt } from '../../basics/attempt';
import { isCreatioError, mayPass } from '../../basics/errors';
import { chunks } from '../../basics/parallel';
import { hasDeniedSequence, HOST_LIMITS, queryAsSent } from '../../connection/hostLimits';
import { MOST_REPEATS, pauseBeforeRepeat } from '../../connection/retry';
import type { Connection, ServiceAnswer } from '../../connection/serviceCall';
import { isDivisible } from '../bulk/settlement';
import { type BatchPart, MAX_PARTS, sendBatch } from './batchRequest';
import { wireOf } from './wireForm';

/** .NET accepts a request line of 8,192 bytes (contract 10.1); the site's own path is part of it. */
const LONGEST_ON_NET = 7_500;

/**
 * Sends one read. An address that hosts may refuse for its length or its content travels as the only part of a `$batch`,
 * which has neither limit (contract 2.14, 10.1); so does one that a host has refused all the same. `inBatch`: the path to use
 * there, if another one.
 */
export async function readOData(
	connection: Connection,
	path: string,
	inBatch = path,
): Promise<ServiceAnswer> {
	if (isAcceptedByHosts(path)) {
		const alone = await readAlone(connection, path);
		if (alone !== undefined) return alone;
	}
	const whole = await attempt(sendReads(connection, [inBatch]));
	const part = whole.done ? whole.value[0] : whole;
	if (part?.done) return part.value;
	// On .NET a part that fails has no words, by which callers would know what to leave out; the read alone has.
	if (isCreatioError(part?.error) && part.error.reason === 'unexplained' && path.length <= LONGEST_ON_NET) {
		const alone = await readAlone(connection, path);
		if (alone !== undefined) return alone;
	}
	throw part?.error;
}

/** The answer to a read by itself; `undefined` if a host refuses its address. */
async function readAlone(connection: Connection, path: string): Promise<ServiceAnswer | undefined> {
	const outcome = await attempt(connection.call({ service: 'odata', ...readOf(path) }));
	if (outcome.done) return (await wireOf(connection)).received(path, outcome.value);
	if (refusesAddress(outcome.error)) return undefined;
	throw outcome.error;
}

/** Sends many reads, a hundred in a batch, and returns their answers in order. Rejects with the first failure. */
export async function readManyOData(
	connection: Connection,
	paths: readonly string[],
): Promise<ServiceAnswer[]> {
	const answers: ServiceAnswer[] = [];
	for (const batch of chunks(paths, MAX_PARTS)) {
		for (const answer of await readBatch(connection, batch)) {
			if (!answer.done) throw answer.error;
			answers.push(answer.value);
		}
	}
	return answers;
}

/** The same for reads that do not need each other: one that fails does not stop the others. */
export async function readEachOData(
	connection: Connection,
	paths: readonly string[],
): Promise<Array<Attempt<ServiceAnswer>>> {
	const answers: Array<Attempt<ServiceAnswer>> = [];
	for (const batch of chunks(paths, MAX_PARTS)) answers.push(...(await readBatch(connection, batch)));
	return answers;
}

/** A batch that is refused as a whole, such as one that is too large, is read in halves. */
async function readBatch(
	connection: Connection,
	paths: readonly string[],
): Promise<Array<Attempt<ServiceAnswer>>> {
	const [first = '', ...others] = paths;
	if (others.length === 0) return [await attempt(readOData(connection, first))];
	const outcome = await attempt(sendReads(connection, paths));
	if (outcome.done) return outcome.value;
	if (!isDivisible(outcome.error)) throw outcome.error;
	const answers: Array<Attempt<ServiceAnswer>> = [];
	for (const half of chunks(paths, Math.ceil(paths.length / 2)))
		answers.push(...(await readBatch(connection, half)));
	return answers;
}

/** Sends reads in a batch, and those that the site was too busy for again after pauses, as single ones are. */
async function sendReads(
	connection: Connection,
	paths: readonly string[],
): Promise<Array<Attempt<ServiceAnswer>>> {
	const outcomes = await sendBatch(connection, paths.map(readOf), { evenAlone: true });
	for (let round = 0; round < MOST_REPEATS; round++) {
		const busy = [...outcomes.entries()].flatMap(([index, outcome]) =>
			outcome.done || !mayPass(outcome.error) ? [] : [{ index, error: outcome.error }],
		);
		const [first] = busy;
		if (!first) break;
		await pauseBeforeRepeat(connection, round, first.error);
		const again = busy.map(({ index }) => readOf(paths[index] ?? ''));
		const answers = await sendBatch(connection, again, { evenAlone: true });
		for (const [place, { index }] of busy.entries()) {
			const answer = answers[place];
			if (answer) outcomes[index] = answer;
		}
	}
	return outcomes;
}

function readOf(path: string): BatchPart {
	return { method: 'GET', path, repeat: 'read' };
}

/** Whether every host accepts the address of a read (contract 10.1). `path` is relative and encoded. */
function isAcceptedByHosts(path: string): boolean {
	const query = queryAsSent(path);
	return query.length <= HOST_LIMITS.query && !hasDeniedSequence(query);
}

function refusesAddress(error: unknown): boolean {
	return isCreatioError(error) && (error.reason === 'addressTooLong' || error.reason === 'deniedSequence');
}

/**
 * Whether a failure may be the refusal of a filter: another form of it may then succeed. What passes, or has another known
 * reason, is none.
 */
export function refusesFilter(error: unknown): boolean {
	if (!isCreatioError(error) || error.mayPass) return false;
	const hasOtherReason = error.reason !== undefined && error.reason !== 'unexplained';
	return (error.kind === 'invalid' || error.kind === 'server') && !hasOtherReason;
}
