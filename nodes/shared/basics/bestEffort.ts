import { attempt } from './attempt';
import { type ErrorKind, isCreatioError } from './errors';

/** The outcome of an optional read: its answer helps, but a failure must not stop the run. */
export interface BestEffort<T> {
	/** `undefined` when the site did not answer. */
	readonly value: T | undefined;
	/** False when asking again later may succeed: the site failed, it did not refuse. */
	readonly isLasting: boolean;
}

/** Missing rights, an old version or an unknown object are final: the site will answer the same next time. */
const REFUSALS: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['forbidden', 'invalid', 'notFound']);
const STUMBLES: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['server', 'unavailable', 'unreadable']);

/** Rejects only with errors that concern more than this read: the session, the network, a cancelled run. */
export async function bestEffort<T>(work: Promise<T>): Promise<BestEffort<T>> {
	const outcome = await attempt(work);
	if (outcome.done) return { value: outcome.value, isLasting: true };
	const { error } = outcome;
	if (isCreatioError(error) && REFUSALS.has(error.kind)) return { value: undefined, isLasting: true };
	if (isCreatioError(error) && STUMBLES.has(error.kind)) return { value: undefined, isLasting: false };
	throw error;
}
