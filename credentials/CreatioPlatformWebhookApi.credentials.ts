import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** What a business process of Creatio and the node Creatio Webhook both know. */
export class CreatioPlatformWebhookApi implements ICredentialType {
	name = 'creatioPlatformWebhookApi';

	displayName = 'Creatio Webhook API';

	icon = { light: 'file:../nodes/icons/creatio.svg', dark: 'file:../nodes/icons/creatio.dark.svg' } as const;

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
				'A long random text, 16 characters at least. The process in Creatio has it as well, best in a system setting of the type Encrypted string.',
		},
	];
}
