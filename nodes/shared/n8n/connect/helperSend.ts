import type { IHttpRequestHelper, IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';

import { attempt } from '../../basics/attempt';
import { CreatioError } from '../../basics/errors';
import { isMembers, type Members, membersOf } from '../../basics/json';
import { sendFailure } from '../../http/networkFailure';
import { isStream } from '../../http/readBody';
import { LARGEST_ANSWER } from '../../http/send';
import { receiveBody, receiveRead, openBody } from '../../http/streaming';
import type { HttpRequest, HttpResponse, Send } from '../../http/types';
import { withinTimeout } from '../../http/withinTimeout';

export interface HelperSendOptions {
	readonly allowUnauthorizedCerts: boolean;
	/** The most bytes of an answer, decompressed; 100 MB when left out. */
	readonly largestAnswer?: number;
}

/** So that our own timeout, which covers the body as well, is the one that is reported. */
const LATER_MS = 1_000;

/**
 * Sends by n8n's helper `httpRequest`, where n8n does not give its network policy (SSRF protection) to nodes: the helper
 * applies it. Never follows a redirect.
 */
export function sendByHelper(helpers: IHttpRequestHelper['helpers'], options: HelperSendOptions): Send {
	return sendBy(options, async ({ method, url, headers, timeoutMs }, body, abortSignal) => {
		const request = {
			// The helper sends any method; n8n's type lacks MERGE.
			method: method as IHttpRequestMethods,
			url,
			headers: { ...headers },
			body: body as Buffer,
			timeout: timeoutMs + LATER_MS,
			abortSignal,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			skipSslCertificateValidation: options.allowUnauthorizedCerts,
		} satisfies IHttpRequestOptions;
		return (await helpers.httpRequest(request)) as unknown;
	});
}

/** The helper that the test of a credential is given. */
interface OlderHelper {
	request(options: object): Promise<unknown>;
}

/** The same by the older helper `request`, the only one that n8n gives to the test of a credential. */
export function sendByOlderHelper(helpers: OlderHelper, options: HelperSendOptions): Send {
	return sendBy(options, async ({ method, url, headers, timeoutMs }, body) => {
		return await helpers.request({
			method,
			uri: url,
			headers: { ...headers },
			body,
			timeout: timeoutMs + LATER_MS,
			useStream: true,
			resolveWithFullResponse: true,
			simple: false,
			followRedirect: false,
			followAllRedirects: false,
			rejectUnauthorized: !options.allowUnauthorizedCerts,
		});
	});
}

function sendBy(
	{ largestAnswer = LARGEST_ANSWER }: HelperSendOptions,
	help: (request: HttpRequest, body: ReturnType<typeof openBody>, end: AbortSignal) => Promise<unknown>,
): Send {
	return async (request) =>
		await withinTimeout(request, async (end, onProgress) => {
			const answer = await attempt(help(request, openBody(request.body, onProgress), end));
			if (!answer.done) throw failureOfHelper(answer.error, request);
			const response = await attempt(
				readResponse(membersOf(answer.value), request, largestAnswer, { end, onProgress }),
			);
			if (!response.done) throw failureOfHelper(response.error, request, { hasBegun: true });
			return response.value;
		});
}

/**
 * Why n8n's helper has no response. Its own error stays out: it carries the request with its headers and body, and n8n may
 * pass it on to the next node.
 */
export function failureOfHelper(
	error: unknown,
	request: HttpRequest,
	{ hasBegun = false }: { readonly hasBegun?: boolean } = {},
): CreatioError {
	const failure = sendFailure(error, request, { hasBegun });
	return new CreatioError(failure.kind, failure.message, { ...failure, cause: undefined });
}

async function readResponse(
	answer: Members,
	request: HttpRequest,
	largestAnswer: number,
	{ end, onProgress }: { readonly end: AbortSignal; readonly onProgress: () => void },
): Promise<HttpResponse> {
	const { body } = answer;
	const head = readFullResponse({ ...answer, body: undefined });
	if (!isStream(body)) return { ...head, ...(await receiveRead(request, head, bytesOf(body))) };
	const close = () => body.destroy();
	end.addEventListener('abort', close, { once: true });
	// The helper has decompressed it, and removed the header then.
	const encoding = head.headers['content-encoding'];
	const received = await receiveBody(request, { head, body, encoding }, largestAnswer, onProgress).finally(
		() => end.removeEventListener('abort', close),
	);
	return { ...head, ...received };
}

/** What n8n's helpers return as a full response, in the form of our own responses. */
export function readFullResponse({ statusCode, headers, body }: Members): HttpResponse {
	const { 'set-cookie': cookies = [], ...others } = membersOf(headers);
	return {
		status: Number(statusCode),
		headers: Object.fromEntries(
			Object.entries(others).map(([name, value]) => [name.toLowerCase(), String(value ?? '')]),
		),
		setCookies: [cookies].flat().map(String),
		body: bytesOf(body),
	};
}

/** Older versions read and parse the body, whatever they are asked for. */
function bytesOf(body: unknown): Uint8Array {
	if (body instanceof Uint8Array) return body;
	if (typeof body === 'string') return new TextEncoder().encode(body);
	return new TextEncoder().encode(isMembers(body) || Array.isArray(body) ? JSON.stringify(body) : '');
}
