import type { Attempt } from '../../basics/attempt';
import { type CreatioError, isCreatioError, isPerhapsDone, notDone } from '../../basics/errors';

/** How the outcome of a write can be found out when its answer is lost. */
export interface Settlement {
	/**
	 * What the site shows once the write was done. `proof`: a state that nothing but this write, or another with the same
	 * aim, brings about. `sign`: a state that others may bring about as well, such as a record with a key that the user
	 * chose; it was not there before. `nothing`: the outcome cannot be looked up.
	 */
	readonly shows: 'proof' | 'sign' | 'nothing';
	/** Done twice, it leads to the same state. */
	readonly isHarmless: boolean;
}

/** What a look-up shows about a write. */
export type Finding<R> =
	| { readonly kind: 'done'; readonly result: R }
	| { readonly kind: 'notDone' }
	/** The look-up failed, or there is nothing to look up. */
	| { readonly kind: 'unknown' };

export const UNKNOWN = { kind: 'unknown' } as const;

/** The site has decided, and would decide the same again. A lost or unreadable answer is not a decision. */
export function isFinal(error: unknown): error is CreatioError {
	return isCreatioError(error) && !error.mayPass && error.kind !== 'unreadable' && error.kind !== 'session';
}

/** What matters of a failure beside its error. */
export interface Circumstances {
	/** The refusal is what a second delivery of the write would get. */
	readonly saysDone: boolean;
	/** It was not the first request with this write. */
	readonly wasRepeated: boolean;
}

/**
 * Whether a write that failed may have been done. After a repetition a refusal proves nothing where the site shows what it
 * has done: it may refuse the second request because the first one has arrived after all.
 */
export function mayBeDone(
	error: unknown,
	{ shows }: Settlement,
	{ saysDone, wasRepeated }: Circumstances,
): boolean {
	return isPerhapsDone(error) || (shows !== 'nothing' && (saysDone || wasRepeated));
}

/**
 * Whether the cause of a failed request may be one of its writes, so that the others are accepted without it: the server
 * decided about the request as a whole, or one part made the answer unreadable (contract 2.14).
 */
export function isDivisible(error: unknown): boolean {
	if (!isCreatioError(error)) return false;
	const { kind, reason } = error;
	if (kind === 'tooLarge' || kind === 'unreadable') return true;
	if (error.mayPass || reason === 'verbRefused' || reason === 'mediaType') return false;
	return kind === 'server' || kind === 'invalid' || (kind === 'forbidden' && reason === 'unexplained');
}

/** What is known about a write that failed. */
export interface Failure<R> {
	readonly error: unknown;
	readonly mayBeDone: boolean;
	/** The refusal is what a second delivery of the write would get. */
	readonly saysDone: boolean;
	readonly finding: Finding<R>;
	/** Whether it may be sent again, as far as the number of times goes. */
	readonly mayRepeat: boolean;
	/** The error of an outcome that is not known. */
	perhapsDone(): unknown;
}

/** Decides the final outcome of a write that failed, or that it is sent again. */
export function nextStep<R>(failure: Failure<R>, { shows, isHarmless }: Settlement): Attempt<R> | 'repeat' {
	const { error, finding } = failure;
	const isUnknown = () => ({ done: false, error: failure.perhapsDone() }) as const;
	if (finding.kind === 'done') {
		// The site refused it, perhaps because of a record that is somebody else's.
		if (shows === 'sign' && (failure.saysDone || !isPerhapsDone(error))) return isUnknown();
		return { done: true, value: finding.result };
	}
	if (finding.kind === 'notDone' && isFinal(error)) {
		return { done: false, error: isPerhapsDone(error) ? notDone(error) : error };
	}
	if (finding.kind === 'unknown' && failure.mayBeDone && !isHarmless) return isUnknown();
	if (failure.mayRepeat) return 'repeat';
	return failure.mayBeDone ? isUnknown() : { done: false, error };
}

/**
 * What the look-ups of others show about a write that cannot be looked up itself, where all writes of a request are done
 * or none is. `resultOf` returns the result of a write that was done together with others.
 */
export function impliedBy<R>(found: ReadonlyArray<Finding<R>>, resultOf: () => R): Finding<R> {
	if (found.length === 0 || found.some(({ kind }) => kind === 'unknown')) return UNKNOWN;
	return found.some(({ kind }) => kind === 'done')
		? { kind: 'done', result: resultOf() }
		: { kind: 'notDone' };
}
