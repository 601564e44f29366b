import { newGuid } from '../../../shared/basics/guid';
import { bodyOf } from '../../../shared/creatio/writing/columnValues';
import type { Operation } from '../../../shared/n8n/context/operation';
import { columnsField, objectField, simplifyField } from '../../../shared/n8n/form/fields';
import { readMappedValues, refuseTakenId } from '../../../shared/n8n/form/mappedColumns';
import { optionsField, writeOptions } from '../../../shared/n8n/form/optionFields';
import { readObjectName } from '../../../shared/n8n/form/parameters';
import { inBulk } from '../../../shared/n8n/run/itemWork';
import { type PlannedWrite, writePlanned } from '../../../shared/n8n/run/odataWrites';

export const create: Operation = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create a record',
		description: 'Create a record of any object',
	},
	properties: [objectField, columnsField('add'), simplifyField, optionsField(...writeOptions)],
	begin(context) {
		const { n8n, client } = context;
		return inBulk(context, {
			async prepare(itemIndex): Promise<PlannedWrite> {
				const model = await client.metadata.object(readObjectName(n8n, itemIndex));
				const { values } = await readMappedValues(context, model.name, itemIndex, 'create');
				const { Id: own, ...body } = bodyOf(values);
				if (typeof own === 'string') await refuseTakenId(context, model.name, own);
				const id = typeof own === 'string' ? own : newGuid();
				return { itemIndex, model, write: { kind: 'create', id, body }, shown: {} };
			},
			write: async (plans) => await writePlanned(context, plans),
		});
	},
};
