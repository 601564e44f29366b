import { createHash } from 'node:crypto';

import { type Answer, request, sample, signedIn } from '../testSupport';
import { type Emulator, OAUTH_CLIENTS, OAUTH_SCOPE, startEmulator } from '..';

const { server, web, readOnly } = OAUTH_CLIENTS;

function form(
	url: string,
	fields: Record<string, string>,
	headers: Record<string, string> = {},
): Promise<Answer> {
	return request(url, 'POST', {
		raw: new URLSearchParams(fields).toString(),
		headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
	});
}

let site: Emulator;
let now: number;
beforeEach(async () => {
	now = Date.UTC(2026, 0, 1);
	site = await startEmulator({ sampleData: false, clock: () => new Date(now) });
});
afterEach(() => site.stop());

const credentials = {
	client_id: server.clientId,
	client_secret: server.clientSecret,
	grant_type: 'client_credentials',
};

describe('client credentials', () => {
	it('answers in the shape of the recorded token', async () => {
		const answer = await form(site.tokenUrl, credentials);
		expect(answer.status).toBe(200);
		const recorded = JSON.parse(sample('auth/oauth-token-client-credentials-200.json')) as Record<
			string,
			unknown
		>;
		const body = answer.json();
		expect(Object.keys(body)).toEqual(Object.keys(recorded));
		expect(body).toMatchObject({ expires_in: 3600, token_type: 'Bearer' });
		expect(body.scope).toMatch(/^ApplicationAccess_[0-9a-f]{32}$/);
		expect(new URL(site.tokenUrl).port).not.toBe(new URL(site.url).port);
	});

	it('takes the secret from a Basic header as well', async () => {
		const pair = [server.clientId, server.clientSecret].map(encodeURIComponent).join(':');
		const basic = { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
		expect((await form(site.tokenUrl, { grant_type: 'client_credentials' }, basic)).status).toBe(200);
	});

	it('opens the site without cookies and without CSRF, for one hour', async () => {
		const { access_token: token } = (await form(site.tokenUrl, credentials)).json<{ access_token: string }>();
		const call = () =>
			request(`${site.url}/0/odata/City`, 'POST', {
				body: { Name: 'X' },
				headers: { Authorization: `Bearer ${token}` },
			});
		expect((await call()).status).toBe(201);
		now += 3601_000;
		expect((await call()).status).toBe(401);
	});

	it('acts as the user of the application', async () => {
		const fields = { ...credentials, client_id: readOnly.clientId, client_secret: readOnly.clientSecret };
		const { access_token: token } = (await form(site.tokenUrl, fields)).json<{ access_token: string }>();
		const headers = { Authorization: `Bearer ${token}` };
		const info = await request(`${site.url}/0/ServiceModel/UserInfoService.svc/GetCurrentUserInfo`, 'POST', {
			body: {},
			headers,
		});
		expect(info.json()).toMatchObject({ userInfo: { contactName: 'ReadOnly' } });
		expect((await request(`${site.url}/0/odata/City`, 'POST', { body: { Name: 'X' }, headers })).status).toBe(
			403,
		);
	});

	it('refuses as an identity service does', async () => {
		const wrong = await form(site.tokenUrl, { ...credentials, client_secret: 'x' });
		expect([wrong.status, wrong.json()]).toEqual([400, { error: 'invalid_client' }]);
		const grant = await form(site.tokenUrl, { ...credentials, grant_type: 'password' });
		expect([grant.status, grant.json()]).toEqual([400, { error: 'unsupported_grant_type' }]);
		expect((await form(site.tokenUrl, { ...credentials, scope: 'other' })).json()).toEqual({
			error: 'invalid_scope',
		});
		expect(site.stats.tokenRequests).toEqual({
			client_credentials: { succeeded: 0, failed: 2 },
			password: { succeeded: 0, failed: 1 },
		});
	});

	it('meets a page when the site is asked instead of the identity service', async () => {
		const answer = await form(`${site.url}/connect/token`, credentials);
		expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
	});

	it('lists its endpoints', async () => {
		const address = site.tokenUrl.replace('/connect/token', '/.well-known/openid-configuration');
		expect((await request(address, 'GET')).json()).toMatchObject({ token_endpoint: site.tokenUrl });
	});

	it('answers 401 to a token nobody issued', async () => {
		const answer = await request(`${site.url}/0/odata/City`, 'GET', {
			headers: { Authorization: 'Bearer made-up' },
		});
		expect(answer.status).toBe(401);
	});
});

describe('authorization code', () => {
	const redirectUri = 'http://localhost/callback';
	const verifier = 'a-long-enough-verifier-for-this-test-0123456789';
	const challenge = createHash('sha256').update(verifier).digest('base64url');

	async function authorize(extra: Record<string, string> = {}): Promise<URL> {
		const query = new URLSearchParams({
			client_id: web.clientId,
			redirect_uri: redirectUri,
			response_type: 'code',
			scope: `offline_access ${OAUTH_SCOPE}`,
			state: 'a b&c',
			...extra,
		});
		const call = await signedIn(site);
		const answer = await call('GET', `/0/connect/authorize?${query.toString()}`);
		expect(answer.status).toBe(302);
		return new URL(answer.headers.get('location') ?? '');
	}

	function redeem(code: string, extra: Record<string, string> = {}): Promise<Answer> {
		return form(`${site.url}/0/connect/token`, {
			grant_type: 'authorization_code',
			code,
			redirect_uri: redirectUri,
			client_id: web.clientId,
			client_secret: web.clientSecret,
			...extra,
		});
	}

	function refresh(token: string): Promise<Answer> {
		return form(`${site.url}/0/connect/token`, {
			grant_type: 'refresh_token',
			refresh_token: token,
			client_id: web.clientId,
			client_secret: web.clientSecret,
		});
	}

	interface TokenBody {
		access_token: string;
		refresh_token: string;
		expires_in: number;
	}

	it('gives tokens of three minutes and rotates the refresh token', async () => {
		const back = await authorize();
		expect(back.searchParams.get('state')).toBe('a b&c');
		const code = back.searchParams.get('code') ?? '';
		const first = (await redeem(code)).json<TokenBody>();
		expect(first.expires_in).toBe(180);
		expect((await redeem(code)).json()).toEqual({ error: 'invalid_grant' });

		const read = (token: string) =>
			request(`${site.url}/0/odata/City?$top=1`, 'GET', { headers: { Authorization: `Bearer ${token}` } });
		expect((await read(first.access_token)).status).toBe(200);
		now += 181_000;
		expect((await read(first.access_token)).status).toBe(401);

		const second = (await refresh(first.refresh_token)).json<TokenBody>();
		expect((await read(second.access_token)).status).toBe(200);
		expect(second.refresh_token).not.toBe(first.refresh_token);
		expect((await refresh(first.refresh_token)).json()).toEqual({ error: 'invalid_grant' });
		now += 48 * 3600_000 + 1000;
		expect((await refresh(second.refresh_token)).json()).toEqual({ error: 'invalid_grant' });
	});

	it('checks PKCE when the caller uses it', async () => {
		const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
		const bad = (await authorize(pkce)).searchParams.get('code') ?? '';
		expect((await redeem(bad, { code_verifier: 'wrong' })).json()).toEqual({ error: 'invalid_grant' });
		const good = (await authorize(pkce)).searchParams.get('code') ?? '';
		expect((await redeem(good, { code_verifier: verifier })).status).toBe(200);
	});

	it('takes the parameters from the query string too', async () => {
		const code = (await authorize()).searchParams.get('code') ?? '';
		const query = new URLSearchParams({
			grant_type: 'authorization_code',
			code,
			redirect_uri: redirectUri,
			client_id: web.clientId,
			client_secret: web.clientSecret,
		});
		const answer = await request(`${site.url}/0/connect/token?${query.toString()}`, 'POST', {
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
		});
		expect(answer.status).toBe(200);
	});

	it('gives no refresh token without offline_access', async () => {
		const code = (await authorize({ scope: OAUTH_SCOPE })).searchParams.get('code') ?? '';
		expect((await redeem(code)).json()).not.toHaveProperty('refresh_token');
	});

	it('refuses unknown redirect addresses and scopes', async () => {
		const call = await signedIn(site);
		const wrong = new URLSearchParams({
			client_id: web.clientId,
			redirect_uri: 'http://evil.example/',
			response_type: 'code',
		});
		expect((await call('GET', `/0/connect/authorize?${wrong.toString()}`)).status).toBe(400);
		expect((await authorize({ scope: 'ApplicationAccess_none' })).searchParams.get('error')).toBe(
			'invalid_scope',
		);
	});

	it('revokes, also what it does not know', async () => {
		const code = (await authorize()).searchParams.get('code') ?? '';
		const { refresh_token: token } = (await redeem(code)).json<TokenBody>();
		const revoke = (value: string) =>
			form(`${site.url}/0/connect/revocation`, {
				client_id: web.clientId,
				client_secret: web.clientSecret,
				token: value,
			});
		expect((await revoke(token)).status).toBe(200);
		expect((await revoke('unknown')).status).toBe(200);
		expect((await refresh(token)).json()).toEqual({ error: 'invalid_grant' });
	});

	it('does not exist before 8.3', async () => {
		const old = await startEmulator({ version: '8.2.3', sampleData: false });
		expect((await request(`${old.url}/0/.well-known/openid-configuration`, 'GET')).status).toBe(404);
		await old.stop();
	});
});
