import {
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IHookFunctions,
	type INodeCredentialTestResult,
	type IWebhookFunctions,
	NodeOperationError,
} from 'n8n-workflow';

import { SHORTEST_SECRET } from '../../creatio/webhookCall';

const WEBHOOK_CREDENTIAL = 'creatioPlatformWebhookApi';

const TOO_SHORT = `The secret has fewer than ${SHORTEST_SECRET} characters`;
const CURE = 'Use a long random text, such as the one that a password manager makes.';
/** Others arrive as something else, or not at all. */
const FITS_A_HEADER = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;

/** The secret that the callers know. Rejects one that could be guessed, and one that could never arrive. */
export async function readSecret(n8n: IWebhookFunctions | IHookFunctions): Promise<string> {
	const { secret } = await n8n.getCredentials(WEBHOOK_CREDENTIAL);
	if (typeof secret !== 'string' || secret.length < SHORTEST_SECRET) {
		throw new NodeOperationError(n8n.getNode(), TOO_SHORT, { description: CURE });
	}
	if (n8n.getNodeParameter('proof') === 'signature' || FITS_A_HEADER.test(secret)) return secret;
	throw new NodeOperationError(n8n.getNode(), 'The secret has characters that no header can carry', {
		description:
			'Use letters without accents, digits and signs, and no space at either end, or choose Signature of the Body in the field Callers Prove Themselves By.',
	});
}

/** There is nobody to ask: a secret is right when both sides have the same. */
export async function webhookSecretTest(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const secret = data?.secret;
	return typeof secret === 'string' && secret.length >= SHORTEST_SECRET
		? { status: 'OK', message: 'The secret is long enough' }
		: { status: 'Error', message: `${TOO_SHORT}. ${CURE}` };
}
