import type { Attempt } from '../../basics/attempt';
import { CreatioError, isPerhapsDone, messageOf, withPerhapsDone } from '../../basics/errors';
import { isMembers, member, type Members } from '../../basics/json';
import { unreadable } from '../../connection/envelopeFailure';
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
 * Returns the outcome of each item, in the order of the batch: the item's own answer, for `readInserted`, `readAffected`
 * or `readRows`, or its error. Throws if the answer as a whole is a failure or unreadable. What a batch did before it
 * stopped is unknown (`perhapsDone`), because sites differ in what they roll back.
 */
export function readBatch(answer: unknown, batch: Batch): Array<Attempt<Members>> {
	if (!isMembers(answer)) throw unreadable('the batch', 'an answer of DataService', true);
	const results = member(answer, 'queryResults');
	if (!Array.isArray(results) || results.length === 0) return withoutResults(answer, batch);
	const resultOf = resultFinder(results, batch);
	const outcomes = batch.items.map((item, index) => outcomeOf(resultOf(item, index)));
	if (batch.continueIfError) return outcomes;
	const failed = [...outcomes, ...results.map(outcomeOf)].find((outcome) => isRefused(outcome));
	if (!failed || failed.done) return outcomes;
	const stopped = { done: false, error: stoppedBy(failed.error) } as const;
	return outcomes.map((outcome) => (isRefused(outcome) ? outcome : stopped));
}

/**
 * The failure of a batch without results. The site may have carried out some of several items before it failed, and
 * perhaps taken them back.
 */
export function batchFailure(error: CreatioError, { items, continueIfError }: Batch): CreatioError {
	const isDecided = ['invalid', 'forbidden', 'server'].includes(error.kind) && !error.mayPass;
	if (items.length === 1 || !isDecided) return error;
	if (!continueIfError) return stoppedBy(error);
	return withPerhapsDone(error, error.perhapsDone || error.status === undefined || error.status < 400);
}

/** The error of an item whose batch stopped at another one. */
function stoppedBy(cause: unknown): CreatioError {
	const why = messageOf(cause);
	return new CreatioError('invalid', `The batch stopped at another item: ${why}`, {
		cure: 'Correct that item, or let the batch continue after a failure.',
		perhapsDone: true,
		cause,
	});
}

function withoutResults(answer: Members, batch: Batch): Array<Attempt<Members>> {
	// An empty list of results, or null for one, would pass for results of their own (contract 4.7).
	const rest = Object.entries(answer).filter(([name]) => name.toLowerCase() !== 'queryresults');
	const failure = failureIn(Object.fromEntries(rest), 'the batch', true);
	if (failure) throw batchFailure(failure, batch);
	// Success of the batch is success of all items, which then have no results.
	const isSuccess = member(answer, 'success') === true && member(answer, 'hasErrors') !== true;
	if (isSuccess) return batch.items.map(() => ({ done: true, value: { success: true } }));
	throw unreadable('the batch', 'results', true);
}

/** Finds a result by `queryId` if the server returns it, otherwise by position. */
function resultFinder(results: readonly unknown[], { items, continueIfError }: Batch) {
	const byId = new Map<string, unknown>();
	for (const result of results) {
		const id = isMembers(result) ? member(result, 'queryId') : undefined;
		if (typeof id === 'string' && id !== '') byId.set(id.toLowerCase(), result);
	}
	const isEchoed = items.some(({ queryId }) => byId.has(queryId.toLowerCase()));
	// The only result of a batch that stopped is that of the failed item, whichever it is (contract 4.7).
	const isPlaced = continueIfError || results.length > 1 || items.length === 1;
	return ({ queryId }: BatchItem, index: number) => {
		if (isEchoed) return byId.get(queryId.toLowerCase());
		return isPlaced ? results[index] : undefined;
	};
}

function outcomeOf(result: unknown): Attempt<Members> {
	if (!isMembers(result))
		return { done: false, error: unreadable('the batch', 'a result for this item', true) };
	const error = failureIn(result, 'this item of the batch', true);
	return error ? { done: false, error } : { done: true, value: result };
}

function isRefused(outcome: Attempt<unknown>): boolean {
	return !outcome.done && !isPerhapsDone(outcome.error);
}
