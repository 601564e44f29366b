import type { IExecuteFunctions } from 'n8n-workflow';

import { attempt, type Attempt } from '../../basics/attempt';
import { isCreatioError } from '../../basics/errors';
import type { RunOutcome } from '../../creatio/process/runProcess';

/** The outcomes of the starts of a node's run, by item, for as long as n8n keeps the run. */
const starts = new WeakMap<object, Map<number, Attempt<RunOutcome>>>();

/**
 * Starts the process of an item at most once. With the setting "Retry On Fail" n8n processes all items of a node again
 * if one of them failed: what was started, or may have been, is not started again; its outcome is returned again.
 */
export async function startOnce(
	n8n: IExecuteFunctions,
	itemIndex: number,
	begin: () => Promise<RunOutcome>,
): Promise<RunOutcome> {
	const run = runOfNode(n8n);
	const known = run && starts.get(run)?.get(itemIndex);
	const outcome = known ?? (await attempt(begin()));
	if (run && mayHaveBegun(outcome)) {
		starts.set(run, (starts.get(run) ?? new Map<number, Attempt<RunOutcome>>()).set(itemIndex, outcome));
	}
	if (outcome.done) return outcome.value;
	throw outcome.error;
}

/** n8n's object for this run, which its retries share. A node that is a tool of an agent has that of the agent. */
function runOfNode(n8n: IExecuteFunctions): object | undefined {
	const node = n8n.getNode();
	const run = node.retryOnFail === true ? n8n.getExecuteData() : undefined;
	return run?.node.name === node.name ? run : undefined;
}

function mayHaveBegun(outcome: Attempt<RunOutcome>): boolean {
	if (outcome.done) return outcome.value.kind !== 'refused';
	return isCreatioError(outcome.error) && outcome.error.perhapsDone;
}
