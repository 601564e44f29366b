import { fingerprint } from '../changes/fingerprint';

/** Identities that are kept at most; each has 8 characters and a time. */
const MOST = 2_000;

/** Calls that were received within a window of time, as n8n stores them: identity and milliseconds since 1970. */
export type ReceivedCalls = ReadonlyArray<readonly [print: string, time: number]>;

/** The calls with one more; `undefined` when it is among them already. */
export function receive(
	calls: ReceivedCalls,
	identity: string,
	now: Date,
	windowMs: number,
): ReceivedCalls | undefined {
	const print = fingerprint(identity);
	const recent = calls.filter(([, time]) => now.getTime() - time <= windowMs);
	if (recent.some(([known]) => known === print)) return undefined;
	return [...recent, [print, now.getTime()] as const].slice(-MOST);
}
