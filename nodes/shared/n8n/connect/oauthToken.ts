import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { attempt } from '../../basics/attempt';
import { secretKey } from '../../basics/fingerprint';
import { jsonIn, membersOf } from '../../basics/json';
import type { AccessTokenSignIn } from '../../connection/settings';
import { siteFromAddress } from '../../connection/siteAddress';
import type { N8nContext } from './n8nContext';
import { notConnected, renewalFailure } from './oauthRenewal';

/**
 * The token of a credential that a user connected in the browser. n8n owns it: it renews it, one renewal at a time,
 * and stores the new refresh token, since Creatio's rotate (contract 1.9).
 */
export function authorizationCodeToken(
	n8n: N8nContext,
	credentialType: string,
	credential: ICredentialDataDecryptedObject,
): AccessTokenSignIn {
	let token = accessToken(credential.oauthTokenData);
	return {
		kind: 'accessToken',
		owner: ownerOf(credential, n8n.getNode().credentials?.[credentialType]?.id, token),
		current: async () => {
			if (token === undefined) throw notConnected();
			return token;
		},
		renew: async () => {
			const { refreshOAuth2Token } = n8n.helpers;
			// Missing in older versions of n8n.
			if (typeof refreshOAuth2Token !== 'function') throw notConnected();
			const renewed = await attempt(refreshOAuth2Token.call(n8n, credentialType));
			if (!renewed.done) throw renewalFailure(renewed.error, tokenUrlOf(credential));
			token = accessToken(renewed.value);
			if (token === undefined) throw notConnected();
			return token;
		},
	};
}

/** The same as long as the same user is connected by the same client, whatever token that user has at the moment. */
function ownerOf(
	{ clientId, clientSecret, scope }: ICredentialDataDecryptedObject,
	credentialId: string | null | undefined,
	token: string | undefined,
): string {
	return secretKey(clientId, clientSecret, scope, credentialId, subjectOf(token));
}

/** The user that a token names, where it is a JWT; unchecked, since it only distinguishes users. */
function subjectOf(token: string | undefined): unknown {
	const payload = token?.split('.', 2)[1] ?? '';
	return membersOf(jsonIn(Buffer.from(payload, 'base64url').toString())).sub;
}

function tokenUrlOf({ accessTokenUrl, baseUrl }: ICredentialDataDecryptedObject): string {
	return typeof accessTokenUrl === 'string' && URL.canParse(accessTokenUrl)
		? accessTokenUrl
		: siteFromAddress(String(baseUrl ?? ''));
}

function accessToken(data: unknown): string | undefined {
	if (typeof data !== 'object' || data === null || !('access_token' in data)) return undefined;
	return typeof data.access_token === 'string' && data.access_token !== '' ? data.access_token : undefined;
}
