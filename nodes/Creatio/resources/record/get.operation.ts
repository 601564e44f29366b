import { rowReader } from '../../../shared/creatio/model/rows';
import { readRecord } from '../../../shared/creatio/odata/oneRecord';
import type { Operation } from '../../../shared/n8n/context/operation';
import { objectField, recordIdField, simplifyField } from '../../../shared/n8n/form/fields';
import { noSuchRecord } from '../../../shared/n8n/form/mappedColumns';
import { optionsField, readOptions } from '../../../shared/n8n/form/optionFields';
import { readObjectName, readRecordId } from '../../../shared/n8n/form/parameters';
import { readShape } from '../../../shared/n8n/form/recordQuery';
import { itemByItem } from '../../../shared/n8n/run/itemWork';

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get a record',
		description: 'Get one record by its ID',
	},
	properties: [objectField, recordIdField, simplifyField, optionsField(...readOptions)],
	begin(context) {
		const { n8n, client } = context;
		return itemByItem(context, async (itemIndex) => {
			const object = readObjectName(n8n, itemIndex);
			const id = readRecordId(n8n, itemIndex);
			const model = await client.metadata.object(object);
			const shape = await readShape(context, object, itemIndex);
			const row = await readRecord(client.connection, model.name, id, shape);
			if (!row) throw noSuchRecord(model.name, id);
			return [rowReader(model, shape)(row)];
		});
	},
};
