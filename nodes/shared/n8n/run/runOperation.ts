import type { IBinaryKeyData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { attempt } from '../../basics/attempt';
import { isCancelled } from '../../basics/errors';
import type { NewId } from '../../basics/guid';
import type { Row } from '../../creatio/model/rows';
import type { LeftOut } from '../../creatio/writing/inputColumns';
import { connect } from '../connect/connect';
import { refuseOldHost } from '../connect/host';
import type { ItemOutcome, Operation, OperationContext } from '../context/operation';
import { recordIdOf, recordIds } from '../context/recordIds';
import { isTool } from '../context/toolMode';
import { toNodeError } from '../context/toNodeError';
import { type Tries, triesOf } from '../context/tries';
import { showCostsOption } from '../form/connectionOptions';
import { LeftOutFields } from './leftOutFields';
import { notesOf } from './runHints';
import { toolOutput } from './toolOutput';

/**
 * Runs an operation for every input item. Honours "Continue On Fail", the error output and cancelling; returns the
 * results in the order of the items and links each to its item.
 */
export async function runOperation(
	n8n: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	refuseOldHost(n8n.getNode());
	const indexes = [...n8n.getInputData().keys()];
	if (indexes.length === 0) return [];

	const asTool = isTool(n8n.getNode());
	// n8n ends the whole workflow where a tool throws, or gives the agent an empty text.
	const stopsAtFailure = !asTool && !n8n.continueOnFail();
	const hints = new Set<string>();
	const about = { results: new Set<string>(), limit: new Set<string>() };
	const tries = triesOf(n8n);
	const files: Files = tries.state('files', () => new Map());
	const newId = recordIds(n8n);
	const leftOut = new LeftOutFields();
	const context = {
		n8n,
		zone: n8n.getTimezone(),
		asTool,
		stopsAtFailure,
		tries,
		newId: (itemIndex: number, part = 0) => recordIdOf(n8n, newId, itemIndex, part),
		hint: (message: string, topic?: 'results' | 'limit') => {
			hints.add(message);
			if (topic !== undefined) about[topic].add(message);
		},
		leaveOut: (name: string, why: LeftOut) => leftOut.add(name, why),
		attach: (row: Row, binary: IBinaryKeyData) => files.set(row, binary),
	};
	const settled = indexes.flatMap((itemIndex) => settledBefore(tries, operation, itemIndex) ?? []);
	const done = new Set(settled.map(({ itemIndex }) => itemIndex));
	const open = indexes.filter((itemIndex) => !done.has(itemIndex));
	const begun = await attempt(beginRun(n8n, newId));
	const ran = begun.done
		? await attempt(workOn(operation, { ...context, client: begun.value.client }, open))
		: begun;
	const worked = ran.done ? ran.value : open.map((itemIndex) => ({ itemIndex, outcome: ran }));
	const outcomes = operation.repeat === 'read' ? worked : worked.map((one) => remembered(tries, one));
	for (const note of leftOut.hints()) hints.add(note);
	const hasResults = outcomes.some(({ outcome }) => outcome.done && outcome.value.length > 0);
	if (!hasResults) for (const hint of about.results) hints.delete(hint);
	if (begun.done) {
		const { client, showCosts } = begun.value;
		const { connection } = client;
		for (const note of asTool ? connection.notes : notesOf(connection, showCosts)) hints.add(note);
	}
	// Missing in older versions of n8n.
	if (hints.size > 0) n8n.addExecutionHints?.(...[...hints].map((message) => ({ message })));
	const output = outputOf(n8n, [...settled, ...outcomes], files, stopsAtFailure);
	return asTool ? toolOutput(output, hints, about.limit) : output;
}

/** What all items share. Sends nothing yet: a wrong option is refused before anything is written. */
async function beginRun(n8n: IExecuteFunctions, newId: NewId) {
	const showCosts = showCostsOption.read(n8n, 0);
	const client = await connect(n8n, { cancel: n8n.getExecutionCancelSignal(), newId });
	return { client, showCosts };
}

/** The outcome of an item that an earlier try has settled. */
function settledBefore(tries: Tries, { repeat }: Operation, itemIndex: number): ItemOutcome | undefined {
	const known = tries.outcome<readonly Row[]>(itemIndex);
	const outcome = known?.done ? known : repeat === 'once' ? tries.refusalOf(itemIndex) : undefined;
	return outcome && { itemIndex, outcome };
}

/** Remembers the outcome of an item for further tries. What an earlier try may have done stays so. */
function remembered(tries: Tries, { itemIndex, outcome }: ItemOutcome): ItemOutcome {
	tries.note(itemIndex, outcome);
	if (outcome.done) return { itemIndex, outcome };
	return { itemIndex, outcome: { done: false, error: tries.errorOf(itemIndex, outcome.error) } };
}

/** A separate async function, so that an error at the start of an operation is part of its outcome. */
async function workOn(
	operation: Operation,
	context: OperationContext,
	indexes: readonly number[],
): Promise<readonly ItemOutcome[]> {
	if (operation.repeat !== 'read' && operation.mayOnlyRead !== true)
		context.client.connection.refuseIfReadOnly();
	return indexes.length > 0 ? await operation.begin(context)(indexes) : [];
}

type Files = Map<Row, IBinaryKeyData>;

function outputOf(
	n8n: IExecuteFunctions,
	outcomes: readonly ItemOutcome[],
	files: Files,
	stopsAtFailure: boolean,
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
		if (stopsAtFailure || isCancelled(outcome.error)) {
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
