import type { AskedFor, ErrorDetails, ErrorKind, ErrorReason } from '../basics/errors';
import { LABELS } from '../basics/labels';
import { type Asked, hostOf, isWrite } from './asked';
import type { Cause } from './causes';
import { objectIn, odataVersionIn } from './odataAddress';
import { passes, reasonIn } from './serverWords';
import type { ODataVersion } from './settings';

/** The cure for a server that is not Creatio, or something in front of it that answers in its place. */
export const NOT_CREATIO = `Check the ${LABELS.siteAddress} of the credential; a proxy or another application may answer in its place.`;

export const ASK_FOR_RIGHTS = 'Ask an administrator for the rights to this object or operation.';

/** What to do on a site that does not have a version of OData (contract 3, 14). */
export const WITHOUT_VERSION: Readonly<Record<ODataVersion, string>> = {
	'4': `Choose OData 3 in the field ${LABELS.odataVersion} of the credential, or ask an administrator to switch on OData 4 with the setting Feature-UseODataV4.`,
	'3': `Choose OData 4 in the field ${LABELS.odataVersion} of the credential.`,
};

/** Which sites do not have a version of OData (contract 3, 14). */
const SITES_WITHOUT: Readonly<Record<ODataVersion, string>> = {
	'4': 'Sites below Creatio 7.15.3 have OData 4 switched off.',
	'3': 'Sites on .NET, whose addresses contain no "/0", have only OData 4.',
};

function otherVersion({ url }: Asked): string {
	const version = odataVersionIn(url);
	return `${SITES_WITHOUT[version]} ${WITHOUT_VERSION[version]}`;
}

/** The methods that requests have; MERGE is of OData 3 alone. */
function methodsOf({ url }: Asked): string {
	const merge = odataVersionIn(url) === '3' ? ' MERGE,' : '';
	return `GET, POST, PATCH,${merge} PUT and DELETE`;
}

const SHORTEN =
	'Return fewer columns, turn off the texts of lookups, or use shorter values in the conditions.';

/** What becomes of the site's own sentence: it is shown behind ours, which is the default, or instead of it, or not. */
type SiteWords = 'behind' | 'instead' | 'hidden';

interface Meaning {
	readonly kind: ErrorKind;
	readonly reason?: ErrorReason;
	says(host: string, status: number, asked: Asked): string;
	readonly siteWords?: SiteWords | ((asked: Asked) => SiteWords);
	readonly cure?: string | ((asked: Asked) => string);
	readonly asksFor?: AskedFor;
}

/** What each cause means to the caller and to the user (design section 7). */
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
		says: (host, status) =>
			`A web server or gateway in front of ${host} asks for its own sign-in (${status})`,
		cure: 'Ask its administrator to let requests of n8n pass without that sign-in. The credential signs in to Creatio only.',
	},
	noRight: {
		kind: 'forbidden',
		siteWords: 'instead',
		says: (host) => `${host} does not allow the user to do this`,
		cure: ASK_FOR_RIGHTS,
	},
	networkRefuses: {
		kind: 'forbidden',
		says: (host, status) => `A firewall or the web server of ${host} refuses the request (${status})`,
		cure: (asked) =>
			`Ask an administrator to allow requests from the address of n8n, with the methods ${methodsOf(asked)}. The rights of the user are not the reason.`,
	},
	noRecord: {
		kind: 'notFound',
		// OData 3 only says that the segment of the address was not found, for a record and for an object alike (contract 3).
		siteWords: ({ url }) => (odataVersionIn(url) === '3' ? 'hidden' : 'instead'),
		says: (host, _status, { url }) => `${host} does not have this record of ${objectIn(url) ?? 'the object'}`,
	},
	noObject: {
		kind: 'notFound',
		reason: 'noObject',
		siteWords: 'hidden',
		says: (host, _status, { url }) => `${host} does not have the object ${objectIn(url) ?? ''} in OData`,
		asksFor: 'object',
		cure: (asked) =>
			`A new object appears a minute or two after it is published. If no object works, a gateway has no route to the site, or the site does not have this version of OData. ${otherVersion(asked)}`,
	},
	noOData: {
		kind: 'notFound',
		reason: 'noObject',
		siteWords: 'hidden',
		says: (host, _status, { url }) => `${host} does not answer OData ${odataVersionIn(url)}`,
		cure: (asked) => `Check the ${LABELS.siteAddress} and Hosting of the credential. ${otherVersion(asked)}`,
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
		cure: (asked) =>
			`An administrator must allow ${methodsOf(asked)}; on IIS the WebDAV module takes some of them and must be removed.`,
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
		cure: 'Run again. If the error persists, an administrator can find the reason in the log of the site or of the gateway in front of it.',
	},
};

function lastPartOf(url: string): string {
	return new URL(url).pathname.split('/').slice(-2).join('/').slice(0, 200);
}

function sizeOf(bytes: number): string {
	return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** The sentence of a cause, which names the host. */
export function says(cause: Cause, status: number, asked: Asked): string {
	return MEANINGS[cause].says(hostOf(asked), status, asked);
}

/** What becomes of the sentence of the site where a request failed by a cause. */
export function siteWordsFor(cause: Cause, asked: Asked): SiteWords {
	const { siteWords = 'behind' } = MEANINGS[cause];
	return typeof siteWords === 'function' ? siteWords(asked) : siteWords;
}

/** What to do about a cause. */
export function remedyFor(cause: Cause, asked: Asked): string | undefined {
	const { cure } = MEANINGS[cause];
	return typeof cure === 'function' ? cure(asked) : cure;
}

/** What to do about what the site says. */
export function cureOf(sentence: string | undefined): string | undefined {
	if (sentence === undefined) return undefined;
	const reason = reasonIn(sentence);
	if (reason === 'outOfMemory') return 'Return fewer columns, or read fewer records at a time.';
	if (/Column by path \w{1,200}Id not found/i.test(sentence))
		return 'Name a lookup by its key, Account/Id instead of AccountId; in DataService it is Account.';
	if (/23503|foreign key|REFERENCE constraint/i.test(sentence)) {
		return 'A lookup holds an ID that does not exist in its object, or the record to delete is used by others.';
	}
	if (reason === 'duplicate')
		return 'A record with this ID, or with a value that must be unique, already exists.';
	return undefined;
}

/** What the status of an answer and the site's sentence in it say about the failure. */
export function detailsOf(status: number, sentence: string | undefined, asked: Asked): ErrorDetails {
	return {
		status,
		reason: reasonIn(sentence),
		cure: cureOf(sentence),
		perhapsDone: isWrite(asked),
		mayPass: passes(sentence) || undefined,
	};
}
