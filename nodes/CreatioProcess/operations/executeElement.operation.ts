import type { INodeProperties } from 'n8n-workflow';

import { executeElement as sendElement } from '../../shared/creatio/process/cancelAndExecute';
import type { Operation } from '../../shared/n8n/context/operation';
import { optionsField } from '../../shared/n8n/form/optionFields';
import { readString } from '../../shared/n8n/form/parameters';
import { itemByItem } from '../../shared/n8n/run/itemWork';

const elementIdField: INodeProperties = {
	displayName: 'Element ID',
	name: 'elementId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. c4ed336c-3e9b-40fe-8b82-5632476472b4',
	description:
		'The ID of the waiting element in its run, such as the column ProcessElementId of the activity that it made',
};

export const executeElement: Operation = {
	option: {
		name: 'Execute Element',
		value: 'executeElement',
		action: 'Execute an element of a run',
		description: 'Let a run go on behind an element that waits',
	},
	properties: [elementIdField, optionsField()],
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const elementId = readString(n8n, 'elementId', itemIndex).trim();
			await sendElement(client.connection, elementId);
			return [{ executed: true, elementId }];
		});
	},
};
