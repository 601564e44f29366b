import type { ErrorKind, ErrorReason } from '../basics/errors';
import { LABELS } from '../basics/labels';
import type { Repeat, Service } from './serviceCall';

/** The request that an answer belongs to, as far as the meaning of the answer depends on it. */
export interface Asked {
	/** Absolute, as it was sent; of a part of a batch the address that it would have by itself. */
	readonly url: string;
	readonly service: Service;
	readonly repeat: Repeat;
	/** A part of a batch passes no limit of a host for addresses (contract 2.14). */
	readonly isPart?: boolean;
	/** The length of the body. */
	readonly bytes?: number;
}

/** A failing answer, as far as its cause depends on it. */
export interface Failing {
	readonly status: number;
	readonly isHtml: boolean;
	/** Web API has no controller for the address (contract 2.12). */
	readonly isRoutingFailure: boolean;
	/** The sentence of the site is a refusal by the database or the entity layer. */
	readonly isRefusal: boolean;
	/** The site says why. */
	readonly isExplained: boolean;
	/** A gateway or the web server asks for its own sign-in (contract 14). */
	readonly asksForOtherSignIn: boolean;
}

/** Why a request failed, as the answer of a server shows it. */
export type Cause =
	| 'unavailable'
	| 'throttled'
	| 'signedOut'
	| 'otherSignIn'
	| 'noRight'
	| 'networkRefuses'
	| 'noRecord'
	| 'noObject'
	| 'noOData'
	| 'noService'
	| 'missingByService'
	| 'verbRefused'
	| 'tooLarge'
	| 'addressTooLong'
	| 'deniedSequence'
	| 'headersTooLong'
	| 'refused'
	| 'failed';

/**
 * The cause of a failing answer: the status decides first, then the form, then the words (contract 2.12, 14). What a host
 * refuses because of the address looks like a missing page, so the address is measured.
 */
export function causeOf(failing: Failing, asked: Asked): Cause {
	const { status, isHtml } = failing;
	if (isUnavailable(status)) return 'unavailable';
	switch (status) {
		case 401:
			return failing.asksForOtherSignIn ? 'otherSignIn' : 'signedOut';
		case 403:
			return isHtml ? 'networkRefuses' : 'noRight';
		case 404:
		case 410:
			if (isHtml) return refusedAddress(asked) ?? missing(asked, true);
			// A service that says what it lacks is there.
			if (asked.service !== 'odata' && failing.isExplained && !failing.isRoutingFailure)
				return 'missingByService';
			return missing(asked, failing.isRoutingFailure);
		// The only condition that requests carry is that their record exists.
		case 412:
			return asked.service === 'odata' ? 'noRecord' : 'refused';
		case 405:
		case 501:
			return 'verbRefused';
		case 407:
			return 'otherSignIn';
		case 413:
			return 'tooLarge';
		case 414:
			return 'addressTooLong';
		case 429:
			return 'throttled';
		case 431:
			return 'headersTooLong';
		case 400:
			return (isHtml ? refusedAddress(asked) : undefined) ?? 'refused';
		default:
			return status < 500 || failing.isRefusal ? 'refused' : 'failed';
	}
}

/** The site or a gateway before it: 408, 502 to 504, and the statuses of Cloudflare (contract 14). */
function isUnavailable(status: number): boolean {
	return (
		status === 408 || (status >= 502 && status <= 504) || (status >= 520 && status <= 527) || status === 530
	);
}

/** Whether the challenge of a 401 is that of a web server or a gateway; Creatio has none of these (contract 1.1, 1.5). */
export function asksForOtherSignIn(challenge: string | undefined): boolean {
	return /^\s*(?:basic|digest|ntlm|negotiate|kerberos)\b/i.test(challenge ?? '');
}

/** Limits of IIS and ASP.NET with default settings, in bytes as they are sent (contract 10.1). */
export const HOST_LIMITS = { query: 2_048, path: 260, body: 30_000_000 } as const;

/** Sequences that IIS refuses in a query string from Creatio 8.2.1 on, raw or decoded (contract 10.1). */
const DENIED = /\.\.[/\\]|\.\.%2f|\.\.%5c|2e%2e[/\\]|2e%2e%2f|2e%2e%5c|%255c/i;

/** The query string of a path as it is sent: an address encodes more characters than its parts, such as quotation marks. */
export function queryAsSent(path: string): string {
	return new URL(path, 'https://site/').search.slice(1);
}

/** Whether IIS may refuse the query string for what it holds (contract 10.1). */
export function hasDeniedSequence(query: string): boolean {
	return (
		DENIED.test(query) ||
		DENIED.test(query.replace(/%2e/gi, '.').replace(/%2f/gi, '/').replace(/%5c/gi, '\\'))
	);
}

/** IIS answers 404 or 400 in HTML for an address or a body beyond its limits, and does not say so (contract 10.1). */
function refusedAddress({ url, isPart, bytes = 0 }: Asked): Cause | undefined {
	if (isPart) return undefined;
	if (bytes > HOST_LIMITS.body) return 'tooLarge';
	const { pathname, search } = new URL(url);
	if (search.length - 1 > HOST_LIMITS.query || pathname.length > HOST_LIMITS.path) return 'addressTooLong';
	return hasDeniedSequence(search) ? 'deniedSequence' : undefined;
}

/** A record is missing when the answer to its own address is not a page and not the routing's (contract 2.12). */
function missing(asked: Asked, isNotServed: boolean): Cause {
	if (asked.service !== 'odata') return 'noService';
	const object = objectIn(asked.url);
	if (object === undefined) return 'noOData';
	return isNotServed || !isRecordAddress(asked.url) ? 'noObject' : 'noRecord';
}

/** The object that an address of OData asks for; `undefined` for `$metadata`, `$batch` and the root. */
export function objectIn(url: string): string | undefined {
	return /\/odata\/([A-Za-z_]\w{0,200})/i.exec(url)?.[1];
}

function isRecordAddress(url: string): boolean {
	return /\/odata\/\w{1,200}\(/i.test(url);
}

/** The cure for a server that is not Creatio, or something before it that answers in its place. */
export const NOT_CREATIO = `Check the ${LABELS.siteAddress} of the credential; a proxy or another application may answer in its place.`;

const SHORTEN =
	'Return fewer columns, turn off the texts of lookups, or use shorter values in the conditions.';

interface Meaning {
	readonly kind: ErrorKind;
	readonly reason?: ErrorReason;
	says(host: string, status: number, asked: Asked): string;
	/** What becomes of the site's own sentence: it is shown behind ours, which is the default, or instead of it, or not. */
	readonly siteWords?: 'instead' | 'hidden';
	readonly cure?: string;
}

/** What each cause means to the caller and to the user. */
export const MEANINGS: Readonly<Record<Cause, Meaning>> = {
	unavailable: {
		kind: 'unavailable',
		says: (host, status) => `${host} is not available now (${status})`,
		cure: 'Run again in a few minutes. If it persists, ask an administrator whether the site is running.',
	},
	throttled: {
		kind: 'throttled',
		says: (host) => `${host} refuses more requests at the moment (429)`,
		cure: 'Wait, or lower the number of requests.',
	},
	signedOut: { kind: 'session', says: (host) => `${host} refused the session` },
	otherSignIn: {
		kind: 'forbidden',
		says: (host, status) => `A web server or gateway before ${host} asks for its own sign-in (${status})`,
		cure: 'Ask its administrator to let requests of n8n pass without that sign-in. The credential signs in to Creatio only.',
	},
	noRight: {
		kind: 'forbidden',
		siteWords: 'instead',
		says: (host) => `${host} does not allow this to the user`,
		cure: 'Ask an administrator for the rights to this object or operation.',
	},
	networkRefuses: {
		kind: 'forbidden',
		says: (host) => `A firewall or the web server of ${host} refuses the request (403)`,
		cure: 'Ask an administrator to allow requests from the address of n8n, with the methods GET, POST, PATCH, PUT and DELETE. The rights of the user do not matter here.',
	},
	noRecord: {
		kind: 'notFound',
		siteWords: 'instead',
		says: (host, _status, { url }) => `${host} does not have this record of ${objectIn(url) ?? 'the object'}`,
	},
	noObject: {
		kind: 'notFound',
		reason: 'noObject',
		siteWords: 'hidden',
		says: (host, _status, { url }) => `${host} does not have the object ${objectIn(url) ?? ''} in OData`,
		cure: 'Choose the object from the list. A new object appears a minute or two after it is published. If no object works, OData 4 is switched off on the site: it is on by default since 7.15.3 and needs the setting Feature-UseODataV4 before.',
	},
	noOData: {
		kind: 'notFound',
		reason: 'noObject',
		siteWords: 'hidden',
		says: (host) => `${host} does not answer OData 4`,
		cure: `Check the ${LABELS.siteAddress} and Hosting of the credential. OData 4 is on by default since Creatio 7.15.3; before, an administrator switches it on by the setting Feature-UseODataV4.`,
	},
	noService: {
		kind: 'notFound',
		reason: 'unexplained',
		siteWords: 'hidden',
		says: (host, _status, { url }) => `${host} does not have the service ${lastPartOf(url)}`,
		cure: `Check the ${LABELS.siteAddress} and Hosting of the credential. Older versions of Creatio do not have every service.`,
	},
	missingByService: {
		kind: 'notFound',
		siteWords: 'instead',
		says: (host, status) => `${host} answered with status ${status}`,
	},
	verbRefused: {
		kind: 'invalid',
		reason: 'verbRefused',
		says: (host, status) => `The web server of ${host} refuses the HTTP method (${status})`,
		cure: 'An administrator must allow GET, POST, PATCH, PUT and DELETE; on IIS the WebDAV module takes some of them and must be removed.',
	},
	tooLarge: {
		kind: 'tooLarge',
		says: (host, _status, { bytes }) =>
			`The request is too large for ${host}${bytes === undefined ? '' : `: ${sizeOf(bytes)}`}`,
		cure: 'Write fewer records at a time (Batch Size) or shorter values, or ask an administrator to raise the limit of the web server or gateway.',
	},
	addressTooLong: {
		kind: 'invalid',
		reason: 'addressTooLong',
		siteWords: 'hidden',
		says: (host, _status, { url }) =>
			`The address of the request has ${url.length} characters, which is more than ${host} accepts`,
		cure: SHORTEN,
	},
	deniedSequence: {
		kind: 'invalid',
		reason: 'deniedSequence',
		siteWords: 'hidden',
		says: (host) => `The web server of ${host} refuses an address with "../" or "..\\" in a value`,
		cure: 'Use a condition without these characters, or the node "Creatio DataService", which sends values in the body.',
	},
	headersTooLong: {
		kind: 'invalid',
		reason: 'headersTooLong',
		says: (host) => `The headers of the request are larger than ${host} accepts`,
		cure: 'An administrator must raise the limit of the web server or gateway, or make the site set fewer cookies.',
	},
	refused: {
		kind: 'invalid',
		siteWords: 'instead',
		says: (host, status) => `${host} answered with status ${status}`,
	},
	failed: {
		kind: 'server',
		siteWords: 'instead',
		says: (host, status) => `${host} answered with status ${status}`,
	},
};

function lastPartOf(url: string): string {
	return new URL(url).pathname.split('/').slice(-2).join('/').slice(0, 200);
}

function sizeOf(bytes: number): string {
	return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
