import { attempt } from '../basics/attempt';
import { type CreatioError, isCreatioError } from '../basics/errors';
import type { Repeat } from './serviceCall';

const FIRST_PAUSE_MS = 300;

const LONGEST_PAUSE_MS = 20_000;

/** Longer advice of a server than this is passed on to the user instead of being waited for. */
const LONGEST_ADVICE_MS = 120_000;

export interface RetryPolicy {
	readonly repeat: Repeat;
	/** Retries after the first attempt. */
	readonly retries: number;
	onRetry(): void;
	wait(ms: number): Promise<void>;
}

/** Retries work after failures that may be temporary, as far as a retry is safe. */
export async function withRetries<T>(policy: RetryPolicy, work: () => Promise<T>): Promise<T> {
	for (let round = 0; ; round++) {
		const outcome = await attempt(work());
		if (outcome.done) return outcome.value;
		const { error } = outcome;
		if (round >= policy.retries || !isCreatioError(error) || !mayRepeat(error, policy.repeat)) throw error;
		const pause = pauseBefore(round, error.retryAfterMs);
		if (pause === undefined) throw error;
		policy.onRetry();
		await policy.wait(pause);
	}
}

/**
 * Whether sending again may help and does no harm. A write that must happen once is repeated only when the server cannot
 * have processed it.
 */
export function mayRepeat(error: CreatioError, repeat: Repeat): boolean {
	switch (error.kind) {
		case 'throttled':
			return true;
		case 'network':
		case 'timeout':
		case 'server':
		case 'unreadable':
			return repeat !== 'once' && isPassing(error);
		default:
			return false;
	}
}

function isPassing(error: CreatioError): boolean {
	if (error.kind !== 'server') return error.kind !== 'unreadable' || (error.status ?? 0) < 400;
	return [502, 503, 504].includes(error.status ?? 0) || error.reason === 'reloading';
}

/** Milliseconds before the next attempt: the server's advice, otherwise doubled each time, with jitter. */
export function pauseBefore(
	round: number,
	advice: number | undefined,
	random = Math.random(),
): number | undefined {
	if (advice !== undefined) return advice <= LONGEST_ADVICE_MS ? advice : undefined;
	return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** round) * (0.5 + random / 2);
}

/** `Retry-After` in milliseconds: seconds, or a date. */
export function retryAfter(value: string | undefined, now = Date.now()): number | undefined {
	if (value === undefined) return undefined;
	if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1_000;
	const date = Date.parse(value);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
