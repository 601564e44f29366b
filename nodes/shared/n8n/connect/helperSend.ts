import type { IHttpRequestHelper, IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';

import { attempt } from '../../basics/attempt';
import { CreatioError } from '../../basics/errors';
import { isMembers, type Members, membersOf } from '../../basics/json';
import { Limiter } from '../../basics/limiter';
import { LeastRecentlyUsed } from '../../basics/lru';
import { onAbort, orCancelled, refuseIfCancelled } from '../../basics/wait';
import { sendFailure } from '../../http/networkFailure';
import { closeStream, isStream } from '../../http/nodeStream';
import { ACCEPTED_ENCODING, LARGEST_ANSWER, undecodable } from '../../http/readBody';
import { receiveBody, receiveRead } from '../../http/streaming';
import type { HttpRequest, HttpResponse, Send } from '../../http/types';
import { withinTimeout } from '../../http/withinTimeout';
import { openBody, type SentBody } from './helperBody';

/** Requests to a site at the same time, where nothing else is set: Creatio's advice is four to eight (contract 10.2). */
export const CONNECTIONS = 4;
/** The number of sites whose requests are counted. */
const MOST_SITES = 32;

export interface SendOptions {
	/** "Ignore SSL Issues": any certificate is accepted. Only for sites whose owner asked for it. */
	readonly allowUnauthorizedCerts: boolean;
	/** The maximum number of requests to one site at the same time. */
	readonly connections?: number;
	/** The most bytes of an answer, decompressed; 100 MB when left out. */
	readonly largestAnswer?: number;
}

/**
 * Sends by n8n's helper `httpRequest`, which follows the proxy settings of the environment, and n8n's network policy (SSRF
 * protection). It opens a connection for each request. Never follows a redirect.
 */
export function sendByHelper(helpers: IHttpRequestHelper['helpers'], options: SendOptions): Send {
	return sendBy(options, async ({ method, url }, { headers, sent }, abortSignal) => {
		const request = {
			// The helper sends any method; n8n's type lacks MERGE.
			method: method as IHttpRequestMethods,
			url,
			headers: { ...headers, 'accept-encoding': ACCEPTED_ENCODING },
			body: sent as Buffer,
			// It would end an upload that makes progress. Ours covers the body of the answer as well.
			timeout: NO_TIMEOUT,
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
export function sendByOlderHelper(helpers: OlderHelper, options: SendOptions): Send {
	return sendBy(options, async ({ method, url }, { headers, sent }, signal) => {
		return await helpers.request({
			method,
			uri: url,
			headers: { ...headers, 'accept-encoding': ACCEPTED_ENCODING },
			body: sent,
			timeout: NO_TIMEOUT,
			useStream: true,
			resolveWithFullResponse: true,
			simple: false,
			followRedirect: false,
			followAllRedirects: false,
			// With the option, n8n before 2.41 does not say what is wrong with a certificate.
			...(options.allowUnauthorizedCerts && { rejectUnauthorized: false }),
			// It takes no signal; the sockets of Node do.
			agentOptions: { signal },
		});
	});
}

const NO_TIMEOUT = 0;

/** What no header may contain; newer versions of n8n's helper leave it out of a token or cookie silently. */
const NOT_IN_HEADERS = /[^\t\x20-\x7e\x80-\xff]/;

/** One for each site and number of connections: n8n's helper has no limit. */
const limiters = new LeastRecentlyUsed<Limiter>(MOST_SITES);

function sendBy(
	{ largestAnswer = LARGEST_ANSWER, connections = CONNECTIONS }: SendOptions,
	help: (request: HttpRequest, body: SentBody, end: AbortSignal) => Promise<unknown>,
): Send {
	return async (request) =>
		await withinTimeout(request, async (end, onProgress) => {
			const { origin } = new URL(request.url);
			const limiter = limiters.of(`${connections} ${origin}`, () => new Limiter(connections));
			return await limiter.run(async () => {
				refuseIfCancelled(end);
				if (Object.values(request.headers).some((value) => NOT_IN_HEADERS.test(value)))
					throw sendFailure({ code: 'ERR_INVALID_CHAR' }, request);
				const body = openBody(request, onProgress);
				const over = new AbortController();
				const forget = onAbort(end, () => over.abort());
				try {
					// The helper may not notice the signal, and the place is for others then.
					const answer = await attempt(orCancelled(help(request, body, over.signal), end));
					const unread = body.failure();
					if (unread !== undefined) throw sendFailure(unread, request);
					if (!answer.done) throw failureOfHelper(answer.error, request);
					const response = await attempt(
						readResponse(membersOf(answer.value), request, largestAnswer, { end, onProgress }),
					);
					if (!response.done) throw failureOfHelper(response.error, request, { hasBegun: true });
					return response.value;
				} finally {
					forget();
					// Newer versions of the helper close the connection of a body that was not read in no other way.
					over.abort();
					// Earlier, the helper would end the answer with it.
					body.close();
				}
			});
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
	// What the helper has decompressed has the header no longer.
	const encoding = head.headers['content-encoding'] ?? '';
	if (encoding !== '' && encoding !== 'identity') {
		closeStream(body);
		throw undecodable(`as ${encoding}`, new URL(request.url).host);
	}
	const close = () => body.destroy();
	end.addEventListener('abort', close, { once: true });
	const limits = { largestAnswer, onProgress };
	const received = await receiveBody(request, head, { stream: body }, limits).finally(() =>
		end.removeEventListener('abort', close),
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
