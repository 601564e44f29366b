import type { Caller, SiteContext } from '../context';
import { type Answer, cookies, empty, header, html, json, redirect, type SiteRequest } from '../http';
import { isAtLeast } from '../options';
import { loginPage, loginPagePath } from './pages';
import type { Session } from './sessions';

export type Gate =
	{ open: true; caller: Caller; setCookies: Array<[string, string]> } | { open: false; answer: Answer };

/** Lets a call into the workspace, or answers as contract 1.3 and 1.5 say. */
export function enter(context: SiteContext, request: SiteRequest, isOData: boolean): Gate {
	const bearer = /^Bearer\s+(.+)$/i.exec(header(request, 'authorization') ?? '')?.[1];
	if (bearer !== undefined) {
		const grant = context.tokens.findAccess(bearer);
		if (!grant)
			return { open: false, answer: empty(401, [['WWW-Authenticate', 'Bearer error="invalid_token"']]) };
		return { open: true, caller: { user: grant.user }, setCookies: [] };
	}
	const session = findSession(context, request);
	if (!session) return { open: false, answer: signedOut(context, request, isOData) };
	if (context.switches.useCsrf && !passesCsrf(context, request, session))
		return { open: false, answer: empty(403) };
	return {
		open: true,
		caller: { user: session.user, session },
		setCookies: workspaceCookie(context, request, session),
	};
}

/** The session of the cookies. .NET Framework wants its loader cookie back as well. */
export function findSession(context: SiteContext, request: SiteRequest): Session | undefined {
	const jar = cookies(request);
	const session = context.sessions.find(jar.get('.ASPXAUTH'));
	if (!session || context.options.hosting === 'net') return session;
	const loader = jar.get('CRT_LOADER') ?? jar.get('BPMLOADER');
	return loader === session.loader ? session : undefined;
}

/** Reading is free; changing needs the token of the cookie in a header (contract 1.3). */
function passesCsrf(context: SiteContext, request: SiteRequest, session: Session): boolean {
	if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return true;
	const sent = header(request, 'BPMCSRF') ?? header(request, 'CRT_CSRF');
	if (sent !== session.csrf) return false;
	return context.options.hosting === 'framework' || cookies(request).get('CsrfToken') === session.antiforgery;
}

/** The first real call sets `BPMSESSIONID`, which login left empty (contract 1.2). */
function workspaceCookie(
	context: SiteContext,
	request: SiteRequest,
	session: Session,
): Array<[string, string]> {
	if (context.options.hosting !== 'framework') return [];
	session.workspaceSession ??= session.loader.slice(0, 24);
	const jar = cookies(request);
	const sent = jar.get('CRT_SESSIONID') ?? jar.get('BPMSESSIONID');
	if (sent === session.workspaceSession) return [];
	const names = isAtLeast(context.options.version, '8.3.2')
		? ['BPMSESSIONID', 'CRT_SESSIONID']
		: ['BPMSESSIONID'];
	return names.map((name) => ['Set-Cookie', `${name}=${session.workspaceSession ?? ''}; path=/; HttpOnly`]);
}

/** The table of contract 1.5. */
function signedOut(context: SiteContext, request: SiteRequest, isOData: boolean): Answer {
	const { options, switches } = context;
	const page = `${options.pathBase}${loginPagePath(options)}`;
	const toLogin = () =>
		redirect(
			`${options.hosting === 'net' ? request.origin : ''}${page}?ReturnUrl=${encodeURIComponent(request.url)}`,
		);
	const denied = () =>
		isOData && options.hosting === 'framework'
			? json({ Message: 'Authorization has been denied for this request.' }, 401)
			: empty(401);
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
