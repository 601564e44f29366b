import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { wait } from '../nodes/shared/basics/wait';
import { headersFor } from '../nodes/shared/connection/cookies';
import { mayChange, type OwnRequest, readOnlyError } from '../nodes/shared/connection/readOnly';
import { type RetryPolicy, withRetries } from '../nodes/shared/connection/retry';
import { signIn } from '../nodes/shared/connection/signIn';
import { isWithinSite, siteFromAddress } from '../nodes/shared/connection/siteAddress';
import {
	allowUnauthorizedCertsField,
	baseUrlField,
	hostingField,
	odataVersionField,
	passwordField,
	readOnlyField,
	sessionsField,
	userNameField,
} from '../nodes/shared/n8n/connect/credentialFields';
import { sendByHelper } from '../nodes/shared/n8n/connect/helperSend';
import { iconOf } from '../nodes/shared/n8n/connect/host';
import { storedSession, storedText } from '../nodes/shared/n8n/connect/storedSession';
import { propertiesOf } from '../nodes/shared/n8n/form/field';

/** A sign-in that was not made has no consequence, and a wrong password does not pass. */
const SIGN_IN_RETRIES: RetryPolicy = {
	repeat: 'read',
	retries: 2,
	isKnown: () => false,
	onRetry: () => undefined,
	wait: async (ms) => await wait(ms),
};

const SIGN_IN_TIMEOUT_MS = 60_000;

/**
 * User name and password. The nodes of this package sign in by themselves; what is below `properties` serves n8n's own
 * HTTP Request node: n8n keeps the session that `preAuthentication` brings, and asks for a new one after a 401.
 */
export class CreatioPlatformApi implements ICredentialType {
	name = 'creatioPlatformApi';

	displayName = 'Creatio API';

	icon = iconOf({ light: 'file:../nodes/icons/creatio.svg', dark: 'file:../nodes/icons/creatio.dark.svg' });

	documentationUrl =
		'https://github.com/n8n-nodes-creatio-platform/n8n-nodes-creatio-platform/blob/main/docs/credentials.md#creatio-api-user-name-and-password';

	properties: INodeProperties[] = [
		...propertiesOf([
			baseUrlField,
			userNameField,
			passwordField,
			readOnlyField,
			allowUnauthorizedCertsField,
			hostingField,
			odataVersionField,
			sessionsField,
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
		const send = sendByHelper(this.helpers, {
			allowUnauthorizedCerts: credentials.allowUnauthorizedCerts === true,
		});
		const opened = await withRetries(SIGN_IN_RETRIES, () =>
			signIn(site, { username, password }, (request) => send({ ...request, timeoutMs: SIGN_IN_TIMEOUT_MS })),
		);
		return { sessionToken: storedText(credentials, opened) };
	}

	/**
	 * Adds the session (contract 1.2, 1.3) to requests that stay on the site, and to no other; the CSRF token only to those
	 * that may change something, and those are refused where the credential only allows reading. A redirect is not followed, since it
	 * may lead elsewhere: n8n would take the session along.
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const session = storedSession(credentials);
		if (!staysOn(session.site, requestOptions)) return requestOptions;
		if (readOnlyField.readFrom(credentials, 'credential') && mayChange(ownRequest(requestOptions)))
			throw readOnlyError();
		const ignoresCertificate = credentials.allowUnauthorizedCerts === true;
		return {
			...requestOptions,
			headers: {
				...requestOptions.headers,
				...headersFor(requestOptions.method ?? 'GET', session.cookies),
				// With it, an ended session answers 401 instead of a redirect (contract 1.5), and n8n signs in again.
				'X-Requested-With': 'XMLHttpRequest',
			},
			...NO_REDIRECTS,
			skipSslCertificateValidation: ignoresCertificate,
			// The older helper, which the HTTP Request node uses, has another name for it.
			...(ignoresCertificate && { rejectUnauthorized: false }),
		};
	}
}

/** As both of n8n's helpers take it. */
const NO_REDIRECTS = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
	sendCredentialsOnCrossOriginRedirect: false,
};

function ownRequest({ method = 'GET', headers = {}, ...request }: AnyRequest): OwnRequest {
	return { method, headers, address: `${request.baseURL ?? ''}/${String(addressIn(request))}` };
}

/** A request of either of n8n's helpers: the older one calls the address `uri`. */
type AnyRequest = IHttpRequestOptions & { readonly uri?: unknown };

function addressIn({ url, uri }: Pick<AnyRequest, 'url' | 'uri'>): unknown {
	return url ?? uri;
}

/** Whether a request goes to the site, in whichever way n8n joins a relative address to its base. */
function staysOn(site: string, request: AnyRequest): boolean {
	const { baseURL = '' } = request;
	const url = addressIn(request);
	if (typeof url !== 'string') return false;
	if (URL.canParse(url)) return isWithinSite(url, site);
	const resolved = URL.canParse(url, baseURL) ? new URL(url, baseURL).href : '';
	return [resolved, `${baseURL}/${url}`].every((address) => isWithinSite(address, site));
}
