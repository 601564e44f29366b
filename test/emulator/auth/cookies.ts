import type { SiteContext } from '../context';
import type { SiteRequest } from '../http';
import { isAtLeast } from '../options';
import type { Session } from './sessions';
import type { User } from './users';

type Header = [string, string];

const LONG_AGO = 'Thu, 01-Jan-1970 00:00:00 GMT';
const USER_NAME_DAYS = 30;

/** The cookies of a sign-in (contract 1.2). From 8.3.2 three of them come under two names. */
export function signInCookies(context: SiteContext, request: SiteRequest, session: Session): Header[] {
	const { options, switches } = context;
	const set = setter(context, request);
	const framework = options.hosting === 'framework';
	return [
		...(framework
			? set(['BPMLOADER', 'CRT_LOADER'], session.loader, { path: 'site', httpOnly: true })
			: set(['CsrfToken'], session.antiforgery, { httpOnly: true })),
		...(framework ? workspaceCookieAtSignIn(context, request, session) : []),
		...ticketCookie(context, request, session.ticket),
		...(switches.useCsrf ? set(['BPMCSRF', 'CRT_CSRF'], session.csrf) : []),
		...set(['UserName'], [...session.user.name].map((letter) => letter.charCodeAt(0)).join('|'), {
			expires: dateOf(new Date(options.clock().getTime() + USER_NAME_DAYS * 86_400_000)),
			httpOnly: true,
		}),
		...(isAtLeast(options.version, '8.1')
			? set(['UserType'], userType(session.user), { secure: false })
			: []),
	];
}

/** What a site calls employees and external users (contract 1.2). */
export function userType({ isExternal = false }: User): string {
	return isExternal ? 'SSP' : 'General';
}

/** `BPMSESSIONID` comes with the first call into the workspace, on some sites with the sign-in (contract 1.2). */
function workspaceCookieAtSignIn(context: SiteContext, request: SiteRequest, session: Session): Header[] {
	switch (context.switches.sessionCookie) {
		case 'late':
			return [];
		case 'atSignIn':
			session.workspaceSession = session.loader.slice(0, 24);
			return workspaceCookie(context, request, session.workspaceSession);
		case 'expired':
			return setter(context, request)(WORKSPACE_COOKIES, '', { expires: LONG_AGO, httpOnly: true });
	}
}

/** Names of the cookie of the workspace's own session. */
const WORKSPACE_COOKIES = ['BPMSESSIONID', 'CRT_SESSIONID'];

export function workspaceCookie(context: SiteContext, request: SiteRequest, value: string): Header[] {
	return setter(context, request)(WORKSPACE_COOKIES, value, { httpOnly: true });
}

export function ticketCookie(context: SiteContext, request: SiteRequest, ticket: string): Header[] {
	return setter(context, request)(['.ASPXAUTH'], ticket, {
		path: 'site',
		httpOnly: true,
		sameSite: context.options.hosting === 'net',
	});
}

interface Flags {
	path?: 'root' | 'site';
	secure?: boolean;
	httpOnly?: boolean;
	sameSite?: boolean;
	expires?: string;
}

/** Sets a cookie under its name, and from 8.3.2 under its new one too. */
function setter({ options }: SiteContext, { origin }: SiteRequest) {
	const renamed = isAtLeast(options.version, '8.3.2');
	return (names: string[], value: string, flags: Flags = {}): Header[] => {
		const { path = 'root', secure = true, httpOnly = false, sameSite = false, expires } = flags;
		const attributes = [
			...(expires === undefined ? [] : [`expires=${expires}`]),
			`path=${path === 'root' || options.pathBase === '' ? '/' : options.pathBase}`,
			...(secure && origin.startsWith('https:') ? ['secure'] : []),
			...(httpOnly ? ['HttpOnly'] : []),
			...(sameSite ? ['SameSite=Lax'] : []),
		];
		const used = renamed ? names : names.slice(0, 1);
		return used.map((name) => ['Set-Cookie', `${name}=${value}; ${attributes.join('; ')}`]);
	};
}

/** As ASP.NET writes it, with dashes. */
function dateOf(date: Date): string {
	return date.toUTCString().replace(/ (\w{3}) (\d{4})/, '-$1-$2');
}
