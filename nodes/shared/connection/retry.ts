import { attempt } from '../basics/attempt';
import { type CreatioError, isCreatioError, withPerhapsDone } from '../basics/errors';
import type { Connection, Repeat } from './serviceCall';

const FIRST_PAUSE_MS = 300;

/** A site that restarts needs some seconds, which three pauses that begin with this one bridge. */
const FIRST_PAUSE_OF_OUTAGE_MS = 800;

const LONGEST_PAUSE_MS = 20_000;

/** Longer advice of a server than this is passed on to the user instead of being waited for. */
const LONGEST_ADVICE_MS = 120_000;

export interface RetryPolicy {
	readonly repeat: Repeat;
	/** Retries after the first attempt. */
	readonly retries: number;
	/** Whether the site has answered before in this run. */
	isKnown(): boolean;
	onRetry(): void;
	wait(ms: number): Promise<void>;
}

/** Retries work after failures that may be temporary, as far as a retry is safe. */
export async function withRetries<T>(policy: RetryPolicy, work: () => Promise<T>): Promise<T> {
	for (let round = 0; ; round++) {
		const outcome = await attempt(work());
		if (outcome.done) return outcome.value;
		const error = ofRepeat(outcome.error, policy.repeat);
		if (round >= policy.retries || !isCreatioError(error) || !mayRepeat(error, policy.repeat)) throw error;
		if (isUnreached(error) && !policy.isKnown()) throw error;
		const pause = pauseBefore(round, error);
		if (pause === undefined) throw error;
		policy.onRetry();
		await policy.wait(pause);
	}
}

/** Where an answer is lost, what it was an answer to is not known: a read has nothing that may have been done. */
function ofRepeat(error: unknown, repeat: Repeat): unknown {
	return repeat === 'read' && isCreatioError(error) ? withPerhapsDone(error, false) : error;
}

/**
 * Whether sending again may help and does no harm. A write that must happen once is repeated only when the server cannot
 * have processed it.
 */
export function mayRepeat({ mayPass, perhapsDone }: CreatioError, repeat: Repeat): boolean {
	return mayPass && (repeat !== 'once' || !perhapsDone);
}

/** No connection was made. */
function isUnreached({ kind, status }: CreatioError): boolean {
	return kind === 'unavailable' && status === undefined;
}

/**
 * Milliseconds before the next attempt: the server's advice, otherwise doubled each time, with jitter; `undefined` when the
 * advice is too long to wait.
 */
export function pauseBefore(
	round: number,
	{ kind, retryAfterMs: advice }: Pick<CreatioError, 'kind' | 'retryAfterMs'>,
	random = Math.random(),
): number | undefined {
	if (advice !== undefined) return advice <= LONGEST_ADVICE_MS ? advice : undefined;
	const first = kind === 'unavailable' ? FIRST_PAUSE_OF_OUTAGE_MS : FIRST_PAUSE_MS;
	return Math.min(LONGEST_PAUSE_MS, first * 2 ** round) * (0.75 + random / 4);
}

/** How often callers send again what they have settled by themselves, such as parts of a batch. */
export const MOST_REPEATS = 3;

/**
 * Waits before the caller sends again what it has settled by itself, and counts the retry. `round` counts from 0. Advice that
 * is too long to wait for does not count.
 */
export async function pauseBeforeRepeat(
	{ meter, wait }: Pick<Connection, 'meter' | 'wait'>,
	round: number,
	error: unknown,
): Promise<void> {
	meter.retries++;
	const kind = isCreatioError(error) ? error.kind : 'network';
	const advice = isCreatioError(error) ? error.retryAfterMs : undefined;
	const pause = pauseBefore(round, { kind, retryAfterMs: advice });
	await wait(pause ?? pauseBefore(round, { kind, retryAfterMs: undefined }) ?? 0);
}

/** `Retry-After` in milliseconds: whole seconds, or a date of HTTP. Anything else does not count. */
export function retryAfter(value: string | undefined, now = Date.now()): number | undefined {
	const text = value?.trim() ?? '';
	if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
	if (!/^(?:mon|tue|wed|thu|fri|sat|sun)\w{0,6}[, ]/i.test(text)) return undefined;
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
