import { isAtLeast } from '../options';
import type { Members } from './members';
import { greeting, type Operation, type Outcome, runOperation } from './operations';
import type { Query } from './query';
import { failureOf, malformed, notSupported, type Refusal } from './refusals';

interface Item {
	operation: Operation;
	request: Members;
}

const OPERATIONS: Operation[] = ['SelectQuery', 'InsertQuery', 'UpdateQuery', 'DeleteQuery'];
const PREFIX = 'Terrasoft.Nui.ServiceModel.DataContract.';

/** Answers a BatchQuery (contract 4.7). All items are read before the first one runs. */
export function runBatch(query: Query, request: Members): Outcome {
	const items = (request.list('items') ?? []).map(readItem);
	const { stats } = query.context;
	stats.batches += 1;
	stats.batchParts += items.length;
	return request.flag('continueIfError') === true ? goOn(query, items) : stopAtError(query, items);
}

function readItem(request: Members): Item {
	const type = request.first === '__type' ? request.text('__type') : undefined;
	if (type === undefined) throw malformed('The first member of an item must be __type.');
	const operation = OPERATIONS.find((one) => type === `${PREFIX}${one}`);
	if (!operation) throw notSupported(`${type} is not supported in a batch.`);
	return { operation, request };
}

/** Every item gets its own result, and what went well stays. */
function goOn(query: Query, items: Item[]): Outcome {
	const results = items.map((item) => runItem(query, item));
	const failed = results.some(({ refusal }) => refusal !== undefined);
	return { body: answer(query, results, failed) };
}

class Stopped extends Error {
	constructor(readonly refusal: Refusal) {
		super('stopped');
	}
}

/** The first failure ends the batch, and its answer has no results of items. */
function stopAtError(query: Query, items: Item[]): Outcome {
	const { store, switches } = query.context;
	const run = () =>
		items.map((item) => {
			const result = runItem(query, item);
			if (result.refusal) throw new Stopped(result.refusal);
			return result;
		});
	try {
		return { body: answer(query, switches.batchRollback ? store.db.transaction(run) : run(), false) };
	} catch (cause) {
		if (!(cause instanceof Stopped)) throw cause;
		if (switches.batchRollback) query.journal.length = 0;
		const { refusal } = cause;
		return { body: { queryResults: [], ...failureOf(refusal), hasErrors: true }, refusal };
	}
}

function runItem(query: Query, { operation, request }: Item): Outcome {
	const queryId = request.text('queryId');
	const { body, refusal } = runOperation(query, operation, request);
	return { body: queryId === undefined ? body : { queryId, ...body }, refusal };
}

function answer(query: Query, results: Outcome[], failed: boolean): Record<string, unknown> {
	const queryResults = results.map(({ body }) => body);
	if (!isAtLeast(query.context.options.version, '8.1')) return { queryResults };
	return {
		...greeting(query),
		queryResults,
		hasErrors: failed,
		rowsAffected: results.reduce((sum, { body }) => sum + Math.max(0, Number(body.rowsAffected ?? 0)), 0),
		nextPrcElReady: false,
		success: !failed || query.context.switches.batchSuccess === 'always',
	};
}
