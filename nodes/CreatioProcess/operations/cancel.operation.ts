import { cancelProcess } from '../../shared/creatio/process/cancelProcess';
import type { Operation } from '../../shared/n8n/context/operation';
import { optionsField } from '../../shared/n8n/form/connectionOptions';
import { processIdField, shownState } from '../../shared/n8n/process/waiting';
import { itemByItem } from '../../shared/n8n/run/itemWork';

export const cancel: Operation = {
	option: {
		name: 'Cancel',
		value: 'cancel',
		action: 'Cancel a process run',
		description: 'Cancel a process run',
	},
	fields: [processIdField, optionsField()],
	repeat: 'harmless',
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const processId = processIdField.read(n8n, itemIndex);
			return [shownState(await cancelProcess(client.connection, processId))];
		});
	},
};
