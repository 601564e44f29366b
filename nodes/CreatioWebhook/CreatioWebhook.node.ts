import {
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
} from 'n8n-workflow';

import { optionsOf } from '../shared/n8n/form/connectionOptions';
import { MAIN } from '../shared/n8n/form/connectionType';
import { callOptions, receiveCall } from '../shared/n8n/webhook/receiveCall';
import { proofField, readSecret, webhookSecretTest } from '../shared/n8n/webhook/secret';

export class CreatioWebhook implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Creatio Webhook',
		name: 'creatioWebhook',
		icon: { light: 'file:../icons/creatio.svg', dark: 'file:../icons/creatio.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["proof"] === "signature" ? "signed calls" : "calls with a secret" }}',
		description: 'Starts the workflow when a business process of Creatio calls it',
		defaults: { name: 'Creatio Webhook' },
		inputs: [],
		outputs: [MAIN],
		credentials: [{ name: 'creatioPlatformWebhookApi', required: true, testedBy: 'webhookSecretTest' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Else n8n answers with the name of a setting.
				responseData: '',
				path: 'creatio',
			},
		],
		properties: [
			{
				displayName:
					'In Creatio, let a business process call the URL above, with a Call Web Service element or a script task. The documentation of the package shows both, step by step.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
			proofField.property,
			optionsOf(...callOptions).property,
		],
	};

	methods = { credentialTest: { webhookSecretTest } };

	/** The address cannot be registered: an administrator of Creatio enters it in a process. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			/** A secret that could be guessed is refused here, when the workflow is activated. */
			async create(this: IHookFunctions): Promise<boolean> {
				await readSecret(this);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions) {
		return await receiveCall.call(this);
	}
}
