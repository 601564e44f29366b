import type { Asked } from './asked';
import { type BrokenLimit, brokenLimit } from './hostLimits';
import { isRecordAddress, objectIn } from './odataAddress';
import type { Service } from './serviceCall';

/** A failing answer, as far as its cause depends on it. */
export interface Failing {
	readonly status: number;
	readonly isHtml: boolean;
	/** Words that are neither JSON nor a page: those of a gateway, or of a custom service. */
	readonly isPlainText: boolean;
	/** Web API has no controller for the address (contract 2.12). */
	readonly isRoutingFailure: boolean;
	/** The sentence of the site is a refusal by the database or the entity layer. */
	readonly isRefusal: boolean;
	/** The body names the exception of .NET for a missing right. */
	readonly isForbidden: boolean;
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
	| BrokenLimit
	| 'headersTooLong'
	| 'refused'
	| 'failed';

/**
 * The cause of a failing answer: the status decides first, then the form, then the words (contract 2.12, 14). What a host
 * refuses because of the address looks like a missing page, so the address is measured.
 */
export function causeOf(failing: Failing, asked: Asked): Cause {
	const { status } = failing;
	if (isUnavailable(status)) return 'unavailable';
	// OData and DataService never answer a refusal as plain text; a gateway without a route to the site does.
	const isHtml = failing.isHtml || (failing.isPlainText && isOfPlatform(asked.service));
	switch (status) {
		case 401:
			return failing.asksForOtherSignIn ? 'otherSignIn' : 'signedOut';
		case 403:
			return isHtml ? 'networkRefuses' : 'noRight';
		case 404:
		case 410:
			if (isHtml) return brokenLimit(asked) ?? missing(asked, true);
			// A service that says what it lacks is there.
			if (asked.service !== 'odata' && failing.isExplained && !failing.isRoutingFailure)
				return 'missingByService';
			return missing(asked, failing.isRoutingFailure);
		// The only condition that requests carry is that their record exists.
		case 412:
			return asked.service === 'odata' ? 'noRecord' : 'refused';
		case 405:
			return 'verbRefused';
		case 501:
			// OData 3 so refuses a query that the site cannot carry out, and says which part (contract 3).
			return asked.service === 'odata' && !isHtml && failing.isExplained ? 'refused' : 'verbRefused';
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
			return (isHtml ? brokenLimit(asked) : undefined) ?? 'refused';
		default:
			// The application explains its own refusals in JSON.
			if (failing.isHtml && status < 500) return 'networkRefuses';
			if (failing.isForbidden) return 'noRight';
			return status < 500 || failing.isRefusal ? 'refused' : 'failed';
	}
}

/** A request that took too long for the site, and reads and connections that took too long for a proxy. */
const TIMED_OUT: ReadonlySet<number> = new Set([408, 598, 599]);

/** The site or a gateway in front of it: time-outs, 502 to 504, and the statuses of Cloudflare and other networks (contract 14). */
function isUnavailable(status: number): boolean {
	return TIMED_OUT.has(status) || (status >= 502 && status <= 504) || (status >= 520 && status <= 530);
}

/** Services whose answers are always JSON. */
export function isOfPlatform(service: Service): boolean {
	return service === 'odata' || service === 'dataService';
}

/** Whether the challenge of a 401 is that of a web server or a gateway; Creatio has none of these (contract 1.1, 1.5). */
export function asksForOtherSignIn(challenge: string | undefined): boolean {
	return /^\s*(?:basic|digest|ntlm|negotiate|kerberos)\b/i.test(challenge ?? '');
}

/** A record is missing when the answer to its own address is not a page and not the routing's (contract 2.12). */
function missing(asked: Asked, isNotServed: boolean): Cause {
	if (asked.service !== 'odata') return 'noService';
	const object = objectIn(asked.url);
	if (object === undefined) return 'noOData';
	return isNotServed || !isRecordAddress(asked.url) ? 'noObject' : 'noRecord';
}
