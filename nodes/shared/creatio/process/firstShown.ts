import { attempt } from '../../basics/attempt';
import { isCreatioError, type ErrorKind } from '../../basics/errors';

/** The site does not show this source to the user, or does not have it. */
const REFUSALS: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['notFound', 'forbidden', 'invalid', 'server']);

/**
 * Asks sources one after the other, since sites differ in what they show, until one gives enough. Resolves to what the
 * last one that answered gave; rejects with the first refusal when none did.
 */
export async function firstShown<S, T>(
	sources: readonly S[],
	ask: (source: S) => Promise<T>,
	isEnough: (value: T) => boolean = () => true,
): Promise<T> {
	let shown: { readonly value: T } | undefined;
	let refusal: unknown;
	for (const source of sources) {
		const outcome = await attempt(ask(source));
		if (outcome.done) {
			shown = outcome;
			if (isEnough(outcome.value)) break;
		} else {
			const { error } = outcome;
			if (!isCreatioError(error) || !REFUSALS.has(error.kind)) throw error;
			refusal ??= error;
		}
	}
	if (shown) return shown.value;
	throw refusal;
}
