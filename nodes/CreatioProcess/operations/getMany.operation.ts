import { type INodeProperties, updateDisplayOptions } from 'n8n-workflow';

import { searchProcesses } from '../../shared/creatio/process/processLibrary';
import type { Operation } from '../../shared/n8n/context/operation';
import { limitField, returnAllField } from '../../shared/n8n/form/fields';
import { optionsField } from '../../shared/n8n/form/optionFields';
import { readFlag, readPositive, readString } from '../../shared/n8n/form/parameters';
import { itemByItem } from '../../shared/n8n/run/itemWork';

const searchField: INodeProperties = {
	displayName: 'Search',
	name: 'search',
	type: 'string',
	default: '',
	description: 'Part of the caption or the code. Left empty, all processes.',
};

const disabledOption: INodeProperties = {
	displayName: 'Include Disabled',
	name: 'includeDisabled',
	type: 'boolean',
	default: false,
	description: 'Whether to return processes that are switched off',
};

export const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		action: 'Get many processes',
		description: 'List the processes of the library',
	},
	properties: [
		searchField,
		returnAllField,
		...updateDisplayOptions({ show: { returnAll: [false] } }, [limitField]),
		optionsField(disabledOption),
	],
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const found = await searchProcesses(client.connection, {
				text: readString(n8n, 'search', itemIndex),
				limit: readFlag(n8n, 'returnAll', itemIndex)
					? Infinity
					: readPositive(n8n, 'limit', 'Limit', itemIndex),
				withDisabled: readFlag(n8n, 'options.includeDisabled', itemIndex),
			});
			return found.map(({ name, caption, uId, enabled }) => ({ code: name, caption, uId, enabled }));
		});
	},
};
