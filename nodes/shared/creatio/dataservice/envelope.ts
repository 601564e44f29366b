import type { CreatioError } from '../../basics/errors';
import { isMembers, member, type Members } from '../../basics/json';
import { envelopeFailure, unreadable } from '../../connection/envelopeFailure';

/**
 * The members of an answer that is a success: a JSON object that does not say `success: false` (contract 4.8).
 * Rejects with the server's sentence, or with kind `unreadable`. `what` names the request: `the read of Contact`.
 */
export function readEnvelope(answer: unknown, what: string, isWrite: boolean): Members {
	const failure = failureIn(answer, what, isWrite);
	if (failure) throw failure;
	if (!isMembers(answer) || Object.keys(answer).length === 0)
		throw unreadable(what, 'an answer of DataService', isWrite);
	return answer;
}

/** The same as a value: the error of an answer, or `undefined` for a success. */
export function failureIn(answer: unknown, what: string, isWrite: boolean): CreatioError | undefined {
	if (!isMembers(answer)) return unreadable(what, 'an answer of DataService', isWrite);
	return envelopeFailure(answer, 200) ?? silentFailure(answer);
}

/** The error of an answer that has an error code but no `success`; in a success the code is empty. */
function silentFailure(answer: Members): CreatioError | undefined {
	if (member(answer, 'success') !== undefined) return undefined;
	const code = ['responseStatus', 'errorInfo']
		.map((name) => member(answer, name))
		.filter(isMembers)
		.map((part) => member(part, 'errorCode'))
		.find((text) => typeof text === 'string' && text !== '');
	return code === undefined ? undefined : envelopeFailure({ ...answer, success: false }, 200);
}
