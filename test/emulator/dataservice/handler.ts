import type { Call } from '../context';
import { type Answer, json } from '../http';
import { runBatch } from './batch';
import { toPascal } from './casing';
import { type Outcome, runOperation } from './operations';
import { type Query, queryOf } from './query';
import { readMessage } from './reader/body';
import { batchQuery, type Operation, QUERIES, requestOf } from './reader/messages';
import { failureOf, malformed, statusOf, toRefusal } from './refusals';

/** `DataService/json/SyncReply/<Operation>` (contract 4). The last segment is the operation, in any letter case. */
export function handleDataService(call: Call, segments: string[]): Answer {
	const { switches, stats } = call.context;
	if (switches.passwordExpired) return json(PASSWORD_EXPIRED);
	const query = queryOf(call);
	const { body, refusal } = run(call, query, segments.at(-1) ?? '');
	for (const { object, kind, id } of query.journal) stats.addWrite(object, kind, id);
	const status = refusal ? statusOf(refusal, switches) : 200;
	return json(switches.answerCasing === 'pascal' ? toPascal(body) : body, status);
}

const OPERATIONS = new Map(
	(Object.keys(QUERIES) as Operation[]).map((operation) => [operation.toLowerCase(), operation]),
);

function run({ request }: Call, query: Query, name: string): Outcome {
	try {
		if (name.toLowerCase() === 'batchquery')
			return runBatch(query, readMessage(request, 'BatchQuery', batchQuery));
		const operation = OPERATIONS.get(name.toLowerCase());
		if (operation === undefined) throw malformed(`${name} is not an operation.`);
		return runOperation(query, readMessage(request, operation, requestOf(operation)));
	} catch (cause) {
		const refusal = toRefusal(cause);
		return { body: failureOf(refusal), refusal };
	}
}

/** Recorded, `wire-samples/dataservice/errors.jsonl`. */
const PASSWORD_EXPIRED = {
	responseStatus: { ErrorCode: '5', Message: 'Your password has expired.', Errors: [] },
	rows: [],
	success: false,
};
