import { CreatioError } from '../basics/errors';
import { jsonIn, membersOf } from '../basics/json';
import { LABELS } from '../basics/labels';
import type { HttpMethod, HttpResponse } from '../http/types';
import { frontFailure } from './frontAnswer';
import { isHtml, isLoginPage } from './htmlPages';
import { refusedByRule, signInRefusal, type Typed, wordsOf, wrongCredentials } from './signInRefusal';
import { textOf } from './answerBody';

/** The request that signs in. */
export interface LoginRequest {
	readonly method: HttpMethod;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** What a successful answer contains beside its cookies. */
export interface SignedIn {
	/** `/0/Shell`: shows the host family (contract 1.1). */
	readonly redirectUrl: string;
}

const ADDRESS_CURE = `Check the ${LABELS.siteAddress}: in a browser it must show the login page of Creatio.`;

/**
 * Forms login (contract 1.1). Always at the root of the site: under `/0` it answers 401. No `TimeZoneOffset` is sent:
 * the server would use it for this session where the profile has no zone, and dates would depend on the machine that
 * n8n runs on.
 */
export function loginRequest(site: string, { username, password }: Typed): LoginRequest {
	return {
		method: 'POST',
		url: `${site}/ServiceModel/AuthService.svc/Login`,
		headers: {
			'content-type': 'application/json; charset=utf-8',
			accept: 'application/json',
			ForceUseSession: 'true',
		},
		body: JSON.stringify({ UserName: username, UserPassword: password }),
	};
}

/**
 * Reads the answer to a login: the status first, then the form, then `Code`, since HTTP 200 means nothing (contract 1.1).
 * Rejects when not signed in: with kind `credentials`, `licence` or `passwordExpired` for a refusal, with `unavailable`
 * or `throttled` for what may pass, with `address` when Creatio has not answered.
 */
export function readLogin(
	response: Pick<HttpResponse, 'status' | 'headers' | 'body'>,
	{ url }: Pick<LoginRequest, 'url'>,
	typed: Typed,
): SignedIn {
	const { status, headers } = response;
	const { host } = new URL(url);
	const text = textOf(response);
	if (status >= 300 && status < 400) throw movedElsewhere(headers.location ?? '', host, status);
	const failure = frontFailure(response, text, url);
	if (failure) throw failure;
	if (isHtml(response, text)) throw notCreatio(host, status, isLoginPage(text));
	const read = jsonIn(text);
	if (status === 200 && read === undefined && isCut(text)) throw cutAnswer(host, status);
	const json = membersOf(read);
	// Old sites answer so to a wrong password.
	if (status === 401) throw wrongCredentials(wordsOf(json, typed), status);
	if (status === 403) throw refusedByRule(host, wordsOf(json, typed), status);
	if (typeof json.Code !== 'number') throw notCreatio(host, status);
	// 2 is a success that recommends a new password.
	if (json.Code !== 0 && json.Code !== 2) throw signInRefusal(json, host, typed, status);
	return { redirectUrl: typeof json.RedirectUrl === 'string' ? json.RedirectUrl : '' };
}

/** Nothing, or the beginning of JSON. */
function isCut(text: string): boolean {
	return /^\s*(?:\{|$)/.test(text);
}

function cutAnswer(host: string, status: number): CreatioError {
	return new CreatioError('unreadable', `The answer of ${host} to the sign-in was cut off`, {
		status,
		mayPass: true,
		cure: `Run again. If it happens every time, check the ${LABELS.siteAddress}, and whether a gateway in front of the site changes its answers.`,
	});
}

function notCreatio(host: string, status: number, isPage = false): CreatioError {
	return new CreatioError('address', `${host} does not answer as Creatio${isPage ? "'s sign-in" : ''}`, {
		reason: 'notCreatio',
		status,
		cure: ADDRESS_CURE,
	});
}

function movedElsewhere(location: string, host: string, status: number): CreatioError {
	const target = URL.canParse(location) ? new URL(location) : undefined;
	const isSecure = target?.protocol === 'https:' && target.hostname === host.replace(/:\d+$/, '');
	if (!target || target.host === host)
		return isSecure ? useHttps(target?.origin ?? host, status) : notCreatio(host, status);
	return isSecure
		? useHttps(target.origin, status)
		: new CreatioError('address', `${host} redirects sign-ins to ${target.origin}`, {
				status,
				cure: `Use that address as the ${LABELS.siteAddress} if it is the site you mean. Nothing was sent there.`,
			});
}

function useHttps(origin: string, status: number): CreatioError {
	return new CreatioError('address', `The site only answers at ${origin}`, {
		status,
		cure: `Write https:// instead of http:// in the ${LABELS.siteAddress}.`,
	});
}
