import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { attempt } from '../nodes/shared/basics/attempt';
import { secretKey } from '../nodes/shared/basics/fingerprint';
import { wait } from '../nodes/shared/basics/wait';
import { type CookieJar, sessionHeaders, withCookies } from '../nodes/shared/connection/cookies';
import type { LoginRequest } from '../nodes/shared/connection/login';
import { type RetryPolicy, withRetries } from '../nodes/shared/connection/retry';
import { signIn } from '../nodes/shared/connection/signIn';
import { siteFromAddress } from '../nodes/shared/connection/siteAddress';
import {
	allowUnauthorizedCertsField,
	baseUrlField,
	hostingField,
	passwordField,
	sessionsField,
	userNameField,
} from '../nodes/shared/n8n/connect/credentialFields';
import { failureOfHelper, isOnSite, readFullResponse } from '../nodes/shared/n8n/connect/credentialRequests';
import { propertiesOf } from '../nodes/shared/n8n/form/field';

/** A sign-in that was not made has no consequence, and a wrong password does not pass. */
const SIGN_IN_RETRIES: RetryPolicy = {
	repeat: 'read',
	retries: 2,
	isKnown: () => false,
	onRetry: () => undefined,
	wait: async (ms) => await wait(ms),
};

/**
 * User name and password. The nodes of this package sign in by themselves; what is below `properties` serves n8n's own
 * HTTP Request node: n8n keeps the session that `preAuthentication` brings, and asks for a new one after a 401.
 */
export class CreatioPlatformApi implements ICredentialType {
	name = 'creatioPlatformApi';

	displayName = 'Creatio API';

	icon = { light: 'file:../nodes/icons/creatio.svg', dark: 'file:../nodes/icons/creatio.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-creatio-platform/n8n-nodes-creatio-platform/blob/main/docs/credentials.md#creatio-api-user-name-and-password';

	properties: INodeProperties[] = [
		...propertiesOf([
			baseUrlField,
			userNameField,
			passwordField,
			hostingField,
			sessionsField,
			allowUnauthorizedCertsField,
		]),
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	/** Signs in, once for many requests (contract 1.1). What may pass is tried again, as in the nodes of this package. */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const site = siteFromAddress(String(credentials.baseUrl ?? ''));
		const username = String(credentials.username ?? '');
		const password = String(credentials.password ?? '');
		const send = async (request: LoginRequest) => {
			const options = {
				...request,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				skipSslCertificateValidation: credentials.allowUnauthorizedCerts === true,
			} as IHttpRequestOptions;
			const answer = await attempt(this.helpers.httpRequest(options));
			if (!answer.done) throw failureOfHelper(answer.error, request.url);
			return readFullResponse(answer.value);
		};
		const { setCookies } = await withRetries(SIGN_IN_RETRIES, () =>
			signIn(site, { username, password }, send),
		);
		const cookies = [...withCookies(new Map(), setCookies)];
		return { sessionToken: JSON.stringify({ owner: ownerOf(credentials), cookies }) };
	}

	/** Adds cookies and CSRF token (contract 1.2, 1.3) to requests that stay on the site, and to no other. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		if (!isOnSite(requestOptions, credentials)) return requestOptions;
		const ignoresCertificate = credentials.allowUnauthorizedCerts === true;
		return {
			...requestOptions,
			headers: {
				...requestOptions.headers,
				...sessionHeaders(storedCookies(credentials)),
				// With it, an ended session answers 401 instead of a redirect (contract 1.5), and n8n signs in again.
				'X-Requested-With': 'XMLHttpRequest',
			},
			skipSslCertificateValidation: ignoresCertificate,
			// The older helper, which the HTTP Request node uses, has another name for it.
			...(ignoresCertificate && { rejectUnauthorized: false }),
		};
	}
}

/** Identifies the session without containing the password. */
function ownerOf({ baseUrl, username, password, ...rest }: ICredentialDataDecryptedObject): string {
	return secretKey(baseUrl, username, password, rest.allowUnauthorizedCerts === true);
}

/** The cookies that n8n kept, unless the credential was changed since: then the site answers 401, and n8n signs in. */
function storedCookies(credentials: ICredentialDataDecryptedObject): CookieJar {
	const stored: unknown = JSON.parse(String(credentials.sessionToken || '{}'));
	const isOurs =
		typeof stored === 'object' &&
		stored !== null &&
		'owner' in stored &&
		'cookies' in stored &&
		stored.owner === ownerOf(credentials) &&
		Array.isArray(stored.cookies);
	return new Map(isOurs ? (stored.cookies as Array<[string, string]>) : []);
}
