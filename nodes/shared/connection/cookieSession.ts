import { SingleFlight } from '../basics/singleFlight';
import type { HttpResponse } from '../http/types';
import type { Authorizer, Caller, Pass, SignInHints } from './authorizer';
import { type CookieJar, sessionHeaders, withCookies } from './cookies';
import { withinOwnLimit } from './ownLimit';
import { RefusalMemory } from './refusalMemory';
import type { PasswordSignIn } from './settings';
import { signIn } from './signIn';

/** How long a bare 403 counts as missing rights after a new session did not change it (contract 1.3). */
const RIGHTS_MEMORY_MS = 60_000;

interface OpenSession {
	readonly id: number;
	jar: CookieJar;
	readonly signInHints: SignInHints;
}

/** A cookie session (contract 1.1 to 1.6), opened with the first call and renewed after a refusal. */
export class CookieSession {
	private current: OpenSession | undefined;
	private readonly opening = new SingleFlight<OpenSession>();
	private lastId = 0;
	private rightsMissingUntil = 0;

	constructor(
		private readonly site: string,
		private readonly typed: PasswordSignIn,
		/** Shared by the sessions of a user: a site may lock the user after some wrong passwords (contract 1.6). */
		private readonly refusals = new RefusalMemory(true),
	) {}

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
		return await this.opening.of(
			'session',
			() => this.refusals.inTurn(caller, () => this.signIn(caller)),
			(joined) => withinOwnLimit(joined, this.site, caller.timeoutMs),
		);
	}

	private async signIn({ send, meter, timeoutMs }: Caller): Promise<OpenSession> {
		const { site, redirectUrl, setCookies } = await signIn(this.site, this.typed, async (request) => {
			meter.requests++;
			meter.signIns++;
			return await send({ ...request, timeoutMs });
		});
		const jar = withCookies(new Map(), setCookies);
		this.current = {
			id: ++this.lastId,
			jar,
			signInHints: { site, redirectUrl, cookieNames: [...jar.keys()] },
		};
		return this.current;
	}
}

function passOf({ id, jar }: OpenSession): Pass {
	return { id, headers: sessionHeaders(jar) };
}
