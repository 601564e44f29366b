import type { Attempt } from '../../basics/attempt';
import { isCancelled } from '../../basics/errors';
import { chunks, inRounds, untilStopped } from '../../basics/parallel';

/** How the user wants writes to be sent. */
export interface BatchLimits {
	/** Writes in one batch, from 1 to 100. */
	readonly batchSize: number;
	/** Batches sent at the same time. */
	readonly parallel: number;
	/** Sends no further batch after a write failed. */
	readonly stopsAtFailure: boolean;
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
	{ batchSize, parallel, stopsAtFailure, keepsOrder, isFailure }: BatchRules<W, R>,
): Promise<Array<Attempt<R> | undefined>> {
	const stops = (outcome: Attempt<R>) =>
		(stopsAtFailure && isFailure(outcome)) || (!outcome.done && isCancelled(outcome.error));
	const isStop = (result: ReadonlyMap<W, Attempt<R>>) => [...result.values()].some(stops);
	const [rounds, atOnce] = keepsOrder === 'all' ? [[writes], 1] : [inRounds(writes, keepsOrder), parallel];
	const outcomes = new Map<W, Attempt<R>>();
	for (const round of rounds) {
		const results = await untilStopped(chunks(round, batchSize), atOnce, send, isStop);
		for (const result of results) {
			for (const [write, outcome] of result ?? []) outcomes.set(write, outcome);
		}
		if (results.some((result) => result === undefined || isStop(result))) break;
	}
	return writes.map((write) => outcomes.get(write));
}
