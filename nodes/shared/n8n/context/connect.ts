import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { inputError } from '../../basics/errors';
import { openConnection } from '../../connection/connection';
import type { Hosting, SignIn } from '../../connection/settings';
import { createClient, type CreatioClient } from '../../creatio/client';
import type { EgressPolicy } from '../../http/types';
import type { N8nContext } from './n8nContext';
import { authorizationCodeToken } from './oauthToken';

/** Requests on the way at the same time: Creatio's advice is four to eight (contract 10.2). */
export const PARALLEL = { least: 1, most: 8, fallback: 4 };

/** The credential of each choice in the field Authentication. */
const credentialOf = (authentication: 'userPassword' | 'oAuth2') =>
	authentication === 'oAuth2' ? 'creatioPlatformOAuth2Api' : 'creatioPlatformApi';

const DEFAULT_TIMEOUT_SECONDS = 60;

const DEFAULT_RETRIES = 3;

const MOST_SESSIONS = 8;

/**
 * Opens the client for the credential that the node uses. Rejects with a `CreatioError`; sends nothing yet.
 * `cancel` ends its requests and pauses.
 */
export async function connect(n8n: N8nContext, cancel?: AbortSignal): Promise<CreatioClient> {
	const authentication = parameter(n8n, 'authentication') === 'oAuth2' ? 'oAuth2' : 'userPassword';
	const credential = await n8n.getCredentials(credentialOf(authentication));
	return createClient(
		openConnection({
			...siteSettings(credential),
			signIn: authentication === 'oAuth2' ? oauthSignIn(n8n, credential) : passwordSignIn(credential),
			connections: Math.max(
				PARALLEL.fallback,
				numberOption(n8n, 'parallel', 'Parallel Requests', PARALLEL.fallback, PARALLEL.least, PARALLEL.most),
			),
			sessions: authentication === 'oAuth2' ? 1 : readSessions(credential),
			timeoutMs: 1_000 * numberOption(n8n, 'timeout', 'Timeout', DEFAULT_TIMEOUT_SECONDS, 1, 3_600),
			retries: numberOption(n8n, 'retries', 'Retries', DEFAULT_RETRIES, 0, 10),
			egress: egressPolicy(n8n),
			signal: cancel,
			unattended: 'getActivationMode' in n8n && n8n.getMode?.() !== 'manual',
		}),
	);
}

/** The members that both credentials share. */
export function siteSettings(credential: ICredentialDataDecryptedObject) {
	const { hosting } = credential;
	return {
		baseUrl: text(credential.baseUrl),
		hosting: (hosting === 'framework' || hosting === 'net' ? hosting : 'auto') satisfies Hosting as Hosting,
		allowUnauthorizedCerts: credential.allowUnauthorizedCerts === true,
	};
}

export function passwordSignIn(credential: ICredentialDataDecryptedObject): SignIn {
	return { kind: 'password', username: text(credential.username), password: text(credential.password) };
}

/** Sessions that parallel requests are spread over (contract 10.2). Credentials made before the field existed have none. */
function readSessions({ sessions }: ICredentialDataDecryptedObject): number {
	const count = Number(sessions ?? 1);
	if (Number.isInteger(count) && count >= 1 && count <= MOST_SESSIONS) return count;
	throw inputError(
		`The field Sessions of the credential takes a whole number from 1 to ${MOST_SESSIONS}`,
		'Write 1, unless the site works on one request of a session at a time.',
	);
}

function oauthSignIn(n8n: N8nContext, credential: ICredentialDataDecryptedObject): SignIn {
	return credential.grantType === 'authorizationCode'
		? authorizationCodeToken(n8n, credentialOf('oAuth2'), credential)
		: clientCredentialsSignIn(credential);
}

function clientCredentialsSignIn(credential: ICredentialDataDecryptedObject): SignIn {
	return {
		kind: 'clientCredentials',
		clientId: text(credential.clientId),
		clientSecret: text(credential.clientSecret),
		tokenUrl: text(credential.tokenUrl),
		scope: text(credential.scope) || undefined,
	};
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** Options of the connection count for a whole run, so they are read of the first item. */
function numberOption(
	n8n: N8nContext,
	name: string,
	label: string,
	fallback: number,
	least: number,
	most: number,
): number {
	const value = parameter(n8n, `options.${name}`);
	if (value === undefined || value === null || value === '') return fallback;
	const number = Number(value);
	if (Number.isInteger(number) && number >= least && number <= most) return number;
	throw inputError(
		`The option ${label} takes a whole number from ${least} to ${most}`,
		`Leave it out for ${fallback}.`,
	);
}

function parameter(n8n: N8nContext, name: string): unknown {
	if ('getCurrentNodeParameter' in n8n) return n8n.getCurrentNodeParameter(name);
	// Null, since n8n takes undefined for "no fallback" and stops.
	return 'getInputData' in n8n ? n8n.getNodeParameter(name, 0, null) : n8n.getNodeParameter(name, null);
}

/** n8n's policy for outgoing requests, where the running n8n has one (n8n 2.30 and newer). */
function egressPolicy(n8n: N8nContext): EgressPolicy | undefined {
	const helpers: { getSecureEgressFilter?: () => EgressPolicy } = n8n.helpers;
	return helpers.getSecureEgressFilter?.();
}
