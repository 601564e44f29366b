import type { Fault } from '../emulator';

/** How a run gets over a fault that hits a write once or twice. */
type Passing =
	/** The write was certainly not done, or its answer can be read: every run ends without an error. */
	| 'always'
	/** It may have been done: a run ends without an error if its writes can be looked up or repeated. */
	| 'settled'
	/** It does not pass, or nobody can tell: only what is reported of each item has to be true. */
	| 'no';

export interface FaultKind {
	readonly name: string;
	readonly fault: Fault;
	readonly passing: Passing;
	/** A session that is refused again after it was renewed is an error by design. */
	readonly isOfSession?: true;
	/** The node's option Timeout in seconds, for a fault that is about time. */
	readonly timeout?: number;
	/** The fault does the work twice by itself: a start that has no key of its own is doubled whatever the caller does. */
	readonly doubles?: true;
	/** JSON that a web service may answer as well: nobody can tell that something is missing. */
	readonly isAnAnswer?: true;
}

const after = true;
const RESTART_MS = 700;
const SLOW_MS = 6_000;

/** What befalls a write on its way to the site, in the site and on the way back (contract 14). */
export const KINDS: readonly FaultKind[] = [
	// The connection.
	{ name: 'reset before the work', fault: { kind: 'resetBefore' }, passing: 'settled' },
	{ name: 'reset after the work', fault: { kind: 'resetAfter' }, passing: 'settled' },
	{ name: 'answer cut', fault: { kind: 'cutBody' }, passing: 'settled' },
	{ name: 'half of the answer as if it were all', fault: { kind: 'shortAnswer' }, passing: 'settled' },
	{ name: 'restart, request lost', fault: { kind: 'restart', ms: RESTART_MS }, passing: 'settled' },
	{
		name: 'restart, request answered',
		fault: { kind: 'restart', ms: RESTART_MS, after },
		passing: 'settled',
	},
	{ name: 'delivered twice', fault: { kind: 'duplicate' }, passing: 'settled', doubles: true },
	{ name: 'compressed answer', fault: { kind: 'compressed', encoding: 'br' }, passing: 'settled' },
	{ name: 'answer too late', fault: { kind: 'delay', ms: SLOW_MS }, passing: 'settled', timeout: 5 },

	// Pages of servers in front of the site.
	{ name: 'nginx 502', fault: { kind: 'outage', by: 'nginx', status: 502 }, passing: 'settled' },
	{
		name: 'nginx 502 after the work',
		fault: { kind: 'outage', by: 'nginx', status: 502, after },
		passing: 'settled',
	},
	{
		name: 'nginx 503, Retry-After 1',
		fault: { kind: 'outage', by: 'nginx', status: 503, retryAfter: '1' },
		passing: 'settled',
	},
	{
		name: 'nginx 504 after the work',
		fault: { kind: 'outage', by: 'nginx', status: 504, after },
		passing: 'settled',
	},
	{
		name: 'nginx 429, Retry-After 1',
		fault: { kind: 'outage', by: 'nginx', status: 429, retryAfter: '1' },
		passing: 'always',
	},
	{ name: 'nginx 413', fault: { kind: 'outage', by: 'nginx', status: 413 }, passing: 'no' },
	{ name: 'nginx 403', fault: { kind: 'outage', by: 'nginx', status: 403 }, passing: 'no' },
	{
		name: 'Apache 502 after the work',
		fault: { kind: 'outage', by: 'apache', status: 502, after },
		passing: 'settled',
	},
	{
		name: 'Apache 503, Retry-After "soon"',
		fault: { kind: 'outage', by: 'apache', status: 503, retryAfter: 'soon' },
		passing: 'settled',
	},
	{ name: 'HAProxy 408', fault: { kind: 'outage', by: 'haproxy', status: 408 }, passing: 'settled' },
	{ name: 'HAProxy 429', fault: { kind: 'outage', by: 'haproxy', status: 429 }, passing: 'always' },
	{ name: 'HAProxy 503', fault: { kind: 'outage', by: 'haproxy', status: 503 }, passing: 'settled' },
	{
		name: 'HAProxy 504 after the work',
		fault: { kind: 'outage', by: 'haproxy', status: 504, after },
		passing: 'settled',
	},
	{ name: 'Cloudflare 520', fault: { kind: 'outage', by: 'cloudflare', status: 520 }, passing: 'settled' },
	{
		name: 'Cloudflare 524 after the work',
		fault: { kind: 'outage', by: 'cloudflare', status: 524, after },
		passing: 'settled',
	},
	{ name: 'IIS 503', fault: { kind: 'outage', by: 'iis', status: 503 }, passing: 'settled' },
	{
		name: 'IIS 502 after the work',
		fault: { kind: 'outage', by: 'iis', status: 502, after },
		passing: 'settled',
	},
	{ name: 'IIS 500 after the work', fault: { kind: 'outage', by: 'iis', status: 500, after }, passing: 'no' },

	// The application.
	{ name: 'JSON 500', fault: { kind: 'jsonError' }, passing: 'no' },
	{ name: 'JSON 500 after the work', fault: { kind: 'jsonError', after }, passing: 'no' },
	{
		name: 'JSON 502 after the work',
		fault: { kind: 'jsonError', status: 502, message: 'Bad gateway', after },
		passing: 'settled',
	},
	{
		name: 'JSON 503 after the work',
		fault: { kind: 'jsonError', status: 503, message: 'Busy', after },
		passing: 'settled',
	},
	{ name: 'empty 500', fault: { kind: 'status', status: 500 }, passing: 'no' },
	{
		name: 'error handler 500 after the work',
		fault: { kind: 'globalHandler', status: 500, after },
		passing: 'no',
	},
	{ name: 'error handler 200', fault: { kind: 'globalHandler', status: 200 }, passing: 'no' },
	{
		name: 'error handler 200 after the work',
		fault: { kind: 'globalHandler', status: 200, after },
		passing: 'no',
	},
	{
		name: 'empty answer after the work',
		fault: { kind: 'emptyAnswer', body: '', after },
		passing: 'settled',
		isAnAnswer: true,
	},
	{
		name: '{} after the work',
		fault: { kind: 'emptyAnswer', body: '{}', after },
		passing: 'no',
		isAnAnswer: true,
	},
	{ name: 'null', fault: { kind: 'emptyAnswer', body: 'null' }, passing: 'no', isAnAnswer: true },
	{
		name: '[] after the work',
		fault: { kind: 'emptyAnswer', body: '[]', after },
		passing: 'no',
		isAnAnswer: true,
	},
	{ name: 'answers missing', fault: { kind: 'missingParts' }, passing: 'settled' },
	{ name: 'reloading', fault: { kind: 'collectionModified' }, passing: 'settled' },
	{ name: 'memory limit', fault: { kind: 'ramLimit' }, passing: 'no' },

	// The session.
	{ name: 'login page', fault: { kind: 'htmlLogin' }, passing: 'settled', isOfSession: true },
	{
		name: 'login page after the work',
		fault: { kind: 'htmlLogin', after },
		passing: 'settled',
		isOfSession: true,
	},
	{ name: '401', fault: { kind: 'status', status: 401 }, passing: 'always', isOfSession: true },
	{ name: 'CSRF refused', fault: { kind: 'csrf403' }, passing: 'always', isOfSession: true },
	{
		name: 'redirect to the login page',
		fault: { kind: 'redirectToLogin' },
		passing: 'always',
		isOfSession: true,
	},
];
