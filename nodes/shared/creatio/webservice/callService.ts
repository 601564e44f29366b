import { attempt } from '../../basics/attempt';
import { withPerhapsDone, isCreatioError } from '../../basics/errors';
import { mayChange } from '../../connection/readOnly';
import type { Connection, ServiceAnswer, ServiceRequest } from '../../connection/serviceCall';
import { type AnswerReading, readWebServiceAnswer, type WebServiceAnswer } from './serviceAnswer';
import { serviceError } from './serviceError';
import { type WebServiceCall, webServiceRequest } from './serviceRequest';

/**
 * Calls a method of a custom web service and reads its answer (contract 6). Rejects with the server's sentence when the
 * service says that it failed; with `perhapsDone` when it is not known whether a call that must not be repeated has done
 * its work.
 */
export async function callWebService(
	connection: Connection,
	call: WebServiceCall,
	reading: Omit<AnswerReading, 'method'>,
): Promise<WebServiceAnswer> {
	const request = webServiceRequest(call);
	const outcome = await attempt(sendOwnCall(connection, request, { ...reading, method: call.method }));
	if (outcome.done) return outcome.value;
	throw serviceError(outcome.error, call);
}

/** Sends a call that the user wrote, and reads its answer. Rejects with `perhapsDone` as `callWebService` does. */
export async function sendOwnCall(
	connection: Connection,
	request: ServiceRequest,
	reading: AnswerReading,
): Promise<WebServiceAnswer> {
	if (mayChange({ ...request, address: request.path })) connection.refuseIfReadOnly();
	const isRaw = reading.as === 'text' || reading.as === 'file';
	const read = (answer: ServiceAnswer) => readWebServiceAnswer(answer, reading);
	const outcome = await attempt(
		connection.call({ ...request, ...(isRaw && { form: 'raw' as const }) }).then(read),
	);
	if (outcome.done) return outcome.value;
	const { error } = outcome;
	throw request.repeat !== 'read' && isOpen(error) ? withPerhapsDone(error, true) : error;
}

/** A refusal is the service's last word; a failure of the site and an unreadable answer do not say how far it came. */
function isOpen(error: unknown): boolean {
	return isCreatioError(error) && (error.kind === 'server' || error.kind === 'unreadable');
}
