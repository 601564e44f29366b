import { withinRange } from '../../../shared/creatio/odata/combineFilters';
import { countMatching } from '../../../shared/creatio/odata/queryRecords';
import type { Operation } from '../../../shared/n8n/context/operation';
import { filterFields, hintUnknownRecords, readFilter } from '../../../shared/n8n/form/conditions';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import { rangeOption } from '../../../shared/n8n/form/rangeOption';
import { objectField } from '../../../shared/n8n/form/object';
import { itemByItem } from '../../../shared/n8n/run/itemWork';

export const count: Operation = {
	option: {
		name: 'Count',
		value: 'count',
		action: 'Count records',
		description: 'Count the records that match conditions, without reading them',
	},
	fields: [objectField, ...filterFields, optionsField(rangeOption)],
	repeat: 'read',
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const { name } = await client.metadata.object(objectField.read(n8n, itemIndex));
			const filter = await readFilter(context, name, itemIndex);
			const range = rangeOption.read(n8n, itemIndex);
			const found = await countMatching(client.connection, name, withinRange(filter, range));
			await hintUnknownRecords(context, filter.condition, found === 0 ? 'nothing' : 'rows');
			return [{ object: name, count: found }];
		});
	},
};
