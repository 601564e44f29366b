import { Readable } from 'node:stream';

import { Agent, type buildConnector, type Dispatcher, ProxyAgent, request } from 'undici';

import { attempt } from '../nodes/shared/basics/attempt';
import { LeastRecentlyUsed } from '../nodes/shared/basics/lru';
import { blocked, sendFailure } from '../nodes/shared/http/networkFailure';
import { ACCEPTED_ENCODING, LARGEST_ANSWER } from '../nodes/shared/http/readBody';
import { counted, isStreamed, receiveBody } from '../nodes/shared/http/streaming';
import type { EgressPolicy, HttpRequest, HttpResponse, Send } from '../nodes/shared/http/types';
import { withinTimeout } from '../nodes/shared/http/withinTimeout';
import { CONNECTIONS, type SendOptions as HelperSendOptions } from '../nodes/shared/n8n/connect/helperSend';
import { decode } from './decode';
import { proxyFor } from './proxies';

export interface SendOptions extends HelperSendOptions {
	readonly egress?: EgressPolicy;
}

/** Bytes of a body that are read ahead. n8n's storage waits for every part that it writes, so larger ones are faster. */
const BODY_BUFFER = 262_144;
const KEEP_ALIVE_MS = 30_000;
/** The number of sites whose agents are kept; the least recently used one is closed first. */
const MOST_AGENTS = 32;

/** Connections outlive a run, so that the next run can reuse them. */
const agents = new WeakMap<object, LeastRecentlyUsed<Dispatcher>>();
const NO_POLICY = {};

/**
 * Sends through undici, one agent for a site: connections stay open between requests. Follows the proxy settings of the
 * environment, and n8n's egress policy. Reads compressed answers. Never follows a redirect.
 */
export function createSend(options: SendOptions): Send {
	const { largestAnswer = LARGEST_ANSWER } = options;
	return async (httpRequest) => {
		await checkPolicy(options.egress, httpRequest);
		const agent = agentFor(new URL(httpRequest.url), options);
		return await withinTimeout(httpRequest, (signal, onProgress) =>
			answerTo(httpRequest, agent, { signal, onProgress }, largestAnswer),
		);
	};
}

/** A policy may refuse an address, or be unable to judge it: an unknown host is not a forbidden one. */
async function checkPolicy(egress: EgressPolicy | undefined, httpRequest: HttpRequest): Promise<void> {
	if (!egress) return;
	const verdict = await attempt(egress.validateUrl(httpRequest.url));
	if (!verdict.done) {
		const failure = sendFailure(verdict.error, httpRequest);
		throw failure.kind === 'address' || failure.kind === 'unavailable'
			? failure
			: blocked(httpRequest, verdict.error);
	}
	const { value } = verdict;
	if (typeof value === 'object' && value !== null && 'ok' in value && value.ok === false) {
		throw blocked(httpRequest, 'error' in value ? value.error : undefined);
	}
}

/** One group of agents for each policy, since the policy's name look-up is part of the connections. */
function agentFor(url: URL, options: SendOptions): Dispatcher {
	const proxy = proxyFor(url);
	const policy = options.egress ?? NO_POLICY;
	const group = agents.get(policy) ?? new LeastRecentlyUsed<Dispatcher>(MOST_AGENTS, { onEvict: close });
	agents.set(policy, group);
	const { allowUnauthorizedCerts, connections = CONNECTIONS } = options;
	const key = JSON.stringify([url.origin, allowUnauthorizedCerts, connections, proxy]);
	return group.of(key, () => createAgent(options, proxy));
}

/** Requests under way still end as they should. */
function close(agent: Dispatcher): void {
	void agent.close();
}

function createAgent(
	{ allowUnauthorizedCerts, connections = CONNECTIONS, egress }: SendOptions,
	proxy: string | undefined,
): Dispatcher {
	const lookup = egress?.createSecureLookup?.();
	const tls = { rejectUnauthorized: !allowUnauthorizedCerts };
	const options: Agent.Options = {
		connections,
		keepAliveTimeout: KEEP_ALIVE_MS,
		connect: { ...tls, ...(lookup !== undefined && { lookup }) } as buildConnector.BuildOptions,
	};
	if (proxy === undefined) return new Agent(options);
	// Many proxies allow tunnels for HTTPS only. `requestTls` is for the connection inside the tunnel.
	return new ProxyAgent({ ...options, uri: proxy, proxyTunnel: false, requestTls: tls });
}

async function answerTo(
	httpRequest: HttpRequest,
	dispatcher: Dispatcher,
	{ signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: () => void },
	largestAnswer: number,
): Promise<HttpResponse> {
	const { method, url, headers, body } = httpRequest;
	const response = await request(url, {
		dispatcher,
		method,
		headers: { ...headers, 'accept-encoding': ACCEPTED_ENCODING },
		body: openBody(body, onProgress),
		signal,
		// The signal's deadline covers all phases; undici's own limits would only cut it short.
		headersTimeout: 0,
		bodyTimeout: 0,
		highWaterMark: BODY_BUFFER,
	});
	const head = { status: response.statusCode, ...readHeaders(response.headers) };
	const encoding = response.headers['content-encoding'];
	const arriving = decode(response.body, encoding, new URL(url).host);
	const received = await receiveBody(httpRequest, head, arriving, { largestAnswer, onProgress });
	return { ...head, ...received };
}

/** Parts that are read ahead: by Node's default 16, each of which may have some megabytes. */
const READ_AHEAD = 4;

/** A streamed body opened for one attempt; other bodies as they are. In the mode for objects parts are not joined, which would copy them. */
function openBody(
	body: HttpRequest['body'],
	onProgress: () => void,
): string | Uint8Array | Readable | undefined {
	if (!isStreamed(body)) return body;
	return Readable.from(counted(body.open(), onProgress), { highWaterMark: READ_AHEAD });
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
