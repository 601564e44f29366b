import { rowReader } from '../../../shared/creatio/model/rows';
import { readRecord } from '../../../shared/creatio/odata/oneRecord';
import type { Operation } from '../../../shared/n8n/context/operation';
import { readOptions, readShape, simplifyField } from '../../../shared/n8n/form/columnsToReturn';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import { objectField } from '../../../shared/n8n/form/object';
import { noSuchRecord, recordField } from '../../../shared/n8n/form/record';
import { itemByItem } from '../../../shared/n8n/run/itemWork';

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get a record',
		description: 'Get one record, chosen from a list, by its ID or by the address of its page',
	},
	fields: [objectField, recordField, simplifyField, optionsField(...readOptions)],
	repeat: 'read',
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const object = objectField.read(n8n, itemIndex);
			const id = recordField.read(n8n, itemIndex);
			const model = await client.metadata.object(object);
			const shape = await readShape(context, model.name, itemIndex);
			const row = await readRecord(client.connection, model.name, id, shape);
			if (!row) throw noSuchRecord(model.name, id);
			return [rowReader(model, shape)(row)];
		});
	},
};
