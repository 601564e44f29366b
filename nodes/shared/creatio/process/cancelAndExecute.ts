import { attempt } from '../../basics/attempt';
import { CreatioError, inputError, isCreatioError, perhapsDone } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import { chunks } from '../../basics/parallel';
import type { Connection } from '../../connection/serviceCall';
import { PROCESS_ENGINE, requiredGuid, RUN_TIMEOUT_MS } from './engineService';

/**
 * Runs one element of a process that is running (contract 5.2), by the ID of the element in that run. The answer only
 * says that it was accepted; the process log shows the rest. Never sent twice.
 */
export async function executeElement(
	connection: Connection,
	elementId: string,
	timeoutMs = RUN_TIMEOUT_MS,
): Promise<void> {
	const id = requiredGuid(elementId, `process element (field ${LABELS.elementId})`);
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

/** Neither the page that the site shows for an element that does not wait, nor a lost answer, has a reason. */
function perhapsExecuted(error: unknown, id: string): unknown {
	if (!isCreatioError(error) || !error.perhapsDone) return error;
	const cure =
		'It was not sent again. An element is executed only while it waits: see with Get Status, or in the process log of Creatio, how the run stands.';
	const isRefusal = error.kind === 'server' && (error.status === 400 || error.status === 500);
	if (!isRefusal) return perhapsDone(error, `The element ${id} may have been executed`, cure);
	const words = error.message.replace(/\.$/, '');
	return new CreatioError(
		error.kind,
		`Creatio did not execute the element ${id} (field ${LABELS.elementId}), or failed in it: ${words}`,
		{ cure, status: error.status, perhapsDone: true, cause: error },
	);
}

/**
 * Asks the site to cancel runs (contract 5.4), by their IDs. The answer does not say how they ended: background runs are
 * `cancelling` for a while, and runs that have ended stay as they are. Check the process log (`waitForEnd`). Harmless to
 * repeat.
 */
export async function cancelProcesses(connection: Connection, processIds: readonly string[]): Promise<void> {
	const ids = processIds.map((id) => requiredGuid(id, `process (field ${LABELS.processId})`));
	if (ids.length === 0)
		throw inputError(`There is no process to cancel (field ${LABELS.processId})`, 'Enter an ID.');
	const path = `${PROCESS_ENGINE}/CancelExecution`;
	// As the web client sends them: one text for all.
	const processDataIds = ids.join(';');
	const request = { service: 'serviceModel', repeat: 'harmless' } as const;
	const sent = await attempt(connection.call({ ...request, method: 'POST', path, json: { processDataIds } }));
	if (sent.done) return;
	if (!isWrongVerb(sent.error)) throw sent.error;
	for (const some of chunks(ids, IDS_IN_ADDRESS)) {
		const query = `processDataIds=${encodeURIComponent(some.join(';'))}`;
		await connection.call({ ...request, method: 'GET', path: `${path}?${query}` });
	}
}

/** Hosts limit an address to 2,048 characters behind its path (contract 10.1). */
const IDS_IN_ADDRESS = 50;

/** The documentation lists the method among those called with GET, site logs among those with POST (contract 5.2, 5.4). */
function isWrongVerb(error: unknown): boolean {
	return isCreatioError(error) && (error.kind === 'notFound' || error.status === 405);
}
