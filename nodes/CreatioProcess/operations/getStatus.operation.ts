import { readRun } from '../../shared/creatio/process/processLog';
import type { Operation } from '../../shared/n8n/context/operation';
import { optionsField } from '../../shared/n8n/form/optionFields';
import { readString } from '../../shared/n8n/form/parameters';
import { processIdField } from '../../shared/n8n/process/processFields';
import { shownState } from '../../shared/n8n/process/waiting';
import { itemByItem } from '../../shared/n8n/run/itemWork';

export const getStatus: Operation = {
	option: {
		name: 'Get Status',
		value: 'getStatus',
		action: 'Get the status of a run',
		description: 'Look up in the process log how a run stands',
	},
	properties: [processIdField, optionsField()],
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const processId = readString(n8n, 'processId', itemIndex);
			return [shownState(await readRun(client.connection, processId))];
		});
	},
};
