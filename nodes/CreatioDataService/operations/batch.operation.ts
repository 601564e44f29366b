import type { Operation } from '../../shared/n8n/context/operation';
import { exact, readFilterContext } from '../../shared/n8n/form/dataServiceContext';
import { batchSizeOption, optionsField, writeValueOptions } from '../../shared/n8n/form/optionFields';
import { continueIfErrorOption, timeZoneOption } from '../../shared/n8n/form/selectOptions';
import { type PlannedQuery, sendPlanned } from '../../shared/n8n/run/dataServiceWrites';
import { inBulk } from '../../shared/n8n/run/itemWork';
import { mixedWritesField, outcomeOfOperations, readMixedWrites } from '../../shared/n8n/run/mixedWrites';

export const batch: Operation = {
	option: {
		name: 'Batch',
		value: 'batch',
		action: 'Run a batch',
		description: 'Insert, update and delete records of different objects, in order',
	},
	properties: [
		mixedWritesField,
		optionsField(batchSizeOption, ...writeValueOptions, continueIfErrorOption, timeZoneOption),
	],
	begin(base) {
		const context = exact(base);
		const reading = readFilterContext(context);
		return inBulk(context, {
			prepare: async (itemIndex): Promise<readonly PlannedQuery[]> =>
				await readMixedWrites(context, await reading, itemIndex),
			async write(prepared) {
				const outcomes = await sendPlanned(context, prepared.flat(), { inOrder: true });
				let next = 0;
				return prepared.map((plans) => outcomeOfOperations(outcomes.slice(next, (next += plans.length))));
			},
		});
	},
};
