import { inspect } from 'node:util';

import type { N8nContext } from '../../../../nodes/shared/n8n/connect/n8nContext';
import { authorizationCodeToken } from '../../../../nodes/shared/n8n/connect/oauthToken';

const TYPE = 'creatioPlatformOAuth2Api';
const tokenOf = (value: string) => ({ access_token: value });

/** As much of n8n as the token needs; `refresh` is n8n's helper, which versions before 2.0 do not have. */
function n8nWith(refresh?: (type: string) => Promise<unknown>): N8nContext {
	return {
		getNode: () => ({ credentials: { [TYPE]: { id: '7' } } }),
		helpers: refresh ? { refreshOAuth2Token: refresh } : {},
	} as unknown as N8nContext;
}

describe('the token of a connected credential', () => {
	it('is the renewed one after a renewal', async () => {
		const asked: string[] = [];
		const token = authorizationCodeToken(
			n8nWith(async (type) => {
				asked.push(type);
				return tokenOf('new');
			}),
			TYPE,
			{ oauthTokenData: tokenOf('old') },
		);
		expect(await token.current()).toBe('old');
		expect(await token.renew()).toBe('new');
		expect(await token.current()).toBe('new');
		expect(asked).toEqual([TYPE]);
	});

	it.each([
		['was never connected', n8nWith(async () => tokenOf('x')), {}],
		['has an empty token', n8nWith(async () => tokenOf('x')), { oauthTokenData: tokenOf('') }],
	])('is missing where the credential %s', async (_, n8n, credential) => {
		const token = authorizationCodeToken(n8n, TYPE, credential);
		await expect(token.current()).rejects.toMatchObject({ kind: 'credentials' });
	});

	it.each([
		['cannot renew it', n8nWith()],
		['renews it to nothing', n8nWith(async () => ({}))],
	])('is refused where n8n %s', async (_, n8n) => {
		const token = authorizationCodeToken(n8n, TYPE, { oauthTokenData: tokenOf('old') });
		await expect(token.renew()).rejects.toMatchObject({ kind: 'credentials' });
	});
});

describe('a token that n8n cannot renew', () => {
	const url = 'https://my.example/0/connect/token';
	const SECRET = 'refresh-me';
	const of = (error: object) => {
		const failing = async () => await Promise.reject(Object.assign(new Error(SECRET), error));
		const credential = { accessTokenUrl: url, oauthTokenData: tokenOf('old') };
		return authorizationCodeToken(n8nWith(failing), TYPE, credential).renew();
	};
	const html = { 'content-type': 'text/html' };

	it.each<[string, object, object]>([
		['an outage', { response: { status: 503, headers: html, data: '<html>' } }, { kind: 'unavailable' }],
		['no connection', { code: 'ECONNREFUSED' }, { kind: 'unavailable' }],
		['a limit', { status: 429, body: '' }, { kind: 'throttled' }],
		['the page of a gateway', { status: 403, body: '<html></html>' }, { reason: 'signInRule' }],
		['a refused client', { body: { error: 'invalid_client' } }, { message: expect.stringMatching('client') }],
		[
			'an ended connection',
			{ body: { error: 'invalid_grant' } },
			{ message: expect.stringMatching('connected') },
		],
		['a refused address', { name: 'SsrfBlockedIpError' }, { kind: 'blocked' }],
		['a failure of n8n', {}, { message: expect.stringMatching('connected') }],
	])('says why: %s', async (_, error, expected) => {
		const failure: unknown = await of(error).catch((reason: unknown) => reason);
		expect(failure).toMatchObject({ name: 'CreatioError', ...expected });
		expect(inspect(failure, { depth: null })).not.toContain(SECRET);
	});
});

describe('the owner of a token', () => {
	const jwt = (sub: string) => `x.${Buffer.from(JSON.stringify({ sub })).toString('base64url')}.y`;
	const ownerOf = (more: object) =>
		authorizationCodeToken(n8nWith(), TYPE, {
			clientId: 'c',
			clientSecret: 's',
			oauthTokenData: tokenOf(jwt('me')),
			...more,
		}).owner;

	it('is the same after a renewal, and another one for another user, client or secret', () => {
		expect(ownerOf({ oauthTokenData: tokenOf(`${jwt('me')}2`) })).toBe(ownerOf({}));
		expect(ownerOf({ oauthTokenData: tokenOf('opaque') })).toBe(
			ownerOf({ oauthTokenData: tokenOf('other') }),
		);
		const owners = [{}, { oauthTokenData: tokenOf(jwt('you')) }, { clientId: 'd' }, { clientSecret: 't' }];
		expect(new Set(owners.map(ownerOf)).size).toBe(4);
		expect(ownerOf({})).not.toContain('s3cret');
	});
});
