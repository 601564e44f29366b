import { CreatioError } from '../basics/errors';
import { jsonIn, membersOf } from '../basics/json';
import { LABELS } from '../basics/labels';
import { SingleFlight } from '../basics/singleFlight';
import type { HttpResponse } from '../http/types';
import type { Authorizer, Caller, Pass } from './authorizer';
import { frontFailure } from './frontAnswer';
import { isHtml } from './htmlPages';
import { withinOwnLimit } from './ownLimit';
import { RefusalMemory } from './refusalMemory';
import type { AccessTokenSignIn, ClientCredentialsSignIn } from './settings';
import { textOf } from './answerBody';

/** A token is renewed this long before it expires, so that it does not expire during a request. */
const SPARE_MS = 30_000;

/** When the server does not say (contract 1.8). */
const USUAL_LIFE_S = 3_600;

interface Token {
	readonly id: number;
	readonly value: string;
	readonly until: number;
}

/** Tokens by client credentials (contract 1.8): requested once and kept until shortly before they expire. */
export class ClientCredentials {
	private current: Token | undefined;
	private readonly asking = new SingleFlight<Token>();
	/** Clients are not locked. */
	private readonly refusals = new RefusalMemory(false);
	private lastId = 0;

	constructor(
		private readonly tokenUrl: string,
		private readonly signIn: ClientCredentialsSignIn,
	) {}

	/** The token as one run uses it. */
	for(caller: Caller): Authorizer {
		const token = async (): Promise<Token> => {
			if (this.current && Date.now() < this.current.until) return this.current;
			return await this.asking.of(
				'token',
				() => this.refusals.inTurn(caller, () => this.ask(caller)),
				(joined) => withinOwnLimit(joined, this.tokenUrl, caller.timeoutMs),
			);
		};
		return {
			pass: async () => passOf(await token()),
			absorb: () => undefined,
			renew: async (pass, refusal) => {
				// A 403 with a good token is about rights or scopes (contract 1.8); a new one would not change it.
				if (refusal.status === 403) throw refusal;
				if (this.current?.id === pass.id) this.current = undefined;
				return passOf(await token());
			},
			renewalWasUseless: () => undefined,
			signInHints: () => undefined,
		};
	}

	private async ask({ send, meter, timeoutMs }: Caller): Promise<Token> {
		const { clientId, clientSecret, scope } = this.signIn;
		meter.requests++;
		meter.signIns++;
		const response = await send({
			method: 'POST',
			url: this.tokenUrl,
			headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
			body: new URLSearchParams({
				grant_type: 'client_credentials',
				client_id: clientId,
				client_secret: clientSecret,
				...(scope && { scope }),
			}).toString(),
			timeoutMs,
		});
		const { value, lifeMs } = readToken(response, this.tokenUrl);
		this.current = { id: ++this.lastId, value, until: Date.now() + lifeMs };
		return this.current;
	}
}

function passOf({ id, value }: Pick<Token, 'id' | 'value'>): Pass {
	return { id, headers: { authorization: `Bearer ${value}` } };
}

/**
 * Reads the answer of a token endpoint. Rejects an answer without a token: with kind `credentials` when the client was
 * refused, with `unavailable` or `throttled` for what may pass, with `address` when another server answered.
 */
export function readToken(
	response: Pick<HttpResponse, 'status' | 'headers' | 'body'>,
	url: string,
): { readonly value: string; readonly lifeMs: number } {
	const { status } = response;
	const { host } = new URL(url);
	const text = textOf(response);
	const isPage = isHtml(response, text);
	const json = membersOf(isPage ? undefined : jsonIn(text));
	const { access_token: value, error, expires_in: seconds = USUAL_LIFE_S } = json;
	if (status < 300 && typeof value === 'string' && value !== '') {
		const life = typeof seconds === 'number' ? seconds : USUAL_LIFE_S;
		return { value, lifeMs: Math.max(0, life * 1_000 - SPARE_MS) };
	}
	// An identity service answers a refused client with 401 and a challenge as well (RFC 6749, section 5.2).
	if (status < 500 && typeof error === 'string' && error !== '') throw refusedClient(error, host, status);
	const failure = frontFailure(response, text, url);
	if (failure) throw failure;
	// The site itself answers the token path with a page (contract 1.8).
	if (isPage || (status >= 300 && status < 400) || status === 404 || status === 405) {
		throw new CreatioError('address', `${host} does not issue tokens`, {
			status,
			cure: `Check the field "${LABELS.tokenAddress}". For client credentials on Creatio’s cloud the host has "-is" in its name: https://mysite-is.creatio.com/connect/token.`,
		});
	}
	if (status < 300) {
		throw new CreatioError('unreadable', `${host} answered without a token`, {
			status,
			mayPass: true,
			cure: `Run again. If it persists, check the field "${LABELS.tokenAddress}"; a gateway may cut the answers of the identity service.`,
		});
	}
	throw refusedClient('', host, status);
}

/** Codes with which an identity service says that it fails itself (RFC 6749, section 4.1.2.1). */
const PASSING: ReadonlySet<string> = new Set(['temporarily_unavailable', 'server_error', 'slow_down']);

/** What is wrong with the client or its request (RFC 6749, sections 4.1.2.1 and 5.2). */
const REFUSALS: ReadonlySet<string> = new Set([
	'access_denied',
	'invalid_client',
	'invalid_grant',
	'invalid_request',
	'invalid_scope',
	'unauthorized_client',
	'unsupported_grant_type',
]);

/** Only the codes of RFC 6749 are passed on; anything else might quote the request. */
function refusedClient(code: string, host: string, status: number): CreatioError {
	if (PASSING.has(code)) {
		return new CreatioError('unavailable', `${host} could not issue a token (${code})`, {
			status,
			cure: 'Run again in a few minutes.',
		});
	}
	const shown = REFUSALS.has(code) ? code : 'no reason given';
	return new CreatioError('credentials', `${host} refused the client (${shown})`, {
		status,
		cure: 'Check the Client ID and the Client Secret, and that the application in Creatio is allowed this grant type.',
	});
}

/** A token that n8n obtains and renews. */
export function givenToken(signIn: AccessTokenSignIn): Authorizer {
	let id = 1;
	const renewing = new SingleFlight<string>();
	return {
		pass: async () => passOf({ id, value: await signIn.current() }),
		absorb: () => undefined,
		renew: async (pass, refusal) => {
			if (refusal.status === 403) throw refusal;
			if (pass.id !== id) return passOf({ id, value: await signIn.current() });
			const value = await renewing.of('token', () => signIn.renew());
			id = Math.max(id, pass.id + 1);
			return passOf({ id, value });
		},
		renewalWasUseless: () => undefined,
		signInHints: () => undefined,
	};
}
