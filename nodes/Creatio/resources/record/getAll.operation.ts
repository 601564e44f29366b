import { updateDisplayOptions } from 'n8n-workflow';

import { queryRecords } from '../../../shared/creatio/odata/queryRecords';
import type { Operation } from '../../../shared/n8n/context/operation';
import {
	limitField,
	objectField,
	returnAllField,
	simplifyField,
	sortField,
} from '../../../shared/n8n/form/fields';
import { optionsField, pageOptions, readOptions } from '../../../shared/n8n/form/optionFields';
import { readFlag, readObjectName, readPositive } from '../../../shared/n8n/form/parameters';
import {
	filterFields,
	readFilter,
	readOrder,
	readPaging,
	readShape,
} from '../../../shared/n8n/form/recordQuery';
import { itemByItem } from '../../../shared/n8n/run/itemWork';

export const getAll: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many records',
		description: 'Get the records of an object that match conditions',
	},
	properties: [
		objectField,
		returnAllField,
		...updateDisplayOptions({ show: { returnAll: [false] } }, [limitField]),
		...filterFields,
		sortField,
		simplifyField,
		optionsField(...readOptions, ...pageOptions),
	],
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const model = await client.metadata.object(readObjectName(n8n, itemIndex));
			const returnAll = readFlag(n8n, 'returnAll', itemIndex);
			const query = {
				model,
				limit: returnAll ? Infinity : readPositive(n8n, 'limit', 'Limit', itemIndex),
				filter: await readFilter(context, model.name, itemIndex),
				order: await readOrder(context, model.name, itemIndex),
				shape: await readShape(context, model.name, itemIndex),
				paging: readPaging(context, itemIndex),
			};
			return await queryRecords(client.connection, query);
		});
	},
};
