import { CreatioError } from '../basics/errors';
import { jsonIn } from '../basics/json';
import { PLACEHOLDER, withoutSecrets } from '../basics/redact';
import type { ServiceAnswer } from './serviceCall';
import type { Verdict } from './verdict';

/** Shorter values protect nothing, and occur in any text. */
const SHORTEST = 6;

/** In data, only what cannot occur by chance is replaced. */
const SHORTEST_IN_DATA = 16;

/** Cookies of a session that say only who the user is: `UserType=General`. */
const PUBLIC_COOKIE = /^(UserName|UserType)=/i;

/** The values by which the headers of a request authorize it: each cookie, the CSRF token, the bearer token. */
export function secretsIn(headers: Readonly<Record<string, string>>): string[] {
	const { cookie = '', ...others } = headers;
	const cookies = cookie.split('; ').filter((pair) => !PUBLIC_COOKIE.test(pair));
	return [
		...cookies.map((pair) => pair.slice(pair.indexOf('=') + 1)),
		...Object.values(others).map((value) => value.replace(/^Bearer /i, '')),
	].filter((secret) => secret.length >= SHORTEST);
}

/**
 * The same verdict without the secrets of its request: trace pages and debugging proxies quote what they received, a web
 * service may return it, and so may a part of a batch. The records of a site are returned as they are.
 */
export function verdictWithoutSecrets(
	verdict: Verdict,
	secrets: readonly string[],
	{ isBatch = false } = {},
): Verdict {
	if (verdict.kind !== 'ok') return { ...verdict, error: errorWithoutSecrets(verdict.error, secrets) };
	return isBatch || verdict.answer.bytes !== undefined
		? { ...verdict, answer: answerWithoutSecrets(verdict.answer, secrets) }
		: verdict;
}

/** Its cause, which may quote the request too, is left out when there was a secret in its texts. */
function errorWithoutSecrets(error: CreatioError, secrets: readonly string[]): CreatioError {
	const message = withoutSecrets(error.message, secrets);
	const cure = error.cure === undefined ? undefined : withoutSecrets(error.cure, secrets);
	if (message === error.message && cure === error.cure) return error;
	return new CreatioError(error.kind, message, { ...error, cure, cause: undefined });
}

function answerWithoutSecrets(answer: ServiceAnswer, secrets: readonly string[]): ServiceAnswer {
	const spellings = secrets
		.filter((secret) => secret.length >= SHORTEST_IN_DATA)
		.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
	const remove = (data: string) =>
		spellings.reduce((rest, spelling) => rest.replaceAll(spelling, PLACEHOLDER), data);
	const text = remove(answer.text);
	if (text === answer.text) return answer;
	const json = answer.json === undefined ? undefined : jsonIn(text);
	if (answer.bytes === undefined) return { ...answer, text, json };
	// One character for each byte, so that the bytes around a secret stay as they are.
	const bytes = remove(Buffer.from(answer.bytes).toString('latin1'));
	return { ...answer, text, json, bytes: Buffer.from(bytes, 'latin1') };
}
