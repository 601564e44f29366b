import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { findSession } from './auth/gate';
import { handleIdentity } from './auth/identity';
import { loginPage, loginPagePath } from './auth/pages';
import type { SiteContext } from './context';
import { CONTROL_PATH, type Controlled, handleControl } from './control';
import { echoAnswer } from './echo';
import { answerAfter, answerInstead } from './faultAnswers';
import type { Due, FaultRules } from './faults';
import type { Host } from './hosts';
import { HOSTS } from './hosts';
import { locksSession } from './hosts/sessionLock';
import { type Answer, decodePercent, parseTarget, type SiteRequest } from './http';
import { send, sendPart } from './sending';
import type { ReceivedBody } from './server';
import { belowBase, handleSite, type Trace } from './site';
import { loggedBody, type SeenRequest } from './stats';

/** The site and its identity service listen on ports of their own. */
export type ServerName = 'site' | 'identity';

/** Between the sockets and the site: log, faults, latency and the queue of a session. */
export class Front {
	private readonly connections = new WeakMap<object, number>();
	private readonly queues = new Map<string, Promise<unknown>>();
	private lastConnection = 0;

	constructor(
		private readonly context: SiteContext,
		private readonly faults: FaultRules,
		private readonly controlled: Controlled,
		/** Takes the site down for so many milliseconds. */
		private readonly goDown: (ms: number) => void,
	) {}

	onConnection(socket: Socket): void {
		this.lastConnection += 1;
		this.connections.set(socket, this.lastConnection);
		this.context.stats.connections += 1;
	}

	/** The identity service runs on .NET everywhere. */
	hostOf(server: ServerName): Host {
		return server === 'site' ? this.context.host : HOSTS.net;
	}

	bodyLimit(server: ServerName, url: string): number {
		return this.hostOf(server).bodyLimit(url, this.context);
	}

	async serve(
		server: ServerName,
		incoming: IncomingMessage,
		response: ServerResponse,
		body: ReceivedBody,
	): Promise<void> {
		const request = this.toRequest(incoming, body);
		if (request.path.startsWith(CONTROL_PATH))
			return send(response, handleControl(this.controlled, request), new Date());
		const seen = this.log(server, incoming, request);
		const due = this.faults.take(seen.method, seen.path, request);
		if (due) seen.fault = due.fault.kind;
		this.context.stats.begin();
		try {
			await this.inTurn(request, () => this.answer(seen, request, response, due));
		} finally {
			this.context.stats.end();
		}
	}

	private async answer(
		seen: SeenRequest,
		request: SiteRequest,
		response: ServerResponse,
		due: Due | undefined,
	): Promise<void> {
		const { options } = this.context;
		const fault = due?.fault;
		if (fault?.kind === 'resetBefore') {
			response.socket?.destroy();
			return;
		}
		if (fault?.kind === 'restart') {
			if (fault.after !== true) return this.goDown(fault.ms);
			response.once('finish', () => setImmediate(() => this.goDown(fault.ms)));
		}
		const wait = options.latencyMs + (fault?.kind === 'delay' ? fault.ms : 0);
		if (wait > 0) await pause(wait, undefined, { ref: false });
		if (fault?.kind === 'meanwhile') fault.happens();
		if (fault?.kind === 'duplicate') await this.work(seen, request);
		const page = { path: `${options.pathBase}${loginPagePath(options)}`, html: loginPage(options.pathBase) };
		const instead = fault?.kind === 'echo' ? echoAnswer(fault, request) : fault && answerInstead(fault, page);
		const worked = instead ?? (await this.work(seen, due?.previous ?? request));
		const answer = fault ? answerAfter(fault, worked, page) : worked;
		if (response.destroyed) return;
		if (fault?.kind === 'resetAfter') {
			response.socket?.destroy();
			return;
		}
		seen.status = answer.status;
		if (fault?.kind === 'cutBody') await sendPart(response, answer, options.clock(), fault.at);
		else await send(response, answer, options.clock());
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

	/** Requests that take the session for themselves wait for each other (contract 10.2). */
	private inTurn(request: SiteRequest, work: () => Promise<void>): Promise<void> {
		const { options, switches } = this.context;
		const path = belowBase(request.path, options.pathBase)?.replace(/^\/0(?=\/)/, '') ?? '';
		const ticket = locksSession(path, switches.sessionLock)
			? findSession(this.context, request)?.ticket
			: undefined;
		if (ticket === undefined) return work();
		const turn = (this.queues.get(ticket) ?? Promise.resolve()).then(work, work);
		this.queues.set(ticket, turn);
		return turn;
	}

	private log(server: ServerName, incoming: IncomingMessage, request: SiteRequest): SeenRequest {
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
			body: loggedBody(request),
			bodyLength: request.body.length,
			connection: this.connections.get(incoming.socket) ?? 0,
			time: new Date(),
		};
		this.context.stats.addRequest(seen);
		this.controlled.carried.add(request.headers);
		return seen;
	}

	private toRequest(incoming: IncomingMessage, { body, tooLarge }: ReceivedBody): SiteRequest {
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
			bodyTooLarge: tooLarge,
			origin: `${options.https ? 'https' : 'http'}://${incoming.headers.host ?? `${options.address}:${options.port}`}`,
		};
	}
}
