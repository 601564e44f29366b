import { newGuid } from '../../../shared/creatio/guid';
import { createRecord } from '../../../shared/creatio/odata/records';
import { bodyOf } from '../../../shared/creatio/writes';
import {
	columnsField,
	objectField,
	optionsField,
	simplifyField,
	writeOptions,
} from '../../../shared/n8n/fields';
import { readObjectName } from '../../../shared/n8n/parameters';
import type { Operation } from '../../../shared/n8n/run';
import { readMappedValues, refuseTakenId, wholeRecord, writtenRow } from '../../../shared/n8n/writing';

export const create: Operation = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create a record',
		description: 'Create a record of any object',
	},
	properties: [objectField, columnsField('add'), simplifyField, optionsField(...writeOptions)],
	begin(context) {
		const { n8n, client, signal } = context;
		return async (itemIndex) => {
			const model = await client.metadata.object(readObjectName(n8n, itemIndex), signal);
			const { values } = await readMappedValues(context, model.name, itemIndex, 'create');
			const given = bodyOf(values);
			if (typeof given.Id === 'string') await refuseTakenId(context, model.name, given.Id);
			const body = { Id: newGuid(), ...given };
			const row = await createRecord(client.connection, model.name, body, wholeRecord(model), signal);
			return [writtenRow(context, model, row, itemIndex)];
		};
	},
};
