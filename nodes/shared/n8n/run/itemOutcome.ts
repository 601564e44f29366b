import type { Attempt } from '../../basics/attempt';
import type { Row } from '../../creatio/model/rows';

/** The rows of a write or of an item, or why there are none; `undefined` if it was not sent. */
export type RowsOutcome = Attempt<readonly Row[]> | undefined;

/**
 * The outcome of an item with several writes: done if all of them are, otherwise the error of the first that failed.
 * `explain` may add to that error the outcomes of the others.
 */
export function outcomeOfItem(
	writes: readonly RowsOutcome[],
	explain = (error: unknown, _index: number) => error,
): RowsOutcome {
	const failed = writes.findIndex((outcome) => outcome?.done === false);
	const failure = writes[failed];
	if (failure?.done === false) return { done: false, error: explain(failure.error, failed) };
	const rows = writes.map((outcome) => (outcome?.done ? outcome.value : undefined));
	return rows.includes(undefined) ? undefined : { done: true, value: rows.flatMap((some) => some ?? []) };
}

/** The outcome of a write, with the row that its item returns. `show` throws if the result is a failure. */
export function outcomeOfWrite<R>(outcome: Attempt<R> | undefined, show: (result: R) => Row): RowsOutcome {
	if (!outcome?.done) return outcome;
	try {
		return { done: true, value: [show(outcome.value)] };
	} catch (error) {
		return { done: false, error };
	}
}
