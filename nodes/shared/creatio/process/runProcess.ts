import { attempt } from '../../basics/attempt';
import {
	withPerhapsDone,
	CreatioError,
	type ErrorKind,
	isCreatioError,
	outcomeUnknown,
} from '../../basics/errors';
import { guidIn } from '../../basics/guid';
import { isMembers, member, type Members, textIn } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import { serverSentence } from '../../connection/serverWords';
import type { Connection, ServiceRequest } from '../../connection/serviceCall';
import { envelopeFailure, unreadable } from '../../connection/envelopeFailure';
import type { Row } from '../model/rows';
import { PROCESS_ENGINE, processCode, RUN_TIMEOUT_MS } from './engineService';
import { readRun } from './processLog';
import type { WireParameter } from './processParameters';
import { readResults, type ResultContext } from './processResults';

export interface ProcessStart {
	/** As entered. */
	readonly code: string;
	readonly parameters: readonly WireParameter[];
	/** The results to return. With any, Creatio waits for a process that runs in the background (contract 5.3). */
	readonly results: readonly string[];
	/** Milliseconds; 5 minutes when left out. A run has no ID before it answers (contract 5.4). */
	readonly timeoutMs?: number;
}

/** How a start ended (contract 5.3). */
export type RunOutcome =
	| { readonly kind: 'completed'; readonly processId: string | undefined; readonly results: Row }
	/** Waits for a task, a timer or a signal; the process log shows when it continues. */
	| { readonly kind: 'running'; readonly processId: string | undefined; readonly results: Row }
	/** Runs in the background; without an ID its state cannot be read. */
	| { readonly kind: 'queued'; readonly processId: string | undefined }
	| {
			readonly kind: 'failed';
			readonly processId: string | undefined;
			readonly results: Row;
			/** The site's sentence; `undefined` when it gave none. */
			readonly message: string | undefined;
			readonly errorCode: string | undefined;
	  }
	| { readonly kind: 'cancelled'; readonly processId: string | undefined; readonly results: Row }
	/** Nothing was started. */
	| {
			readonly kind: 'refused';
			readonly message: string | undefined;
			readonly errorCode: string | undefined;
	  };

/** The site says only where to look; the reason is in the process log (contract 5.3). */
const SEE_PROCESS_LOG = /process log for details/i;

/** The request of a start. Rejects with kind `input` what is not a code. */
export function runRequest(start: ProcessStart): ServiceRequest {
	return {
		method: 'POST',
		service: 'serviceModel',
		path: `${PROCESS_ENGINE}/RunProcess`,
		json: {
			schemaName: processCode(start.code),
			parameterValues: start.parameters,
			resultParameterNames: start.results,
		},
		// The answer for a failed process has `success: false` and the results so far.
		form: 'own',
		repeat: 'once',
		timeoutMs: start.timeoutMs ?? RUN_TIMEOUT_MS,
	};
}

/**
 * Starts a process and waits for its answer. Never starts it twice: when the answer got lost, rejects with `perhapsDone`
 * and says how to find out. The reason of a failed run is read from the process log.
 */
export async function runProcess(
	connection: Connection,
	start: ProcessStart,
	context: ResultContext,
): Promise<RunOutcome> {
	const request = runRequest(start);
	const answered = await attempt(
		connection.call(request).then(({ json }) => readRunAnswer(json, start.code, context)),
	);
	if (!answered.done) throw perhapsStarted(answered.error, start.code);
	const outcome = answered.value;
	if (outcome.kind !== 'failed' || outcome.processId === undefined) return outcome;
	if (outcome.message !== undefined && !SEE_PROCESS_LOG.test(outcome.message)) return outcome;
	// The failure is known; a failure to read its reason must not hide it.
	const logged = await attempt(readRun(connection, outcome.processId));
	const message = logged.done ? logged.value.message : undefined;
	return message === undefined ? outcome : { ...outcome, message };
}

/** After a lost answer it is not known whether the process runs. */
export function perhapsStarted(error: unknown, code: string): unknown {
	if (!isCreatioError(error) || !error.perhapsDone) return error;
	return outcomeUnknown(error, `The process ${code} may have been started`, cureOfLostStart(error.kind));
}

function cureOfLostStart(kind: ErrorKind): string {
	const check =
		'Before you do so, check the process log of Creatio (System Designer, Process log) for a run at this time.';
	switch (kind) {
		case 'cancelled':
			return `Cancelling the execution does not stop a process: it continues in Creatio, and was not started again. ${check}`;
		case 'timeout':
			return `It was not started again. ${check} For a process that takes long, raise the option "${LABELS.processTimeout}".`;
		default:
			return `It was not started again. ${check}`;
	}
}

const STATUSES = ['inactive', 'running', 'done', 'error', 'cancelled', 'cancelling'] as const;

type Status = (typeof STATUSES)[number];

const OTHER_SPELLINGS: ReadonlyMap<string, Status> = new Map([
	['completed', 'done'],
	['canceled', 'cancelled'],
	['canceling', 'cancelling'],
]);

/**
 * Reads the answer to RunProcess: the status decides, not `success` (contract 5.3). Rejects with kind `unreadable`, and
 * with `perhapsDone`, what is not such an answer.
 */
export function readRunAnswer(json: unknown, code: string, context: ResultContext): RunOutcome {
	const what = `the start of the process ${code}`;
	if (!isMembers(json)) throw unreadable(what, 'its outcome', true);
	const processId = guidIn(json, 'processId');
	const isRefusal = member(json, 'success') === false;
	const status = statusOf(member(json, 'processStatus'));
	const results = readResults(member(json, 'resultParameterValues'), context);
	switch (status) {
		case 'done':
			return { kind: 'completed', processId, results };
		case 'running':
			return { kind: 'running', processId, results };
		case 'error':
			return { kind: 'failed', processId, results, ...wordsOf(json) };
		case 'cancelled':
		case 'cancelling':
			return { kind: 'cancelled', processId, results };
		case 'inactive':
		case undefined:
			if (isRefusal && processId !== undefined)
				return { kind: 'failed', processId, results, ...wordsOf(json) };
			if (isRefusal) return refusedRun(json);
			if (status === undefined) throw unreadable(what, 'its status', true);
			return { kind: 'queued', processId };
	}
}

/** Nothing was started, unless the site failed on the way: then it is not known how far it came. */
function refusedRun(json: Members): RunOutcome {
	const failure = envelopeFailure(json, 200);
	if (failure?.mayPass !== true) return { kind: 'refused', ...wordsOf(json) };
	throw withPerhapsDone(failure, true);
}

/** By number, or by name as some serialisers write it. */
function statusOf(given: unknown): Status | undefined {
	if (typeof given === 'number') return STATUSES[given];
	const name = typeof given === 'string' ? given.toLowerCase() : '';
	return OTHER_SPELLINGS.get(name) ?? STATUSES.find((status) => status === name);
}

function wordsOf(json: Members): Pick<Extract<RunOutcome, { kind: 'refused' }>, 'message' | 'errorCode'> {
	const info = ['errorInfo', 'responseStatus'].map((name) => member(json, name)).find(isMembers);
	return { message: serverSentence(json), errorCode: info && textIn(info, 'errorCode') };
}

const NO_REASON = 'Creatio gives no reason';

/** The error of a run that failed, with what to do; `undefined` for one that succeeded or still may. */
export function failureOfRun(outcome: RunOutcome, code: string): CreatioError | undefined {
	switch (outcome.kind) {
		case 'failed':
			return new CreatioError('invalid', `The process ${code} failed: ${outcome.message ?? NO_REASON}`, {
				cure: cureOf(outcome.errorCode) ?? whereToLook(outcome.processId),
			});
		case 'refused': {
			const kind = refusalKind(outcome);
			return new CreatioError(kind, `The process ${code} was not started: ${outcome.message ?? NO_REASON}`, {
				cure: cureOf(outcome.errorCode) ?? cureOf(outcome.message),
			});
		}
		case 'cancelled':
			return new CreatioError('invalid', `The process ${code} was cancelled in Creatio`, {
				cure: whereToLook(outcome.processId),
			});
		default:
			return undefined;
	}
}

function refusalKind({
	message,
	errorCode,
}: Extract<RunOutcome, { kind: 'refused' }>): 'forbidden' | 'invalid' {
	const failure = envelopeFailure({ success: false, errorInfo: { message, errorCode } }, 200);
	return failure?.kind === 'forbidden' ? 'forbidden' : 'invalid';
}

function whereToLook(processId: string | undefined): string {
	const run = processId === undefined ? '' : ` The ID of the run is ${processId}.`;
	return `See the process log of Creatio (System Designer, Process log).${run}`;
}

function cureOf(words: string | undefined): string | undefined {
	if (words === undefined) return undefined;
	if (/ProcessCannotBeManuallyStarted/i.test(words))
		return 'Give the process a simple start event; a process that starts by a signal, a message or a timer cannot be started by a request.';
	if (/ItemNotFoundException|was not found/i.test(words))
		return 'Check the code of the process and the names of the result parameters; both are case-sensitive.';
	if (/KeyNotFoundException/i.test(words))
		return 'A script task was saved after the last compilation: ask an administrator to compile the site.';
	if (/Security|AccessDenied|Rights/i.test(words))
		return 'Ask an administrator for the right to run the process.';
	return undefined;
}
