import { CreatioError } from '../basics/errors';
import { jsonIn } from '../basics/json';
import { PLACEHOLDER, spellingsOf, withoutSecrets } from '../basics/redact';
import type { ServiceAnswer } from './serviceCall';
import type { SignIn } from './settings';
import type { Verdict } from './verdict';

/** Shorter values protect nothing, and occur in any text. */
const SHORTEST = 6;

/** In data, only what cannot occur by chance is replaced. */
const SHORTEST_IN_DATA = 12;

/** Cookies of a session that say only who the user is: `UserType=General`. */
const PUBLIC_COOKIE = /^(UserName|UserType)=/i;

/** What an exchange with the site carries. */
interface Carried {
	/** Those by which the request is authorized. */
	readonly headers: Readonly<Record<string, string>>;
	/** Of the response. */
	readonly setCookies: readonly string[];
	readonly signIn: SignIn;
}

/**
 * The values that authorize an exchange: each cookie, sent and received, the CSRF token, the bearer token, and what the
 * session was opened with.
 */
export function secretsIn({ headers, setCookies, signIn }: Carried): string[] {
	const { cookie = '', ...others } = headers;
	const received = setCookies.map((line) => line.split(';', 1).join(''));
	const cookies = [...cookie.split('; '), ...received].filter((pair) => !PUBLIC_COOKIE.test(pair));
	const values = [
		...cookies.map((pair) => pair.slice(pair.indexOf('=') + 1)),
		...Object.values(others).map((value) => value.replace(/^Bearer /i, '')),
		...typedIn(signIn),
	];
	return [...new Set(values)].filter((secret) => secret.length >= SHORTEST);
}

function typedIn(signIn: SignIn): string[] {
	switch (signIn.kind) {
		case 'password':
			return [signIn.password];
		case 'clientCredentials':
			return [signIn.clientSecret];
		case 'accessToken':
			return [];
	}
}

/**
 * The same verdict without the secrets of its exchange: trace pages and debugging proxies quote what they received, a web
 * service may return it, and so may a part of a batch. `mayQuote`: whether a good answer is more than records, which are
 * returned as they are.
 */
export function verdictWithoutSecrets(
	verdict: Verdict,
	secrets: readonly string[],
	mayQuote: boolean,
): Verdict {
	if (verdict.kind !== 'ok') return { ...verdict, error: errorWithoutSecrets(verdict.error, secrets) };
	return mayQuote ? { ...verdict, answer: answerWithoutSecrets(verdict.answer, secrets) } : verdict;
}

/** Its cause, which may quote the request too, is left out when there was a secret in its texts. */
function errorWithoutSecrets(error: CreatioError, secrets: readonly string[]): CreatioError {
	const message = withoutSecrets(error.message, secrets);
	const cure = error.cure === undefined ? undefined : withoutSecrets(error.cure, secrets);
	if (message === error.message && cure === error.cure) return error;
	return new CreatioError(error.kind, message, { ...error, cure, cause: undefined });
}

function answerWithoutSecrets(answer: ServiceAnswer, secrets: readonly string[]): ServiceAnswer {
	const spellings = secrets.filter((secret) => secret.length >= SHORTEST_IN_DATA).flatMap(spellingsOf);
	const remove = (data: string) =>
		spellings.reduce((rest, spelling) => rest.replaceAll(spelling, PLACEHOLDER), data);
	const headers = Object.fromEntries(
		Object.entries(answer.headers).map(([name, value]) => [name, remove(value)]),
	);
	const text = remove(answer.text);
	if (text === answer.text) return { ...answer, headers };
	const json = answer.json === undefined ? undefined : jsonIn(text);
	if (answer.bytes === undefined) return { ...answer, headers, text, json };
	// One character for each byte, so that the bytes around a secret stay as they are.
	const bytes = spellings
		.map((spelling) => Buffer.from(spelling).toString('latin1'))
		.reduce(
			(rest, spelling) => rest.replaceAll(spelling, PLACEHOLDER),
			Buffer.from(answer.bytes).toString('latin1'),
		);
	return { ...answer, headers, text, json, bytes: Buffer.from(bytes, 'latin1') };
}
