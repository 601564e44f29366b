import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { authenticationField, creatioCredentials } from '../shared/n8n/connect/credentialFields';
import { creatioApiTest } from '../shared/n8n/connect/credentialTest';
import { iconOf } from '../shared/n8n/connect/host';
import {
	getProcessParameters,
	getResultParameters,
	searchProcessList,
	searchTextParameters,
} from '../shared/n8n/editor/processLists';
import { MAIN } from '../shared/n8n/form/connectionType';
import { callbackWebhook, callbackWebhookMethods, calledBack } from '../shared/n8n/process/callback';
import {
	findOperation,
	operationsOf,
	type Resource,
	resourceProperties,
} from '../shared/n8n/run/operationList';
import { runOperation } from '../shared/n8n/run/runOperation';
import { subtitleOf } from '../shared/n8n/run/subtitle';
import { cancel } from './operations/cancel.operation';
import { executeElement } from './operations/executeElement.operation';
import { getMany } from './operations/getMany.operation';
import { getStatus } from './operations/getStatus.operation';
import { run } from './operations/run.operation';

const resources: readonly Resource[] = [
	{
		name: 'process',
		displayName: 'Process',
		operations: [cancel, executeElement, getMany, getStatus, run],
		defaultOperation: 'run',
	},
];

export class CreatioProcess implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Creatio Process',
		name: 'creatioProcess',
		icon: iconOf({
			light: 'file:../icons/creatio-process.svg',
			dark: 'file:../icons/creatio-process.dark.svg',
		}),
		group: ['transform'],
		version: 1,
		subtitle: subtitleOf('operation', operationsOf(resources), ['process']),
		description: 'Run business processes in Creatio and wait for their results',
		defaults: { name: 'Creatio Process' },
		usableAsTool: true,
		inputs: [MAIN],
		outputs: [MAIN],
		credentials: creatioCredentials,
		webhooks: [callbackWebhook],
		properties: [authenticationField.property, ...resourceProperties(resources, 'process')],
	};

	methods = {
		credentialTest: { creatioApiTest },
		listSearch: { searchProcessList, searchTextParameters },
		loadOptions: { getResultParameters },
		resourceMapping: { getProcessParameters },
	};

	webhookMethods = callbackWebhookMethods;

	webhook = calledBack;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runOperation(this, findOperation(this, resources))];
	}
}
