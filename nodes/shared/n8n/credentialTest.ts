import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { testSignIn } from '../http/credentialTest';
import type { SignIn } from '../http/types';
import { clientCredentialsSignIn, passwordSignIn, siteSettings } from './connect';

/** One attempt and no retry: a test that repeats a wrong password could lock the account (contract 1.6). */
const TEST_SETTINGS = { timeoutMs: 60_000, retries: 0 };

/** What the button "Test" of the credential does: sign in, and one call that needs the session. */
export async function creatioApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	return await tested(credential.data, passwordSignIn);
}

export async function creatioOAuth2ApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	return await tested(credential.data, clientCredentialsSignIn);
}

async function tested(
	data: ICredentialDataDecryptedObject = {},
	signIn: (data: ICredentialDataDecryptedObject) => SignIn,
): Promise<INodeCredentialTestResult> {
	const result = await testSignIn({ ...siteSettings(data), ...TEST_SETTINGS, signIn: signIn(data) });
	return { status: result.ok ? 'OK' : 'Error', message: result.message };
}
