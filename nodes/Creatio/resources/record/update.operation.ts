import { updateRecord } from '../../../shared/creatio/odata/records';
import { bodyOf } from '../../../shared/creatio/writes';
import {
	columnsField,
	objectField,
	optionsField,
	recordIdField,
	simplifyField,
	updateOptions,
	writeOptions,
} from '../../../shared/n8n/fields';
import { readObjectName, readRecordId } from '../../../shared/n8n/parameters';
import type { Operation } from '../../../shared/n8n/run';
import { noSuchRecord, readMappedValues, updatedRow } from '../../../shared/n8n/writing';

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
		const { n8n, client, signal } = context;
		return async (itemIndex) => {
			const object = readObjectName(n8n, itemIndex);
			const id = readRecordId(n8n, itemIndex);
			const model = await client.metadata.object(object, signal);
			const { values } = await readMappedValues(context, model.name, itemIndex, 'update');
			const body = bodyOf(values);
			if (!(await updateRecord(client.connection, model.name, id, body, signal)))
				throw noSuchRecord(model.name, id);
			return [await updatedRow(context, model, id, body, itemIndex)];
		};
	},
};
