import { createHash } from 'node:crypto';

import type { SiteContext } from '../context';
import {
	type Answer,
	decodeQuery,
	empty,
	header,
	json,
	parameter,
	redirect,
	type SiteRequest,
} from '../http';
import { findSession } from './gate';
import { loginPagePath } from './pages';
import { CLIENT_TOKEN_SECONDS, CODE_TOKEN_SECONDS } from './tokens';
import { findClient, OAUTH_SCOPE, type OAuthClient } from './users';

/** Which grants an endpoint serves: the identity service knows client credentials only. */
export type Grants = 'clientCredentials' | 'all';

/** `POST .../connect/token` (contract 1.8, 1.9). Parameters may stand in the body or in the query string. */
export function tokenEndpoint(context: SiteContext, request: SiteRequest, grants: Grants): Answer {
	if (request.method !== 'POST') return empty(405, [['Allow', 'POST']]);
	const form = formOf(request);
	const grant = parameter(form, 'grant_type') ?? '';
	const answer = issue(context, request, form, grant, grants);
	context.stats.addTokenRequest(grant, answer.status === 200);
	return answer;
}

type Form = ReturnType<typeof decodeQuery>;

function formOf(request: SiteRequest): Form {
	const isForm = /^application\/x-www-form-urlencoded/i.test(header(request, 'content-type') ?? '');
	return [...(isForm ? decodeQuery(request.body.toString('utf8')) : []), ...request.query];
}

function issue(
	context: SiteContext,
	request: SiteRequest,
	form: Form,
	grant: string,
	grants: Grants,
): Answer {
	const served =
		grants === 'all' ? ['client_credentials', 'authorization_code', 'refresh_token'] : ['client_credentials'];
	if (!served.includes(grant)) return refuse('unsupported_grant_type');
	const client = authenticate(request, form);
	if (!client) return refuse('invalid_client');
	switch (grant) {
		case 'client_credentials':
			return clientCredentials(context, client, form);
		case 'authorization_code':
			return redeemCode(context, client, form);
		default:
			return refresh(context, client, form);
	}
}

function refuse(error: string): Answer {
	return json({ error }, 400);
}

/** Client id and secret from the form, or from a Basic header. */
function authenticate(request: SiteRequest, form: Form): OAuthClient | undefined {
	const basic = /^Basic\s+(.+)$/i.exec(header(request, 'authorization') ?? '')?.[1];
	let id = parameter(form, 'client_id');
	let secret = parameter(form, 'client_secret');
	if (basic !== undefined) {
		const [first, ...rest] = Buffer.from(basic, 'base64').toString('utf8').split(':');
		id = decodeURIComponent(first ?? '');
		secret = decodeURIComponent(rest.join(':'));
	}
	const client = findClient(id ?? '');
	return client?.clientSecret === secret ? client : undefined;
}

function clientCredentials(context: SiteContext, client: OAuthClient, form: Form): Answer {
	if (client.grantType !== 'client_credentials') return refuse('unauthorized_client');
	const scope = parameter(form, 'scope');
	if (scope !== undefined && scope !== '' && scope !== OAUTH_SCOPE) return refuse('invalid_scope');
	const token = context.tokens.issueAccess(client, client.user, OAUTH_SCOPE, CLIENT_TOKEN_SECONDS);
	return json({
		access_token: token,
		expires_in: CLIENT_TOKEN_SECONDS,
		token_type: 'Bearer',
		scope: OAUTH_SCOPE,
	});
}

function redeemCode(context: SiteContext, client: OAuthClient, form: Form): Answer {
	const code = context.tokens.takeCode(parameter(form, 'code') ?? '');
	if (code?.client.clientId !== client.clientId) return refuse('invalid_grant');
	if (code.redirectUri !== parameter(form, 'redirect_uri')) return refuse('invalid_grant');
	if (
		code.challenge !== undefined &&
		!fitsChallenge(code.challenge, code.challengeMethod, parameter(form, 'code_verifier'))
	) {
		return refuse('invalid_grant');
	}
	return codeTokens(context, client, code.user, code.scope);
}

function fitsChallenge(challenge: string, method: string | undefined, verifier = ''): boolean {
	if (method !== 'S256') return challenge === verifier;
	return createHash('sha256').update(verifier).digest('base64url') === challenge;
}

function refresh(context: SiteContext, client: OAuthClient, form: Form): Answer {
	const grant = context.tokens.takeRefresh(parameter(form, 'refresh_token') ?? '');
	if (grant?.client.clientId !== client.clientId) return refuse('invalid_grant');
	return codeTokens(context, client, grant.user, grant.scope);
}

function codeTokens(
	context: SiteContext,
	client: OAuthClient,
	user: OAuthClient['user'],
	scope: string,
): Answer {
	const offline = scope.split(' ').includes('offline_access');
	return json({
		access_token: context.tokens.issueAccess(client, user, scope, CODE_TOKEN_SECONDS),
		expires_in: CODE_TOKEN_SECONDS,
		token_type: 'Bearer',
		...(offline ? { refresh_token: context.tokens.issueRefresh(client, user, scope) } : {}),
		scope,
	});
}

/** `GET {base}/0/connect/authorize`. The user must be signed in with cookies; else the login page comes first. */
export function authorize(context: SiteContext, request: SiteRequest): Answer {
	const { query } = request;
	const client = findClient(parameter(query, 'client_id') ?? '');
	const redirectUri = parameter(query, 'redirect_uri') ?? '';
	if (client?.grantType !== 'authorization_code') return refuse('unauthorized_client');
	if (!client.redirectUris.includes(redirectUri)) return refuse('invalid_redirect_uri');
	const state = parameter(query, 'state');
	const back = (entries: Record<string, string>) => {
		const target = new URL(redirectUri);
		for (const [name, value] of Object.entries(entries)) target.searchParams.set(name, value);
		if (state !== undefined) target.searchParams.set('state', state);
		return redirect(target.toString());
	};
	if (parameter(query, 'response_type') !== 'code') return back({ error: 'unsupported_response_type' });
	const scope = parameter(query, 'scope') ?? '';
	const scopes = scope.split(' ').filter((one) => one !== '');
	// `offline_access` alone is enough here; the API refuses such a token (contract 1.9).
	if (scopes.length === 0 || scopes.some((one) => one !== OAUTH_SCOPE && one !== 'offline_access')) {
		return back({ error: 'invalid_scope' });
	}
	const session = findSession(context, request);
	if (!session) {
		return redirect(
			`${context.options.pathBase}${loginPagePath(context.options)}?ReturnUrl=${encodeURIComponent(request.url)}`,
		);
	}
	const code = context.tokens.issueCode({
		client,
		user: session.user,
		scope,
		redirectUri,
		challenge: parameter(query, 'code_challenge'),
		challengeMethod: parameter(query, 'code_challenge_method'),
	});
	return back({ code });
}

/** 200 also for a token that nobody knows (contract 1.9). */
export function revoke(context: SiteContext, request: SiteRequest): Answer {
	if (request.method !== 'POST') return empty(405, [['Allow', 'POST']]);
	const form = formOf(request);
	if (!authenticate(request, form)) return refuse('invalid_client');
	context.tokens.revoke(parameter(form, 'token') ?? '');
	return empty(200);
}

export function discovery(issuer: string, withCodeFlow: boolean): Answer {
	return json({
		issuer,
		token_endpoint: `${issuer}/connect/token`,
		...(withCodeFlow
			? {
					authorization_endpoint: `${issuer}/connect/authorize`,
					revocation_endpoint: `${issuer}/connect/revocation`,
					code_challenge_methods_supported: ['plain', 'S256'],
				}
			: {}),
		grant_types_supported: withCodeFlow
			? ['client_credentials', 'authorization_code', 'refresh_token']
			: ['client_credentials'],
		scopes_supported: ['offline_access', OAUTH_SCOPE],
	});
}
