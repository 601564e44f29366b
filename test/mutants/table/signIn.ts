import type { Mutant } from '../mutant';

const TOKENS = 'nodes/shared/connection/tokens.ts';
const OF_TOKENS = ['unit/connection/tokens.test.ts'];
const REFUSALS = 'nodes/shared/connection/refusalMemory.ts';
const OF_SESSIONS = ['unit/connection/cookieSession.test.ts'];

/** Sessions, tokens and refused sign-ins. */
export const SIGN_IN: readonly Mutant[] = [
	{
		fault: 'each call that was refused with a token renews it again',
		file: TOKENS,
		before: `if (pass.id !== id) return passOf({ id, value: await signIn.current() });`,
		after: ``,
		tests: OF_TOKENS,
	},
	{
		fault: 'calls that are refused at the same time renew the token several times',
		file: TOKENS,
		before: `await renewing.of('token', () => signIn.renew())`,
		after: `await signIn.renew()`,
		tests: OF_TOKENS,
	},
	{
		fault: 'a renewed token is not known as a new one',
		file: TOKENS,
		before: `id = Math.max(id, pass.id + 1);`,
		after: ``,
		tests: OF_TOKENS,
	},
	{
		fault: 'the renewed token is thrown away',
		file: 'nodes/shared/n8n/connect/oauthToken.ts',
		before: `			token = accessToken(renewed.value);
			if (token === undefined) throw notConnected();
			return token;`,
		after: `			const fresh = accessToken(renewed.value);
			if (fresh === undefined) throw notConnected();
			return fresh;`,
		tests: ['unit/n8n/connect/oauthToken.test.ts'],
	},
	{
		fault: 'a token by client credentials is used until it is refused',
		file: TOKENS,
		before: `lifeMs: Math.max(0, life * 1_000 - SPARE_MS)`,
		after: `lifeMs: Math.max(0, life * 1_000 + SPARE_MS)`,
		tests: OF_TOKENS,
	},
	{
		fault: 'a token by client credentials is requested for each call',
		file: TOKENS,
		before: `if (this.current && Date.now() < this.current.until) return this.current;`,
		after: ``,
		tests: OF_TOKENS,
	},
	{
		fault: 'a missing right asks for another token by client credentials',
		file: TOKENS,
		before: `				// A 403 with a good token is about rights or scopes (contract 1.8); a new one would not change it.
				if (refusal.status === 403) throw refusal;`,
		after: ``,
		tests: OF_TOKENS,
	},
	{
		fault: 'each call that was refused with a session signs in again',
		file: 'nodes/shared/connection/cookieSession.ts',
		before: `if (this.current?.id === pass.id) this.current = undefined;`,
		after: `this.current = undefined;`,
		tests: OF_SESSIONS,
	},
	{
		fault: 'a session that ended is never renewed',
		file: 'nodes/shared/connection/cookieSession.ts',
		before: `if (this.current?.id === pass.id) this.current = undefined;`,
		after: ``,
		tests: OF_SESSIONS,
	},
	{
		fault: 'every missing right signs in again',
		file: 'nodes/shared/connection/cookieSession.ts',
		before: `this.rightsMissingUntil = Date.now() + RIGHTS_MEMORY_MS;`,
		after: ``,
		tests: OF_SESSIONS,
	},
	{
		fault: 'one missing right keeps a session from being renewed for good',
		file: 'nodes/shared/connection/cookieSession.ts',
		before: `this.rightsMissingUntil = Date.now() + RIGHTS_MEMORY_MS;`,
		after: `this.rightsMissingUntil = Infinity;`,
		tests: OF_SESSIONS,
	},
	{
		fault: 'the cookies that a site renews are thrown away',
		file: 'nodes/shared/connection/cookieSession.ts',
		before: `this.current.jar = withCookies(this.current.jar, response.setCookies);`,
		after: `this.current.jar = withCookies(this.current.jar, []);`,
		tests: OF_SESSIONS,
	},
	{
		fault: 'a wrong password is sent with every item, until the account is locked',
		file: REFUSALS,
		before: `if (Date.now() < last.since + this.memoryOf(last, isUnattended)) throw last.error;`,
		after: ``,
		tests: OF_SESSIONS,
	},
	{
		fault: 'a password that was corrected is refused until n8n restarts',
		file: REFUSALS,
		before: `if (Date.now() < last.since + this.memoryOf(last, isUnattended)) throw last.error;`,
		after: `throw last.error;`,
		tests: OF_SESSIONS,
	},
	{
		fault: 'an unattended workflow tries a wrong password twice a minute, until the account is locked',
		file: REFUSALS,
		before: `MEMORY_MS * GROWTH ** (times - 1)`,
		after: `MEMORY_MS * 1 ** (times - 1)`,
		tests: OF_SESSIONS,
	},
	{
		fault: 'a wrong password of an unattended workflow is remembered for days',
		file: REFUSALS,
		before: `Math.min(LONGEST_MEMORY_MS, MEMORY_MS * GROWTH ** (times - 1))`,
		after: `MEMORY_MS * GROWTH ** (times - 1)`,
		tests: OF_SESSIONS,
	},
	{
		fault: 'refusals of a password add up over successes',
		file: REFUSALS,
		before: `			this.last = undefined;
			return outcome.value;`,
		after: `			return outcome.value;`,
		tests: OF_SESSIONS,
	},
	{
		fault: 'an outage counts as a refused password',
		file: REFUSALS,
		before: `if (!isCreatioError(error) || !FINAL.has(error.kind)) return;`,
		after: `if (!isCreatioError(error)) return;`,
		tests: OF_SESSIONS,
	},
	{
		fault: 'a rule of the site fails other runs',
		file: REFUSALS,
		before: `if (!last || (isRule(last.error) && last.run !== run)) return;`,
		after: `if (!last) return;`,
		tests: OF_SESSIONS,
	},
	{
		fault: 'parallel requests all use the first of several sessions',
		file: 'nodes/shared/connection/sessionPool.ts',
		before: `(one.underWay < best.underWay ? one : best)`,
		after: `(one.underWay < 0 ? one : best)`,
		tests: ['unit/connection/sessionPool.test.ts'],
	},
	{
		fault: 'a session that was busy once counts as busy for good',
		file: 'nodes/shared/connection/sessionPool.ts',
		before: `.finally(() => slot.underWay--)`,
		after: ``,
		tests: ['unit/connection/sessionPool.test.ts'],
	},
	{
		fault: 'a session that another password opened serves a wrong one',
		file: 'nodes/shared/connection/connection.ts',
		before: `const user = [site, signIn.username, signIn.password, allowUnauthorizedCerts];`,
		after: `const user = [site, signIn.username, allowUnauthorizedCerts];`,
		tests: ['unit/connection/connection.test.ts'],
	},
	{
		fault: 'a token that another client secret opened serves a wrong one',
		file: 'nodes/shared/connection/connection.ts',
		before: `secretKey(tokenUrl, clientId, clientSecret, scope, allowUnauthorizedCerts)`,
		after: `secretKey(tokenUrl, clientId, scope, allowUnauthorizedCerts)`,
		tests: ['unit/connection/connection.test.ts'],
	},
	{
		fault: 'what one user was shown is shown to a user with a wrong password',
		file: 'nodes/shared/connection/connection.ts',
		before: `return [signIn.username, signIn.password];`,
		after: `return [signIn.username];`,
		tests: ['unit/connection/connection.test.ts'],
	},
	{
		fault: 'the sign-in keeps the timeout of the run that signed in first',
		file: 'nodes/shared/connection/ownLimit.ts',
		before: `within(joined, timeoutMs,`,
		after: `within(joined, timeoutMs + 600_000,`,
		tests: OF_SESSIONS,
	},
	{
		fault: 'a refused call is tried with a new session again and again',
		file: 'nodes/shared/connection/call.ts',
		before: `if (second.error.kind === 'forbidden') authorizer.renewalWasUseless();`,
		after: ``,
		tests: ['unit/connection/call.test.ts', 'unit/connection/connection.test.ts'],
	},
	{
		fault: 'a write behind a login page is sent again',
		file: 'nodes/shared/connection/call.ts',
		before: `if (isOpen && request.repeat === 'once') {`,
		after: `if (isOpen && request.repeat === 'read') {`,
		tests: ['unit/connection/call.test.ts', 'unit/connection/connection.test.ts'],
	},
];
