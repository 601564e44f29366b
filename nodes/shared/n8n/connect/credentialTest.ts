import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { testSignIn } from '../../connection/testSignIn';
import { passwordSignIn, siteSettings } from './connect';
import { sendByOlderHelper } from './helperSend';
import { oldHost } from './host';

/** One attempt and no retry: a test that repeats a wrong password could lock the account (contract 1.6). */
const TEST_SETTINGS = { timeoutMs: 60_000, retries: 0 };

/**
 * What the button "Test" of the credential does: sign in, one call that needs the session, and one over OData. It sends by
 * n8n's helper, to which n8n applies its network policy (SSRF protection) from 2.30 on: whoever may edit credentials does not
 * find out by the button what listens where.
 */
export async function creatioApiTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const tooOld = oldHost();
	if (tooOld) return { status: 'Error', message: tooOld.message };
	const result = await testSignIn(
		() => ({ ...siteSettings(data), ...TEST_SETTINGS, signIn: passwordSignIn(data) }),
		(settings) => sendByOlderHelper(this.helpers, settings),
	);
	return { status: result.ok ? 'OK' : 'Error', message: result.message };
}
