import { deleteQuery } from '../../shared/creatio/dataservice/writeQuery';
import type { Operation } from '../../shared/n8n/context/operation';
import { batchOptions, continueIfErrorOption } from '../../shared/n8n/form/batching';
import { optionsField } from '../../shared/n8n/form/connectionOptions';
import { objectField } from '../../shared/n8n/form/object';
import { exact, timeZoneOption } from '../../shared/n8n/form/timeZone';
import { readTarget, targetFields } from '../../shared/n8n/form/recordsToChange';
import { type PlannedQuery, sendPlanned, shownDelete } from '../../shared/n8n/run/dataServiceWrites';
import { inBulk } from '../../shared/n8n/run/itemWork';

export const deleteRecords: Operation = {
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete records',
		description: 'Delete a record, or all records that match conditions',
	},
	fields: [
		objectField,
		...targetFields,
		optionsField(...batchOptions, continueIfErrorOption, timeZoneOption),
	],
	repeat: 'harmless',
	begin(base) {
		const context = exact(base);
		const { n8n, client, tries } = context;
		return inBulk(context, {
			async prepare(itemIndex): Promise<PlannedQuery> {
				const model = await client.metadata.object(objectField.read(n8n, itemIndex));
				const target = await readTarget(context, model, itemIndex);
				if (target.id === undefined) tries.refuseIfMayBeDone(itemIndex);
				return {
					write: {
						query: deleteQuery(model.name, target.condition, target.filterContext),
						...(target.id !== undefined && { record: { object: model.name, id: target.id } }),
						// Done twice it would say that there was nothing to delete.
						repeat: 'once',
					},
					show: (answer) => shownDelete(model, target, answer, tries.mayBeDone(itemIndex)),
				};
			},
			write: async (plans) => await sendPlanned(context, plans),
		});
	},
};
