import type { IBinaryKeyData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { attempt } from '../../basics/attempt';
import { isCancelled } from '../../basics/errors';
import type { Row } from '../../creatio/model/rows';
import { connect } from '../connect/connect';
import type { ItemOutcome, Operation, OperationContext } from '../context/operation';
import { toNodeError } from '../context/toNodeError';
import { costsOf } from './runHints';

/**
 * Runs an operation for every input item. Honours "Continue On Fail", the error output and cancelling; returns the
 * results in the order of the items and links each to its item.
 */
export async function runOperation(
	n8n: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const indexes = [...n8n.getInputData().keys()];
	if (indexes.length === 0) return [];

	const hints = new Set<string>();
	const files: Files = new Map();
	const context = {
		n8n,
		zone: n8n.getTimezone(),
		stopsAtFailure: !n8n.continueOnFail(),
		hint: (message: string) => hints.add(message),
		attach: (row: Row, binary: IBinaryKeyData) => files.set(row, binary),
	};
	const connected = await attempt(connect(n8n, n8n.getExecutionCancelSignal()));
	const ran = connected.done
		? await attempt(workOn(operation, { ...context, client: connected.value }, indexes))
		: connected;
	const outcomes = ran.done ? ran.value : indexes.map((itemIndex) => ({ itemIndex, outcome: ran }));
	if (connected.done) for (const note of costsOf(connected.value.connection)) hints.add(note);
	// Missing in older versions of n8n.
	if (hints.size > 0) n8n.addExecutionHints?.(...[...hints].map((message) => ({ message })));
	return outputOf(n8n, outcomes, files);
}

/** A separate async function, so that an error at the start of an operation is part of its outcome. */
async function workOn(
	operation: Operation,
	context: OperationContext,
	indexes: readonly number[],
): Promise<readonly ItemOutcome[]> {
	return await operation.begin(context)(indexes);
}

type Files = Map<Row, IBinaryKeyData>;

function outputOf(
	n8n: IExecuteFunctions,
	outcomes: readonly ItemOutcome[],
	files: Files,
): INodeExecutionData[] {
	const output: INodeExecutionData[] = [];
	for (const { itemIndex, outcome } of [...outcomes].sort((a, b) => a.itemIndex - b.itemIndex)) {
		const pairedItem = { item: itemIndex };
		if (outcome.done) {
			for (const row of outcome.value) {
				const binary = files.get(row);
				output.push({ json: row as INodeExecutionData['json'], ...(binary && { binary }), pairedItem });
			}
			continue;
		}
		if (!n8n.continueOnFail() || isCancelled(outcome.error)) {
			throw toNodeError(n8n.getNode(), outcome.error, itemIndex, doneBeside(outcomes));
		}
		const error = toNodeError(n8n.getNode(), outcome.error, itemIndex);
		output.push({ json: { error: error.message }, error, pairedItem });
	}
	return output;
}

/** A run that stops returns no items, so the message says how many were done. */
function doneBeside(outcomes: readonly ItemOutcome[]): string | undefined {
	const done = outcomes.filter(({ outcome }) => outcome.done).length;
	return done === 0 ? undefined : `Done before the run stopped: ${done} other item${done === 1 ? '' : 's'}.`;
}
