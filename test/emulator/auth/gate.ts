import type { Caller, SiteContext } from '../context';
import { type Answer, cookies, empty, header, html, redirect, type SiteRequest } from '../http';
import { isAtLeast } from '../options';
import { ticketCookie, workspaceCookie } from './cookies';
import { loginPage, loginPagePath } from './pages';
import type { Session } from './sessions';
import { OAUTH_SCOPE } from './users';

export type Gate =
	{ open: true; caller: Caller; setCookies: Array<[string, string]> } | { open: false; answer: Answer };

/** Lets a call into the workspace, or answers as contract 1.3 and 1.5 say. */
export function enter(context: SiteContext, request: SiteRequest, isOData: boolean): Gate {
	const bearer = /^Bearer\s+(.+)$/i.exec(header(request, 'authorization') ?? '')?.[1];
	if (bearer !== undefined) {
		const grant = context.tokens.findAccess(bearer);
		if (!grant)
			return { open: false, answer: empty(401, [['WWW-Authenticate', 'Bearer error="invalid_token"']]) };
		if (!grant.scope.split(' ').includes(OAUTH_SCOPE)) return { open: false, answer: withoutScope(context) };
		return { open: true, caller: { user: grant.user }, setCookies: [] };
	}
	const session = findSession(context, request);
	if (!session) return { open: false, answer: signedOut(context, request, isOData) };
	if (context.switches.useCsrf && !passesCsrf(context, request, session))
		return { open: false, answer: empty(403) };
	return {
		open: true,
		caller: { user: session.user, session },
		setCookies: [...renewedTicket(context, request), ...firstWorkspaceCookie(context, request, session)],
	};
}

/** The session of the cookies: of the ticket alone, since the rest may be missing (contract 1.2). */
export function findSession(context: SiteContext, request: SiteRequest): Session | undefined {
	const session = ticketSession(context, request);
	return session?.awaitsSecondFactor === true ? undefined : session;
}

/** As above, or one that is only half signed in. */
export function ticketSession(context: SiteContext, request: SiteRequest): Session | undefined {
	return context.sessions.find(cookies(request).get(TICKET));
}

const TICKET = '.aspxauth';

function renewedTicket(context: SiteContext, request: SiteRequest): Array<[string, string]> {
	const ticket = context.sessions.renew(cookies(request).get(TICKET));
	return ticket === undefined ? [] : ticketCookie(context, request, ticket);
}

/** A token that nobody has given rights on this site: 401 before 8.3.2 (contract 1.8). */
function withoutScope({ options }: SiteContext): Answer {
	return empty(isAtLeast(options.version, '8.3.2') ? 403 : 401);
}

/** Reading is free; changing needs the token of the cookie in a header (contract 1.3). */
function passesCsrf(context: SiteContext, request: SiteRequest, session: Session): boolean {
	if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return true;
	const sent = header(request, 'BPMCSRF') ?? header(request, 'CRT_CSRF');
	if (sent !== session.csrf) return false;
	return context.options.hosting === 'framework' || cookies(request).get('csrftoken') === session.antiforgery;
}

/** The first call into the workspace sets `BPMSESSIONID` (contract 1.2). */
function firstWorkspaceCookie(
	context: SiteContext,
	request: SiteRequest,
	session: Session,
): Array<[string, string]> {
	if (context.options.hosting !== 'framework') return [];
	session.workspaceSession ??= session.loader.slice(0, 24);
	const jar = cookies(request);
	const sent = jar.get('crt_sessionid') ?? jar.get('bpmsessionid');
	return sent === session.workspaceSession ? [] : workspaceCookie(context, request, session.workspaceSession);
}

/** The table of contract 1.5. */
function signedOut(context: SiteContext, request: SiteRequest, isOData: boolean): Answer {
	const { host, options, switches } = context;
	const page = `${options.pathBase}${loginPagePath(options)}`;
	const toLogin = () =>
		redirect(
			`${options.hosting === 'net' ? request.origin : ''}${page}?ReturnUrl=${encodeURIComponent(request.url)}`,
		);
	const denied = () => (isOData ? host.odata.unauthorized() : empty(401));
	switch (switches.expiredSession) {
		case '401':
			return denied();
		case 'redirect':
			return toLogin();
		case 'html200':
			return html(loginPage(options.pathBase));
		case 'table':
			break;
	}
	if (options.hosting === 'net') {
		return isOData || /^XMLHttpRequest$/i.test(header(request, 'X-Requested-With') ?? '')
			? denied()
			: toLogin();
	}
	return /^true$/i.test(header(request, 'ForceUseSession') ?? '') ? denied() : toLogin();
}
