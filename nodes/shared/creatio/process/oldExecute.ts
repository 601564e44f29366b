import { attempt } from '../../basics/attempt';
import { withPerhapsDone, inputError } from '../../basics/errors';
import { jsonIn } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import { parseXml } from '../../basics/xml';
import { hasDeniedSequence, HOST_LIMITS, queryAsSent } from '../../connection/hostLimits';
import { envelopeFailure, unreadable } from '../../connection/envelopeFailure';
import type { Connection, ServiceAnswer, ServiceRequest } from '../../connection/serviceCall';
import { parameterName, PROCESS_ENGINE, processCode, RUN_TIMEOUT_MS } from './engineService';
import type { WireParameter } from './processParameters';
import { readResult, type ResultContext } from './processResults';
import { perhapsStarted } from './runProcess';

/** The legacy request that starts a process (contract 5.1), for sites without RunProcess. */
export interface ProcessExecution {
	/** As entered. */
	readonly code: string;
	/** They are part of the address, which hosts limit (contract 10.1). */
	readonly parameters: readonly WireParameter[];
	/** The one result that can be returned. Without it, the call does not wait for the end. */
	readonly result?: string;
	/** Milliseconds; 5 minutes when left out. */
	readonly timeoutMs?: number;
}

const RESULT = 'ResultParameterName';

/** The request of a start. Rejects with kind `input`. */
export function executeRequest({ code, parameters, result, timeoutMs }: ProcessExecution): ServiceRequest {
	if (parameters.some(({ name }) => name === RESULT)) {
		throw inputError(
			`A parameter cannot be called ${RESULT} here (field ${LABELS.parameters})`,
			`This name is reserved for the result. Turn off the option "${LABELS.legacyExecute}".`,
		);
	}
	const wanted =
		result === undefined ? [] : [{ name: RESULT, value: parameterName(result, 'Result Parameter') }];
	const query = [...parameters, ...wanted]
		.map(({ name, value }) => `${parameterName(name, LABELS.parameters)}=${encodeURIComponent(value)}`)
		.join('&');
	refuseLongAddress(query, parameters);
	return {
		method: 'GET',
		service: 'serviceModel',
		path: `${PROCESS_ENGINE}/${processCode(code)}/Execute${query === '' ? '' : `?${query}`}`,
		form: 'own',
		// A GET that has an effect.
		repeat: 'once',
		timeoutMs: timeoutMs ?? RUN_TIMEOUT_MS,
	};
}

/** Hosts refuse such an address by a page that does not say why (contract 10.1), and the values cannot go anywhere else. */
function refuseLongAddress(query: string, parameters: readonly WireParameter[]): void {
	const cure = `Turn off the option "${LABELS.legacyExecute}": then the values travel in the body of the request.`;
	const denied = parameters.find(({ value }) => hasDeniedSequence(encodeURIComponent(value)));
	if (denied !== undefined) {
		throw inputError(
			`The parameter ${denied.name} contains "../" or "..\\", which web servers refuse in an address (field ${LABELS.parameters})`,
			cure,
		);
	}
	const { length } = queryAsSent(`?${query}`);
	if (length <= HOST_LIMITS.query) return;
	const longest = parameters.toSorted((a, b) => b.value.length - a.value.length)[0];
	throw inputError(
		`The parameters make a query string of ${length} characters, and web servers accept only ${HOST_LIMITS.query}; the longest parameter is ${longest?.name} (field ${LABELS.parameters})`,
		cure,
	);
}

/**
 * Starts a process by the legacy request and returns its one result, `undefined` when none was requested. A value does not
 * prove that the process succeeded: it is returned even if the process failed afterwards (contract 5.1). Rejects with
 * `perhapsDone` when the answer got lost.
 */
export async function executeProcess(
	connection: Connection,
	execution: ProcessExecution,
	context: ResultContext,
): Promise<unknown> {
	const sent = await attempt(connection.call(executeRequest(execution)));
	if (!sent.done) throw perhapsStarted(sent.error, execution.code);
	const read = await attempt(Promise.resolve(sent.value).then((answer) => valueIn(answer, execution)));
	if (!read.done) throw perhapsStarted(withPerhapsDone(read.error, true), execution.code);
	const parameter = context.schema?.parameters.find(({ name }) => name === execution.result);
	return parameter ? readResult(read.value, parameter, context.sessionZone) : read.value;
}

/** Nothing is due where no result was requested; an envelope with a failure may come with a good status. */
function valueIn(answer: ServiceAnswer, { code, result }: ProcessExecution): unknown {
	const failure = envelopeFailure(answer.json, answer.status);
	if (failure) throw failure;
	if (result !== undefined && answer.text.trim() === '')
		throw unreadable(`the start of the process ${code}`, 'its result', true);
	return unwrapped(answer);
}

/**
 * The value in an answer (contract 5.1): XML around JSON, in which a text may be JSON once more. `undefined` when the
 * answer is empty; text that is not JSON is returned as it is.
 */
export function unwrapped({ json, text }: Pick<ServiceAnswer, 'json' | 'text'>): unknown {
	if (json !== undefined) return inner(json);
	const written = /^\s*</.test(text) ? elementText(text) : text;
	const trimmed = written.trim();
	if (trimmed === '') return undefined;
	const value = jsonIn(trimmed);
	return value === undefined ? trimmed : inner(value);
}

function inner(value: unknown): unknown {
	const isJson = typeof value === 'string' && /^\s*[[{]/.test(value);
	return isJson ? (jsonIn(value) ?? value) : value;
}

function elementText(xml: string): string {
	const pieces: string[] = [];
	const handlers = {
		open: () => undefined,
		close: () => undefined,
		text: (piece: string) => pieces.push(piece),
	};
	parseXml(
		xml,
		handlers,
		'The answer of the process',
		'The process may have run: check the process log of Creatio.',
	);
	return pieces.join('');
}
