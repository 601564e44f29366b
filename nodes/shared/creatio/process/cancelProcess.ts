import { attempt } from '../../basics/attempt';
import { inputError, isCreatioError } from '../../basics/errors';
import type { Connection } from '../../http/types';
import { PROCESS_ENGINE, requiredGuid } from './engineService';

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
	const path = `${PROCESS_ENGINE}/CancelExecution`;
	// What the web client sends: one text for all.
	const processDataIds = ids.join(';');
	const request = { service: 'serviceModel', repeat: 'harmless', signal } as const;
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
function isWrongVerb(error: unknown): boolean {
	return isCreatioError(error) && (error.kind === 'notFound' || error.status === 405);
}
