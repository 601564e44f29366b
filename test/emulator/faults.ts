import type { Echo } from './echo';
import type { SiteRequest } from './http';
import { isOutage, type Outage } from './outages';

export interface FaultMatch {
	method?: string;
	/** Tested against the decoded path and query, e.g. `/0/odata/Contact?$top=1`. */
	path?: RegExp;
	/** Tested against the header `Content-Range`, else `Range`, e.g. `bytes 0-524287/1048576`. A request without both does not fit. */
	range?: RegExp;
	/** What else the request must be. Only for tests in the emulator's own process. */
	where?: (request: SiteRequest) => boolean;
	/** Which matching request is the first to suffer, counted from 1. */
	nth?: number;
	/** How many matching requests suffer; 1 when left out. */
	times?: number;
}

/** With `after`, the work is done first: the caller cannot know it. */
interface Timing {
	after?: boolean;
}

export type Fault =
	/** The socket is closed, nothing was done. */
	| { kind: 'resetBefore' }
	/** The work is done, then the socket is closed without an answer. */
	| { kind: 'resetAfter' }
	/** Any answer. */
	| ({ kind: 'status'; status: number; headers?: Record<string, string>; body?: string } & Timing)
	/** The HTML page of a server in front of the site (contract 14). `retryAfter`: a header, in seconds or a date. */
	| ({ kind: 'outage'; retryAfter?: string } & Outage & Timing)
	/** An error in JSON, in the application's words, e.g. when a handler behind the insert throws (contract 2.12). */
	| ({ kind: 'jsonError'; status?: number; message?: string } & Timing)
	/** `{"Code":-1,"Exception":…}` of the application's global error handler (contract 2.12). */
	| ({ kind: 'globalHandler'; status: 200 | 500; message?: string } & Timing)
	/** An answer that quotes the request. */
	| ({ kind: 'echo' } & Echo)
	/** 200 with nothing in it where an answer is due. */
	| ({ kind: 'emptyAnswer'; body: '' | '{}' | 'null' | '[]' } & Timing)
	/** 200 with HTML of the login page. */
	| ({ kind: 'htmlLogin' } & Timing)
	/** The work is done; the answer of a batch lacks its second half. Other answers come whole. */
	| { kind: 'missingParts' }
	/** The site restarts: the request is lost, or with `after` answered, and for `ms` nobody can connect. */
	| ({ kind: 'restart'; ms: number } & Timing)
	/** The work is done and half of the body is sent, or the first bytes `at` of it. `isChunked`: without a length. */
	| { kind: 'cutBody'; at?: number; isChunked?: boolean }
	/** The work is done; half of the body comes as a complete answer, as behind nginx (contract 14). */
	| { kind: 'shortAnswer'; isChunked?: boolean }
	/** The request is delivered twice, and the second answer is sent: a proxy has sent it again. */
	| { kind: 'duplicate' }
	/** The answer is compressed, whatever the caller accepts. */
	| { kind: 'compressed'; encoding: 'gzip' | 'deflate' | 'br' }
	/** The matching request before this one is answered again. */
	| { kind: 'repeatedPage' }
	| { kind: 'delay'; ms: number }
	/** Something happens on the site just before it answers. Only for tests in the emulator's own process. */
	| { kind: 'meanwhile'; happens: () => void }
	/** 200 `success:false` while the site reloads its routes (contract 2.2). */
	| { kind: 'collectionModified' }
	/** 500 of the memory limit (contract 2.12). */
	| { kind: 'ramLimit' }
	| { kind: 'csrf403' }
	| { kind: 'redirectToLogin' }
	| { kind: 'redirect'; location: string; status?: number };

/** What another process may ask for: everything but `meanwhile`. */
const KINDS: Readonly<Record<Exclude<Fault['kind'], 'meanwhile'>, true>> = {
	resetBefore: true,
	resetAfter: true,
	status: true,
	outage: true,
	jsonError: true,
	globalHandler: true,
	echo: true,
	emptyAnswer: true,
	htmlLogin: true,
	missingParts: true,
	restart: true,
	cutBody: true,
	shortAnswer: true,
	duplicate: true,
	compressed: true,
	repeatedPage: true,
	delay: true,
	collectionModified: true,
	ramLimit: true,
	csrf403: true,
	redirectToLogin: true,
	redirect: true,
};

/** Whether JSON is a fault. Members beside the kind are checked where a wrong one would break the emulator. */
export function isFault(value: unknown): value is Fault {
	if (typeof value !== 'object' || value === null) return false;
	const { kind, by, status } = value as Record<string, unknown>;
	if (typeof kind !== 'string' || !Object.hasOwn(KINDS, kind)) return false;
	return kind !== 'outage' || isOutage(by, status);
}

export interface FaultRule {
	match: FaultMatch;
	fault: Fault;
}

/** A fault that a request suffers. */
export interface Due {
	fault: Fault;
	/** What is answered instead of the request, with `repeatedPage`. */
	previous?: SiteRequest;
}

interface ActiveRule extends FaultRule {
	seen: number;
	previous?: SiteRequest;
}

/** Rules that make chosen requests fail. The first rule that fits wins. */
export class FaultRules {
	private rules: ActiveRule[] = [];

	add(rule: FaultRule): void {
		this.rules.push({ ...rule, seen: 0 });
	}

	clear(): void {
		this.rules = [];
	}

	/** Counts the request against every rule and gives the fault that is due, if any. */
	take(method: string, path: string, request: SiteRequest): Due | undefined {
		let due: Due | undefined;
		for (const rule of this.rules) {
			const { match, fault } = rule;
			if (match.method !== undefined && match.method !== method) continue;
			if (match.path !== undefined && path.search(match.path) < 0) continue;
			if (match.range !== undefined && !hasRange(request, match.range)) continue;
			if (match.where !== undefined && !match.where(request)) continue;
			rule.seen += 1;
			const first = match.nth ?? 1;
			if (rule.seen >= first && rule.seen < first + (match.times ?? 1))
				due ??= { fault, previous: rule.previous };
			if (fault.kind === 'repeatedPage') rule.previous = request;
		}
		return due;
	}
}

function hasRange({ headers }: SiteRequest, range: RegExp): boolean {
	const sent = headers['content-range'] ?? headers.range;
	return sent !== undefined && sent.search(range) >= 0;
}
