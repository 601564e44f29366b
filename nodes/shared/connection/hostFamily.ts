import { attempt } from '../basics/attempt';
import { LeastRecentlyUsed } from '../basics/lru';
import { SingleFlight } from '../basics/singleFlight';
import type { HttpResponse } from '../http/types';
import type { Caller, SignInHints } from './authorizer';
import { isHtml } from './htmlPages';
import { withinOwnLimit } from './ownLimit';
import type { ConnectionSettings, HostFamily } from './settings';
import { textOf } from './answerBody';

/** Where the services of a site are. */
export interface SiteRoot {
	/** The site as typed, or its origin, where the path turned out to be that of a page. */
	readonly site: string;
	/** Whether the workspace is under `/0` (contract 0.3). */
	readonly family: HostFamily;
}

export interface FoundRoot extends SiteRoot {
	/** False as long as nothing has answered there: then another root may be the right one. */
	readonly isSure: boolean;
}

const HOUR_MS = 3_600_000;

/** Roots that answered a request. The family of a site changes only by a migration. */
const sure = new LeastRecentlyUsed<SiteRoot>(256, { ageMs: HOUR_MS });

/** What a login page showed. */
const guessed = new LeastRecentlyUsed<HostFamily>(256, { ageMs: HOUR_MS });

const guessing = new SingleFlight<HostFamily | undefined>();

/** A run that asks a site. */
export interface Asking extends Pick<Caller, 'send' | 'timeoutMs'> {
	readonly site: string;
	readonly settings: Pick<ConnectionSettings, 'hosting'>;
}

/**
 * Where to send the requests of a site. The setting comes first, then what the sign-in showed, then what answered before, then
 * the two login pages, of which each host has one. Runs share this request, so a cancelled run does not end it.
 */
export async function findRoot(asking: Asking, hints: SignInHints | undefined): Promise<FoundRoot> {
	const { hosting } = asking.settings;
	const family = hosting === 'auto' ? familyFromHints(hints) : hosting;
	if (hints && family) {
		const root = { site: hints.site, family };
		confirmRoot(asking, root);
		return { ...root, isSure: true };
	}
	const answered = sure.get(keyOf(asking));
	if (answered && (!hints || hints.site === answered.site)) return { ...answered, isSure: true };
	const site = hints?.site ?? asking.site;
	if (family) return { site, family, isSure: site === new URL(site).origin };
	// Most sites are on .NET Framework, and .NET is documented to understand `/0` as well.
	return { site, family: (await guessFamily(asking, site)) ?? 'framework', isSure: false };
}

/** Remembers that a root answered. */
export function confirmRoot(asking: Asking, { site, family }: SiteRoot): void {
	sure.set(keyOf(asking), { site, family });
}

/** The other roots that a site may have, likely ones first, for when nothing is at a root that is not sure. */
export function otherRoots({ site, settings: { hosting } }: Asking, tried: SiteRoot): SiteRoot[] {
	const other: HostFamily = tried.family === 'framework' ? 'net' : 'framework';
	const families = hosting === 'auto' ? [tried.family, other] : [tried.family];
	return [...new Set([tried.site, site, new URL(site).origin])]
		.flatMap((each) => families.map((family): SiteRoot => ({ site: each, family })))
		.filter((root) => root.site !== tried.site || root.family !== tried.family);
}

/** Whether the host has nothing at an address: the page of IIS, or the empty answer of Kestrel (contract 0.3, 2.12). */
export function isNothingThere(response: HttpResponse): boolean {
	const text = textOf(response);
	return response.status === 404 && (text.trim() === '' || isHtml(response, text));
}

/** Whether an answer, good or bad, comes from the application and not from what stands in front of it. */
export function isOfApplication(response: HttpResponse): boolean {
	const { status, headers } = response;
	if (status >= 500 || status === 401 || (status >= 300 && status < 400)) return false;
	return status === 204 || /json|xml/i.test(headers['content-type'] ?? '');
}

/** Whether an answer proves that the services are there: a gateway before them refuses in JSON as well. */
export function isSuccess({ status }: HttpResponse): boolean {
	return status >= 200 && status < 300;
}

function keyOf({ site, settings: { hosting } }: Asking): string {
	return `${site} ${hosting}`;
}

/** What a sign-in shows about the host (contract 1.1, 1.2); `undefined` when it shows nothing. */
function familyFromHints(hints: SignInHints | undefined): HostFamily | undefined {
	if (!hints) return undefined;
	if (/\/0\//.test(`${hints.redirectUrl}/`)) return 'framework';
	if (hints.cookieNames.some((name) => name === 'BPMLOADER' || name === 'CRT_LOADER')) return 'framework';
	if (hints.cookieNames.includes('CsrfToken')) return 'net';
	return undefined;
}

async function guessFamily(asking: Asking, site: string): Promise<HostFamily | undefined> {
	const known = guessed.get(site);
	if (known) return known;
	const url = `${site}/Login/Login.html`;
	const ask = async () => {
		const shown = await requestLoginPage(asking, url);
		if (shown) guessed.set(site, shown);
		return shown;
	};
	return await guessing.of(site, ask, (joined) => withinOwnLimit(joined, url, asking.timeoutMs));
}

/** `undefined` when the request failed: an outage, a firewall or a limit of requests says nothing about the host. */
async function requestLoginPage({ send, timeoutMs }: Asking, url: string): Promise<HostFamily | undefined> {
	const outcome = await attempt(send({ method: 'GET', url, headers: {}, timeoutMs }));
	if (!outcome.done) return undefined;
	const { status } = outcome.value;
	if (status === 200) return 'net';
	return (status >= 300 && status < 400) || status === 404 || status === 410 ? 'framework' : undefined;
}
