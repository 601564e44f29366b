import { CreatioError, isCreatioError, outcomeUnknown } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import { datesAsText } from './serviceArgument';
import type { WebServiceCall } from './serviceRequest';

/** The page of .NET Framework for a request that it cannot read, and for exceptions in a method (contract 6.2). */
const REQUEST_ERROR = /^The server encountered an error processing the request/;

/**
 * What a failure of a call means for web services: some mean something else than elsewhere (contract 6.2), and after
 * others it is not known whether the method has done its work, which the message then says.
 */
export function serviceError(error: unknown, call: WebServiceCall): unknown {
	if (!isCreatioError(error)) return error;
	const explained = explain(error, call);
	if (!error.perhapsDone) return explained ?? error;
	const look = `It was not called again. Check in Creatio what was done before you call it again. For a method that only reads, switch on the option "${LABELS.safeToRetry}".`;
	const cure = explained?.cure === undefined ? look : `${explained.cure} ${look}`;
	return outcomeUnknown(
		explained ?? error,
		`The web service method ${nameOf(call)} may have done its work`,
		cure,
	);
}

function nameOf({ service, method }: WebServiceCall): string {
	return `${service}/${method}`;
}

function explain(error: CreatioError, call: WebServiceCall): CreatioError | undefined {
	const { kind, status, reason, message, perhapsDone: isOpen } = error;
	const name = nameOf(call);
	const as = (meaning: CreatioError['kind'], words: string, cure: string) =>
		new CreatioError(meaning, words, { status, perhapsDone: isOpen, cure, cause: error });
	if (kind === 'notFound' && reason === 'unexplained') {
		return as(
			'notFound',
			`The site has no web service method ${name} for ${call.verb}`,
			'Check the names, and the HTTP method: a wrong one answers the same. A new service appears when the site is compiled.',
		);
	}
	if (reason === 'verbRefused') {
		const other = call.verb === 'GET' ? 'POST' : 'GET';
		return as(
			'invalid',
			`The web service method ${name} does not accept ${call.verb}`,
			`Set the HTTP method to ${other}.`,
		);
	}
	if (call.route === 'anonymous' && kind === 'session') {
		return as(
			'forbidden',
			`The web service ${call.service} does not answer without signing in`,
			'Choose the route for users who sign in, or ask an administrator to make the service public.',
		);
	}
	if (reason === 'notJson') {
		return as(
			kind,
			message,
			`If the method returns something else, set the option "${LABELS.responseFormat}" to "Text".`,
		);
	}
	if (status === 400 && REQUEST_ERROR.test(message)) {
		const words = `The web service method ${name} could not read the request, or failed in it: ${message}`;
		return as('invalid', words, `${checkRequest(call)} The log of the site has the details.`);
	}
	if (status === 400 && reason === 'unexplained') {
		return as('invalid', `The web service method ${name} could not read the request`, checkRequest(call));
	}
	return undefined;
}

/** The rules of .NET's DataContractJsonSerializer, which names neither the argument nor the reason (contract 14). */
function checkRequest({ body }: WebServiceCall): string {
	const isBare = body?.kind === 'bare';
	const dates = datesAsText(isBare ? body.value : body?.fields);
	const suspects =
		dates.length === 0
			? ''
			: ` ${dates.map((one) => `"${one}"`).join(', ')} ${dates.length === 1 ? 'is a date' : 'are dates'} as text.`;
	const notation = isBare
		? 'dates as "/Date(1767225600000+0000)/", dictionaries as [{"Key": …, "Value": …}]'
		: `dates and dictionaries declared as such (field ${LABELS.argumentType})`;
	return `Check the parameters of the method: ${notation}, names in the letter case of the method, and the body style (wrapped or bare) that it expects.${suspects}`;
}
