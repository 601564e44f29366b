import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { iconOf } from '../nodes/shared/n8n/connect/host';

/** What a business process of Creatio and the node Creatio Webhook both know. */
export class CreatioPlatformWebhookApi implements ICredentialType {
	name = 'creatioPlatformWebhookApi';

	displayName = 'Creatio Webhook API';

	icon = iconOf({ light: 'file:../nodes/icons/creatio.svg', dark: 'file:../nodes/icons/creatio.dark.svg' });

	documentationUrl =
		'https://github.com/n8n-nodes-creatio-platform/n8n-nodes-creatio-platform/blob/main/docs/credentials.md#creatio-webhook-api';

	properties: INodeProperties[] = [
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'A long random text of at least 16 characters. Store the same secret in Creatio, ideally in a system setting of the type Encrypted string.',
		},
	];
}
