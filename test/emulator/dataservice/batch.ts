import { isAtLeast } from '../options';
import { type Outcome, runOperation } from './operations';
import type { Query } from './query';
import type { BatchItem, BatchQuery } from './reader/messages';
import { failureOf, type Refusal } from './refusals';

/** Answers a BatchQuery (contract 4.7). */
export function runBatch(query: Query, { items = [], continueIfError = false }: BatchQuery): Outcome {
	const { stats } = query.context;
	stats.batches += 1;
	stats.batchParts += items.length;
	return continueIfError ? goOn(query, items) : stopAtError(query, items);
}

/** Every item gets its own result, and what went well stays. */
function goOn(query: Query, items: BatchItem[]): Outcome {
	const results = items.map((item) => runItem(query, item));
	const failed = results.some(({ refusal }) => refusal !== undefined);
	return { body: answer(query, results, failed) };
}

class Stopped extends Error {
	constructor(
		readonly refusal: Refusal,
		/** Up to the failed item. */
		readonly results: Outcome[],
	) {
		super('stopped');
	}
}

/** The first failure ends the batch. */
function stopAtError(query: Query, items: BatchItem[]): Outcome {
	const { store, switches } = query.context;
	const run = () => {
		const results: Outcome[] = [];
		for (const item of items) {
			const result = runItem(query, item);
			results.push(result);
			if (result.refusal) throw new Stopped(result.refusal, results);
		}
		return results;
	};
	try {
		return { body: answer(query, switches.batchRollback ? store.db.transaction(run) : run(), false) };
	} catch (cause) {
		if (!(cause instanceof Stopped)) throw cause;
		if (switches.batchRollback) query.journal.length = 0;
		const { refusal, results } = cause;
		return { body: { ...resultsOfFailed(query, results), ...failureOf(refusal), hasErrors: true }, refusal };
	}
}

/** What a batch that stopped says of its items (contract 4.7). */
function resultsOfFailed({ context }: Query, results: Outcome[]): { queryResults?: object[] | null } {
	const bodies = results.map(({ body }) => body);
	switch (context.switches.failedBatchResults) {
		case 'absent':
			return {};
		case 'null':
			return { queryResults: null };
		case 'failedItem':
			return { queryResults: bodies.slice(-1) };
		case 'upToFailure':
			return { queryResults: bodies };
	}
}

function runItem(query: Query, item: BatchItem): Outcome {
	const { queryId } = item.query;
	const { body, refusal } = runOperation(query, item);
	return { body: queryId === undefined ? body : { queryId, ...body }, refusal };
}

function answer(query: Query, results: Outcome[], failed: boolean): Record<string, unknown> {
	const queryResults = results.map(({ body }) => body);
	const { options, switches } = query.context;
	if (!isAtLeast(options.version, '8.1')) return { queryResults };
	return {
		...(switches.batchResponseStatus === 'absent' ? {} : NULL_TEXTS),
		queryResults,
		hasErrors: failed,
		rowsAffected: results.reduce((sum, { body }) => sum + Math.max(0, Number(body.rowsAffected ?? 0)), 0),
		nextPrcElReady: false,
		success: !failed || switches.batchSuccess === 'always',
	};
}

const NULL_TEXTS = { responseStatus: { ErrorCode: null, Message: null, Errors: [] } };
