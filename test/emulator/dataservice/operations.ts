import { isAtLeast } from '../options';
import type { Query } from './query';
import type { BatchItem } from './reader/messages';
import { failureOf, notSupported, type Refusal, toRefusal } from './refusals';
import { select } from './select';
import { insert, remove, update } from './write';

export type Outcome = { body: Record<string, unknown>; refusal?: Refusal };

/** Runs one query. What a failed one had written is undone. */
export function runOperation(query: Query, request: BatchItem): Outcome {
	const written = query.journal.length;
	try {
		const result = query.context.store.db.transaction(() => answerTo(query, request));
		return { body: { ...greeting(query), ...result, nextPrcElReady: false, success: true } };
	} catch (cause) {
		query.journal.length = written;
		const refusal = toRefusal(cause);
		return { body: failureOf(refusal), refusal };
	}
}

function answerTo(query: Query, request: BatchItem): Record<string, unknown> {
	switch (request.operation) {
		case 'SelectQuery':
			return select(query, request.query);
		case 'InsertQuery':
			return insert(query, request.query);
		case 'UpdateQuery':
			return update(query, request.query);
		case 'DeleteQuery':
			return remove(query, request.query);
		case 'BaseQuery':
			throw notSupported('Specified method is not supported.');
	}
}

/** Newer cores send an empty status along with a success (contract 4.5). */
function greeting({ context }: Query): Record<string, unknown> {
	return isAtLeast(context.options.version, '8.1')
		? { responseStatus: { ErrorCode: '', Message: '', Errors: [] } }
		: {};
}
