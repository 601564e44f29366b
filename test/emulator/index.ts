import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { findSession } from './auth/gate';
import { discovery, tokenEndpoint } from './auth/oauth';
import { loginPage, loginPagePath } from './auth/pages';
import { Sessions } from './auth/sessions';
import { Tokens } from './auth/tokens';
import type { SiteContext } from './context';
import { CONTROL_PATH, type Controlled, handleControl } from './control';
import { fillSample } from './data/sample';
import { makeSeeder } from './data/seeds';
import { type Fault, FaultRules, replacement, statusAnswer } from './faults';
import { HOSTS } from './hosts';
import { type Answer, decodePercent, empty, json, parseTarget, type SiteRequest } from './http';
import { loadModel } from './model/model';
import { DEFAULT_SWITCHES, type EmulatorOptions, resolveOptions, type Switches } from './options';
import { ProcessEngine } from './process/engine';
import { listen, send, sendHalf } from './server';
import { handleSite, type Trace } from './site';
import { cutBody, type SeenRequest, Stats } from './stats';
import { Store } from './store/store';

export { OAUTH_CLIENTS, OAUTH_SCOPE, USERS } from './auth/users';
export { AWKWARD_NAMES, TWIN_CONTACT_NAME } from './data/sample';
export type { Fault, FaultMatch } from './faults';
export { decodeQuery } from './http';
export { FIXED } from './model/ids';
export { parseFilter } from './odata/parse';
export type { Expression } from './odata/parse';
export type { Database, EmulatorOptions, Hosting, Switches, Version } from './options';
export type { Row, Store } from './store/store';

/** A running site. */
export interface Emulator {
	/** Site address without trailing slash, path base included. */
	url: string;
	/** Token address of the identity service, on another port. */
	tokenUrl: string;
	stats: Stats;
	/** May be changed at any time. */
	switches: Switches;
	faults: FaultRules;
	store: Store;
	/** Ends all sessions and access tokens; refresh tokens live on. */
	expireSessions(): void;
	resetStats(): void;
	stop(): Promise<void>;
}

/** Starts a local Creatio site and its identity service. Rejects when a port is taken. */
export async function startEmulator(given: EmulatorOptions = {}): Promise<Emulator> {
	const options = resolveOptions(given);
	const switches: Switches = { ...DEFAULT_SWITCHES, ...given.switches };
	const model = loadModel();
	const stats = new Stats();
	const faults = new FaultRules();
	const store = new Store(model, options.database, options.clock, makeSeeder(model));
	const context: SiteContext = {
		options,
		host: HOSTS[options.hosting],
		switches,
		store,
		stats,
		sessions: new Sessions(options.clock),
		tokens: new Tokens(options.clock),
		failedSignIns: new Map(),
		processes: new ProcessEngine({ store, options, switches, stats }),
	};
	if (options.sampleData) fillSample(store);
	stats.onWrite = (object, kind, id) => context.processes.signal(object, kind, id);

	const addresses = { url: '', tokenUrl: '' };
	const controlled: Controlled = {
		addresses,
		stats,
		switches,
		faults,
		store,
		expireSessions() {
			context.sessions.closeAll();
			context.tokens.expireAccess();
		},
		resetStats: () => stats.reset(),
	};
	const front = new Front(context, faults, controlled);
	const common = {
		host: options.address,
		https: options.https,
		onConnection: (socket: Socket) => front.onConnection(socket),
	};
	const site = await listen({
		...common,
		port: options.port,
		serve: (...args) => front.serve('site', ...args),
	});
	const identity = await listen({ ...common, port: 0, serve: (...args) => front.serve('identity', ...args) });
	const scheme = options.https ? 'https' : 'http';
	addresses.url = `${scheme}://${options.address}:${site.port}${options.pathBase}`;
	addresses.tokenUrl = `${scheme}://${options.address}:${identity.port}/connect/token`;
	return {
		...controlled,
		...addresses,
		async stop() {
			await Promise.all([site.close(), identity.close()]);
			context.processes.close();
			store.db.close();
		},
	};
}

/** Between the sockets and the site: log, faults, latency and the queue of blocking sessions. */
class Front {
	private readonly connections = new WeakMap<object, number>();
	private readonly queues = new Map<string, Promise<unknown>>();
	private lastConnection = 0;

	constructor(
		private readonly context: SiteContext,
		private readonly faults: FaultRules,
		private readonly controlled: Controlled,
	) {}

	onConnection(socket: Socket): void {
		this.lastConnection += 1;
		this.connections.set(socket, this.lastConnection);
		this.context.stats.connections += 1;
	}

	async serve(
		server: 'site' | 'identity',
		incoming: IncomingMessage,
		response: ServerResponse,
		body: Buffer,
	): Promise<void> {
		const request = this.toRequest(incoming, body);
		if (request.path.startsWith(CONTROL_PATH))
			return send(response, handleControl(this.controlled, request), new Date());
		const seen = this.log(server, incoming, request);
		const fault = this.faults.take(seen.method, seen.path);
		if (fault) seen.fault = fault.kind;
		this.context.stats.begin();
		try {
			await this.inTurn(request, () => this.answer(seen, request, response, fault));
		} finally {
			this.context.stats.end();
		}
	}

	private async answer(
		seen: SeenRequest,
		request: SiteRequest,
		response: ServerResponse,
		fault: Fault | undefined,
	): Promise<void> {
		const { options } = this.context;
		if (fault?.kind === 'resetBefore') {
			response.socket?.destroy();
			return;
		}
		const wait = options.latencyMs + (fault?.kind === 'delay' ? fault.ms : 0);
		if (wait > 0) await pause(wait, undefined, { ref: false });
		if (fault?.kind === 'meanwhile') fault.happens();
		const page = { path: `${options.pathBase}${loginPagePath(options)}`, html: loginPage(options.pathBase) };
		const instead = fault ? replacement(fault, page) : undefined;
		let answer = instead ?? (await this.work(seen, request));
		if (fault?.kind === 'status' && fault.after === true) answer = statusAnswer(fault);
		if (response.destroyed) return;
		if (fault?.kind === 'resetAfter') {
			response.socket?.destroy();
			return;
		}
		seen.status = answer.status;
		if (fault?.kind === 'cutBody') sendHalf(response, answer, options.clock());
		else send(response, answer, options.clock());
	}

	private async work(seen: SeenRequest, request: SiteRequest): Promise<Answer> {
		if (seen.server === 'identity') return handleIdentity(this.context, request);
		this.context.processes.settle();
		const trace: Trace = {};
		const answer = await handleSite(this.context, request, trace);
		seen.session = trace.caller?.session?.ticket;
		seen.user = trace.caller?.user.name;
		return answer;
	}

	/** With blocking sessions, requests of one session wait for each other. */
	private inTurn(request: SiteRequest, work: () => Promise<void>): Promise<void> {
		const ticket = this.context.switches.blockingSession
			? findSession(this.context, request)?.ticket
			: undefined;
		if (ticket === undefined) return work();
		const turn = (this.queues.get(ticket) ?? Promise.resolve()).then(work, work);
		this.queues.set(ticket, turn);
		return turn;
	}

	private log(server: 'site' | 'identity', incoming: IncomingMessage, request: SiteRequest): SeenRequest {
		const { rawHeaders } = incoming;
		const headers: Array<[string, string]> = [];
		for (let index = 0; index < rawHeaders.length; index += 2) {
			headers.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
		}
		const mark = request.url.indexOf('?');
		const query = mark < 0 ? '' : `?${decodePercent(request.url.slice(mark + 1).replaceAll('+', ' '))}`;
		const seen: SeenRequest = {
			server,
			method: request.method,
			path: `${request.path}${query}`,
			url: request.url,
			headers,
			body: cutBody(request.body),
			connection: this.connections.get(incoming.socket) ?? 0,
			time: new Date(),
		};
		this.context.stats.addRequest(seen);
		return seen;
	}

	private toRequest(incoming: IncomingMessage, body: Buffer): SiteRequest {
		const { options } = this.context;
		// A proxy sends the whole address.
		const url = (incoming.url ?? '/').replace(/^https?:\/\/[^/]+/i, '') || '/';
		const { segments, query } = parseTarget(url);
		return {
			method: incoming.method ?? 'GET',
			url,
			path: `/${segments.join('/')}`,
			segments,
			query,
			headers: incoming.headers,
			body,
			origin: `${options.https ? 'https' : 'http'}://${incoming.headers.host ?? `${options.address}:${options.port}`}`,
		};
	}
}

/** The identity service: client credentials only (contract 1.8). */
function handleIdentity(context: SiteContext, request: SiteRequest): Answer {
	switch (request.path.toLowerCase()) {
		case '/connect/token':
			return tokenEndpoint(context, request, 'clientCredentials');
		case '/.well-known/openid-configuration':
			return discovery(request.origin, false);
		case '/':
			return json({ name: 'IdentityService' });
		default:
			return empty(404);
	}
}
