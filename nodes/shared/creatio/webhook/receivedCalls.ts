import { fingerprint } from '../../basics/fingerprint';

/** Identities that n8n stores at most; each has 8 characters and a time. */
export const MOST_STORED = 2_000;
/** The same for what a process keeps for itself, which costs no database. */
export const MOST_KEPT = 20_000;

/** Calls that were received within a window of time, as n8n stores them: identity and milliseconds since 1970. */
export type ReceivedCalls = ReadonlyArray<readonly [print: string, time: number]>;

/** The calls with one more; `undefined` when it is among them already. */
export function receive(
	calls: ReceivedCalls,
	identity: string,
	now: Date,
	windowMs: number,
	most = MOST_STORED,
): ReceivedCalls | undefined {
	const print = fingerprint(identity);
	const recent = calls.filter(([, time]) => now.getTime() - time <= windowMs);
	if (recent.some(([known]) => known === print)) return undefined;
	return [...recent, [print, now.getTime()] as const].slice(-most);
}
