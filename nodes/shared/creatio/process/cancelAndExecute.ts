import { attempt } from '../../basics/attempt';
import { CreatioError, inputError, isCreatioError } from '../../basics/errors';
import type { Connection } from '../../connection/serviceCall';
import { PROCESS_ENGINE, requiredGuid, RUN_TIMEOUT_MS } from './engineService';

/**
 * Runs one element of a process that is running (contract 5.2), by the ID of the element in that run. The answer tells
 * nothing but that it was accepted; the process log tells the rest. Never sent twice.
 */
export async function executeElement(
	connection: Connection,
	elementId: string,
	timeoutMs = RUN_TIMEOUT_MS,
): Promise<void> {
	const id = requiredGuid(elementId, 'process element (field Element ID)');
	const sent = await attempt(
		connection.call({
			method: 'GET',
			service: 'serviceModel',
			path: `${PROCESS_ENGINE}/ExecProcElByUId/${id}`,
			repeat: 'once',
			timeoutMs,
		}),
	);
	if (!sent.done) throw perhapsExecuted(sent.error, id);
}

/** The page that the site shows for an element that does not wait names no reason, and a lost answer none either. */
export function perhapsExecuted(error: unknown, id: string): unknown {
	if (!isCreatioError(error) || !error.perhapsDone) return error;
	const isRefusal = error.kind === 'server' && (error.status === 400 || error.status === 500);
	const words = error.message.replace(/\.$/, '');
	return new CreatioError(
		error.kind,
		isRefusal
			? `Creatio did not execute the element ${id} (field Element ID), or failed in it: ${words}`
			: `${words}. The element ${id} may have been executed`,
		{
			status: error.status,
			perhapsDone: true,
			cause: error,
			cure: 'It was not sent again. An element is executed only while it waits: see with Get Status, or in the process log of Creatio, how the run stands.',
		},
	);
}

/**
 * Asks the site to cancel runs (contract 5.4), by their IDs. The answer is no verdict: background runs are `cancelling`
 * for a while, and what has ended stays as it is, so ask the process log (`waitForEnd`). Harmless to repeat.
 */
export async function cancelProcesses(connection: Connection, processIds: readonly string[]): Promise<void> {
	const ids = processIds.map((id) => requiredGuid(id, 'process (field Process ID)'));
	if (ids.length === 0) throw inputError('There is no process to cancel (field Process ID)', 'Give an ID.');
	const path = `${PROCESS_ENGINE}/CancelExecution`;
	// What the web client sends: one text for all.
	const processDataIds = ids.join(';');
	const request = { service: 'serviceModel', repeat: 'harmless' } as const;
	const sent = await attempt(connection.call({ ...request, method: 'POST', path, json: { processDataIds } }));
	if (sent.done) return;
	if (!isWrongVerb(sent.error)) throw sent.error;
	await connection.call({
		...request,
		method: 'GET',
		path: `${path}?processDataIds=${encodeURIComponent(processDataIds)}`,
	});
}

/** The documentation lists the method among those called with GET, site logs among those with POST (contract 5.2, 5.4). */
export function isWrongVerb(error: unknown): boolean {
	return isCreatioError(error) && (error.kind === 'notFound' || error.status === 405);
}
