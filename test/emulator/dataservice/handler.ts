import type { Call } from '../context';
import { type Answer, header, json } from '../http';
import { runBatch } from './batch';
import { toPascal } from './casing';
import { Members } from './members';
import { type Operation, type Outcome, runOperation } from './operations';
import { type Query, queryOf } from './query';
import { failureOf, malformed, statusOf, toRefusal } from './refusals';

const OPERATIONS: Record<string, Operation | 'BatchQuery'> = {
	selectquery: 'SelectQuery',
	insertquery: 'InsertQuery',
	updatequery: 'UpdateQuery',
	deletequery: 'DeleteQuery',
	batchquery: 'BatchQuery',
};

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

function run(call: Call, query: Query, name: string): Outcome {
	try {
		const request = readBody(call);
		const operation = OPERATIONS[name.toLowerCase()];
		if (operation === undefined) throw malformed(`${name} is no operation.`);
		return operation === 'BatchQuery' ? runBatch(query, request) : runOperation(query, operation, request);
	} catch (cause) {
		const refusal = toRefusal(cause);
		return { body: failureOf(refusal), refusal };
	}
}

function readBody({ request }: Call): Members {
	const type = header(request, 'content-type') ?? '';
	if (!/^application\/json\b/i.test(type)) throw malformed(`The content type '${type}' is not JSON.`);
	let value: unknown;
	try {
		value = JSON.parse(request.body.toString('utf8'));
	} catch {
		throw malformed("Type definitions should start with a '{', expecting serialized type.");
	}
	return new Members(value, 'The request');
}

/** Recorded, `wire-samples/dataservice/errors.jsonl`. */
const PASSWORD_EXPIRED = {
	responseStatus: { ErrorCode: '5', Message: 'Your password has expired.', Errors: [] },
	rows: [],
	success: false,
};
