import {
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { authenticationField, creatioCredentials } from '../shared/n8n/connect/credentialFields';
import { creatioApiTest } from '../shared/n8n/connect/credentialTest';
import { iconOf } from '../shared/n8n/connect/host';
import { getReadableColumns, searchColumns, searchRelatedColumns } from '../shared/n8n/editor/columnLists';
import { searchObjects } from '../shared/n8n/editor/lists';
import { getOperators } from '../shared/n8n/editor/operatorLists';
import { getUsers } from '../shared/n8n/editor/userList';
import { searchValues } from '../shared/n8n/editor/valueLists';
import { readOptions, simplifyField } from '../shared/n8n/form/columnsToReturn';
import { watchedFilterFields } from '../shared/n8n/form/conditions';
import { optionsOf, requestOptions } from '../shared/n8n/form/connectionOptions';
import { MAIN } from '../shared/n8n/form/connectionType';
import { propertiesOf, shownIf } from '../shared/n8n/form/field';
import { objectField } from '../shared/n8n/form/object';
import { runPoll } from '../shared/n8n/trigger/poll';
import { triggerOptions } from '../shared/n8n/trigger/triggerOptions';
import { subtitleOf } from '../shared/n8n/run/subtitle';
import { events } from './events';

export class CreatioTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Creatio Trigger',
		name: 'creatioTrigger',
		icon: iconOf({
			light: 'file:../icons/creatio-trigger.svg',
			dark: 'file:../icons/creatio-trigger.dark.svg',
		}),
		group: ['trigger'],
		version: 1,
		subtitle: subtitleOf('event', events, ['object']),
		description:
			'Work with records in Creatio, or start the workflow when they are created, updated or deleted',
		defaults: { name: 'Creatio Trigger' },
		polling: true,
		inputs: [],
		outputs: [MAIN],
		credentials: creatioCredentials,
		properties: [
			authenticationField.property,
			objectField.property,
			{
				displayName: 'Trigger On',
				name: 'event',
				type: 'options',
				noDataExpression: true,
				options: events.map(({ option }) => option),
				default: 'created',
			},
			...propertiesOf([
				...events.flatMap(({ option, fields }) => shownIf({ event: [option.value] }, ...fields)),
				...watchedFilterFields,
				simplifyField,
				optionsOf(...readOptions, ...triggerOptions(events), ...requestOptions),
			]),
		],
	};

	methods = {
		credentialTest: { creatioApiTest },
		listSearch: { searchObjects, searchColumns, searchRelatedColumns, searchValues },
		loadOptions: { getReadableColumns, getOperators, getUsers },
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await runPoll(this, events);
	}
}
