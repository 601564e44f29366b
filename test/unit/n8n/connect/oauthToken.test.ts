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
