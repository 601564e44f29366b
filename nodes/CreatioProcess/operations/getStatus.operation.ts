import { readRun } from '../../shared/creatio/process/log';
import { optionsField } from '../../shared/n8n/optionFields';
import { readString } from '../../shared/n8n/parameters';
import { processIdField } from '../../shared/n8n/process/fields';
import { shownState } from '../../shared/n8n/process/waiting';
import type { Operation } from '../../shared/n8n/run';
import { itemByItem } from '../../shared/n8n/works';

export const getStatus: Operation = {
	option: {
		name: 'Get Status',
		value: 'getStatus',
		action: 'Get the status of a run',
		description: 'Look up in the process log how a run stands',
	},
	properties: [processIdField, optionsField()],
	begin(context) {
		const { n8n, client, signal } = context;
		return itemByItem(context, async (itemIndex) => {
			const processId = readString(n8n, 'processId', itemIndex);
			return [shownState(await readRun(client.connection, processId, signal))];
		});
	},
};
