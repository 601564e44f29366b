import type { Operation } from '../../shared/n8n/context/operation';
import { batchSizeOption, continueIfErrorOption } from '../../shared/n8n/form/batching';
import { writeValueOptions } from '../../shared/n8n/form/columnsToWrite';
import { optionsField } from '../../shared/n8n/form/connectionOptions';
import { mixedWritesField } from '../../shared/n8n/form/mixedWriteRow';
import { exact, readFilterContext, timeZoneOption } from '../../shared/n8n/form/timeZone';
import { sendPlanned } from '../../shared/n8n/run/dataServiceWrites';
import { inBulk } from '../../shared/n8n/run/itemWork';
import { outcomeOfOperations, readMixedWrites } from '../../shared/n8n/run/mixedWrites';

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
	repeat: 'harmless',
	begin(base) {
		const context = exact(base);
		const { tries } = context;
		const reading = readFilterContext(context);
		return inBulk(context, {
			prepare: async (itemIndex) => await readMixedWrites(context, await reading, itemIndex),
			async write(prepared) {
				const open = prepared.flatMap((item) => item.open);
				const outcomes = await sendPlanned(context, open, { inOrder: true });
				for (const [index, { step }] of open.entries()) tries.note(step, outcomes[index]);
				return prepared.map(({ steps }) => outcomeOfOperations(steps.map((step) => tries.outcome(step))));
			},
		});
	},
};
