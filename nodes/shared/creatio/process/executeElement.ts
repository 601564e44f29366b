import { attempt } from '../../basics/attempt';
import { CreatioError, isCreatioError } from '../../basics/errors';
import type { Connection } from '../../http/types';
import { PROCESS_ENGINE, requiredGuid, RUN_TIMEOUT_MS } from './engineService';

/**
 * Runs one element of a process that is running (contract 5.2), by the ID of the element in that run. The answer tells
 * nothing but that it was accepted; the process log tells the rest. Never sent twice.
 */
export async function executeElement(
	connection: Connection,
	elementId: string,
	signal?: AbortSignal,
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
			signal,
		}),
	);
	if (!sent.done) throw perhapsExecuted(sent.error, id);
}

/** The page that the site shows for an element that does not wait names no reason, and a lost answer none either. */
function perhapsExecuted(error: unknown, id: string): unknown {
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
