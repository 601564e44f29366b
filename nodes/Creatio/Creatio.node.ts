import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { authenticationField } from '../shared/n8n/connect/credentialFields';
import { creatioApiTest } from '../shared/n8n/connect/credentialTest';
import { iconOf } from '../shared/n8n/connect/host';
import { getWritableColumns } from '../shared/n8n/editor/columnMapper';
import { searchFiles } from '../shared/n8n/editor/fileList';
import {
	getReadableColumns,
	searchColumns,
	searchRelatedColumns,
	searchImageColumns,
	searchSortColumns,
} from '../shared/n8n/editor/columnLists';
import { getSearchableObjects, searchObjects, searchRecords } from '../shared/n8n/editor/lists';
import { getOperators } from '../shared/n8n/editor/operatorLists';
import { searchSettings } from '../shared/n8n/editor/settingList';
import { searchValues } from '../shared/n8n/editor/valueLists';
import { MAIN } from '../shared/n8n/form/connectionType';
import {
	findOperation,
	operationsOf,
	type Resource,
	resourceProperties,
} from '../shared/n8n/run/operationList';
import { runOperation } from '../shared/n8n/run/runOperation';
import { subtitleOf } from '../shared/n8n/run/subtitle';
import { file } from './resources/file';
import { object } from './resources/object';
import { record } from './resources/record';
import { site } from './resources/site';
import { systemSetting } from './resources/systemSetting';

const resources: readonly Resource[] = [file, object, record, site, systemSetting];

export class Creatio implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Creatio',
		name: 'creatio',
		icon: iconOf({ light: 'file:../icons/creatio.svg', dark: 'file:../icons/creatio.dark.svg' }),
		group: ['input'],
		version: 1,
		subtitle: subtitleOf('operation', operationsOf(resources), ['object', 'setting']),
		description: 'Read and write records of any object, their files, and system settings, in Creatio',
		defaults: { name: 'Creatio' },
		usableAsTool: true,
		inputs: [MAIN],
		outputs: [MAIN],
		credentials: [
			// Written out, as nowhere else: the linter looks here for what tests the credential.
			{
				name: 'creatioPlatformApi',
				required: true,
				testedBy: 'creatioApiTest',
				displayOptions: { show: { authentication: ['userPassword'] } },
			},
			{
				name: 'creatioPlatformOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
		],
		properties: [authenticationField.property, ...resourceProperties(resources, record.name)],
	};

	methods = {
		credentialTest: { creatioApiTest },
		listSearch: {
			searchObjects,
			searchRecords,
			searchColumns,
			searchRelatedColumns,
			searchSortColumns,
			searchImageColumns,
			searchFiles,
			searchSettings,
			searchValues,
		},
		loadOptions: { getReadableColumns, getOperators, getSearchableObjects },
		resourceMapping: { getWritableColumns },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runOperation(this, findOperation(this, resources))];
	}
}
