import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { CreatioError } from '../../basics/errors';
import { siteFromAddress } from '../../connection/siteAddress';
import { sendFailure } from '../../http/networkFailure';
import type { HttpResponse } from '../../http/types';

/** The result of n8n's request helper with `returnFullResponse`, in the form of our own responses. */
export function readFullResponse(response: unknown): HttpResponse {
	const {
		statusCode,
		headers = {},
		body,
	} = response as {
		statusCode: number;
		headers?: Record<string, string | string[] | undefined>;
		body: unknown;
	};
	const { 'set-cookie': cookies = [], ...others } = headers;
	const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
	return {
		status: statusCode,
		headers: Object.fromEntries(Object.entries(others).map(([name, value]) => [name, String(value ?? '')])),
		setCookies: [cookies].flat(),
		body: new TextEncoder().encode(text),
	};
}

/**
 * Why n8n's request helper has no response. Its own error stays out: it carries the request with its headers and body, and
 * n8n may pass it on to the next node.
 */
export function failureOfHelper(error: unknown, url: string): CreatioError {
	const failure = sendFailure(error, { method: 'POST', url, headers: {}, timeoutMs: 0 });
	return new CreatioError(failure.kind, failure.message, {
		...failure,
		perhapsDone: false,
		cause: undefined,
	});
}

/**
 * Whether a request stays on the credential's site. The HTTP Request node can call any address, and the session must
 * not be sent there.
 */
export function isOnSite(request: IHttpRequestOptions, credentials: ICredentialDataDecryptedObject): boolean {
	const site = new URL(siteFromAddress(String(credentials.baseUrl ?? '')));
	// n8n's older helper uses `uri`.
	const address = request.url ?? (request as { uri?: unknown }).uri;
	const base = request.baseURL ?? site.origin;
	return (
		typeof address === 'string' &&
		URL.canParse(address, base) &&
		new URL(address, base).origin === site.origin
	);
}
