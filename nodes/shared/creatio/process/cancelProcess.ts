import { attempt } from '../../basics/attempt';
import { isCreatioError, isPerhapsDone, outcomeUnknown } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import type { Connection } from '../../connection/serviceCall';
import { PROCESS_ENGINE, requiredGuid } from './engineService';
import { type ProcessState, readRun } from './processLog';

/**
 * Asks the site to cancel a run (contract 5.4) and returns its state from the process log, which decides: the answer
 * does not say how the run ended. A background run is `cancelling` for a while, and a run that has ended stays as it is.
 * Rejects with `perhapsDone` when neither the answer nor the log says whether it was cancelled.
 */
export async function cancelProcess(connection: Connection, processId: string): Promise<ProcessState> {
	const id = requiredGuid(processId, `process (field ${LABELS.processId})`);
	const asked = await attempt(askToCancel(connection, id));
	if (!asked.done && !isPerhapsDone(asked.error)) throw asked.error;
	const logged = await attempt(readRun(connection, id));
	if (!logged.done) throw perhapsCancelled(logged.error, id);
	const hasEnded = logged.value.kind !== 'running' && logged.value.kind !== 'missing';
	if (asked.done || hasEnded) return logged.value;
	throw perhapsCancelled(asked.error, id);
}

function perhapsCancelled(error: unknown, id: string): unknown {
	return outcomeUnknown(
		error,
		`The process run ${id} may have been cancelled`,
		'Check it with Get Status or in the process log of Creatio. Cancelling it again is harmless.',
	);
}

async function askToCancel(connection: Connection, processDataIds: string): Promise<void> {
	const path = `${PROCESS_ENGINE}/CancelExecution`;
	const request = { service: 'serviceModel', repeat: 'harmless' } as const;
	const sent = await attempt(connection.call({ ...request, method: 'POST', path, json: { processDataIds } }));
	if (sent.done) return;
	if (!isWrongVerb(sent.error)) throw sent.error;
	await connection.call({ ...request, method: 'GET', path: `${path}?processDataIds=${processDataIds}` });
}

/** The documentation lists the method among those called with GET, site logs among those with POST (contract 5.2, 5.4). */
function isWrongVerb(error: unknown): boolean {
	return isCreatioError(error) && (error.kind === 'notFound' || error.reason === 'verbRefused');
}
