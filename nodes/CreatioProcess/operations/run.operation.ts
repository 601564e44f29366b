import { sessionZone } from '../../shared/creatio/dataservice/sessionZone';
import type { Row } from '../../shared/creatio/model/rows';
import type { Operation, OperationContext } from '../../shared/n8n/context/operation';
import { optionsField } from '../../shared/n8n/form/optionFields';
import { readChoice, readFlag, readNumberOption } from '../../shared/n8n/form/parameters';
import { addressToCall, putToWait, readCallbackParameter } from '../../shared/n8n/process/callback';
import { processFinder, readProcessCode } from '../../shared/n8n/process/findProcess';
import {
	oldExecuteOption,
	parallelRunsOption,
	parameterFields,
	processField,
	processTimeoutOption,
	waitFields,
} from '../../shared/n8n/process/processFields';
import { readStart, shownRun, start } from '../../shared/n8n/process/starting';
import { refuseWaitingInTheOldWay, waitUntilDone, withEarlyResults } from '../../shared/n8n/process/waiting';
import { severalAtOnce } from '../../shared/n8n/run/itemWork';

export const run: Operation = {
	option: {
		name: 'Run',
		value: 'run',
		action: 'Run a process',
		description: 'Start a business process with parameters, and wait for its results',
	},
	properties: [
		processField,
		...parameterFields,
		...waitFields,
		optionsField(oldExecuteOption, parallelRunsOption, processTimeoutOption),
	],
	begin(context) {
		const { n8n, client } = context;
		const find = processFinder(context);
		const parallel = { least: 1, most: 8, fallback: 1 };
		const atOnce = readNumberOption(n8n, 'options.parallel', 'Parallel Requests', 0, parallel);
		return severalAtOnce(context, atOnce, async (itemIndex) => {
			const process = await find(readProcessCode(n8n, itemIndex));
			const wait = readChoice(n8n, 'wait', 'Wait for Completion', ['no', 'done', 'callback'], itemIndex);
			const isOldWay = readFlag(n8n, 'options.oldExecute', itemIndex);
			if (isOldWay && wait === 'done') refuseWaitingInTheOldWay();
			const zone = await sessionZone(client.connection);
			const more: Row =
				wait === 'callback' ? { [readCallbackParameter(context, itemIndex)]: addressToCall(context) } : {};
			const plan = await readStart(context, process, zone, itemIndex, more);
			const outcome = await start(context, plan, itemIndex);
			const shown = shownRun(process.code, outcome, isOldWay);
			if (wait === 'no' || outcome.kind === 'completed') return [shown];
			if (wait === 'callback') {
				await putToWait(context, readSeconds(context, 'waitLimit', itemIndex));
				return [shown];
			}
			const processId = 'processId' in outcome ? outcome.processId : undefined;
			const state = await waitUntilDone(client.connection, process.code, processId, {
				intervalMs: 1_000 * readSeconds(context, 'interval', itemIndex),
				limitMs: 1_000 * readSeconds(context, 'waitLimit', itemIndex),
			});
			const { startedAt, endedAt } = state;
			return [{ ...withEarlyResults(context, shown), status: 'completed', startedAt, endedAt }];
		});
	},
};

function readSeconds({ n8n }: OperationContext, name: 'interval' | 'waitLimit', itemIndex: number): number {
	return name === 'interval'
		? readNumberOption(n8n, name, 'Look Every (Seconds)', itemIndex, { least: 1, most: 3_600, fallback: 5 })
		: readNumberOption(n8n, name, 'Wait at Most (Seconds)', itemIndex, {
				least: 1,
				most: 86_400,
				fallback: 600,
			});
}
