import type { Operation } from '../../shared/n8n/context/operation';
import { batchSizeOption, continueIfErrorOption } from '../../shared/n8n/form/batching';
import { writeValueOptions } from '../../shared/n8n/form/columnsToWrite';
import { optionsField } from '../../shared/n8n/form/connectionOptions';
import { exact, readFilterContext, timeZoneOption } from '../../shared/n8n/form/timeZone';
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
	fields: [
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
