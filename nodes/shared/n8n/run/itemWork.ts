import { attempt } from '../../basics/attempt';
import { isCancelled } from '../../basics/errors';
import { inParallel, untilStopped } from '../../basics/parallel';
import type { Row } from '../../creatio/model/rows';
import { type ItemOutcome, type OperationContext, type Work } from '../context/operation';
import type { RowsOutcome } from './itemOutcome';

/** Processes one item after the other. */
export function itemByItem(
	context: OperationContext,
	workOn: (itemIndex: number) => Promise<readonly Row[]>,
): Work {
	return severalAtOnce(context, 1, workOn);
}

/** Processes several items at the same time. Starts no others after a failure in a run that stops there. */
export function severalAtOnce(
	{ client, stopsAtFailure }: OperationContext,
	atOnce: number,
	workOn: (itemIndex: number) => Promise<readonly Row[]>,
): Work {
	const work = async (itemIndex: number): Promise<ItemOutcome> => {
		const outcome = await attempt(
			(async () => {
				client.connection.refuseIfCancelled();
				return await workOn(itemIndex);
			})(),
		);
		return { itemIndex, outcome };
	};
	const isStop = ({ outcome }: ItemOutcome) =>
		!outcome.done && (stopsAtFailure || isCancelled(outcome.error));
	return async (itemIndexes) => {
		const outcomes = await untilStopped(itemIndexes, atOnce, work, isStop);
		return outcomes.filter((outcome) => outcome !== undefined);
	};
}

export interface BulkSteps<T> {
	/** Checks and types one item. Writes nothing; its requests are grouped with those of other items. */
	prepare(itemIndex: number): Promise<T>;
	/** Writes what was prepared. Returns an outcome for each, in order; `undefined` if the run stopped before. */
	write(prepared: readonly T[]): Promise<readonly RowsOutcome[]>;
}

/** Items prepared at the same time: as many as may share a request. */
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
