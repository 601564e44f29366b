import { attempt } from './attempt';
import { type ErrorKind, isCreatioError } from './errors';

/** Missing rights, an old version, an unknown object, a failure of the site. */
const REFUSALS: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
	'forbidden',
	'invalid',
	'notFound',
	'server',
	'unavailable',
	'unreadable',
]);

/**
 * The answer of an optional read, which helps, but must not stop the run: `undefined` when the site did not give one. That
 * must not be remembered beyond the run, since even what looks like a refusal may have been a bad moment of a gateway.
 * Rejects only with errors that concern more than this read: the session, the network, a cancelled run.
 */
export async function bestEffort<T>(work: Promise<T>): Promise<T | undefined> {
	const outcome = await attempt(work);
	if (outcome.done) return outcome.value;
	if (isCreatioError(outcome.error) && REFUSALS.has(outcome.error.kind)) return undefined;
	throw outcome.error;
}
