import * as records from '../../../shared/creatio/odata/records';
import { objectField, optionsField, recordIdField } from '../../../shared/n8n/fields';
import { readObjectName, readRecordId } from '../../../shared/n8n/parameters';
import type { Operation } from '../../../shared/n8n/run';
import { noSuchRecord } from '../../../shared/n8n/writing';

export const deleteRecord: Operation = {
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete a record',
		description: 'Delete a record by its ID',
	},
	properties: [objectField, recordIdField, optionsField()],
	begin(context) {
		const { n8n, client, signal } = context;
		return async (itemIndex) => {
			const object = readObjectName(n8n, itemIndex);
			const id = readRecordId(n8n, itemIndex);
			const { name } = await client.metadata.object(object, signal);
			if (!(await records.deleteRecord(client.connection, name, id, signal))) throw noSuchRecord(name, id);
			return [{ deleted: true, id }];
		};
	},
};
