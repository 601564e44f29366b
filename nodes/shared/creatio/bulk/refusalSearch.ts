import type { Attempt } from '../../basics/attempt';
import { type CreatioError, isCreatioError } from '../../basics/errors';

/** This many writes in a row that fail alike, each sent alone, show that the cause is not in one of them. */
const ENOUGH = 3;

/**
 * What a run has learned while it looked for the writes that cause refusals of batches: a cause that all writes share is not
 * looked for in each of them.
 */
export class RefusalSearch {
	/** Of writes sent alone, since something was accepted. */
	private readonly alike: CreatioError[] = [];

	/** Takes note of how a write that was sent alone has ended. */
	note(outcome: Attempt<unknown>): void {
		const { alike } = this;
		if (outcome.done) alike.length = 0;
		else if (isCreatioError(outcome.error)) {
			if (!isAlike(alike[0], outcome.error)) alike.length = 0;
			alike.push(outcome.error);
		}
	}

	/** The error that every write gets, as far as the run has seen; `undefined` as long as it is worth looking for others. */
	get common(): CreatioError | undefined {
		return this.alike.length >= ENOUGH ? this.alike.at(-1) : undefined;
	}
}

function isAlike(known: CreatioError | undefined, error: CreatioError): boolean {
	return known === undefined || (known.kind === error.kind && known.message === error.message);
}
