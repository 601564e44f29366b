import { CreatioError, isCreatioError } from '../../basics/errors';
import { isMembers, membersOf } from '../../basics/json';
import { readToken } from '../../connection/tokens';
import { failureOfHelper, readFullResponse } from './helperSend';

/**
 * Why n8n could not renew the token of a connected user. An answer is read as that of any other token request: an outage is
 * not the fault of the connection. n8n's own error stays out, since it carries the request.
 */
export function renewalFailure(error: unknown, tokenUrl: string): CreatioError {
	if (isCreatioError(error)) return error;
	const { response, status, body, code } = membersOf(error);
	// axios keeps the whole response of a status from 500 on.
	if (isMembers(response)) {
		const { status: statusCode, headers, data } = response;
		return failureOf({ statusCode, headers, body: data }, tokenUrl);
	}
	if (typeof status === 'number') return failureOf({ statusCode: status, body }, tokenUrl);
	// Of an error in the form of RFC 6749, n8n keeps the body alone.
	if (isMembers(body)) return failureOf({ statusCode: 400, body }, tokenUrl);
	const failure = failureOfHelper(error, { method: 'POST', url: tokenUrl, headers: {}, timeoutMs: 0 });
	// n8n's own refusal of the address has no code.
	return typeof code === 'string' || failure.kind === 'blocked' ? failure : notConnected();
}

function failureOf(response: Readonly<Record<string, unknown>>, tokenUrl: string): CreatioError {
	if (membersOf(response.body).error === 'invalid_grant') return notConnected();
	try {
		readToken(readFullResponse(response), tokenUrl);
	} catch (error) {
		if (isCreatioError(error)) return error;
	}
	return notConnected();
}

/** Nobody has connected the credential, or the connection has ended (contract 1.9). */
export function notConnected(): CreatioError {
	return new CreatioError('credentials', 'The OAuth2 credential is not connected to Creatio', {
		cure: 'Open the credential in n8n and connect it. A connection that is not used for 48 hours expires and must be made again.',
	});
}
