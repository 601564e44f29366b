import { insertQuery, readInserted } from '../../shared/creatio/dataservice/writes';
import { newGuid } from '../../shared/creatio/guid';
import { findColumn } from '../../shared/creatio/paths';
import { readZonedValues } from '../../shared/n8n/dataservice/context';
import { continueIfErrorOption, timeZoneOption } from '../../shared/n8n/dataservice/optionFields';
import { sendPlanned, shownValues, type PlannedQuery } from '../../shared/n8n/dataservice/writing';
import { columnsField, objectField } from '../../shared/n8n/fields';
import { batchOptions, optionsField, writeValueOptions } from '../../shared/n8n/optionFields';
import { readObjectName } from '../../shared/n8n/parameters';
import type { Operation } from '../../shared/n8n/run';
import { inBulk, oneRow } from '../../shared/n8n/works';
import { refuseTakenId } from '../../shared/n8n/writing';

export const insert: Operation = {
	option: {
		name: 'Insert',
		value: 'insert',
		action: 'Insert a record',
		description: 'Create a record of any object',
	},
	properties: [
		objectField,
		columnsField('add'),
		optionsField(...batchOptions, ...writeValueOptions, continueIfErrorOption, timeZoneOption),
	],
	begin(context) {
		const { n8n, client, signal } = context;
		return inBulk(context, {
			async prepare(itemIndex): Promise<PlannedQuery> {
				const model = await client.metadata.object(readObjectName(n8n, itemIndex), signal);
				const { values, zone } = await readZonedValues(context, model.name, itemIndex, 'create');
				const own = values.find(({ column }) => column.name === 'Id')?.value?.value;
				if (typeof own === 'string') await refuseTakenId(context, model.name, own);
				const id = typeof own === 'string' ? own : newGuid();
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
						repeat: 'once',
					},
					show: (answer) => ({ Id: readInserted(answer, model.name), ...shownValues(values) }),
				};
			},
			write: async (plans) => (await sendPlanned(context, plans)).map(oneRow),
		});
	},
};
