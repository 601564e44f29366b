import {
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
} from 'n8n-workflow';

import { iconOf } from '../shared/n8n/connect/host';
import { optionsOf } from '../shared/n8n/form/connectionOptions';
import { MAIN } from '../shared/n8n/form/connectionType';
import { callOptions, receiveCall } from '../shared/n8n/webhook/receiveCall';
import { proofField, readSecret, webhookSecretTest } from '../shared/n8n/webhook/secret';

export class CreatioWebhook implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Creatio Webhook',
		name: 'creatioWebhook',
		icon: iconOf({
			light: 'file:../icons/creatio-webhook.svg',
			dark: 'file:../icons/creatio-webhook.dark.svg',
		}),
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
		eventTriggerDescription: 'Waiting for a process in Creatio to call the test URL',
		activationMessage: 'A process in Creatio can now start this workflow by calling the production URL.',
		triggerPanel: {
			header: '',
			executionsHelp: {
				inactive:
					'<b>While you build the workflow</b>, click <i>Listen for test event</i>, then start a process in Creatio that calls the test URL. <br /><br /> <b>When it is ready</b>, publish it and let the process call the production URL. These executions are in the list of executions.',
				active:
					'<b>While you build the workflow</b>, click <i>Listen for test event</i>, then start a process in Creatio that calls the test URL. <br /><br /> <b>Your workflow also starts by itself</b>, since it is published: each call to the production URL is in the list of executions.',
			},
			activationHint:
				'Once the workflow is published, it starts whenever a process in Creatio calls the production URL.',
		},
		properties: [
			{
				displayName:
					'In Creatio, let a business process call the webhook URL, with a Call Web Service element or a script task. <a href="https://github.com/n8n-nodes-creatio-platform/n8n-nodes-creatio-platform/blob/main/docs/nodes/creatio-webhook.md" target="_blank">Step by step</a>.',
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
