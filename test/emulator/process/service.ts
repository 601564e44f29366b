import type { Call } from '../context';
import { type Answer, json, parameter } from '../http';
import { ZERO_GUID } from '../model/ids';
import { isAtLeast } from '../options';
import { execute, executionAnswer } from './execute';
import { itemNotFound, ProcessFault } from './faults';
import { type Instance, STATUS } from './instance';
import { family, LIBRARY } from './library';
import { type Body, readBody, readGiven, readSchema, readText, readTexts, UnreadableBody } from './request';
import { resultValue } from './results';
import { processRowId } from './rows';
import type { ProcessSchema } from './schema';

type Method = (call: Call, body: Body) => Answer | Promise<Answer>;

/** Methods of contract 5.3 and 5.4 that are called with POST. */
const METHODS: Record<string, Method> = {
	runprocess: (call, body) => run(call, body, false),
	runspecifiedprocessversion: (call, body) => run(call, body, true),
	runprocessforeachvalue: runForEachValue,
	completeexecuting: completeExecuting,
	executeprocesselementbyuid: completeExecuting,
	getprocesselementstatus: elementStatus,
	getrunningprocessescount: countRunning,
	cancelexecution: (call, body) => cancel(call, readText(body, 'processDataIds')),
};

/** `ServiceModel/ProcessEngineService.svc/...` (contract 5). Segments start with `ServiceModel`. */
export async function processEngine(call: Call, segments: string[]): Promise<Answer> {
	const { host } = call.context;
	const [first = '', second = '', ...rest] = segments.slice(2);
	if (rest.length > 0) return host.notFound();
	try {
		if (/^execute$/i.test(second)) return await execute(call, first);
		if (/^execprocelbyuid$/i.test(first)) {
			return isRead(call) ? executeElement(call, second) : host.wrongVerb('GET');
		}
		if (second !== '') return host.notFound();
		if (/^cancelexecution$/i.test(first) && isRead(call)) {
			return cancel(call, parameter(call.request.query, 'processDataIds'));
		}
		const method = METHODS[first.toLowerCase()];
		if (!method) return host.notFound();
		if (call.request.method !== 'POST') return host.wrongVerb('POST');
		return await method(call, readBody(call.request.body));
	} catch (cause) {
		if (cause instanceof UnreadableBody) return host.serviceError(400);
		if (cause instanceof ProcessFault) return json(failure(cause));
		throw cause;
	}
}

function isRead(call: Call): boolean {
	return call.request.method === 'GET' || call.request.method === 'HEAD';
}

/** Result names that the process lacks abort the start; a list of results makes the caller wait (contract 5.3). */
async function run(call: Call, body: Body, exactVersion: boolean): Promise<Answer> {
	const { processes } = call.context;
	const { user } = call.caller;
	const given = readGiven(body);
	const names = readTexts(body, 'resultParameterNames');
	try {
		const schema = readSchema(body, exactVersion);
		checkResults(schema, names);
		if (schema.background === true && names.length === 0) {
			processes.runInBackground(schema, given, user);
			return json(envelope({ processId: ZERO_GUID, processStatus: STATUS.inactive }));
		}
		return json(runAnswer(call, await processes.runAndWait(schema, given, user), names));
	} catch (cause) {
		if (!(cause instanceof ProcessFault)) throw cause;
		return json({
			...envelope({ processId: ZERO_GUID, processStatus: STATUS.inactive }),
			...failure(cause),
		});
	}
}

function checkResults(schema: ProcessSchema, names: string[]): void {
	for (const name of names) {
		const known = schema.parameters.some((one) => one.name === name && one.direction !== 'internal');
		if (!known) throw itemNotFound(`Item with name "${name}" was not found.`);
	}
}

interface RunAnswer {
	processId: string;
	processStatus: number;
	resultParameterValues: object | null;
	executionData: null;
	success: boolean;
	errorInfo: object | null;
}

function envelope(own: Pick<RunAnswer, 'processId' | 'processStatus'>): RunAnswer {
	return { ...own, resultParameterValues: null, executionData: null, success: true, errorInfo: null };
}

function runAnswer({ context }: Call, instance: Instance, names: string[]): RunAnswer {
	const pairs = names.map((name): [string, unknown] => [
		name,
		resultValue(instance, name, context.switches.collectionResults),
	]);
	const asPairs = context.options.hosting === 'net' && !isAtLeast(context.options.version, '8.2.3');
	const failed = instance.status === STATUS.error && context.switches.failedProcessClearsSuccess;
	return {
		...envelope({ processId: instance.id, processStatus: instance.status }),
		resultParameterValues:
			names.length === 0
				? null
				: asPairs
					? pairs.map(([Key, Value]) => ({ Key, Value }))
					: Object.fromEntries(pairs),
		success: !failed,
		errorInfo: failed ? errorInfo(null, EXECUTION_ERROR) : null,
	};
}

const EXECUTION_ERROR =
	'An error has occurred during the process execution. Please check the process log for details';

function errorInfo(errorCode: string | null, message: string): object {
	return { errorCode, message, stackTrace: null };
}

function failure(fault: ProcessFault): { success: false; errorInfo: object } {
	return { success: false, errorInfo: errorInfo(fault.errorCode, fault.message) };
}

/** Queues one run for every value. */
function runForEachValue(call: Call, body: Body): Answer {
	const schema = readSchema(body);
	const name = readText(body, 'inputParameterName') ?? '';
	const given = readGiven(body);
	for (const text of readTexts(body, 'values')) {
		call.context.processes.runInBackground(schema, [...given, { name, text }], call.caller.user);
	}
	return json({ success: true, errorInfo: null });
}

function completeExecuting(call: Call, body: Body): Answer {
	call.context.processes.completeElement(readText(body, 'processElementUId') ?? '', readGiven(body));
	return json({ executionData: null, success: true, errorInfo: null });
}

/** `GET ExecProcElByUId/{uid}`; some clients name the element in the query (contract 5.2). */
function executeElement(call: Call, segment: string): Answer {
	const { context, request } = call;
	const uId = segment === '' ? (parameter(request.query, 'ProcessElementUID') ?? '') : segment;
	try {
		context.processes.completeElement(uId, []);
	} catch (cause) {
		if (cause instanceof ProcessFault) return context.host.serviceError(500);
		throw cause;
	}
	return executionAnswer(call, undefined);
}

function elementStatus({ context }: Call, body: Body): Answer {
	return json({ status: context.processes.elementStatus(readText(body, 'processElementUId') ?? '') });
}

/** Of all versions, or of one. `schemaId` is the Id of the schema's row, which is not its UId. */
function countRunning({ context }: Call, body: Body): Answer {
	const rowId = readText(body, 'schemaId');
	const byRow = LIBRARY.find(({ code }) => processRowId(code) === rowId?.toLowerCase());
	const schema = byRow ?? readSchema(body, true);
	const count = context.processes.countWaiting((one) =>
		body.countSpecifiedVersion === true ? one === schema : family(one) === family(schema),
	);
	return json({ count });
}

function cancel({ context }: Call, ids = ''): Answer {
	const list = ids.split(/[;,]/).filter((id) => id !== '');
	if (list.length === 0) throw itemNotFound('No process is named.');
	for (const id of list) context.processes.cancel(id);
	return json({ success: true, errorInfo: null });
}
