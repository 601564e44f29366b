import { fingerprint } from '../../basics/fingerprint';

/** The maximum number of calls that one process remembers for a node. */
export const MOST_KEPT = 20_000;

/** The same for those that n8n stores, which it reads and writes at each call. */
const MOST_STORED = 2_000;

/** Calls as n8n stores them, oldest first: fingerprint, and milliseconds since 1970. */
export type StoredCalls = ReadonlyArray<readonly [print: string, time: number]>;

/** A call that is not a repeated one, until it is known whether its run starts. */
export interface NewCall {
	/** Its run has started. Returns what n8n is to store. */
	started(): StoredCalls;
	/** Its run did not start: the same call is accepted again. */
	failed(): void;
}

/**
 * The calls that one node has received, so that none of them starts the workflow twice: the union of what n8n has stored,
 * which survives a restart and reaches all processes of queue mode, and what this process knows, since calls at the same
 * time read the same stored data and overwrite each other's.
 */
export class CallMemory {
	/** All calls that this process knows, by fingerprint: milliseconds since 1970. The one that it learned of last is last. */
	private readonly known = new Map<string, number>();
	/** Those whose run has started. Only they are stored: after a restart the others may come again. */
	private readonly started = new Map<string, number>();

	/**
	 * `undefined` when the call was received within the last `keptMs` milliseconds. `stored` is what n8n has stored, which may
	 * have any form.
	 */
	receive(identity: string, now: Date, keptMs: number, stored: unknown): NewCall | undefined {
		const print = fingerprint(identity);
		const isRecent = (time: number) => Math.abs(now.getTime() - time) <= keptMs;
		for (const [storedPrint, time] of callsIn(stored)) {
			if (isRecent(time) && time > (this.known.get(storedPrint) ?? 0)) this.start(storedPrint, time);
		}
		if (isRecent(this.known.get(print) ?? NaN)) return undefined;
		const time = now.getTime();
		add(this.known, print, time, MOST_KEPT);
		return {
			started: () => {
				this.start(print, time);
				return [...this.started].filter(([, startedAt]) => isRecent(startedAt));
			},
			failed: () => {
				const isOpen = this.known.get(print) === time && this.started.get(print) !== time;
				if (isOpen) this.known.delete(print);
			},
		};
	}

	private start(print: string, time: number): void {
		add(this.known, print, time, MOST_KEPT);
		add(this.started, print, time, MOST_STORED);
	}
}

/** Adds a call as the last one, and drops the first where there are too many. */
function add(calls: Map<string, number>, print: string, time: number, most: number): void {
	calls.delete(print);
	calls.set(print, time);
	const [first] = calls.keys();
	if (calls.size > most && first !== undefined) calls.delete(first);
}

/** The calls in what n8n has stored. What has another form is left out, and overwritten by the next call. */
function callsIn(stored: unknown): StoredCalls {
	const entries: readonly unknown[] = Array.isArray(stored) ? stored : [];
	return entries.flatMap((entry) => {
		const [print, time]: readonly unknown[] = Array.isArray(entry) ? entry : [];
		return typeof print === 'string' && typeof time === 'number' ? [[print, time] as const] : [];
	});
}
