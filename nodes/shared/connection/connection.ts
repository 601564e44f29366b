import { type CreatioError, inputError } from '../basics/errors';
import { secretKey } from '../basics/fingerprint';
import { LABELS } from '../basics/labels';
import { LeastRecentlyUsed } from '../basics/lru';
import { orCancelled, refuseIfCancelled, wait } from '../basics/wait';
import { createSend } from '../http/send';
import type { HttpResponse, Send } from '../http/types';
import { type Authorizer, NOBODY, type Pass } from './authorizer';
import { type Caller, CookieSession } from './cookieSession';
import { hostFamily } from './hostFamily';
import { withRetries } from './retry';
import type { Connection, Meter, Service, ServiceAnswer, ServiceRequest } from './serviceCall';
import { leastBusy } from './sessionPool';
import type { ConnectionSettings, HostFamily } from './settings';
import { identityTokenUrl, serviceAddress, siteFromAddress } from './siteAddress';
import { ClientCredentials, givenToken } from './tokens';
import { judge } from './verdict';

/** Sessions and tokens live longer than a run: one sign-in for a site and user in a process (design section 4). */
const sessions = new LeastRecentlyUsed<CookieSession>(256);

const clients = new LeastRecentlyUsed<ClientCredentials>(256);

/** Roots of the services behind the workspace prefix (contract 0.3). */
const ROOTS: Record<Service, string> = {
	odata: '/odata/',
	dataService: '/DataService/json/SyncReply/',
	rest: '/rest/',
	portalRest: '/ssp/rest/',
	serviceModel: '/ServiceModel/',
};

/** Creates a connection to a site; nothing is sent before the first call. Rejects with kind `input` for unusable settings. */
export function openConnection(settings: ConnectionSettings, send: Send = createSend(settings)): Connection {
	const site = siteFromAddress(settings.baseUrl);
	const meter: Meter = { requests: 0, signIns: 0, retries: 0, batches: 0, parts: 0, rows: 0 };
	const unattended = settings.unattended ?? false;
	const authorizers = leastBusy(authorizersFor(site, settings, { send, meter, unattended }));
	let siteTime: Date | undefined;
	let hasAnswered = false;
	const noteAnswer = (response: HttpResponse) => {
		hasAnswered = true;
		const time = new Date(response.headers.date ?? '');
		if (!Number.isNaN(time.getTime())) siteTime = time;
	};
	const notes = new Set<string>();
	const identity = identityOf(site, settings);
	const endedBy = (signal: AbortSignal | undefined): Connection => {
		const context = { site, settings, send, meter, noteAnswer, signal };
		const pause = (ms: number) => wait(ms, signal);
		return {
			site,
			identity,
			meter,
			notes,
			siteTime: () => siteTime,
			call: ({ anonymous, ...request }) =>
				withRetries(
					{
						repeat: request.repeat,
						retries: settings.retries,
						// A site that has not answered yet is more likely to have a wrong address than to restart.
						isKnown: () => hasAnswered,
						onRetry: () => meter.retries++,
						wait: pause,
					},
					() =>
						anonymous
							? callOnce({ ...context, authorizer: NOBODY }, request)
							: authorizers((authorizer) => callOnce({ ...context, authorizer }, request)),
				),
			refuseIfCancelled: () => refuseIfCancelled(signal),
			wait: pause,
			orCancelled: (work) => orCancelled(work, signal),
			outliving: () => endedBy(undefined),
		};
	};
	return endedBy(settings.signal);
}

function identityOf(site: string, { signIn }: ConnectionSettings): string {
	const user = { password: 'username', clientCredentials: 'clientId', accessToken: 'owner' }[signIn.kind];
	return secretKey(site, signIn.kind, (signIn as unknown as Record<string, unknown>)[user]);
}

/** One for each session that parallel requests are spread over; with tokens, every request has its own session anyway. */
function authorizersFor(
	site: string,
	settings: ConnectionSettings,
	caller: Caller,
): readonly [Authorizer, ...Authorizer[]] {
	const { signIn, timeoutMs, allowUnauthorizedCerts } = settings;
	switch (signIn.kind) {
		case 'password': {
			if (signIn.username === '')
				throw inputError(`The field ${LABELS.userName} of the credential is empty`, 'Fill it in.');
			const session = (index: number) => {
				const key = secretKey(site, signIn.username, signIn.password, allowUnauthorizedCerts, index);
				return sessions.of(key, () => new CookieSession({ site, signIn, timeoutMs })).for(caller);
			};
			const others = Array.from({ length: (settings.sessions ?? 1) - 1 }, (_, index) => session(index + 1));
			return [session(0), ...others];
		}
		case 'clientCredentials': {
			const tokenUrl = signIn.tokenUrl.trim() || identityTokenUrl(site);
			if (!URL.canParse(tokenUrl)) {
				throw inputError(
					`The field ${LABELS.tokenAddress} is not a valid address`,
					'Write it like https://mysite-is.creatio.com/connect/token.',
				);
			}
			const key = secretKey(tokenUrl, signIn.clientId, signIn.clientSecret, signIn.scope);
			return [clients.of(key, () => new ClientCredentials(tokenUrl, signIn, timeoutMs)).for(caller)];
		}
		case 'accessToken':
			return [givenToken(signIn)];
	}
}

interface CallContext {
	readonly site: string;
	readonly settings: ConnectionSettings;
	readonly send: Send;
	readonly meter: Meter;
	readonly noteAnswer: (response: HttpResponse) => void;
	readonly authorizer: Authorizer;
	/** Ends the call. */
	readonly signal: AbortSignal | undefined;
}

/** Makes one call, and renews the session once if it was not accepted. */
async function callOnce(context: CallContext, request: ServiceRequest): Promise<ServiceAnswer> {
	const { authorizer, signal } = context;
	let pass = await orCancelled(authorizer.pass(), signal);
	const family = await orCancelled(hostFamily(context, authorizer.signInHints()), signal);
	const first = await exchange(context, request, pass, family);
	if (first.kind === 'ok') return first.answer;
	if (first.kind === 'failed') throw first.error;

	pass = await orCancelled(authorizer.renew(pass, first.error), signal);
	// A login page with status 200 does not say whether a write was carried out (contract 1.5).
	if (!first.refused && request.repeat === 'once') throw first.error;
	const second = await exchange(context, request, pass, family);
	if (second.kind === 'ok') return second.answer;
	if (second.error.kind === 'forbidden') authorizer.renewalWasUseless();
	throw second.error;
}

type Exchanged =
	| { readonly kind: 'ok'; readonly answer: ServiceAnswer }
	| { readonly kind: 'signInAgain'; readonly refused: boolean; readonly error: CreatioError }
	| { readonly kind: 'failed'; readonly error: CreatioError };

async function exchange(
	context: CallContext,
	request: ServiceRequest,
	pass: Pass,
	family: HostFamily,
): Promise<Exchanged> {
	const root = `${context.site}${family === 'framework' ? '/0' : ''}${ROOTS[request.service]}`;
	const url = serviceAddress(root, request.path);
	const body = request.json === undefined ? request.content?.text : JSON.stringify(request.json);
	const response = await follow(context, url, (address) => {
		context.meter.requests++;
		if (request.parts !== undefined) {
			context.meter.batches++;
			context.meter.parts += request.parts;
		}
		return context.send({
			method: request.method,
			url: address,
			headers: { ...contentHeaders(request), ...request.headers, ...pass.headers },
			body,
			timeoutMs: request.timeoutMs ?? context.settings.timeoutMs,
			signal: context.signal,
		});
	});
	context.noteAnswer(response);
	context.authorizer.absorb(response, pass);
	const form = request.form ?? (request.service === 'odata' ? 'odata' : 'service');
	const { service, repeat } = request;
	return judge(response, { url, service, repeat, bytes: body?.length }, form);
}

function contentHeaders(request: ServiceRequest): Record<string, string> {
	return {
		accept: request.path.startsWith('$metadata') ? 'application/xml' : 'application/json',
		// Without it .NET answers an ended session by a redirect, with it by 401 (contract 1.5).
		'x-requested-with': 'XMLHttpRequest',
		...(request.json !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
		...(request.content !== undefined && { 'content-type': request.content.type }),
	};
}

/** Follows a 307 or 308 once, to the same origin and not to a login page: some sites send them (contract 1.5). */
async function follow(
	context: CallContext,
	url: string,
	send: (address: string) => Promise<HttpResponse>,
): Promise<HttpResponse> {
	const response = await send(url);
	const { location } = response.headers;
	if (response.status !== 307 && response.status !== 308) return response;
	// Without a location, the request would go to its own address a second time, even a write.
	if (!location || !URL.canParse(location, url)) return response;
	const target = new URL(location, url);
	const isOurs = target.origin === new URL(context.site).origin && !/\/login\//i.test(target.pathname);
	return isOurs ? await send(target.href) : response;
}
