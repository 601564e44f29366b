import { inputError } from '../basics/errors';
import { secretKey } from '../basics/fingerprint';
import { keyText } from '../basics/keyText';
import { LABELS } from '../basics/labels';
import { LeastRecentlyUsed } from '../basics/lru';
import { orCancelled, refuseIfCancelled, wait } from '../basics/wait';
import type { HttpResponse, Send } from '../http/types';
import { isWrite } from './asked';
import { type Authorizer, type Caller, NOBODY } from './authorizer';
import { callOnce } from './call';
import { CookieSession } from './cookieSession';
import { isOfApplication, isSuccess, type SiteRoot } from './hostFamily';
import { odataVersionOf } from './odataAddress';
import { readOnlyError } from './readOnly';
import { RefusalMemory } from './refusalMemory';
import { withRetries } from './retry';
import type { Connection, Meter } from './serviceCall';
import { leastBusy } from './sessionPool';
import type { ConnectionSettings, HostFamily, SignIn } from './settings';
import { identityTokenUrl, siteFromAddress } from './siteAddress';
import { ClientCredentials, givenToken } from './tokens';

/** Sessions and tokens live longer than a run: one sign-in for a site and user in a process (design section 4). */
const sessions = new LeastRecentlyUsed<CookieSession>(256);

/** Those of a user, shared by all sessions. */
const refusals = new LeastRecentlyUsed<RefusalMemory>(256);

const clients = new LeastRecentlyUsed<ClientCredentials>(256);

/** Creates a connection to a site; nothing is sent before the first call. Rejects with kind `input` for unusable settings. */
export function openConnection(settings: ConnectionSettings, send: Send): Connection {
	const site = siteFromAddress(settings.baseUrl);
	const meter: Meter = { requests: 0, signIns: 0, retries: 0, batches: 0, parts: 0, rows: 0 };
	const { timeoutMs, unattended = false } = settings;
	let hasAnswered = false;
	const { origin } = new URL(site);
	const noting: Send = async (request) => {
		const response = await send(request);
		hasAnswered ||= new URL(request.url).origin === origin;
		return response;
	};
	const caller = { send: noting, meter, timeoutMs, unattended };
	const authorizers = leastBusy(authorizersFor(site, settings, caller));
	let siteTime: Date | undefined;
	let hostFamily: HostFamily | undefined;
	const noteAnswer = (response: HttpResponse, { family }: SiteRoot) => {
		if (isOfApplication(response) && isSuccess(response)) hostFamily = family;
		const time = new Date(response.headers.date ?? '');
		if (!Number.isNaN(time.getTime())) siteTime = time;
	};
	const notes = new Set<string>();
	const odataVersion = odataVersionOf(settings);
	const identity = identityOf(site, settings);
	const limits = [timeoutMs, settings.retries, settings.largestAnswer].join();
	const endedBy = (signal: AbortSignal | undefined): Connection => {
		const context = { ...caller, site, identity, settings, notes, noteAnswer, signal };
		const pause = (ms: number) => wait(ms, signal);
		return {
			site,
			identity,
			limits,
			odataVersion,
			meter,
			notes,
			hostFamily: () => hostFamily,
			siteTime: () => siteTime,
			refuseIfReadOnly: () => {
				if (settings.readOnly === true) throw readOnlyError();
			},
			call: async ({ anonymous, ...request }) => {
				if (settings.readOnly === true && isWrite(request)) throw readOnlyError();
				return await withRetries(
					{
						repeat: request.repeat,
						retries: settings.retries,
						// A site that has not answered yet, not even a sign-in, is more likely to have a wrong address than to restart.
						isKnown: () => hasAnswered,
						onRetry: () => meter.retries++,
						wait: pause,
					},
					() =>
						anonymous
							? callOnce({ ...context, authorizer: NOBODY }, request)
							: authorizers((authorizer) => callOnce({ ...context, authorizer }, request)),
				);
			},
			refuseIfCancelled: () => refuseIfCancelled(signal),
			wait: pause,
			orCancelled: (work) => orCancelled(work, signal),
			outliving: () => endedBy(undefined),
		};
	};
	return endedBy(settings.signal);
}

/**
 * Differs between all who may see different things: another password, or a certificate that is accepted without a check, is
 * another identity, so that nothing that one of them was shown serves the other.
 */
function identityOf(site: string, settings: ConnectionSettings): string {
	const { signIn, allowUnauthorizedCerts, hosting } = settings;
	const odataVersion = odataVersionOf(settings);
	return secretKey(site, hosting, odataVersion, allowUnauthorizedCerts, signIn.kind, ...userOf(signIn));
}

function userOf(signIn: SignIn): readonly unknown[] {
	switch (signIn.kind) {
		case 'password':
			return [signIn.username, signIn.password];
		case 'clientCredentials':
			return [signIn.clientId, signIn.clientSecret, signIn.tokenUrl, signIn.scope];
		case 'accessToken':
			return [signIn.owner];
	}
}

/** One for each session that parallel requests are spread over; with tokens, every request has its own session anyway. */
function authorizersFor(
	site: string,
	settings: ConnectionSettings,
	caller: Caller,
): readonly [Authorizer, ...Authorizer[]] {
	const { signIn, allowUnauthorizedCerts } = settings;
	switch (signIn.kind) {
		case 'password': {
			if (signIn.username === '')
				throw inputError(`The field ${LABELS.userName} of the credential is empty`, 'Fill it in.');
			const user = [site, signIn.username, signIn.password, allowUnauthorizedCerts];
			const refused = refusals.of(secretKey(...user), () => new RefusalMemory(true));
			const session = (index: number) => {
				const make = () => new CookieSession(site, signIn, refused);
				return sessions.of(secretKey(...user, index), make).for(caller);
			};
			const others = Array.from({ length: (settings.sessions ?? 1) - 1 }, (_, index) => session(index + 1));
			return [session(0), ...others];
		}
		case 'clientCredentials': {
			const tokenUrl = keyText(signIn.tokenUrl) || identityTokenUrl(site);
			if (!URL.canParse(tokenUrl)) {
				throw inputError(
					`The field ${LABELS.tokenAddress} is not a valid address`,
					'Write it like https://mysite-is.creatio.com/connect/token.',
				);
			}
			const { clientId, clientSecret, scope } = signIn;
			const key = secretKey(tokenUrl, clientId, clientSecret, scope, allowUnauthorizedCerts);
			return [clients.of(key, () => new ClientCredentials(tokenUrl, signIn)).for(caller)];
		}
		case 'accessToken':
			return [givenToken(signIn)];
	}
}
