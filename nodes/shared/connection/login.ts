import { CreatioError } from '../basics/errors';
import { jsonIn, membersOf } from '../basics/json';
import { LABELS } from '../basics/labels';
import type { HttpMethod, HttpResponse } from '../http/types';
import { isHtml, isLoginPage } from './htmlPages';
import type { PasswordSignIn } from './settings';
import { textOf } from './verdict';

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

const PASSWORD_CURE = 'Sign in to Creatio in a browser, set a new password, and enter it in the credential.';

const ADDRESS_CURE = `Check the ${LABELS.siteAddress}: in a browser it must show the login page of Creatio.`;

/**
 * Forms login (contract 1.1). Always at the root of the site: under `/0` it answers 401. No `TimeZoneOffset` is sent:
 * the server would use it for this session where the profile has no zone, and dates would depend on the machine that
 * n8n runs on.
 */
export function loginRequest(
	site: string,
	{ username, password }: Pick<PasswordSignIn, 'username' | 'password'>,
): LoginRequest {
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

/** Reads the answer to a login. HTTP 200 means nothing, `Code` decides (contract 1.1). Rejects when not signed in. */
export function readLogin(
	response: Pick<HttpResponse, 'status' | 'headers' | 'body'>,
	host: string,
): SignedIn {
	const { status, headers } = response;
	const text = textOf(response);
	if (status >= 300 && status < 400) throw movedElsewhere(headers.location ?? '', host, status);
	if (isHtml(response, text)) throw isLoginPage(text) ? wrongCredentials(status) : notCreatio(host, status);
	const answer = parseAnswer(text);
	if (status === 401) throw wrongCredentials(status);
	if (status === 403) {
		throw new CreatioError('credentials', `${host} refused the sign-in`, {
			status,
			cure: 'The user is not allowed to sign in from this network, or a firewall protects the site. Ask an administrator.',
		});
	}
	if (status === 429 || status >= 500) {
		throw new CreatioError(
			status === 429 ? 'throttled' : 'server',
			`${host} could not sign the user in (status ${status})`,
			{
				status,
				cure: 'Run again in a few minutes.',
			},
		);
	}
	if (answer === undefined) throw notCreatio(host, status);
	// 2 is a success that recommends a new password.
	if (answer.code === 0 || answer.code === 2) return { redirectUrl: answer.redirectUrl };
	throw refusal(answer, status);
}

interface LoginAnswer {
	readonly code: number;
	readonly exceptionType: string;
	readonly redirectUrl: string;
}

function parseAnswer(text: string): LoginAnswer | undefined {
	const json = membersOf(jsonIn(text));
	if (typeof json.Code !== 'number') return undefined;
	const exception = membersOf(json.Exception);
	return {
		code: json.Code,
		exceptionType: 'Type' in exception ? String(exception.Type) : '',
		redirectUrl: typeof json.RedirectUrl === 'string' ? json.RedirectUrl : '',
	};
}

/** Texts of the server are not passed on: they are in the user's language and may quote what was typed. */
function refusal({ code, exceptionType }: LoginAnswer, status: number): CreatioError {
	switch (code) {
		case 3:
		case 4:
			return new CreatioError('licence', 'The user has no licence for Creatio', {
				status,
				cure: 'Ask an administrator to assign a licence to the user.',
			});
		case 5:
			return new CreatioError('passwordExpired', 'The password of the user has expired', {
				status,
				cure: PASSWORD_CURE,
			});
		default:
			return /TOTP|TwoFactor/i.test(exceptionType) ? secondFactor(status) : wrongCredentials(status);
	}
}

function secondFactor(status: number): CreatioError {
	return new CreatioError('credentials', 'The user needs a second factor to sign in', {
		status,
		cure: 'Use the credential "Creatio OAuth2 API", or a user without two-factor authentication.',
	});
}

function wrongCredentials(status: number): CreatioError {
	return new CreatioError(
		'credentials',
		'The user name or password is wrong, or the user is locked or not active',
		{
			status,
			cure: 'Try them in a browser. The node tries once and does not retry, so that the account is not locked.',
		},
	);
}

function notCreatio(host: string, status: number): CreatioError {
	return new CreatioError('address', `${host} does not answer as Creatio`, { status, cure: ADDRESS_CURE });
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
