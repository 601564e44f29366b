import { deleteQuery } from '../../shared/creatio/dataservice/writeQuery';
import type { Operation } from '../../shared/n8n/context/operation';
import { exact } from '../../shared/n8n/form/dataServiceContext';
import { objectField } from '../../shared/n8n/form/fields';
import { batchOptions, optionsField } from '../../shared/n8n/form/optionFields';
import { readObjectName } from '../../shared/n8n/form/parameters';
import { continueIfErrorOption, timeZoneOption } from '../../shared/n8n/form/selectOptions';
import {
	type PlannedQuery,
	readTarget,
	sendPlanned,
	shownChange,
	targetFields,
} from '../../shared/n8n/run/dataServiceWrites';
import { inBulk } from '../../shared/n8n/run/itemWork';

export const deleteRecords: Operation = {
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete records',
		description: 'Delete a record, or all records that match conditions',
	},
	properties: [
		objectField,
		...targetFields,
		optionsField(...batchOptions, continueIfErrorOption, timeZoneOption),
	],
	begin(base) {
		const context = exact(base);
		const { n8n, client } = context;
		return inBulk(context, {
			async prepare(itemIndex): Promise<PlannedQuery> {
				const model = await client.metadata.object(readObjectName(n8n, itemIndex));
				const target = await readTarget(context, model, itemIndex);
				return {
					write: {
						query: deleteQuery(model.name, target.condition, target.filterContext),
						...(target.id !== undefined && { record: { object: model.name, id: target.id } }),
						// Done twice it would say that there was nothing to delete.
						repeat: 'once',
					},
					show: (answer) => shownChange(model, target, answer, 'deleted'),
				};
			},
			write: async (plans) => await sendPlanned(context, plans),
		});
	},
};
