import { attempt } from './attempt';
import type { Authorizer, Pass, SignInSigns } from './authorizer';
import { sessionHeaders, withCookies, type CookieJar } from './cookies';
import { isCreatioError, type CreatioError } from './errors';
import { loginRequest, readLogin } from './signIn';
import type { HttpResponse, Meter, PasswordSignIn, Send } from './types';

/** How long a refused password is refused without asking again: the server may count attempts (contract 1.6). */
const REFUSAL_MEMORY_MS = 30_000;

export interface SessionSettings {
	readonly site: string;
	readonly signIn: PasswordSignIn;
	readonly timeoutMs: number;
}

interface OpenSession {
	readonly id: number;
	jar: CookieJar;
	readonly signs: SignInSigns;
}

/** What one call brings along; the session itself is shared by calls of many runs. */
export interface Caller {
	readonly send: Send;
	readonly meter: Meter;
}

/** A cookie session (contract 1.1 to 1.6), opened with the first call and renewed after a refusal. */
export class CookieSession {
	private current: OpenSession | undefined;
	private opening: Promise<OpenSession> | undefined;
	private refused: { readonly error: CreatioError; readonly until: number } | undefined;
	private lastId = 0;

	constructor(private readonly settings: SessionSettings) {}

	/** The session as one run uses it. */
	for(caller: Caller): Authorizer {
		return {
			pass: async (signal) => passOf(this.current ?? (await this.open(caller, signal))),
			absorb: (response, pass) => this.absorb(response, pass),
			renew: async (pass, _refusal, signal) => {
				if (this.current?.id === pass.id) this.current = undefined;
				return passOf(this.current ?? (await this.open(caller, signal)));
			},
			signs: () => this.current?.signs,
		};
	}

	private absorb(response: HttpResponse, pass: Pass): void {
		if (this.current?.id === pass.id) this.current.jar = withCookies(this.current.jar, response.setCookies);
	}

	private async open(caller: Caller, signal?: AbortSignal): Promise<OpenSession> {
		if (this.refused && Date.now() < this.refused.until) throw this.refused.error;
		this.opening ??= this.signIn(caller, signal).finally(() => {
			this.opening = undefined;
		});
		return await this.opening;
	}

	private async signIn({ send, meter }: Caller, signal?: AbortSignal): Promise<OpenSession> {
		const { site, signIn, timeoutMs } = this.settings;
		const outcome = await attempt(
			(async () => {
				meter.requests++;
				meter.signIns++;
				const response = await send({ ...loginRequest(site, signIn), timeoutMs, signal });
				const { redirectUrl } = readLogin(response, new URL(site).host);
				const jar = withCookies(new Map(), response.setCookies);
				return { id: ++this.lastId, jar, signs: { redirectUrl, cookieNames: [...jar.keys()] } };
			})(),
		);
		if (outcome.done) {
			this.current = outcome.value;
			return outcome.value;
		}
		if (isCreatioError(outcome.error) && outcome.error.kind === 'credentials') {
			this.refused = { error: outcome.error, until: Date.now() + REFUSAL_MEMORY_MS };
		}
		throw outcome.error;
	}
}

function passOf({ id, jar }: OpenSession): Pass {
	return { id, headers: sessionHeaders(jar) };
}
