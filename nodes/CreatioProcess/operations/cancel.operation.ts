import { cancelProcesses } from '../../shared/creatio/process/cancel';
import { readRun } from '../../shared/creatio/process/log';
import { optionsField } from '../../shared/n8n/optionFields';
import { readString } from '../../shared/n8n/parameters';
import { processIdField } from '../../shared/n8n/process/fields';
import { shownState } from '../../shared/n8n/process/waiting';
import type { Operation } from '../../shared/n8n/run';
import { itemByItem } from '../../shared/n8n/works';

export const cancel: Operation = {
	option: {
		name: 'Cancel',
		value: 'cancel',
		action: 'Cancel a run',
		description: 'Ask Creatio to cancel a run',
	},
	properties: [processIdField, optionsField()],
	begin(context) {
		const { n8n, client, signal } = context;
		return itemByItem(context, async (itemIndex) => {
			const processId = readString(n8n, 'processId', itemIndex).trim();
			await cancelProcesses(client.connection, [processId], signal);
			// The answer is no verdict (contract 5.4): the log is.
			return [shownState(await readRun(client.connection, processId, signal))];
		});
	},
};
