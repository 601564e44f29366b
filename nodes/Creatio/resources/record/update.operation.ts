import { bodyOf } from '../../../shared/creatio/writing/columnValues';
import type { Operation } from '../../../shared/n8n/context/operation';
import { bulkOptions } from '../../../shared/n8n/form/batching';
import {
	readMappedValues,
	blankValuesOption,
	writeValueOptions,
} from '../../../shared/n8n/form/columnsToWrite';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import { objectField } from '../../../shared/n8n/form/object';
import { recordField } from '../../../shared/n8n/form/record';
import { readReturned, returnedOptions, simplifyWrittenField } from '../../../shared/n8n/form/returnedRecord';
import { valuesFields } from '../../../shared/n8n/form/valuesToWrite';
import { inBulk } from '../../../shared/n8n/run/itemWork';
import { type PlannedWrite, writePlanned } from '../../../shared/n8n/run/odataWrites';

export const update: Operation = {
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update a record',
		description: 'Update columns of an existing record',
	},
	fields: [
		objectField,
		recordField,
		...valuesFields('add'),
		simplifyWrittenField,
		optionsField(...bulkOptions, ...writeValueOptions, blankValuesOption, ...returnedOptions),
	],
	repeat: 'harmless',
	begin(context) {
		const { n8n, client } = context;
		return inBulk(context, {
			async prepare(itemIndex): Promise<PlannedWrite> {
				const object = objectField.read(n8n, itemIndex);
				const id = recordField.read(n8n, itemIndex);
				const model = await client.metadata.object(object);
				const { values } = await readMappedValues(context, model.name, itemIndex, { update: id });
				const body = bodyOf(values);
				const returned = readReturned(context, itemIndex);
				return { itemIndex, model, write: { kind: 'update', id, body }, shown: body, returned };
			},
			write: async (plans) => await writePlanned(context, plans),
		});
	},
};
