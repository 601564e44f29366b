import type { Operation } from '../../../shared/n8n/context/operation';
import { bulkOptions } from '../../../shared/n8n/form/batching';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import { objectField } from '../../../shared/n8n/form/object';
import { recordField } from '../../../shared/n8n/form/record';
import { inBulk } from '../../../shared/n8n/run/itemWork';
import { type PlannedWrite, writePlanned } from '../../../shared/n8n/run/odataWrites';

/** Of a record that is gone. */
const NOTHING = { simplify: true, whole: false, lookups: 'id' } as const;

export const deleteRecord: Operation = {
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete a record',
		description: 'Delete a record, chosen from a list, by its ID or by the address of its page',
	},
	fields: [objectField, recordField, optionsField(...bulkOptions)],
	repeat: 'harmless',
	begin(context) {
		const { n8n, client } = context;
		return inBulk(context, {
			async prepare(itemIndex): Promise<PlannedWrite> {
				const object = objectField.read(n8n, itemIndex);
				const id = recordField.read(n8n, itemIndex);
				const model = await client.metadata.object(object);
				return { itemIndex, model, write: { kind: 'delete', id }, shown: {}, returned: NOTHING };
			},
			write: async (plans) => await writePlanned(context, plans),
		});
	},
};
