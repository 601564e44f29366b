import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { authenticationField, creatioCredentials } from '../shared/n8n/connect/credentialFields';
import { creatioApiTest } from '../shared/n8n/connect/credentialTest';
import { iconOf } from '../shared/n8n/connect/host';
import { getWritableColumns } from '../shared/n8n/editor/columnMapper';
import { searchObjects, searchRecords } from '../shared/n8n/editor/lists';
import { getPathOperators } from '../shared/n8n/editor/operatorLists';
import { searchWritableColumns } from '../shared/n8n/editor/columnLists';
import { searchConnections, searchPaths, searchSortPaths } from '../shared/n8n/editor/pathLists';
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
import { batch } from './operations/batch.operation';
import { deleteRecords } from './operations/delete.operation';
import { insert } from './operations/insert.operation';
import { raw } from './operations/raw.operation';
import { select } from './operations/select.operation';
import { update } from './operations/update.operation';

const resources: readonly Resource[] = [
	{
		name: 'row',
		displayName: 'Row',
		operations: [batch, deleteRecords, insert, raw, select, update],
		defaultOperation: 'select',
	},
];

export class CreatioDataService implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Creatio DataService',
		name: 'creatioDataService',
		icon: iconOf({
			light: 'file:../icons/creatio-data-service.svg',
			dark: 'file:../icons/creatio-data-service.dark.svg',
		}),
		group: ['input'],
		version: 1,
		subtitle: subtitleOf('operation', operationsOf(resources), ['object']),
		description: 'Query related objects, aggregate and group, and write in bulk in Creatio',
		defaults: { name: 'Creatio DataService' },
		parameterPane: 'wide',
		usableAsTool: true,
		inputs: [MAIN],
		outputs: [MAIN],
		credentials: creatioCredentials,
		properties: [authenticationField.property, ...resourceProperties(resources, 'row')],
	};

	methods = {
		credentialTest: { creatioApiTest },
		listSearch: {
			searchObjects,
			searchRecords,
			searchColumns: searchPaths,
			searchSortColumns: searchSortPaths,
			searchConnections,
			searchWritableColumns,
			searchValues,
		},
		loadOptions: { getOperators: getPathOperators },
		resourceMapping: { getWritableColumns },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runOperation(this, findOperation(this, resources))];
	}
}
