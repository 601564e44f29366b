import { readRecord } from '../../../shared/creatio/odata/records';
import { rowReader } from '../../../shared/creatio/rows';
import { objectField, recordIdField, simplifyField } from '../../../shared/n8n/fields';
import { optionsField, readOptions } from '../../../shared/n8n/optionFields';
import { readObjectName, readRecordId } from '../../../shared/n8n/parameters';
import { hintDroppedColumns, readShape } from '../../../shared/n8n/reading';
import type { Operation } from '../../../shared/n8n/run';
import { itemByItem } from '../../../shared/n8n/works';
import { noSuchRecord } from '../../../shared/n8n/writing';

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get a record',
		description: 'Get one record by its ID',
	},
	properties: [objectField, recordIdField, simplifyField, optionsField(...readOptions)],
	begin(context) {
		const { n8n, client, signal } = context;
		return itemByItem(context, async (itemIndex) => {
			const object = readObjectName(n8n, itemIndex);
			const id = readRecordId(n8n, itemIndex);
			const model = await client.metadata.object(object, signal);
			const shape = await readShape(context, object, itemIndex);
			const notes = { droppedColumns: new Set<string>() };
			const row = await readRecord(client.connection, model.name, id, shape, notes, signal);
			if (!row) throw noSuchRecord(model.name, id);
			hintDroppedColumns(context, notes);
			return [rowReader(model, shape)(row)];
		});
	},
};
