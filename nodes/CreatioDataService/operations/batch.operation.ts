import type { Row } from '../../shared/creatio/rows';
import { exact, readFilterContext } from '../../shared/n8n/dataservice/context';
import { mixedWritesField, readMixedWrites } from '../../shared/n8n/dataservice/mixedWrites';
import { continueIfErrorOption, timeZoneOption } from '../../shared/n8n/dataservice/optionFields';
import { sendPlanned, type PlannedQuery } from '../../shared/n8n/dataservice/writing';
import { batchSizeOption, optionsField, writeValueOptions } from '../../shared/n8n/optionFields';
import type { Attempt, Operation } from '../../shared/n8n/run';
import { inBulk } from '../../shared/n8n/works';

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
				return prepared.map((plans) => ofItem(outcomes.slice(next, (next += plans.length))));
			},
		});
	},
};

/** An item is done when all of its operations are; the first that is not says why. */
function ofItem(outcomes: ReadonlyArray<Attempt<Row> | undefined>): Attempt<readonly Row[]> | undefined {
	const rows: Row[] = [];
	for (const outcome of outcomes) {
		if (!outcome?.done) return outcome;
		rows.push(outcome.value);
	}
	return { done: true, value: rows };
}
