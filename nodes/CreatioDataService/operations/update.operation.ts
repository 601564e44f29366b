import { updateQuery } from '../../shared/creatio/dataservice/writeQuery';
import type { Operation } from '../../shared/n8n/context/operation';
import { batchOptions, continueIfErrorOption } from '../../shared/n8n/form/batching';
import { blankValuesOption, readZonedValues, writeValueOptions } from '../../shared/n8n/form/columnsToWrite';
import { optionsField } from '../../shared/n8n/form/connectionOptions';
import { objectField } from '../../shared/n8n/form/object';
import { exact, timeZoneOption } from '../../shared/n8n/form/timeZone';
import { readTarget, readTargetId, targetFields } from '../../shared/n8n/form/recordsToChange';
import {
	type PlannedQuery,
	sendPlanned,
	sentValues,
	shownChange,
	shownValues,
} from '../../shared/n8n/run/dataServiceWrites';
import { valuesFields } from '../../shared/n8n/form/valuesToWrite';
import { inBulk } from '../../shared/n8n/run/itemWork';

export const update: Operation = {
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update records',
		description: 'Update a record, or all records that match conditions',
	},
	fields: [
		objectField,
		...targetFields,
		...valuesFields('add'),
		optionsField(
			...batchOptions,
			...writeValueOptions,
			blankValuesOption,
			continueIfErrorOption,
			timeZoneOption,
		),
	],
	repeat: 'harmless',
	begin(base) {
		const context = exact(base);
		const { n8n, client, tries } = context;
		return inBulk(context, {
			async prepare(itemIndex): Promise<PlannedQuery> {
				const model = await client.metadata.object(objectField.read(n8n, itemIndex));
				const update = readTargetId(n8n, itemIndex);
				const { values, zone } = await readZonedValues(base, model.name, itemIndex, { update });
				const target = await readTarget(context, model, itemIndex);
				if (target.id === undefined) tries.refuseIfMayBeDone(itemIndex);
				const filterContext = { ...target.filterContext, ...(zone !== 'UTC' && { zone }) };
				return {
					write: {
						query: updateQuery(model.name, values, target.condition, filterContext),
						...(target.id !== undefined && { record: { object: model.name, id: target.id } }),
						// By conditions, a second time finds those that still match, and others that were not counted.
						repeat: target.id === undefined ? 'once' : 'harmless',
					},
					sent: sentValues(model, values, false),
					show: (answer) => shownChange(model, target, answer, 'updated', shownValues(values)),
				};
			},
			write: async (plans) => await sendPlanned(context, plans),
		});
	},
};
