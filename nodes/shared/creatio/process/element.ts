import type { Connection } from '../../http/types';
import { PROCESS_ENGINE, requiredGuid, RUN_TIMEOUT_MS } from './engine';

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
	await connection.call({
		method: 'GET',
		service: 'serviceModel',
		path: `${PROCESS_ENGINE}/ExecProcElByUId/${id}`,
		repeat: 'once',
		timeoutMs,
		signal,
	});
}
