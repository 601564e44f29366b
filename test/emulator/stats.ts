import type { SiteRequest } from './http';

const MOST_REQUESTS = 20_000;
const MOST_BODY = 64 * 1024;

/** One request as the emulator saw it. */
export interface SeenRequest {
	server: 'site' | 'identity';
	method: string;
	/** Decoded path and query, easy to read and to match. */
	path: string;
	/** Path and query as they came over the wire. */
	url: string;
	/** Names as they were spelled, in order. */
	headers: Array<[string, string]>;
	/** A text, cut at 64 kB. Empty where the body is of a type that is not text, such as the bytes of a file. */
	body: string;
	/** Bytes of the whole body. */
	bodyLength: number;
	/** Missing when the socket was closed instead of an answer. */
	status?: number;
	/** Which fault rule took part. */
	fault?: string;
	session?: string;
	user?: string;
	/** TCP connections are numbered from 1, over both servers. */
	connection: number;
	time: Date;
}

export interface WrittenIds {
	/** In order; an Id that is here twice was created, removed and created again. */
	created: string[];
	updated: string[];
	deleted: string[];
}

/** What the emulator has seen since it started or since `reset`. */
export class Stats {
	/** The last 20,000 requests, oldest first. */
	requests: SeenRequest[] = [];
	connections = 0;
	/** Most requests that were on the way at the same time. */
	mostAtOnce = 0;
	private atOnce = 0;
	/** Sign-in attempts by user name as it was typed. */
	signIns: Record<string, { succeeded: number; failed: number }> = {};
	/** Requests to token endpoints by grant type. */
	tokenRequests: Record<string, { succeeded: number; failed: number }> = {};
	/** Committed writes by object. What a failed atomicity group rolled back is not here. */
	writes: Record<string, WrittenIds> = {};
	batches = 0;
	batchParts = 0;
	/** What processes called outside of the site. `status`: missing where nobody answered. */
	calls: Array<{ url: string; status?: number }> = [];
	/** Told of every committed write. */
	onWrite: (object: string, kind: keyof WrittenIds, id: string) => void = () => undefined;
	/** Processes that were started or queued, by code. Refused starts are not here. */
	processStarts: Record<string, number> = {};

	reset(): void {
		this.requests = [];
		this.connections = 0;
		this.mostAtOnce = 0;
		this.signIns = {};
		this.tokenRequests = {};
		this.writes = {};
		this.batches = 0;
		this.batchParts = 0;
		this.processStarts = {};
		this.calls = [];
	}

	get signInAttempts(): number {
		return Object.values(this.signIns).reduce((sum, one) => sum + one.succeeded + one.failed, 0);
	}

	begin(): void {
		this.atOnce += 1;
		this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
	}

	end(): void {
		this.atOnce -= 1;
	}

	addRequest(seen: SeenRequest): void {
		this.requests.push(seen);
		if (this.requests.length > MOST_REQUESTS + 1000) this.requests.splice(0, 1000);
	}

	addSignIn(user: string, succeeded: boolean): void {
		const entry = (this.signIns[user] ??= { succeeded: 0, failed: 0 });
		entry[succeeded ? 'succeeded' : 'failed'] += 1;
	}

	addTokenRequest(grant: string, succeeded: boolean): void {
		const entry = (this.tokenRequests[grant] ??= { succeeded: 0, failed: 0 });
		entry[succeeded ? 'succeeded' : 'failed'] += 1;
	}

	addWrite(object: string, kind: keyof WrittenIds, id: string): void {
		const entry = (this.writes[object] ??= { created: [], updated: [], deleted: [] });
		entry[kind].push(id);
		this.onWrite(object, kind, id);
	}

	addProcessStart(code: string): void {
		this.processStarts[code] = (this.processStarts[code] ?? 0) + 1;
	}

	/** Requests whose method and decoded path match; handy in assertions. */
	find(method: string, path: RegExp): SeenRequest[] {
		return this.requests.filter((seen) => seen.method === method && seen.path.search(path) >= 0);
	}
}

export function loggedBody({ body, headers }: Pick<SiteRequest, 'body' | 'headers'>): string {
	return BYTES.test(headers['content-type'] ?? '') ? '' : body.subarray(0, MOST_BODY).toString('utf8');
}

/** Types of bodies that say nothing as a text. */
const BYTES = /^(application\/(octet-stream|pdf|zip|gzip)|image\/|audio\/|video\/)/i;
