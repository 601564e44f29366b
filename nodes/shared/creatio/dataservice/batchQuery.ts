import { type CreatioError, perhapsDone } from '../../basics/errors';
import { isMembers, member, type Members } from '../../basics/json';
import { unreadable } from '../../connection/verdict';
import { OPERATION_TYPE } from './enums';
import { failureIn } from './envelope';
import type { Query } from './wireTypes';

const CONTRACT = 'Terrasoft.Nui.ServiceModel.DataContract';

const TYPE_NAMES: Record<Query['operationType'], string> = {
	[OPERATION_TYPE.Select]: 'SelectQuery',
	[OPERATION_TYPE.Insert]: 'InsertQuery',
	[OPERATION_TYPE.Update]: 'UpdateQuery',
	[OPERATION_TYPE.Delete]: 'DeleteQuery',
};

interface BatchItem {
	/** A GUID, which newer servers return with the result. */
	readonly queryId: string;
	readonly query: Query;
}

export interface Batch {
	readonly items: readonly BatchItem[];
	/** True: each item on its own. False: the first failure stops the rest and may roll back what was done. */
	readonly continueIfError: boolean;
}

/** The outcome of an item. */
export type ItemOutcome =
	/** `answer` is the item's own, for `readInserted`, `readAffected` or `readRows`. */
	| { readonly kind: 'done'; readonly answer: Members }
	| { readonly kind: 'failed'; readonly error: CreatioError }
	/** Not reported. It may have been carried out, or carried out and rolled back. */
	| { readonly kind: 'unknown'; readonly error: CreatioError };

type BatchQueryItem = { readonly __type: string; readonly queryId: string } & Query;

/** The body of a BatchQuery (contract 4.7). */
export interface BatchQuery {
	readonly items: readonly BatchQueryItem[];
	readonly continueIfError: boolean;
	readonly includeProcessExecutionData: false;
}

export function batchQuery({ items, continueIfError }: Batch): BatchQuery {
	return {
		items: items.map(({ queryId, query }) => ({
			// The server looks for the type in the first member only.
			__type: `${CONTRACT}.${TYPE_NAMES[query.operationType]}`,
			queryId,
			...query,
		})),
		continueIfError,
		includeProcessExecutionData: false,
	};
}

/**
 * Returns the outcome of each item, in the order of the batch. Never throws: an unreadable answer leaves everything
 * unknown. What a batch did before it stopped is unknown as well, because sites differ in what they roll back.
 */
export function readBatch(answer: unknown, batch: Batch): ItemOutcome[] {
	if (!isMembers(answer))
		return outcomesAfter(unreadable('the batch', 'an answer of DataService', true), batch);
	const results = member(answer, 'queryResults');
	if (!Array.isArray(results) || results.length === 0) return withoutResults(answer, batch);
	const resultOf = resultFinder(results, batch);
	const outcomes = batch.items.map((item, index) => outcomeOf(resultOf(item, index)));
	const failed = outcomes.find((outcome) => outcome.kind === 'failed');
	if (batch.continueIfError || !failed) return outcomes;
	return outcomes.map((outcome) => (outcome.kind === 'done' ? stopped(failed.error) : outcome));
}

/** The outcomes if there was no answer, or if the answer as a whole is an error. */
export function outcomesAfter(error: CreatioError, batch: Batch): ItemOutcome[] {
	const [only] = batch.items;
	// The outcome of a single item that was refused is certain.
	if (only && batch.items.length === 1 && !error.perhapsDone) return [{ kind: 'failed', error }];
	return batch.items.map(() => stopped(error));
}

function withoutResults(answer: Members, batch: Batch): ItemOutcome[] {
	const failure = failureIn(answer, 'the batch', true);
	if (failure) return outcomesAfter(failure, batch);
	// Success of the batch is success of all items, which then have no results.
	const isSuccess = member(answer, 'success') === true && member(answer, 'hasErrors') !== true;
	if (isSuccess) return batch.items.map(() => ({ kind: 'done', answer: { success: true } }));
	return outcomesAfter(unreadable('the batch', 'results', true), batch);
}

/** Finds a result by `queryId` if the server returns it, otherwise by position. */
function resultFinder(results: readonly unknown[], { items }: Batch) {
	const byId = new Map<string, unknown>();
	for (const result of results) {
		const id = isMembers(result) ? member(result, 'queryId') : undefined;
		if (typeof id === 'string' && id !== '') byId.set(id.toLowerCase(), result);
	}
	const isEchoed = items.some(({ queryId }) => byId.has(queryId.toLowerCase()));
	return ({ queryId }: BatchItem, index: number) =>
		isEchoed ? byId.get(queryId.toLowerCase()) : results[index];
}

function outcomeOf(result: unknown): ItemOutcome {
	if (!isMembers(result)) return stopped(unreadable('the batch', 'a result for this item', true));
	const error = failureIn(result, 'this item of the batch', true);
	return error ? { kind: 'failed', error } : { kind: 'done', answer: result };
}

function stopped(cause: CreatioError): ItemOutcome {
	const error = perhapsDone(
		cause,
		'Whether this item of the batch was carried out is not known',
		'Check the records before you run these items again, or let the batch continue after a failure.',
	);
	return { kind: 'unknown', error };
}
