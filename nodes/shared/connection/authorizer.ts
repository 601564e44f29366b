import type { CreatioError } from '../basics/errors';
import type { HttpResponse, Send } from '../http/types';
import type { Meter } from './serviceCall';

/** The authorization that a request carries. `id` changes with every renewal. */
export interface Pass {
	readonly id: number;
	readonly headers: Readonly<Record<string, string>>;
}

/**
 * Keeps a user signed in, by a cookie session or a bearer token. Shared by all calls of one user to one site, in
 * several runs: a cancelled run does not end a sign-in.
 */
export interface Authorizer {
	/** Signs in if that has not happened yet. Parallel callers share one sign-in. */
	pass(): Promise<Pass>;
	/** Stores the cookies of a response. */
	absorb(response: HttpResponse, pass: Pass): void;
	/**
	 * Replaces a pass that was refused. Of many parallel refusals of one pass, the first renews and the others share.
	 * Rejects with `refusal` where a new pass would not help.
	 */
	renew(refused: Pass, refusal: CreatioError): Promise<Pass>;
	/** A new pass got the same 403, so it is about rights: the next ones do not need a new pass. */
	renewalWasUseless(): void;
	/** What the sign-in showed, where there was one: `RedirectUrl` and cookies show the host family (contract 1.1). */
	signInHints(): SignInHints | undefined;
}

/** What belongs to one run; sessions and tokens are shared by the calls of many. */
export interface Caller {
	readonly send: Send;
	readonly meter: Meter;
	/** Of each request, milliseconds. Of work that several share, each caller waits for its own. */
	readonly timeoutMs: number;
	/** Whether the run is unattended and repeats on a schedule. */
	readonly unattended: boolean;
}

export interface SignInHints {
	/** The address that answered as Creatio: the site as typed, or its origin. */
	readonly site: string;
	readonly redirectUrl: string;
	readonly cookieNames: readonly string[];
}

/** For requests without signing in. */
export const NOBODY: Authorizer = {
	pass: async () => ({ id: 0, headers: {} }),
	absorb: () => undefined,
	renew: async (_pass, refusal) => {
		throw refusal;
	},
	renewalWasUseless: () => undefined,
	signInHints: () => undefined,
};
