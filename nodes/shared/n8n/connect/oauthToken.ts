import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { CreatioError } from '../../basics/errors';
import type { AccessTokenSignIn } from '../../connection/settings';
import type { N8nContext } from './n8nContext';

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
		owner: `${String(credential.clientId)} ${n8n.getNode().credentials?.[credentialType]?.id ?? ''}`,
		current: async () => {
			if (token === undefined) throw notConnected();
			return token;
		},
		renew: async () => {
			const { refreshOAuth2Token } = n8n.helpers;
			// Missing in older versions of n8n.
			if (typeof refreshOAuth2Token !== 'function') throw notConnected();
			token = accessToken(await refreshOAuth2Token.call(n8n, credentialType));
			if (token === undefined) throw notConnected();
			return token;
		},
	};
}

function accessToken(data: unknown): string | undefined {
	if (typeof data !== 'object' || data === null || !('access_token' in data)) return undefined;
	return typeof data.access_token === 'string' && data.access_token !== '' ? data.access_token : undefined;
}

function notConnected(): CreatioError {
	return new CreatioError('credentials', 'The OAuth2 credential is not connected to Creatio', {
		cure: 'Open the credential in n8n and connect it. A connection that is not used for 48 hours expires and must be made again.',
	});
}
