import { queryRecords } from '../../../shared/creatio/odata/queryRecords';
import type { Operation } from '../../../shared/n8n/context/operation';
import { readOptions, readShape, simplifyField } from '../../../shared/n8n/form/columnsToReturn';
import { filterFields, hintUnknownRecords, readFilter } from '../../../shared/n8n/form/conditions';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import { rangeOption } from '../../../shared/n8n/form/rangeOption';
import { limitFields, readLimit, upToLimit } from '../../../shared/n8n/form/limit';
import { objectField } from '../../../shared/n8n/form/object';
import { pageOptions, readPaging } from '../../../shared/n8n/form/paging';
import { readOrder, sortField } from '../../../shared/n8n/form/sort';
import { itemByItem } from '../../../shared/n8n/run/itemWork';

export const getAll: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many records',
		description: 'Get the records of an object that match conditions',
	},
	fields: [
		objectField,
		...limitFields,
		...filterFields,
		sortField,
		simplifyField,
		optionsField(...readOptions, ...pageOptions, rangeOption),
	],
	repeat: 'read',
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const model = await client.metadata.object(objectField.read(n8n, itemIndex));
			const filter = await readFilter(context, model.name, itemIndex);
			const query = {
				model,
				limit: readLimit(context, itemIndex),
				filter,
				range: rangeOption.read(n8n, itemIndex),
				order: await readOrder(context, model.name, itemIndex),
				shape: await readShape(context, model.name, itemIndex),
				paging: readPaging(n8n, itemIndex),
			};
			const rows = await queryRecords(client.connection, query);
			await hintUnknownRecords(context, filter.condition, rows.length === 0 ? 'nothing' : 'rows');
			return upToLimit(context, rows, query.limit);
		});
	},
};
