import { attempt } from '../basics/attempt';
import { LeastRecentlyUsed } from '../basics/lru';
import { SingleFlight } from '../basics/singleFlight';
import type { Send } from '../http/types';
import type { SignInHints } from './authorizer';
import type { ConnectionSettings, HostFamily } from './settings';

/** The host family of a site changes only by a migration. */
const known = new LeastRecentlyUsed<HostFamily>(256);

const probing = new SingleFlight<HostFamily>();

/** What a sign-in shows about the host (contract 1.1, 1.2); `undefined` when it shows nothing. */
function familyFromHints(hints: SignInHints | undefined): HostFamily | undefined {
	if (!hints) return undefined;
	if (/\/0\//.test(`${hints.redirectUrl}/`)) return 'framework';
	if (hints.cookieNames.some((name) => name === 'BPMLOADER' || name === 'CRT_LOADER')) return 'framework';
	if (hints.cookieNames.includes('CsrfToken')) return 'net';
	return undefined;
}

/** How to send requests to a site. */
interface Asked {
	readonly site: string;
	readonly settings: Pick<ConnectionSettings, 'hosting' | 'timeoutMs'>;
	readonly send: Send;
}

/**
 * Whether the workspace of the site is under `/0` (contract 0.3). The setting comes first, then what the sign-in
 * showed, then the two login pages, of which each host has one. Runs share this request, so a cancelled run does not end it.
 */
export async function hostFamily(asked: Asked, hints: SignInHints | undefined): Promise<HostFamily> {
	const { site, settings } = asked;
	if (settings.hosting !== 'auto') return settings.hosting;
	const found =
		known.get(site) ?? familyFromHints(hints) ?? (await probing.of(site, () => probeLoginPages(asked)));
	known.set(site, found);
	return found;
}

async function probeLoginPages({ site, settings: { timeoutMs }, send }: Asked): Promise<HostFamily> {
	const outcome = await attempt(
		send({ method: 'GET', url: `${site}/Login/Login.html`, headers: {}, timeoutMs }),
	);
	// Most sites are on .NET Framework, and .NET is documented to understand `/0` as well.
	return outcome.done && outcome.value.status === 200 ? 'net' : 'framework';
}
