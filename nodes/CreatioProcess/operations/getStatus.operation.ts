import { readRun } from '../../shared/creatio/process/processLog';
import type { Operation } from '../../shared/n8n/context/operation';
import { optionsField } from '../../shared/n8n/form/connectionOptions';
import { processIdField, shownState } from '../../shared/n8n/process/waiting';
import { itemByItem } from '../../shared/n8n/run/itemWork';

export const getStatus: Operation = {
	option: {
		name: 'Get Status',
		value: 'getStatus',
		action: 'Get the status of a process run',
		description: 'Get the status of a process run from the process log',
	},
	fields: [processIdField, optionsField()],
	repeat: 'read',
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const processId = processIdField.read(n8n, itemIndex);
			return [shownState(await readRun(client.connection, processId))];
		});
	},
};
