import { findColumn } from '../../shared/creatio/model/objectModel';
import { insertQuery, readInserted } from '../../shared/creatio/dataservice/writeQuery';

import type { Operation } from '../../shared/n8n/context/operation';
import { batchOptions, continueIfErrorOption } from '../../shared/n8n/form/batching';
import { readZonedValues, refuseTakenId, writeValueOptions } from '../../shared/n8n/form/columnsToWrite';
import { optionsField } from '../../shared/n8n/form/connectionOptions';
import { objectField } from '../../shared/n8n/form/object';
import { timeZoneOption } from '../../shared/n8n/form/timeZone';
import {
	type PlannedQuery,
	sendPlanned,
	sentValues,
	shownValues,
} from '../../shared/n8n/run/dataServiceWrites';
import { valuesFields } from '../../shared/n8n/form/valuesToWrite';
import { inBulk } from '../../shared/n8n/run/itemWork';

export const insert: Operation = {
	option: {
		name: 'Insert',
		value: 'insert',
		action: 'Insert a record',
		description: 'Create a record of any object',
	},
	fields: [
		objectField,
		...valuesFields('add'),
		optionsField(...batchOptions, ...writeValueOptions, continueIfErrorOption, timeZoneOption),
	],
	repeat: 'harmless',
	begin(context) {
		const { n8n, client } = context;
		return inBulk(context, {
			async prepare(itemIndex): Promise<PlannedQuery> {
				const model = await client.metadata.object(objectField.read(n8n, itemIndex));
				const { values, zone } = await readZonedValues(context, model.name, itemIndex, 'create');
				const own = values.find(({ column }) => column.name === 'Id')?.value?.value;
				if (typeof own === 'string') await refuseTakenId(context, itemIndex, model.name, own);
				const id = typeof own === 'string' ? own : context.newId(itemIndex);
				const key = findColumn(model, 'Id');
				// A key of our own lets a lost answer be settled by looking (contract 4.6).
				const withKey =
					typeof own === 'string' || !key
						? values
						: [{ column: key, value: { type: 'guid', value: id } as const }, ...values];
				return {
					write: {
						query: insertQuery(model.name, withKey, zone),
						record: { object: model.name, id },
						mayBeTaken: typeof own === 'string',
						repeat: 'once',
					},
					sent: sentValues(model, values, true),
					show: (answer) => ({ Id: readInserted(answer, model.name), ...shownValues(values) }),
				};
			},
			write: async (plans) => await sendPlanned(context, plans),
		});
	},
};
