import { enter, type Gate } from './auth/gate';
import { handleAuthService } from './auth/login';
import { authorize, discovery, revoke, tokenEndpoint } from './auth/oauth';
import { loginPage, loginPagePath } from './auth/pages';
import { USERS } from './auth/users';
import type { Caller, SiteContext } from './context';
import { type Answer, empty, html, json, redirect, type SiteRequest } from './http';
import { isAtLeast } from './options';
import { outageAnswer } from './outages';
import { type Route, ROUTES } from './routes';

/** What the log wants to know besides the answer. */
export interface Trace {
	caller?: Caller;
}

/** Answers one request to the site: public addresses first, then the workspace behind its gate. */
export async function handleSite(context: SiteContext, request: SiteRequest, trace: Trace): Promise<Answer> {
	const { options, switches } = context;
	if (switches.refusedMethods.includes(request.method)) return outageAnswer({ by: 'nginx', status: 405 });
	const refusal = context.host.refuse(request, context);
	if (refusal) return refusal;
	const path = belowBase(request.path, options.pathBase);
	if (path === undefined) return context.host.notFound();
	const inside: SiteRequest = {
		...request,
		path,
		segments: request.segments.slice(baseDepth(options.pathBase)),
	};
	const base = `${request.origin}${options.pathBase}`;
	return publicAnswer(context, inside, base) ?? workspaceAnswer(context, inside, base, trace);
}

function baseDepth(pathBase: string): number {
	return pathBase.split('/').length - 1;
}

/** The path below that of the site, or `undefined` when the site is not there. */
export function belowBase(path: string, pathBase: string): string | undefined {
	if (!path.toLowerCase().startsWith(pathBase.toLowerCase())) return undefined;
	const rest = path.slice(pathBase.length);
	return rest === '' ? '/' : rest.startsWith('/') ? rest : undefined;
}

/** Addresses that need no session (contract 0.3, 1). */
function publicAnswer(context: SiteContext, request: SiteRequest, base: string): Answer | undefined {
	const { options } = context;
	const { path } = request;
	const auth = /^\/ServiceModel\/AuthService\.svc\/([^/]+)$/i.exec(path);
	if (auth) {
		const refusal = context.host.refuseBody(path, request, context.switches);
		return refusal ?? handleAuthService(context, request, auth[1] ?? '');
	}
	if (/^\/0\/ServiceModel\/AuthService\.svc\//i.test(path)) return empty(401);
	if (/^(\/0)?\/api\/HealthCheck\/Ping$/i.test(path)) return json('pong');
	const page = loginPagePath(options);
	if (path.toLowerCase() === page.toLowerCase()) return html(loginPage(options.pathBase));
	if (options.hosting === 'framework' && path.toLowerCase() === `/0${page}`.toLowerCase()) {
		return redirect(`${options.pathBase}${page}?ReturnUrl=${encodeURIComponent(request.url)}`);
	}
	if (path === '/') return redirect(`${options.pathBase}${page}`);
	// A token request to the site instead of the identity service meets a page (contract 1.8).
	if (/^\/connect\/token$/i.test(path)) return html(loginPage(options.pathBase));
	return isAtLeast(options.version, '8.3.2') ? codeFlow(context, request, base) : undefined;
}

function codeFlow(context: SiteContext, request: SiteRequest, base: string): Answer | undefined {
	switch (request.path.toLowerCase()) {
		case '/0/connect/authorize':
			return authorize(context, request);
		case '/0/connect/token':
			return tokenEndpoint(context, request, 'all');
		case '/0/connect/revocation':
			return revoke(context, request);
		case '/0/.well-known/openid-configuration':
			return discovery(`${base}/0`, true);
		default:
			return undefined;
	}
}

function isAnonymous({ isAnonymous = false }: Route, context: SiteContext): boolean {
	return typeof isAnonymous === 'boolean' ? isAnonymous : isAnonymous(context);
}

function isThere(route: Route, { options, switches }: SiteContext): boolean {
	if (route.frameworkOnly === true && options.hosting === 'net') return false;
	return route.isThere?.(switches) ?? true;
}

function asSystemUser(): Gate {
	return { open: true, caller: { user: USERS.supervisor }, setCookies: [] };
}

async function workspaceAnswer(
	context: SiteContext,
	request: SiteRequest,
	base: string,
	trace: Trace,
): Promise<Answer> {
	const zero = request.segments[0] === '0';
	const { hosting } = context.options;
	if (hosting === 'framework' ? !zero : zero && !context.switches.netAcceptsZero)
		return context.host.notFound();
	const path = zero ? request.path.slice(2) : request.path;
	const route = ROUTES.find((one) => one.path.test(path) && isThere(one, context));
	if (!route) return context.host.notFound();
	const gate: Gate = isAnonymous(route, context)
		? asSystemUser()
		: enter(context, request, route.isOData === true);
	if (!gate.open) return gate.answer;
	trace.caller = gate.caller;
	const refusal = context.host.refuseBody(path, request, context.switches);
	if (refusal) return refusal;
	const method = request.method === 'HEAD' ? 'GET' : request.method;
	const answer =
		route.method !== undefined && route.method !== method
			? context.host.wrongVerb(route.method)
			: await route.handle(
					{ context, request, caller: gate.caller, base },
					zero ? request.segments.slice(1) : request.segments,
				);
	return { ...answer, headers: [...answer.headers, ...gate.setCookies] };
}
