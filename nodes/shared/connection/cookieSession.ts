import { attempt } from '../basics/attempt';
import { type CreatioError, isCreatioError } from '../basics/errors';
import { SingleFlight } from '../basics/singleFlight';
import type { HttpResponse, Send } from '../http/types';
import type { Authorizer, Pass, SignInHints } from './authorizer';
import { type CookieJar, sessionHeaders, withCookies } from './cookies';
import { loginRequest, readLogin } from './login';
import type { Meter } from './serviceCall';
import type { PasswordSignIn } from './settings';

/** How long a refused password is refused without asking again: the server may count attempts (contract 1.6). */
const REFUSAL_MEMORY_MS = 30_000;

/** In unattended runs, each further refusal is remembered for this many times longer, up to six hours. */
const REFUSAL_GROWTH = 10;

const LONGEST_REFUSAL_MEMORY_MS = 6 * 3_600_000;

/** Refusals that a second attempt with the same password would only repeat. */
const FINAL_REFUSALS: ReadonlySet<string> = new Set(['credentials', 'licence', 'passwordExpired']);

/** How long a bare 403 counts as missing rights after a new session did not change it (contract 1.3). */
const RIGHTS_MEMORY_MS = 60_000;

export interface SessionSettings {
	readonly site: string;
	readonly signIn: PasswordSignIn;
	readonly timeoutMs: number;
}

interface OpenSession {
	readonly id: number;
	jar: CookieJar;
	readonly signInHints: SignInHints;
}

/** What belongs to one call; the session itself is shared by the calls of many runs. */
export interface Caller {
	readonly send: Send;
	readonly meter: Meter;
	/** Whether the run is unattended and repeats on a schedule. */
	readonly unattended: boolean;
}

interface Refusal {
	readonly error: CreatioError;
	readonly since: number;
	/** How often in a row. */
	readonly times: number;
}

/** A cookie session (contract 1.1 to 1.6), opened with the first call and renewed after a refusal. */
export class CookieSession {
	private current: OpenSession | undefined;
	private readonly opening = new SingleFlight<OpenSession>();
	private refused: Refusal | undefined;
	private lastId = 0;
	private rightsMissingUntil = 0;

	constructor(private readonly settings: SessionSettings) {}

	/** The session as one run uses it. */
	for(caller: Caller): Authorizer {
		return {
			pass: async () => passOf(this.current ?? (await this.open(caller))),
			absorb: (response, pass) => this.absorb(response, pass),
			renew: async (pass, refusal) => {
				if (refusal.kind === 'forbidden' && Date.now() < this.rightsMissingUntil) throw refusal;
				if (this.current?.id === pass.id) this.current = undefined;
				return passOf(this.current ?? (await this.open(caller)));
			},
			renewalWasUseless: () => {
				this.rightsMissingUntil = Date.now() + RIGHTS_MEMORY_MS;
			},
			signInHints: () => this.current?.signInHints,
		};
	}

	private absorb(response: HttpResponse, pass: Pass): void {
		if (this.current?.id === pass.id) this.current.jar = withCookies(this.current.jar, response.setCookies);
	}

	private async open(caller: Caller): Promise<OpenSession> {
		if (this.refused && Date.now() < restsUntil(this.refused, caller)) throw this.refused.error;
		return await this.opening.of('session', () => this.signIn(caller));
	}

	private async signIn({ send, meter }: Caller): Promise<OpenSession> {
		const { site, signIn, timeoutMs } = this.settings;
		const outcome = await attempt(
			(async () => {
				meter.requests++;
				meter.signIns++;
				const response = await send({ ...loginRequest(site, signIn), timeoutMs });
				const { redirectUrl } = readLogin(response, new URL(site).host);
				const jar = withCookies(new Map(), response.setCookies);
				return { id: ++this.lastId, jar, signInHints: { redirectUrl, cookieNames: [...jar.keys()] } };
			})(),
		);
		if (outcome.done) {
			this.current = outcome.value;
			this.refused = undefined;
			return outcome.value;
		}
		if (isCreatioError(outcome.error) && FINAL_REFUSALS.has(outcome.error.kind)) {
			this.refused = { error: outcome.error, since: Date.now(), times: (this.refused?.times ?? 0) + 1 };
		}
		throw outcome.error;
	}
}

function restsUntil({ since, times }: Refusal, { unattended }: Caller): number {
	if (!unattended) return since + REFUSAL_MEMORY_MS;
	return since + Math.min(LONGEST_REFUSAL_MEMORY_MS, REFUSAL_MEMORY_MS * REFUSAL_GROWTH ** (times - 1));
}

function passOf({ id, jar }: OpenSession): Pass {
	return { id, headers: sessionHeaders(jar) };
}
