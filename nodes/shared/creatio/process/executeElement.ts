import { attempt } from '../../basics/attempt';
import { isCreatioError, outcomeUnknown } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
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
	return outcomeUnknown(
		error,
		`The element ${id} may have been executed`,
		`It was not sent again. An element (field ${LABELS.elementId}) is executed only while it waits: check the run with Get Status or in the process log of Creatio.`,
	);
}
