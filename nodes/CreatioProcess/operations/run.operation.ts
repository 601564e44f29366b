import { sessionZone } from '../../shared/creatio/dataservice/sessionZone';
import type { Row } from '../../shared/creatio/model/rows';
import type { Operation } from '../../shared/n8n/context/operation';
import { optionsField, PARALLEL, parallelOption } from '../../shared/n8n/form/connectionOptions';
import {
	addressToCall,
	callbackParameterField,
	putToWait,
	readCallbackParameter,
} from '../../shared/n8n/process/callback';
import { processField, processFinder } from '../../shared/n8n/process/findProcess';
import {
	oldExecuteOption,
	startFields,
	readStart,
	shownRun,
	start,
	startOptions,
} from '../../shared/n8n/process/starting';
import {
	intervalField,
	readWaiting,
	refuseWaitingInTheOldWay,
	waitField,
	waitLimitField,
	waitUntilDone,
	withEarlyResults,
} from '../../shared/n8n/process/waiting';
import { severalAtOnce } from '../../shared/n8n/run/itemWork';

/** One after the other unless the user says so: processes may depend on each other. */
const parallelRuns = parallelOption('How many items to process at the same time', {
	...PARALLEL,
	default: 1,
});

export const run: Operation = {
	option: {
		name: 'Run',
		value: 'run',
		action: 'Run a process',
		description: 'Start a business process with parameters, and wait for its results',
	},
	fields: [
		processField,
		...startFields,
		waitField,
		intervalField,
		waitLimitField,
		callbackParameterField,
		optionsField(parallelRuns, ...startOptions),
	],
	// What was started is remembered by itself, so that a further try goes on waiting for it.
	repeat: 'harmless',
	begin(context) {
		const { n8n, client } = context;
		const find = processFinder(context);
		return severalAtOnce(context, parallelRuns.read(n8n, 0), async (itemIndex) => {
			const process = await find(processField.read(n8n, itemIndex));
			const wait = waitField.read(n8n, itemIndex);
			const isOldWay = oldExecuteOption.read(n8n, itemIndex);
			if (isOldWay && wait === 'done') refuseWaitingInTheOldWay();
			const zone = await sessionZone(client.connection);
			const callback: Row | undefined =
				wait === 'callback'
					? { [readCallbackParameter(context, itemIndex)]: addressToCall(context) }
					: undefined;
			const waiting = wait === 'no' ? undefined : readWaiting(n8n, wait, itemIndex);
			const plan = await readStart(context, process, zone, itemIndex, callback);
			const outcome = await start(context, plan, itemIndex);
			const shown = shownRun(process.code, outcome, isOldWay);
			if (waiting === undefined || outcome.kind === 'completed') return [shown];
			if (wait === 'callback') {
				await putToWait(context, waiting.limitMs);
				return [shown];
			}
			const processId = 'processId' in outcome ? outcome.processId : undefined;
			const state = await waitUntilDone(client.connection, process.code, processId, waiting);
			const { startedAt, endedAt } = state;
			return [{ ...withEarlyResults(context, shown), status: 'completed', startedAt, endedAt }];
		});
	},
};
