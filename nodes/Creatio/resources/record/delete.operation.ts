import type { Operation } from '../../../shared/n8n/context/operation';
import { objectField, recordIdField } from '../../../shared/n8n/form/fields';
import { bulkOptions, optionsField } from '../../../shared/n8n/form/optionFields';
import { readObjectName, readRecordId } from '../../../shared/n8n/form/parameters';
import { inBulk } from '../../../shared/n8n/run/itemWork';
import { type PlannedWrite, writePlanned } from '../../../shared/n8n/run/odataWrites';

export const deleteRecord: Operation = {
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete a record',
		description: 'Delete a record by its ID',
	},
	properties: [objectField, recordIdField, optionsField(...bulkOptions)],
	begin(context) {
		const { n8n, client } = context;
		return inBulk(context, {
			async prepare(itemIndex): Promise<PlannedWrite> {
				const object = readObjectName(n8n, itemIndex);
				const id = readRecordId(n8n, itemIndex);
				const model = await client.metadata.object(object);
				return { itemIndex, model, write: { kind: 'delete', id }, shown: {} };
			},
			write: async (plans) => await writePlanned(context, plans),
		});
	},
};
