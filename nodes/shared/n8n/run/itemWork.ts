import { attempt, type Attempt } from '../../basics/attempt';
import { isCreatioError } from '../../basics/errors';
import { inParallel } from '../../basics/parallel';
import type { Row } from '../../creatio/model/rows';
import { type ItemOutcome, type OperationContext, type Work } from '../context/operation';

/** Works on one item after the other. */
export function itemByItem(
	context: OperationContext,
	workOn: (itemIndex: number) => Promise<readonly Row[]>,
): Work {
	return severalAtOnce(context, 1, workOn);
}

/** Works on several items at the same time; at the first failure of a run that stops there, begins no further one. */
export function severalAtOnce(
	{ client, stopsAtFailure }: OperationContext,
	atOnce: number,
	workOn: (itemIndex: number) => Promise<readonly Row[]>,
): Work {
	return async (itemIndexes) => {
		const outcomes: ItemOutcome[] = [];
		let hasStopped = false;
		await inParallel(itemIndexes, atOnce, async (itemIndex) => {
			if (hasStopped) return;
			const outcome = await attempt(
				(async () => {
					client.connection.refuseIfCancelled();
					return await workOn(itemIndex);
				})(),
			);
			outcomes.push({ itemIndex, outcome });
			hasStopped ||= !outcome.done && (stopsAtFailure || isCancellation(outcome.error));
		});
		return outcomes;
	};
}

function isCancellation(error: unknown): boolean {
	return isCreatioError(error) && error.kind === 'cancelled';
}

export interface BulkSteps<T> {
	/** Checks and types one item. Nothing is written; questions to the site are grouped with those of other items. */
	prepare(itemIndex: number): Promise<T>;
	/** Writes what was prepared. One outcome for each, in order; `undefined` where the run stopped before. */
	write(prepared: readonly T[]): Promise<ReadonlyArray<Attempt<readonly Row[]> | undefined>>;
}

/** Items prepared at the same time: as many as may share a question. */
const PREPARED_AT_ONCE = 500;

/** Prepares all items before it writes the first one: a run that stops at a bad item has then written nothing. */
export function inBulk<T>(context: OperationContext, steps: BulkSteps<T>): Work {
	return async (itemIndexes) => {
		const prepared = await inParallel(itemIndexes, PREPARED_AT_ONCE, async (itemIndex) => ({
			itemIndex,
			outcome: await attempt(steps.prepare(itemIndex)),
		}));
		const refused = prepared.flatMap(({ itemIndex, outcome }) =>
			outcome.done ? [] : [{ itemIndex, outcome }],
		);
		if (refused.length > 0 && context.stopsAtFailure) return refused.slice(0, 1);

		context.client.connection.refuseIfCancelled();
		const ready = prepared.flatMap(({ itemIndex, outcome }) =>
			outcome.done ? [{ itemIndex, value: outcome.value }] : [],
		);
		const written = await steps.write(ready.map(({ value }) => value));
		const outcomes = ready.flatMap(({ itemIndex }, index): ItemOutcome[] => {
			const outcome = written[index];
			return outcome ? [{ itemIndex, outcome }] : [];
		});
		return [...refused, ...outcomes];
	};
}

/** The outcome of an item that gives one row. */
export function oneRow(outcome: Attempt<Row> | undefined): Attempt<readonly Row[]> | undefined {
	return outcome?.done ? { done: true, value: [outcome.value] } : outcome;
}
