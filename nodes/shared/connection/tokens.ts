import { CreatioError } from '../basics/errors';
import { jsonIn, membersOf } from '../basics/json';
import { LABELS } from '../basics/labels';
import { SingleFlight } from '../basics/singleFlight';
import type { HttpResponse } from '../http/types';
import type { Authorizer, Pass } from './authorizer';
import type { Caller } from './cookieSession';
import { isHtml } from './htmlPages';
import { retryAfter } from './retry';
import type { AccessTokenSignIn, ClientCredentialsSignIn } from './settings';
import { textOf } from './verdict';

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
	private lastId = 0;

	constructor(
		private readonly tokenUrl: string,
		private readonly signIn: ClientCredentialsSignIn,
		private readonly timeoutMs: number,
	) {}

	/** The token as one run uses it. */
	for(caller: Caller): Authorizer {
		const token = async (): Promise<Token> => {
			if (this.current && Date.now() < this.current.until) return this.current;
			return await this.asking.of('token', () => this.ask(caller));
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

	private async ask({ send, meter }: Caller): Promise<Token> {
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
			timeoutMs: this.timeoutMs,
		});
		const { value, lifeMs } = readToken(response, new URL(this.tokenUrl).host);
		this.current = { id: ++this.lastId, value, until: Date.now() + lifeMs };
		return this.current;
	}
}

function passOf({ id, value }: Pick<Token, 'id' | 'value'>): Pass {
	return { id, headers: { authorization: `Bearer ${value}` } };
}

/** Reads the answer of a token endpoint. Rejects when there is no token in it. */
export function readToken(
	response: Pick<HttpResponse, 'status' | 'headers' | 'body'>,
	host: string,
): { readonly value: string; readonly lifeMs: number } {
	const { status } = response;
	const text = textOf(response);
	// The site itself answers the token path with a page (contract 1.8).
	if (isHtml(response, text) || (status >= 300 && status < 400) || status === 404) {
		throw new CreatioError('address', `${host} does not issue tokens`, {
			status,
			cure: `Check the field "${LABELS.tokenAddress}". On Creatio’s cloud the host has "-is" in its name: https://mysite-is.creatio.com/connect/token.`,
		});
	}
	const json = membersOf(jsonIn(text));
	if (typeof json.access_token === 'string' && json.access_token !== '') {
		const seconds = typeof json.expires_in === 'number' ? json.expires_in : USUAL_LIFE_S;
		return { value: json.access_token, lifeMs: Math.max(0, seconds * 1_000 - SPARE_MS) };
	}
	if (status === 429 || status >= 500) {
		throw new CreatioError(
			status === 429 ? 'throttled' : 'server',
			`${host} could not issue a token (status ${status})`,
			{
				status,
				retryAfterMs: retryAfter(response.headers['retry-after']),
			},
		);
	}
	throw new CreatioError('credentials', `${host} refused the client (${refusalCode(json.error)})`, {
		status,
		cure: 'Check the Client ID and the Client Secret, and that the application uses the client credentials grant.',
	});
}

/** Only the codes of RFC 6749 are passed on; anything else might quote the request. */
function refusalCode(error: unknown): string {
	return typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? error : 'no reason given';
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
