import { type SiteContext, workspacePrefix } from '../context';
import { type Answer, empty, header, html, json, type SiteRequest } from '../http';
import { isAtLeast } from '../options';
import type { Session } from './sessions';
import { findUser, type LoginCode, type User } from './users';

interface LoginBody {
	UserName?: unknown;
	UserPassword?: unknown;
	/** Minutes west of UTC. */
	TimeZoneOffset?: unknown;
}

/**
 * `AuthService.svc/<method>` at the root of the site (contract 1.1). Good and bad credentials both get
 * HTTP 200; only `Code` distinguishes them.
 */
export function handleAuthService(context: SiteContext, request: SiteRequest, method: string): Answer {
	// A misspelled method name gives 403 (contract 1.1).
	if (method.toLowerCase() !== 'login') return empty(403);
	if (request.method !== 'POST') return empty(405, [['Allow', 'POST']]);
	const body = readLogin(request);
	if (!body)
		return html('<html><head><title>Request Error</title></head><body>Request Error</body></html>', 400);
	const name = typeof body.UserName === 'string' ? body.UserName : '';
	const { code, user, message } = judge(context, name, body.UserPassword);
	const succeeded = code === 0 || code === 2;
	context.stats.addSignIn(name, succeeded);
	if (!succeeded && code === 1 && context.switches.wrongPassword === '401') {
		return json(
			{
				Message: 'Authentication failed.',
				StackTrace: null,
				ExceptionType: 'System.InvalidOperationException',
			},
			401,
		);
	}
	const answer = json(loginAnswer(context, code, message));
	if (succeeded && user) {
		const session = context.sessions.open(user, zoneMinutes(body));
		answer.headers.push(...sessionCookies(context, request, session));
	}
	return answer;
}

/** The zone that the caller sits in, for users without one in their profile. */
function zoneMinutes({ TimeZoneOffset: west }: LoginBody): number | undefined {
	return typeof west === 'number' && Number.isInteger(west) && Math.abs(west) <= 14 * 60 ? -west : undefined;
}

function readLogin(request: SiteRequest): LoginBody | undefined {
	if (!/json/i.test(header(request, 'content-type') ?? '')) return undefined;
	try {
		const value: unknown = JSON.parse(request.body.toString('utf8'));
		return typeof value === 'object' && value !== null ? value : undefined;
	} catch {
		return undefined;
	}
}

interface Judgement {
	code: LoginCode;
	user?: User;
	message: string;
}

function judge(context: SiteContext, name: string, password: unknown): Judgement {
	const key = name.toLowerCase();
	const failures = context.failedSignIns.get(key) ?? 0;
	const limit = context.switches.lockoutAfter;
	const user = findUser(name);
	if (limit > 0 && failures >= limit) return { code: 1, message: 'The user is locked for 15 minutes.' };
	if (!user || user.password !== password) {
		context.failedSignIns.set(key, failures + 1);
		return {
			code: 1,
			message: 'You have entered an incorrect user name or password, or your account is inactive.',
		};
	}
	context.failedSignIns.delete(key);
	const messages: Record<LoginCode, string> = {
		0: '',
		1: 'The user account is not active. Contact the system administrator.',
		2: 'Your password expires soon.',
		3: 'Request a licence from the system administrator.',
		4: 'The user has no licence.',
		5: 'Your password has expired.',
	};
	return { code: user.code, user, message: messages[user.code] };
}

function loginAnswer(context: SiteContext, code: LoginCode, message: string): object {
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
					Type: 'System.Security.SecurityException',
				}
			: null;
	return {
		Code: code,
		Message: message,
		Exception: exception,
		PasswordChangeUrl: code === 2 || code === 5 ? change : null,
		RedirectUrl: code === 0 || code === 2 ? (isAtLeast(options.version, '8.1') ? shell : null) : null,
		...(code === 0 && isAtLeast(options.version, '8.1') ? { UserType: 'General' } : {}),
	};
}

/** The cookies of contract 1.2. From 8.3.2 three of them come under two names. */
function sessionCookies(
	context: SiteContext,
	request: SiteRequest,
	session: Session,
): Array<[string, string]> {
	const { options, switches } = context;
	const secure = request.origin.startsWith('https:') ? '; secure' : '';
	const root = '; path=/';
	const app = `; path=${options.pathBase === '' ? '/' : options.pathBase}`;
	const renamed = isAtLeast(options.version, '8.3.2');
	const cookies: string[] = [];
	const add = (names: string[], value: string, flags: string) => {
		for (const name of renamed ? names : names.slice(0, 1)) cookies.push(`${name}=${value}${flags}`);
	};
	if (options.hosting === 'framework') {
		add(['BPMLOADER', 'CRT_LOADER'], session.loader, `${app}${secure}; HttpOnly`);
		const late = switches.lateSessionCookie;
		if (!late) session.workspaceSession = session.loader.slice(0, 24);
		add(['BPMSESSIONID', 'CRT_SESSIONID'], session.workspaceSession ?? '', `${root}${secure}; HttpOnly`);
	} else {
		add(['CsrfToken'], session.antiforgery, `${root}${secure}; HttpOnly`);
	}
	add(
		['.ASPXAUTH'],
		session.ticket,
		`${app}${secure}; HttpOnly${options.hosting === 'net' ? '; SameSite=Lax' : ''}`,
	);
	add(['BPMCSRF', 'CRT_CSRF'], session.csrf, `${root}${secure}`);
	const codes = [...session.user.name].map((letter) => letter.charCodeAt(0)).join('|');
	const expires = new Date(options.clock().getTime() + 30 * 86_400_000)
		.toUTCString()
		.replace(/ (\w{3}) (\d{4})/, '-$1-$2');
	add(['UserName'], codes, `; expires=${expires}${root}${secure}; HttpOnly`);
	if (isAtLeast(options.version, '8.1')) add(['UserType'], 'General', root);
	return cookies.map((cookie) => ['Set-Cookie', cookie]);
}
