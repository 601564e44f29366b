import {
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	NodeConnectionTypes,
	updateDisplayOptions,
} from 'n8n-workflow';

import { creatioCredentials } from '../shared/n8n/context/credentialFields';
import { creatioApiTest } from '../shared/n8n/context/credentialTest';
import { getOperators, getReadableColumns, searchColumns, searchObjects } from '../shared/n8n/editor/lists';
import { authenticationField, objectField, simplifyField } from '../shared/n8n/form/fields';
import { optionsField, readOptions } from '../shared/n8n/form/optionFields';
import { filterFields } from '../shared/n8n/form/recordQuery';
import { runPoll } from '../shared/n8n/trigger/poll';
import { triggerOptions } from '../shared/n8n/trigger/triggerFields';
import { events } from './events';

export class CreatioTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Creatio Trigger',
		name: 'creatioTrigger',
		icon: { light: 'file:../icons/creatio.svg', dark: 'file:../icons/creatio.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["event"] + ": " + $parameter["object"].value }}',
		description: 'Starts the workflow when records of a Creatio site are added, changed or deleted',
		defaults: { name: 'Creatio Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: creatioCredentials,
		properties: [
			authenticationField,
			objectField,
			{
				displayName: 'Trigger On',
				name: 'event',
				type: 'options',
				noDataExpression: true,
				options: events.map(({ option }) => option),
				default: 'created',
			},
			...events.flatMap(({ option, properties }) =>
				updateDisplayOptions({ show: { event: [option.value] } }, [...properties]),
			),
			...filterFields,
			simplifyField,
			optionsField(...readOptions, ...triggerOptions(events)),
		],
	};

	methods = {
		credentialTest: { creatioApiTest },
		listSearch: { searchObjects, searchColumns },
		loadOptions: { getReadableColumns, getOperators },
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await runPoll(this, events);
	}
}
