import type { ICredentialDataDecryptedObject, ILoadOptionsFunctions } from 'n8n-workflow';

import { newGuid, type NewId } from '../../basics/guid';
import { openConnection } from '../../connection/connection';
import type { ConnectionSettings, SignIn } from '../../connection/settings';
import { createClient, type CreatioClient } from '../../creatio/client';
import {
	maxResponseSizeOption,
	PARALLEL,
	parallelOption,
	retriesOption,
	timeoutOption,
} from '../form/connectionOptions';
import { type ParameterSource, withoutItems } from '../form/field';
import {
	allowUnauthorizedCertsField,
	authenticationField,
	baseUrlField,
	clientIdField,
	clientSecretField,
	grantTypeField,
	hostingField,
	odataVersionField,
	passwordField,
	readOnlyField,
	scopeField,
	sessionsField,
	tokenUrlField,
	userNameField,
} from './credentialFields';
import { oldHost } from './host';
import { sendFor } from './sendFor';
import type { N8nContext } from './n8nContext';
import { authorizationCodeToken } from './oauthToken';

/** The credential of each way to sign in. */
const credentialOf = (authentication: 'userPassword' | 'oAuth2') =>
	authentication === 'oAuth2' ? 'creatioPlatformOAuth2Api' : 'creatioPlatformApi';

/** The number of requests that the operation sends at the same time, so that the connection allows as many. */
const parallel = parallelOption('');

interface ConnectOptions {
	/** Ends the requests and pauses. */
	readonly cancel?: AbortSignal;
	/** The Ids of records that the client creates by itself; random ones when left out. */
	readonly newId?: NewId;
}

/**
 * Opens the client for the credential that the node uses. Rejects with a `CreatioError`; sends nothing yet.
 */
export async function connect(
	n8n: N8nContext,
	{ cancel, newId = newGuid }: ConnectOptions = {},
): Promise<CreatioClient> {
	const tooOld = oldHost();
	if (tooOld) throw tooOld;
	const source = firstItem(n8n);
	const authentication = authenticationField.read(source, 0);
	const credential = await n8n.getCredentials(credentialOf(authentication));
	const settings: ConnectionSettings = {
		...siteSettings(credential),
		signIn: authentication === 'oAuth2' ? oauthSignIn(n8n, credential) : passwordSignIn(credential),
		connections: Math.max(PARALLEL.default, parallel.read(source, 0)),
		sessions: authentication === 'oAuth2' ? 1 : sessionsField.readFrom(credential, CREDENTIAL),
		timeoutMs: 1_000 * timeoutOption.read(source, 0),
		largestAnswer: 1_000_000 * maxResponseSizeOption.read(source, 0),
		retries: retriesOption.read(source, 0),
		readOnly: readOnlyField.readFrom(credential, CREDENTIAL),
		signal: cancel,
		unattended: 'getActivationMode' in n8n && n8n.getMode?.() !== 'manual',
	};
	return createClient(openConnection(settings, sendFor(n8n, settings)), newId);
}

/** How messages name a field of the credential. */
const CREDENTIAL = 'credential';

/** The fields that both credentials share. */
export function siteSettings(credential: ICredentialDataDecryptedObject) {
	return {
		baseUrl: baseUrlField.readFrom(credential, CREDENTIAL),
		hosting: hostingField.readFrom(credential, CREDENTIAL),
		odataVersion: odataVersionField.readFrom(credential, CREDENTIAL),
		allowUnauthorizedCerts: allowUnauthorizedCertsField.readFrom(credential, CREDENTIAL),
	};
}

export function passwordSignIn(credential: ICredentialDataDecryptedObject): SignIn {
	return {
		kind: 'password',
		username: userNameField.readFrom(credential, CREDENTIAL),
		password: passwordField.readFrom(credential, CREDENTIAL),
	};
}

function oauthSignIn(n8n: N8nContext, credential: ICredentialDataDecryptedObject): SignIn {
	return grantTypeField.readFrom(credential, CREDENTIAL) === 'authorizationCode'
		? authorizationCodeToken(n8n, credentialOf('oAuth2'), credential)
		: clientCredentialsSignIn(credential);
}

function clientCredentialsSignIn(credential: ICredentialDataDecryptedObject): SignIn {
	return {
		kind: 'clientCredentials',
		clientId: clientIdField.readFrom(credential, CREDENTIAL),
		clientSecret: clientSecretField.readFrom(credential, CREDENTIAL),
		tokenUrl: tokenUrlField.readFrom(credential, CREDENTIAL),
		scope: scopeField.readFrom(credential, CREDENTIAL) || undefined,
	};
}

/** Options of the connection apply to a whole run, so they are read from the first item. */
function firstItem(n8n: N8nContext): ParameterSource {
	if ('getCurrentNodeParameter' in n8n) return editorSource(n8n);
	return 'getInputData' in n8n ? n8n : withoutItems(n8n);
}

/** The editor resolves an expression only if it has data for it: for a list that it shows, the default does as well. */
function editorSource(n8n: ILoadOptionsFunctions): ParameterSource {
	const getNodeParameter = (name: string, _itemIndex: number, fallback?: unknown) => {
		const value: unknown = n8n.getCurrentNodeParameter(name);
		const isOpen = typeof value === 'string' && (value === '' || value.startsWith('='));
		return value === undefined || value === null || isOpen ? fallback : value;
	};
	return { getNodeParameter } as ParameterSource;
}
