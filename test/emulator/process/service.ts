import type { Call } from '../context';
import { type Answer, json, parameter } from '../http';
import { ZERO_GUID } from '../model/ids';
import { isAtLeast } from '../options';
import { Unreadable } from '../wcf/errors';
import type { ArgumentsOf } from '../wcf/request';
import { listOf, nullable } from '../wcf/types';
import { serviceFault } from '../webservices/fault';
import { execute, executionAnswer } from './execute';
import { itemNotFound, ProcessFault } from './faults';
import { type Instance, STATUS } from './instance';
import { family, LIBRARY } from './library';
import {
	givenTexts,
	givenValues,
	method,
	PARAMETER_VALUES,
	type ProcessMethod,
	readSchema,
	SCHEMA,
} from './request';
import { resultValue } from './results';
import { processRowId } from './rows';
import type { ProcessSchema } from './schema';

const RUN = {
	...SCHEMA,
	parameterValues: PARAMETER_VALUES,
	resultParameterNames: listOf('string'),
	collectExecutionData: nullable('bool'),
} as const;

const FOR_EACH = {
	...SCHEMA,
	parameterValues: PARAMETER_VALUES,
	inputParameterName: 'string',
	values: listOf('string'),
} as const;

const COUNT = { ...SCHEMA, schemaId: nullable('Guid'), countSpecifiedVersion: 'bool' } as const;

const COMPLETE = { processElementUId: 'string', parameterValues: PARAMETER_VALUES } as const;

/** Methods of contract 5.3 and 5.4 that are called with POST. */
const METHODS: Record<string, ProcessMethod> = {
	runprocess: method(RUN, (call, args) => run(call, args, false)),
	runspecifiedprocessversion: method(RUN, (call, args) => run(call, args, true)),
	runprocessforeachvalue: method(FOR_EACH, runForEachValue),
	completeexecuting: method(COMPLETE, completeExecuting),
	executeprocesselementbyuid: method(COMPLETE, completeExecuting),
	getprocesselementstatus: method({ processElementUId: 'string' }, elementStatus),
	getrunningprocessescount: method(COUNT, countRunning),
	cancelexecution: method({ processDataIds: 'string' }, (call, { processDataIds }) =>
		cancel(call, processDataIds ?? ''),
	),
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
		const found = METHODS[first.toLowerCase()];
		if (!found) return host.notFound();
		if (call.request.method !== 'POST') return host.wrongVerb('POST');
		return await found(call);
	} catch (cause) {
		if (cause instanceof Unreadable) return serviceFault(call, 400, cause.message);
		if (cause instanceof ProcessFault) return json(failure(cause));
		throw cause;
	}
}

function isRead(call: Call): boolean {
	return call.request.method === 'GET' || call.request.method === 'HEAD';
}

/** Result names that the process lacks abort the start; a list of results makes the caller wait (contract 5.3). */
async function run(call: Call, args: ArgumentsOf<typeof RUN>, exactVersion: boolean): Promise<Answer> {
	const { processes } = call.context;
	const { user } = call.caller;
	const given = givenValues(args.parameterValues);
	const names = givenTexts(args.resultParameterNames);
	try {
		const schema = readSchema(args, exactVersion);
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
	resultParameterValues: object | string | null;
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
	const values = asPairs ? pairs.map(([Key, Value]) => ({ Key, Value })) : Object.fromEntries(pairs);
	const failed = instance.status === STATUS.error && context.switches.failedProcessClearsSuccess;
	return {
		...envelope({ processId: instance.id, processStatus: instance.status }),
		resultParameterValues:
			names.length === 0
				? null
				: context.switches.processResults === 'text'
					? JSON.stringify(values)
					: values,
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
function runForEachValue(call: Call, args: ArgumentsOf<typeof FOR_EACH>): Answer {
	const schema = readSchema(args);
	const name = args.inputParameterName ?? '';
	const given = givenValues(args.parameterValues);
	for (const text of givenTexts(args.values)) {
		call.context.processes.runInBackground(schema, [...given, { name, text }], call.caller.user);
	}
	return json({ success: true, errorInfo: null });
}

function completeExecuting(call: Call, args: ArgumentsOf<typeof COMPLETE>): Answer {
	call.context.processes.completeElement(args.processElementUId ?? '', givenValues(args.parameterValues));
	return json({ executionData: null, success: true, errorInfo: null });
}

/** `GET ExecProcElByUId/{uid}`; some clients name the element in the query (contract 5.2). */
function executeElement(call: Call, segment: string): Answer {
	const { context, request } = call;
	const uId = segment === '' ? (parameter(request.query, 'ProcessElementUID') ?? '') : segment;
	try {
		context.processes.completeElement(uId, []);
	} catch (cause) {
		if (cause instanceof ProcessFault) return serviceFault(call, 500, cause.message);
		throw cause;
	}
	return executionAnswer(call, undefined);
}

function elementStatus({ context }: Call, args: { processElementUId: string | null }): Answer {
	return json({ status: context.processes.elementStatus(args.processElementUId ?? '') });
}

/** Of all versions, or of one. `schemaId` is the Id of the schema's row, which is not its UId. */
function countRunning({ context }: Call, args: ArgumentsOf<typeof COUNT>): Answer {
	const byRow = LIBRARY.find(({ code }) => processRowId(code) === args.schemaId);
	const schema = byRow ?? readSchema(args, true);
	const count = context.processes.countWaiting((one) =>
		args.countSpecifiedVersion ? one === schema : family(one) === family(schema),
	);
	return json({ count });
}

function cancel({ context }: Call, ids = ''): Answer {
	const list = ids.split(/[;,]/).filter((id) => id !== '');
	if (list.length === 0) throw itemNotFound('No process is named.');
	for (const id of list) context.processes.cancel(id);
	return json({ success: true, errorInfo: null });
}
