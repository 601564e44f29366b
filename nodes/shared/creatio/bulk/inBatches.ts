import type { Attempt } from '../../basics/attempt';
import { isCancelled } from '../../basics/errors';
import { chunks, inRounds, untilStopped } from '../../basics/parallel';

/** How the user wants writes to be sent. */
export interface BatchLimits {
	/** Writes in one batch, from 1 to 100. */
	readonly batchSize: number;
	/** Batches sent at the same time. */
	readonly parallel: number;
	/** Sends no further batch after so many writes have failed; `Infinity` for all batches. */
	readonly mostFailures: number;
}

export interface BatchRules<W, R> extends BatchLimits {
	/** Which writes keep their order: all of them, one batch after the other, or those with the same key. */
	readonly keepsOrder: 'all' | ((write: W) => string | undefined);
	isFailure(outcome: Attempt<R>): boolean;
}

/**
 * Sends writes in batches, several at a time. Returns the outcome of each, in order; `undefined` for a write that was
 * not sent because an earlier one failed or the run was cancelled.
 */
export async function inBatches<W, R>(
	writes: readonly W[],
	send: (batch: readonly W[]) => Promise<ReadonlyMap<W, Attempt<R>>>,
	{ batchSize, parallel, mostFailures, keepsOrder, isFailure }: BatchRules<W, R>,
): Promise<Array<Attempt<R> | undefined>> {
	let failures = 0;
	let isStopped = false;
	const isStop = (result: ReadonlyMap<W, Attempt<R>>) => {
		const all = [...result.values()];
		failures += all.filter(isFailure).length;
		isStopped ||= failures >= mostFailures;
		isStopped ||= all.some((outcome) => !outcome.done && isCancelled(outcome.error));
		return isStopped;
	};
	const [rounds, atOnce] = keepsOrder === 'all' ? [[writes], 1] : [inRounds(writes, keepsOrder), parallel];
	const outcomes = new Map<W, Attempt<R>>();
	for (const round of rounds) {
		const results = await untilStopped(chunks(round, batchSize), atOnce, send, isStop);
		for (const result of results) {
			for (const [write, outcome] of result ?? []) outcomes.set(write, outcome);
		}
		if (isStopped) break;
	}
	return writes.map((write) => outcomes.get(write));
}
