import { inputError } from '../../http/errors';
import type { Connection } from '../../http/types';
import { PROCESS_ENGINE, requiredGuid } from './engine';

/**
 * Asks the site to cancel runs (contract 5.4), by their IDs. The answer is no verdict: background runs are `cancelling`
 * for a while, and what has ended stays as it is, so ask the process log (`waitForEnd`). Harmless to repeat.
 */
export async function cancelProcesses(
	connection: Connection,
	processIds: readonly string[],
	signal?: AbortSignal,
): Promise<void> {
	const ids = processIds.map((id) => requiredGuid(id, 'process (field Process ID)'));
	if (ids.length === 0) throw inputError('There is no process to cancel (field Process ID)', 'Give an ID.');
	await connection.call({
		method: 'POST',
		service: 'serviceModel',
		path: `${PROCESS_ENGINE}/CancelExecution`,
		// What the web client sends: one text for all.
		json: { processDataIds: ids.join(';') },
		repeat: 'harmless',
		signal,
	});
}
