import { bodyOf } from '../../../shared/creatio/writing/columnValues';
import type { Operation } from '../../../shared/n8n/context/operation';
import { columnsField, objectField, recordIdField, simplifyField } from '../../../shared/n8n/form/fields';
import { readMappedValues } from '../../../shared/n8n/form/mappedColumns';
import { optionsField, updateOptions, writeOptions } from '../../../shared/n8n/form/optionFields';
import { readObjectName, readRecordId } from '../../../shared/n8n/form/parameters';
import { inBulk } from '../../../shared/n8n/run/itemWork';
import { type PlannedWrite, writePlanned } from '../../../shared/n8n/run/odataWrites';

export const update: Operation = {
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update a record',
		description: 'Change columns of a record that exists',
	},
	properties: [
		objectField,
		recordIdField,
		columnsField('add'),
		simplifyField,
		optionsField(...writeOptions, ...updateOptions),
	],
	begin(context) {
		const { n8n, client } = context;
		return inBulk(context, {
			async prepare(itemIndex): Promise<PlannedWrite> {
				const object = readObjectName(n8n, itemIndex);
				const id = readRecordId(n8n, itemIndex);
				const model = await client.metadata.object(object);
				const { values } = await readMappedValues(context, model.name, itemIndex, 'update');
				const body = bodyOf(values);
				return { itemIndex, model, write: { kind: 'update', id, body }, shown: body };
			},
			write: async (plans) => await writePlanned(context, plans),
		});
	},
};
