import { EnvHttpProxyAgent, request, type buildConnector, type Dispatcher } from 'undici';

import { CreatioError } from './errors';
import { sendFailure } from './sendFailure';
import type { EgressPolicy, HttpRequest, HttpResponse, Send } from './types';

export interface SendOptions {
	/** "Ignore SSL Issues": any certificate is taken. Only for sites whose owner asked for it. */
	readonly allowUnauthorizedCerts: boolean;
	readonly egress?: EgressPolicy;
}

/** Connections to one site. Creatio's advice is four to eight parallel calls (contract 10.2). */
const CONNECTIONS = 8;
const KEEP_ALIVE_MS = 30_000;
/** Sites that keep their agents; the one that rested longest goes first. */
const MOST_AGENTS = 32;

/** Connections outlive a run, so that the next one need not open them again. */
const agents = new Map<string, Dispatcher>();

/**
 * Sends through undici, one agent for a site: connections stay open between requests. Follows `HTTP_PROXY`,
 * `HTTPS_PROXY` and `NO_PROXY`, and n8n's egress policy. Never follows a redirect.
 */
export function createSend(options: SendOptions): Send {
	// A policy is an object of one run, so its agent cannot be shared with other runs.
	let own: Dispatcher | undefined;
	return async (httpRequest) => {
		const { origin } = new URL(httpRequest.url);
		await checkPolicy(options.egress, httpRequest.url, origin);
		if (httpRequest.signal?.aborted) throw new CreatioError('cancelled', 'The execution was canceled');
		const dispatcher = options.egress?.createSecureLookup
			? (own ??= createAgent(options))
			: sharedAgent(origin, options);
		return await exchange(httpRequest, dispatcher);
	};
}

async function checkPolicy(egress: EgressPolicy | undefined, url: string, origin: string): Promise<void> {
	if (!egress) return;
	const verdict = await egress.validateUrl(url).catch((error: unknown) => ({ ok: false, error }));
	const isRefused =
		typeof verdict === 'object' && verdict !== null && 'ok' in verdict && verdict.ok === false;
	if (!isRefused) return;
	throw new CreatioError('blocked', `n8n does not allow requests to ${origin}`, {
		cure: 'Ask the administrator of n8n to allow this address in its network policy (SSRF protection).',
		cause: 'error' in verdict ? verdict.error : undefined,
	});
}

function sharedAgent(origin: string, options: SendOptions): Dispatcher {
	const key = `${origin} ${String(options.allowUnauthorizedCerts)}`;
	const agent = agents.get(key) ?? createAgent(options);
	// Taken out and put back: the order of the map is the order of use.
	agents.delete(key);
	agents.set(key, agent);
	const [oldest] = agents;
	if (agents.size > MOST_AGENTS && oldest) {
		agents.delete(oldest[0]);
		void oldest[1].close();
	}
	return agent;
}

function createAgent({ allowUnauthorizedCerts, egress }: SendOptions): Dispatcher {
	const lookup = egress?.createSecureLookup?.();
	const tls = { rejectUnauthorized: !allowUnauthorizedCerts };
	return new EnvHttpProxyAgent({
		connections: CONNECTIONS,
		keepAliveTimeout: KEEP_ALIVE_MS,
		// Directly, and through a proxy.
		connect: { ...tls, ...(lookup !== undefined && { lookup }) } as buildConnector.BuildOptions,
		requestTls: tls,
	});
}

async function exchange(httpRequest: HttpRequest, dispatcher: Dispatcher): Promise<HttpResponse> {
	const { method, url, headers, body, timeoutMs, signal } = httpRequest;
	const deadline = AbortSignal.timeout(timeoutMs);
	const options = {
		dispatcher,
		method,
		headers,
		body,
		signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
		// The deadline covers all phases; undici's own limits would only cut it short.
		headersTimeout: 0,
		bodyTimeout: 0,
	};
	return await request(url, options).then(
		async (response) => ({
			status: response.statusCode,
			...readHeaders(response.headers),
			body: await response.body.bytes().catch((error: unknown) => {
				throw sendFailure(error, httpRequest, deadline.aborted);
			}),
		}),
		(error: unknown) => {
			throw sendFailure(error, httpRequest, deadline.aborted);
		},
	);
}

function readHeaders(
	received: Dispatcher.ResponseData['headers'],
): Pick<HttpResponse, 'headers' | 'setCookies'> {
	const { 'set-cookie': cookies, ...others } = received;
	const headers = Object.entries(others).map(([name, value]) => [
		name.toLowerCase(),
		Array.isArray(value) ? value.join(', ') : (value ?? ''),
	]);
	return { headers: Object.fromEntries(headers), setCookies: cookies === undefined ? [] : [cookies].flat() };
}
