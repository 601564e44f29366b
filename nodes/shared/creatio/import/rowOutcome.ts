import type { Attempt } from '../../basics/attempt';
import { type CreatioError, inputError, isPerhapsDone, mayPass } from '../../basics/errors';
import type { Write, Written } from '../odata/writeChannel';
import type { ImportedRow } from './importRules';

export type RowOutcome = Omit<ImportedRow, 'row'>;

export function failure(error: unknown, ids: readonly string[] = []): RowOutcome {
	return { result: isPerhapsDone(error) ? 'open' : 'failed', ids, error };
}

export function skipped(message: string, ...ids: readonly string[]): RowOutcome {
	return { result: 'skipped', ids, message };
}

export function isFailure({ result }: Pick<ImportedRow, 'result'>): boolean {
	return result === 'failed' || result === 'open';
}

/** Whether the same row may be written later: its outcome is open, or the site was away. */
export function mayPassLater(outcome: RowOutcome | undefined): boolean {
	return outcome !== undefined && (outcome.result === 'open' || mayPass(outcome.error));
}

/** The outcome of one write of a row. */
export function outcomeOf(object: string, { id }: Write, written: Attempt<Written>): RowOutcome {
	if (!written.done) return failure(written.error, [id]);
	if (written.value.kind === 'missing') return failure(gone(object, id), [id]);
	return { result: written.value.kind, ids: [id] };
}

/** The outcome of a row with several writes: the first failure counts, since the row has to be imported again. */
export function together(outcomes: readonly RowOutcome[]): RowOutcome {
	const [first = skipped('There is nothing to write')] = outcomes;
	const outcome = outcomes.find(isFailure) ?? outcomes.find(({ result }) => result !== 'skipped') ?? first;
	return { ...outcome, ids: outcomes.flatMap(({ ids }) => ids) };
}

export function gone(object: string, id: string): CreatioError {
	return inputError(
		`${object} has no record with the ID ${id}`,
		'It may have been deleted, or the user is not allowed to see it.',
	);
}
