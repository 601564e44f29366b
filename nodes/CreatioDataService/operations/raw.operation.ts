import type { INodeProperties } from 'n8n-workflow';

import { RAW_QUERIES, sendRaw } from '../../shared/creatio/dataservice/rawQuery';
import type { Operation } from '../../shared/n8n/context/operation';
import { optionsField } from '../../shared/n8n/form/optionFields';
import { readChoice, readJson } from '../../shared/n8n/form/parameters';
import { itemByItem } from '../../shared/n8n/run/itemWork';

const kindField: INodeProperties = {
	displayName: 'Kind of Query',
	name: 'kind',
	type: 'options',
	options: [
		{ name: 'Batch', value: 'BatchQuery' },
		{ name: 'Delete', value: 'DeleteQuery' },
		{ name: 'Insert', value: 'InsertQuery' },
		{ name: 'Select', value: 'SelectQuery' },
		{ name: 'Update', value: 'UpdateQuery' },
	],
	default: 'SelectQuery',
};

const queryField: INodeProperties = {
	displayName: 'Query',
	name: 'query',
	type: 'json',
	default:
		'{\n  "rootSchemaName": "Contact",\n  "columns": { "items": { "Name": { "expression": { "columnPath": "Name" } } } },\n  "rowCount": 50\n}',
	required: true,
	description: 'The query as DataService takes it. It is sent as it is, and the answer returned as it comes.',
};

export const raw: Operation = {
	option: {
		name: 'Raw Query',
		value: 'raw',
		action: 'Run a raw query',
		description: 'Send a query that you wrote as JSON',
	},
	properties: [kindField, queryField, optionsField()],
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const kind = readChoice(n8n, 'kind', 'Kind of Query', RAW_QUERIES, itemIndex);
			const query = readJson(n8n, 'query', 'Query', itemIndex);
			return [await sendRaw(client.connection, kind, query)];
		});
	},
};
