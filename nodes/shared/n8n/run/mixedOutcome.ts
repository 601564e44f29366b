import type { Attempt } from '../../basics/attempt';
import { CreatioError, isCreatioError } from '../../basics/errors';
import type { Row } from '../../creatio/model/rows';

/** An item is done when all of its operations are; else the first that is not says why, and what became of the others. */
export function outcomeOfItem(
	outcomes: ReadonlyArray<Attempt<Row> | undefined>,
): Attempt<readonly Row[]> | undefined {
	const rows = outcomes.flatMap((outcome) => (outcome?.done ? [outcome.value] : []));
	if (rows.length === outcomes.length) return { done: true, value: rows };
	const failed = outcomes.findIndex((outcome) => outcome?.done === false);
	const outcome = outcomes[failed];
	if (!outcome || outcome.done) return undefined;
	return {
		done: false,
		error: outcomes.length === 1 ? outcome.error : ofRow(failed, outcome.error, outcomes),
	};
}

function ofRow(index: number, error: unknown, outcomes: ReadonlyArray<Attempt<Row> | undefined>): unknown {
	if (!isCreatioError(error)) return error;
	const rowsThat = (test: (outcome: Attempt<Row> | undefined) => boolean) =>
		outcomes.flatMap((outcome, row) => (test(outcome) ? [row + 1] : [])).join(', ');
	const done = rowsThat((outcome) => outcome?.done === true);
	const unknown = rowsThat(
		(outcome) => outcome?.done === false && isCreatioError(outcome.error) && outcome.error.perhapsDone,
	);
	const told = [
		done === '' ? 'No row of this item was carried out for certain.' : `Carried out: row ${done}.`,
		...(unknown === '' ? [] : [`Not known: row ${unknown}.`]),
	];
	return new CreatioError(error.kind, `${error.message} (Operations, row ${index + 1})`, {
		cure: [error.cure, ...told].filter((text) => text !== undefined).join(' '),
		status: error.status,
		perhapsDone: error.perhapsDone,
		cause: error,
	});
}
