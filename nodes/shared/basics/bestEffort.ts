import { attempt } from './attempt';
import { type ErrorKind, isCreatioError } from './errors';

/** What came of a question whose answer is good to have, but not worth failing for. */
export interface BestEffort<T> {
	/** `undefined` when the site did not tell. */
	readonly value: T | undefined;
	/** False when asking again a little later may bring more: the site stumbled, it did not refuse. */
	readonly isLasting: boolean;
}

/** No rights, an old version, no such object: the site will say the same next time. */
const REFUSALS: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['forbidden', 'invalid', 'notFound']);
const STUMBLES: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['server', 'unreadable']);

/** Rejects only with what concerns more than this question: the session, the network, a cancelled run. */
export async function bestEffort<T>(work: Promise<T>): Promise<BestEffort<T>> {
	const outcome = await attempt(work);
	if (outcome.done) return { value: outcome.value, isLasting: true };
	const { error } = outcome;
	if (isCreatioError(error) && REFUSALS.has(error.kind)) return { value: undefined, isLasting: true };
	if (isCreatioError(error) && STUMBLES.has(error.kind)) return { value: undefined, isLasting: false };
	throw error;
}
