import { attempt } from '../basics/attempt';
import { LeastRecentlyUsed } from '../basics/lru';
import type { Send } from '../http/types';
import type { SignInHints } from './authorizer';
import type { HostFamily, Hosting } from './settings';

/** The host family of a site changes only by a migration. */
const known = new LeastRecentlyUsed<HostFamily>(256);

/** What a sign-in shows about the host (contract 1.1, 1.2); `undefined` when it shows nothing. */
export function familyFromHints(hints: SignInHints | undefined): HostFamily | undefined {
	if (!hints) return undefined;
	if (/\/0\//.test(`${hints.redirectUrl}/`)) return 'framework';
	if (hints.cookieNames.some((name) => name === 'BPMLOADER' || name === 'CRT_LOADER')) return 'framework';
	if (hints.cookieNames.includes('CsrfToken')) return 'net';
	return undefined;
}

/**
 * Whether the workspace of the site is under `/0` (contract 0.3). The setting comes first, then what the sign-in
 * showed, then the two login pages, of which each host has one.
 */
export async function hostFamily(
	site: string,
	hosting: Hosting,
	hints: SignInHints | undefined,
	probe: Send,
	timeoutMs: number,
	signal?: AbortSignal,
): Promise<HostFamily> {
	if (hosting !== 'auto') return hosting;
	const found =
		known.get(site) ?? familyFromHints(hints) ?? (await probeLoginPages(site, probe, timeoutMs, signal));
	known.set(site, found);
	return found;
}

async function probeLoginPages(
	site: string,
	send: Send,
	timeoutMs: number,
	signal?: AbortSignal,
): Promise<HostFamily> {
	const outcome = await attempt(
		send({ method: 'GET', url: `${site}/Login/Login.html`, headers: {}, timeoutMs, signal }),
	);
	// Most sites are on .NET Framework, and .NET is documented to understand `/0` as well.
	return outcome.done && outcome.value.status === 200 ? 'net' : 'framework';
}
