import { bodyOf } from '../../../shared/creatio/writing/columnValues';
import type { Operation } from '../../../shared/n8n/context/operation';
import { bulkOptions } from '../../../shared/n8n/form/batching';
import { readMappedValues, refuseTakenId, writeValueOptions } from '../../../shared/n8n/form/columnsToWrite';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import { objectField } from '../../../shared/n8n/form/object';
import { readReturned, returnedOptions, simplifyWrittenField } from '../../../shared/n8n/form/returnedRecord';
import { valuesFields } from '../../../shared/n8n/form/valuesToWrite';
import { inBulk } from '../../../shared/n8n/run/itemWork';
import { createWrite, type PlannedWrite, writePlanned } from '../../../shared/n8n/run/odataWrites';

export const create: Operation = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create a record',
		description: 'Create a record of any object',
	},
	fields: [
		objectField,
		...valuesFields('add'),
		simplifyWrittenField,
		optionsField(...bulkOptions, ...writeValueOptions, ...returnedOptions),
	],
	repeat: 'harmless',
	begin(context) {
		const { n8n, client } = context;
		return inBulk(context, {
			async prepare(itemIndex): Promise<PlannedWrite> {
				const model = await client.metadata.object(objectField.read(n8n, itemIndex));
				const { values } = await readMappedValues(context, model.name, itemIndex, 'create');
				const { Id: own, ...body } = bodyOf(values);
				if (typeof own === 'string') await refuseTakenId(context, itemIndex, model.name, own);
				const returned = readReturned(context, itemIndex);
				return { itemIndex, model, write: createWrite(context, itemIndex, own, body), shown: body, returned };
			},
			write: async (plans) => await writePlanned(context, plans),
		});
	},
};
