import { type buildConnector, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';

import { attempt } from '../basics/attempt';
import { CreatioError } from '../basics/errors';
import { LeastRecentlyUsed } from '../basics/lru';
import { blocked, sendFailure } from './networkFailure';
import type { EgressPolicy, HttpRequest, HttpResponse, Send } from './types';

export interface SendOptions {
	/** "Ignore SSL Issues": any certificate is accepted. Only for sites whose owner asked for it. */
	readonly allowUnauthorizedCerts: boolean;
	/** The maximum number of connections to one site at the same time. */
	readonly connections?: number;
	readonly egress?: EgressPolicy;
}

/** Creatio's advice is four to eight parallel calls (contract 10.2). */
const CONNECTIONS = 4;
const KEEP_ALIVE_MS = 30_000;
/** The number of sites whose agents are kept; the least recently used one is closed first. */
const MOST_AGENTS = 32;

/** Connections outlive a run, so that the next run can reuse them. */
const agents = new WeakMap<object, LeastRecentlyUsed<Dispatcher>>();
const NO_POLICY = {};

/**
 * Sends through undici, one agent for a site: connections stay open between requests. Follows `HTTP_PROXY`,
 * `HTTPS_PROXY` and `NO_PROXY`, and n8n's egress policy. Never follows a redirect.
 */
export function createSend(options: SendOptions): Send {
	return async (httpRequest) => {
		const { origin } = new URL(httpRequest.url);
		await checkPolicy(options.egress, httpRequest);
		if (httpRequest.signal?.aborted) throw new CreatioError('cancelled', 'The execution was canceled');
		return await exchange(httpRequest, agentFor(origin, options));
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
function agentFor(origin: string, options: SendOptions): Dispatcher {
	const policy = options.egress ?? NO_POLICY;
	const group = agents.get(policy) ?? new LeastRecentlyUsed<Dispatcher>(MOST_AGENTS, { onEvict: close });
	agents.set(policy, group);
	const key = `${origin} ${String(options.allowUnauthorizedCerts)} ${options.connections ?? CONNECTIONS}`;
	return group.of(key, () => createAgent(options));
}

/** Requests under way still end as they should. */
function close(agent: Dispatcher): void {
	void agent.close();
}

function createAgent({ allowUnauthorizedCerts, connections = CONNECTIONS, egress }: SendOptions): Dispatcher {
	const lookup = egress?.createSecureLookup?.();
	const tls = { rejectUnauthorized: !allowUnauthorizedCerts };
	return new EnvHttpProxyAgent({
		connections,
		keepAliveTimeout: KEEP_ALIVE_MS,
		// Many proxies allow tunnels for HTTPS only.
		proxyTunnel: false,
		// `connect` is for direct connections, `requestTls` for those through a proxy.
		connect: { ...tls, ...(lookup !== undefined && { lookup }) } as buildConnector.BuildOptions,
		requestTls: tls,
	});
}

async function exchange(httpRequest: HttpRequest, dispatcher: Dispatcher): Promise<HttpResponse> {
	const { timeoutMs, signal } = httpRequest;
	const deadline = AbortSignal.timeout(timeoutMs);
	const end = signal ? AbortSignal.any([signal, deadline]) : deadline;
	// undici does not listen to the signal while a connection opens, so the wait is ended from here.
	let stop = () => {};
	const ended = new Promise<never>((_, reject) => {
		stop = () => reject(sendFailure(undefined, httpRequest, { timedOut: deadline.aborted }));
	});
	end.addEventListener('abort', stop, { once: true });
	return await Promise.race([answerTo(httpRequest, dispatcher, end), ended])
		.catch((error: unknown) => {
			throw sendFailure(error, httpRequest, { timedOut: deadline.aborted });
		})
		.finally(() => end.removeEventListener('abort', stop));
}

async function answerTo(
	httpRequest: HttpRequest,
	dispatcher: Dispatcher,
	signal: AbortSignal,
): Promise<HttpResponse> {
	const { method, url, headers, body } = httpRequest;
	// The signal's deadline covers all phases; undici's own limits would only cut it short.
	const limits = { headersTimeout: 0, bodyTimeout: 0 };
	const response = await request(url, { dispatcher, method, headers, body, signal, ...limits });
	const received = await response.body.bytes().catch((error: unknown) => {
		throw signal.aborted ? error : sendFailure(error, httpRequest, { hasBegun: true });
	});
	return { status: response.statusCode, ...readHeaders(response.headers), body: received };
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
