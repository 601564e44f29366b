import { type SiteContext, workspacePrefix } from '../context';
import { iisPage } from '../hosts/pages';
import { type Answer, empty, json, type SiteRequest } from '../http';
import { isAtLeast } from '../options';
import { type Switches } from '../switches';
import { Unreadable } from '../wcf/errors';
import { type ArgumentsOf, readBodyArguments } from '../wcf/request';
import { listOf, nullable } from '../wcf/types';
import { serviceFault } from '../webservices/fault';
import { signInCookies, userType } from './cookies';
import { ticketSession } from './gate';
import { findUser, type LoginCode, type User } from './users';

const LOGIN = {
	UserName: 'string',
	UserPassword: 'string',
	/** Minutes west of UTC. */
	TimeZoneOffset: nullable('int'),
	/** Has the code of the second factor as the claim `token`. */
	ClaimList: listOf({
		kind: 'contract',
		name: 'Terrasoft.Core.ServiceModelContract.Claim',
		members: { Key: { type: 'string' }, Value: { type: 'string' } },
	}),
} as const;

type Login = ArgumentsOf<typeof LOGIN>;

/**
 * `AuthService.svc/<method>` at the root of the site (contract 1.1). Good and bad credentials both get
 * HTTP 200; only `Code` distinguishes them.
 */
export function handleAuthService(context: SiteContext, request: SiteRequest, method: string): Answer {
	if (context.switches.signInRefusal === 'addressFilter') return iisPage(403);
	// A misspelled method name gives 403 (contract 1.1).
	if (method.toLowerCase() !== 'login') return empty(403);
	if (request.method !== 'POST') return empty(405, [['Allow', 'POST']]);
	try {
		return signIn(context, request, readBodyArguments(request, LOGIN, 'wrapped'));
	} catch (cause) {
		if (!(cause instanceof Unreadable)) throw cause;
		return serviceFault({ context, base: request.origin }, 400, cause.message);
	}
}

function signIn(context: SiteContext, request: SiteRequest, login: Login): Answer {
	const judgement = judgeSite(context.switches.signInRefusal) ?? judge(context, request, login);
	const { code, user, awaitsSecondFactor = false } = judgement;
	const succeeded = code === 0 || code === 2;
	context.stats.addSignIn(login.UserName ?? user?.name ?? '', succeeded);
	if (code === 1 && context.switches.wrongPassword === '401') {
		return json(
			{
				Message: 'Authentication failed.',
				StackTrace: null,
				ExceptionType: 'System.InvalidOperationException',
			},
			401,
		);
	}
	const answer = json(loginAnswer(context, judgement));
	if (user && (succeeded || awaitsSecondFactor)) {
		const session = context.sessions.open(user, { zoneMinutes: zoneMinutes(login), awaitsSecondFactor });
		answer.headers.push(...signInCookies(context, request, session));
	}
	return answer;
}

/** The zone that the caller sits in, for users without one in their profile. */
function zoneMinutes({ TimeZoneOffset: west }: Login): number | undefined {
	return west !== null && Math.abs(west) <= 14 * 60 ? -west : undefined;
}

interface Judgement {
	code: LoginCode;
	user?: User;
	message: string;
	/** Of the exception, with Code 1. */
	exceptionType?: string;
	/** The cookies are set before the second factor is given (contract 1.1). */
	awaitsSecondFactor?: boolean;
}

/** Code 1 is also the answer to what has nothing to do with the password (contract 1.1). */
function judgeSite(refusal: Switches['signInRefusal']): Judgement | undefined {
	switch (refusal) {
		case 'ipAddress':
			return { code: 1, message: 'Sign-in from this IP address is not allowed.' };
		case 'sessionLimit':
			return { code: 1, message: 'The maximum number of sessions has been reached.' };
		case 'database':
			return {
				code: 1,
				message: 'The connection to the database has failed.',
				exceptionType: 'Npgsql.NpgsqlException',
			};
		case 'addressFilter':
		case 'none':
			return undefined;
	}
}

function judge(context: SiteContext, request: SiteRequest, login: Login): Judgement {
	const token = login.ClaimList?.find((claim) => claim?.Key === 'token')?.Value ?? undefined;
	const half = ticketSession(context, request);
	// With the code alone the session of the first step goes on.
	if (token !== undefined && login.UserPassword === null && half?.awaitsSecondFactor === true) {
		return judgeSecondFactor(half.user, token);
	}
	const key = (login.UserName ?? '').toLowerCase();
	const failures = context.failedSignIns.get(key) ?? 0;
	const limit = context.switches.lockoutAfter;
	const user = findUser(login.UserName ?? '');
	if (limit > 0 && failures >= limit) return { code: 1, message: 'The user is locked for 15 minutes.' };
	if (!user || user.password !== login.UserPassword) {
		context.failedSignIns.set(key, failures + 1);
		return {
			code: 1,
			message: 'You have entered an incorrect user name or password, or your account is inactive.',
		};
	}
	context.failedSignIns.delete(key);
	return user.secondFactor === undefined
		? { code: user.code, user, message: MESSAGES[user.code] }
		: judgeSecondFactor(user, token);
}

const MESSAGES: Record<LoginCode, string> = {
	0: '',
	1: 'The user account is not active. Contact the system administrator.',
	2: 'Your password expires soon.',
	3: 'Request a licence from the system administrator.',
	4: 'The user has no licence.',
	5: 'Your password has expired.',
};

function judgeSecondFactor(user: User, token: string | undefined): Judgement {
	if (token === user.secondFactor) return { code: user.code, user, message: MESSAGES[user.code] };
	return {
		code: 1,
		user,
		message: token === undefined ? 'Enter the code of the second factor.' : 'The code is wrong.',
		exceptionType: 'Terrasoft.Authentication.TwoFactor.Exceptions.StartAuthFlowException',
		awaitsSecondFactor: token === undefined,
	};
}

function loginAnswer(context: SiteContext, { code, user, message, exceptionType }: Judgement): object {
	const { options } = context;
	const shell = `${options.pathBase}${workspacePrefix(options)}/Shell`;
	const change = `${options.pathBase}/Login/ChangePassword.aspx`;
	const exception =
		code === 1
			? {
					HelpLink: null,
					InnerException: null,
					Message: message,
					StackTrace: '   at Terrasoft.Core.SystemUserConnection.Login()',
					Type: exceptionType ?? 'System.Security.SecurityException',
				}
			: null;
	return {
		Code: code,
		Message: message,
		Exception: exception,
		PasswordChangeUrl: code === 2 || code === 5 ? change : null,
		RedirectUrl: code === 0 || code === 2 ? (isAtLeast(options.version, '8.1') ? shell : null) : null,
		...(code === 0 && user && isAtLeast(options.version, '8.1') ? { UserType: userType(user) } : {}),
	};
}
