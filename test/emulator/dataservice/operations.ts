import { isAtLeast } from '../options';
import type { Members } from './members';
import type { Query } from './query';
import { failureOf, type Refusal, toRefusal } from './refusals';
import { select } from './select';
import { insert, remove, update } from './write';

export type Operation = 'SelectQuery' | 'InsertQuery' | 'UpdateQuery' | 'DeleteQuery';

export type Outcome = { body: Record<string, unknown>; refusal?: Refusal };

const OPERATIONS: Record<Operation, (query: Query, request: Members) => Record<string, unknown>> = {
	SelectQuery: select,
	InsertQuery: insert,
	UpdateQuery: update,
	DeleteQuery: remove,
};

/** Runs one query. What a failed one had written is undone. */
export function runOperation(query: Query, operation: Operation, request: Members): Outcome {
	const written = query.journal.length;
	try {
		const result = query.context.store.db.transaction(() => OPERATIONS[operation](query, request));
		return { body: { ...greeting(query), ...result, nextPrcElReady: false, success: true } };
	} catch (cause) {
		query.journal.length = written;
		const refusal = toRefusal(cause);
		return { body: failureOf(refusal), refusal };
	}
}

/** Newer cores send an empty status along with a success (contract 4.5). */
export function greeting({ context }: Query): Record<string, unknown> {
	return isAtLeast(context.options.version, '8.1')
		? { responseStatus: { ErrorCode: '', Message: '', Errors: [] } }
		: {};
}
