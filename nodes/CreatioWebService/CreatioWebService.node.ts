import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { authenticationField, creatioCredentials } from '../shared/n8n/connect/credentialFields';
import { creatioApiTest } from '../shared/n8n/connect/credentialTest';
import { iconOf } from '../shared/n8n/connect/host';
import { MAIN } from '../shared/n8n/form/connectionType';
import { findOperation, type Resource, resourceProperties } from '../shared/n8n/run/operationList';
import { runOperation } from '../shared/n8n/run/runOperation';
import { call } from './operations/call.operation';

const resources: readonly Resource[] = [
	{
		name: 'webService',
		displayName: 'Web Service',
		operations: [call],
		defaultOperation: 'call',
	},
];

export class CreatioWebService implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Creatio Web Service',
		name: 'creatioWebService',
		icon: iconOf({
			light: 'file:../icons/creatio-web-service.svg',
			dark: 'file:../icons/creatio-web-service.dark.svg',
		}),
		group: ['transform'],
		version: 1,
		subtitle: '={{ [$parameter["service"], $parameter["method"]].filter(Boolean).join("/") }}',
		description: 'Call custom web services in Creatio',
		defaults: { name: 'Creatio Web Service' },
		usableAsTool: true,
		inputs: [MAIN],
		outputs: [MAIN],
		credentials: creatioCredentials,
		properties: [authenticationField.property, ...resourceProperties(resources, 'webService')],
	};

	methods = { credentialTest: { creatioApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runOperation(this, findOperation(this, resources))];
	}
}
