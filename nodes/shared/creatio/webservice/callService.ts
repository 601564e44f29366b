import { attempt } from '../../basics/attempt';
import { CreatioError, isCreatioError, perhapsDone } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import type { Connection } from '../../connection/serviceCall';
import { type AnswerReading, readWebServiceAnswer, type WebServiceAnswer } from './serviceAnswer';
import { type WebServiceCall, webServiceRequest } from './serviceRequest';

/**
 * Calls a method of a custom web service and reads its answer (contract 6). Rejects with the server's sentence when the
 * service says that it failed; `perhapsDone` when the answer of a call that must not be repeated got lost.
 */
export async function callWebService(
	connection: Connection,
	call: WebServiceCall,
	reading: Omit<AnswerReading, 'method'>,
): Promise<WebServiceAnswer> {
	const outcome = await attempt(connection.call(webServiceRequest(call)));
	if (outcome.done) return readWebServiceAnswer(outcome.value, { ...reading, method: call.method });
	throw asServiceError(outcome.error, call);
}

/** The page of .NET Framework for a request that it cannot read, and for exceptions in a method (contract 6.2). */
const REQUEST_ERROR = /^The server encountered an error processing the request/;

const CHECK_REQUEST =
	'Check the names and types of its parameters, and whether it takes a wrapped or a bare body.';

/** Failures that mean something else here than elsewhere (contract 6.2). */
function asServiceError(error: unknown, call: WebServiceCall): unknown {
	if (!isCreatioError(error)) return error;
	const { status } = error;
	const details = { status, perhapsDone: error.perhapsDone, cause: error };
	const name = `${call.service}/${call.method}`;
	if (error.kind === 'notFound') {
		return new CreatioError('notFound', `The site has no web service method ${name} for ${call.verb}`, {
			...details,
			cure: 'Check the names, and the HTTP method: a wrong one answers the same. A new service appears when the site is compiled.',
		});
	}
	if (status === 405) {
		return new CreatioError('invalid', `The web service method ${name} does not take ${call.verb}`, {
			...details,
			cure: `Set the HTTP method to ${call.verb === 'GET' ? 'POST' : 'GET'}.`,
		});
	}
	if (call.route === 'anonymous' && error.kind === 'session') {
		return new CreatioError(
			'forbidden',
			`The web service ${call.service} does not answer without signing in`,
			{
				...details,
				cure: 'Choose the route for users who sign in, or ask an administrator to make the service public.',
			},
		);
	}
	if (status === 400 && REQUEST_ERROR.test(error.message)) {
		const words = `The web service method ${name} could not read the request, or failed in it: ${error.message}`;
		return new CreatioError('invalid', words, {
			...details,
			cure: `${CHECK_REQUEST} The log of the site has the details.`,
		});
	}
	if (status === 400 && error.reason === 'unexplained') {
		return new CreatioError('invalid', `The web service method ${name} could not read the request`, {
			...details,
			cure: CHECK_REQUEST,
		});
	}
	if (error.perhapsDone && webServiceRequest(call).repeat === 'once') {
		return perhapsDone(
			error,
			`The web service method ${name} may have done its work`,
			`It was not called again. Look in Creatio what was done before you do so. For a method that only reads, switch on the option "${LABELS.safeToRetry}".`,
		);
	}
	return error;
}
