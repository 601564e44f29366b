import {
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IHookFunctions,
	type INodeCredentialTestResult,
	type IWebhookFunctions,
	NodeOperationError,
} from 'n8n-workflow';

import { SHORTEST_SECRET } from '../../creatio/webhookCall';
import { refuseOldHost } from '../connect/host';
import { withoutItems } from '../form/field';
import { choiceField } from '../form/fieldKinds';

/** How callers show that they know the secret. */
export const proofField = choiceField({
	name: 'proof',
	label: 'Authentication',
	noDataExpression: true,
	choices: [
		{
			name: 'Shared Secret in a Header',
			value: 'secret',
			description: 'The header X-Creatio-Secret contains the secret. A process without code can send it.',
		},
		{
			name: 'Signed Body',
			value: 'signature',
			description:
				'The header X-Creatio-Signature contains the HMAC-SHA256 of X-Creatio-Timestamp, a period and the body. For script tasks.',
		},
	],
	default: 'secret',
});

const WEBHOOK_CREDENTIAL = 'creatioPlatformWebhookApi';

const TOO_SHORT = `The secret has fewer than ${SHORTEST_SECRET} characters`;
const CURE = 'Use a long random text, for example from a password manager.';
/** Other characters are changed or dropped on the way. */
const FITS_A_HEADER = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;

/** The secret that the callers know. Rejects a secret that could be guessed, or that a header cannot contain. */
export async function readSecret(n8n: IWebhookFunctions | IHookFunctions): Promise<string> {
	refuseOldHost(n8n.getNode());
	const { secret } = await n8n.getCredentials(WEBHOOK_CREDENTIAL);
	if (typeof secret !== 'string' || secret.length < SHORTEST_SECRET) {
		throw new NodeOperationError(n8n.getNode(), TOO_SHORT, { description: CURE });
	}
	if (proofField.read(withoutItems(n8n), 0) === 'signature' || FITS_A_HEADER.test(secret)) return secret;
	throw new NodeOperationError(n8n.getNode(), 'The secret has characters that a header cannot contain', {
		description: `Use letters without accents, digits and signs, and no space at either end, or choose Signed Body in the field ${proofField.label}.`,
	});
}

/** There is no request to check it with: a secret is correct when both sides use the same one. */
export async function webhookSecretTest(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const secret = data?.secret;
	return typeof secret === 'string' && secret.length >= SHORTEST_SECRET
		? { status: 'OK', message: 'The secret is long enough' }
		: { status: 'Error', message: `${TOO_SHORT}. ${CURE}` };
}
