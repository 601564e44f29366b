import { CreatioError, type ErrorDetails } from '../basics/errors';
import type { HttpResponse } from '../http/types';
import { asksForOtherSignIn, type Cause, causeOf } from './causes';
import { MEANINGS, remedyFor } from './meanings';
import { isHtml } from './htmlPages';
import { retryAfter } from './retry';

/** A web server, a firewall or a gateway in front of the application has answered. */
const OF_THE_FRONT: ReadonlySet<Cause> = new Set<Cause>([
	'unavailable',
	'throttled',
	'otherSignIn',
	'networkRefuses',
	'tooLarge',
	'headersTooLong',
]);

/**
 * Why a sign-in or a request for a token did not reach the application, or the application could not work; `undefined` for an
 * answer of the application itself. Such a failure says nothing about the user name, the password or the secret. What may pass is tried
 * again: a sign-in that was not made has no consequence.
 */
export function frontFailure(
	response: Pick<HttpResponse, 'status' | 'headers'>,
	text: string,
	url: string,
): CreatioError | undefined {
	const { status, headers } = response;
	if (status < 400) return undefined;
	const html = isHtml(response, text);
	const asked = { url, service: 'serviceModel', repeat: 'read' } as const;
	const cause = causeOf(
		{
			status,
			isHtml: html,
			isPlainText: false,
			isRoutingFailure: false,
			isRefusal: false,
			isForbidden: false,
			isExplained: false,
			// The application itself never answers with a page of status 401 (contract 1.1, 1.8).
			asksForOtherSignIn: asksForOtherSignIn(headers['www-authenticate']) || (html && status === 401),
		},
		asked,
	);
	const shown = cause === 'failed' ? 'unavailable' : cause;
	if (!OF_THE_FRONT.has(shown)) return undefined;
	const { kind, says } = MEANINGS[shown];
	const cure = remedyFor(shown, asked);
	const details: ErrorDetails = { status, cure, retryAfterMs: retryAfter(headers['retry-after']) };
	const message = says(new URL(url).host, status, asked);
	return kind === 'forbidden'
		? new CreatioError('credentials', message, { ...details, reason: 'signInRule' })
		: new CreatioError(kind, message, details);
}
