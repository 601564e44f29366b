import {
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { receiveCall } from '../shared/n8n/webhook/receiveCall';
import { readSecret, webhookSecretTest } from '../shared/n8n/webhook/secret';

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
		outputs: [NodeConnectionTypes.Main],
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
					'In Creatio, let a business process call the address above: with a Call Web Service element, or with a script task. The documentation of the package shows both, step by step.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Callers Prove Themselves By',
				name: 'proof',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Secret in a Header',
						value: 'secret',
						description: 'X-Creatio-Secret holds the secret. A process without code can send it.',
					},
					{
						name: 'Signature of the Body',
						value: 'signature',
						description:
							'X-Creatio-Signature holds the HMAC-SHA256 of X-Creatio-Timestamp, a point and the body. For script tasks.',
					},
				],
				default: 'secret',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Maximum Size (KB)',
						name: 'maxSize',
						type: 'number',
						typeOptions: { minValue: 1, maxValue: 16384 },
						default: 1024,
						description: 'Calls with a larger body are refused',
					},
					{
						displayName: 'Replay Window (Seconds)',
						name: 'replayWindow',
						type: 'number',
						typeOptions: { minValue: 10, maxValue: 86400 },
						default: 300,
						description:
							'How far the time of a signed call may be from the present, and how long calls are remembered, so that none starts the workflow twice',
					},
				],
			},
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
