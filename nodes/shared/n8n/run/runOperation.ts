import type {
	IBinaryKeyData,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import type { CreatioClient } from '../../creatio/client';
import type { Row } from '../../creatio/model/rows';
import { attempt, type Attempt } from '../../basics/attempt';
import { CreatioError, isCreatioError } from '../../basics/errors';
import { connect } from '../context/connect';
import { costsOf } from './runHints';
import { toNodeError } from '../context/toNodeError';

export type { Attempt };

/** What an operation works with. It reads parameters through `parameters.ts` and passes plain values to the client. */
export interface OperationContext {
	readonly n8n: IExecuteFunctions;
	readonly client: CreatioClient;
	/** The workflow's time zone, for dates typed without one. */
	readonly zone: string;
	readonly signal: AbortSignal | undefined;
	/** True when the run ends with the first item that fails. */
	readonly stopsAtFailure: boolean;
	/** Tells the user something beside the items, once in a run. */
	hint(message: string): void;
	/** Gives a row a file that its item carries. */
	attach(row: Row, binary: IBinaryKeyData): void;
}

/** What became of an item: the rows that it gives, or why there are none. */
export interface ItemOutcome {
	readonly itemIndex: number;
	readonly outcome: Attempt<readonly Row[]>;
}

/**
 * Works on the items of a run. Items may be missing from the answer where the run ends early: nothing was done for
 * them. `itemByItem` and `inBulk` make works.
 */
export type Work = (itemIndexes: readonly number[]) => Promise<readonly ItemOutcome[]>;

/** One operation: how the editor shows it and what it does, in one file. */
export interface Operation {
	readonly option: INodePropertyOptions;
	readonly properties: readonly INodeProperties[];
	/** Called once in a run, so that what items share (found lookups, keys already written) lives as long as the run. */
	begin(context: OperationContext): Work;
}

/**
 * Runs an operation for every input item. Honours "Continue On Fail", the error output and cancelling; gives the
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
	const signal = n8n.getExecutionCancelSignal();
	const context = {
		n8n,
		zone: n8n.getTimezone(),
		signal,
		stopsAtFailure: !n8n.continueOnFail(),
		hint: (message: string) => hints.add(message),
		attach: (row: Row, binary: IBinaryKeyData) => files.set(row, binary),
	};
	const connected = await attempt(connect(n8n, signal));
	const ran = connected.done
		? await attempt(workOn(operation, { ...context, client: connected.value }, indexes))
		: connected;
	const outcomes = ran.done ? ran.value : indexes.map((itemIndex) => ({ itemIndex, outcome: ran }));
	if (connected.done) for (const note of costsOf(connected.value.connection)) hints.add(note);
	// Missing in n8n before it had hints.
	if (hints.size > 0) n8n.addExecutionHints?.(...[...hints].map((message) => ({ message })));
	return outputOf(n8n, outcomes, files);
}

/** A function of its own, so that what an operation throws at its start counts as its outcome. */
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

/** A run that stops hides what it did: the message says how much that was. */
function doneBeside(outcomes: readonly ItemOutcome[]): string | undefined {
	const done = outcomes.filter(({ outcome }) => outcome.done).length;
	return done === 0 ? undefined : `Done before the run stopped: ${done} other item${done === 1 ? '' : 's'}.`;
}

function isCancelled(error: unknown): boolean {
	return isCreatioError(error) && error.kind === 'cancelled';
}

export function refuseIfCancelled(signal: AbortSignal | undefined): void {
	if (signal?.aborted) throw new CreatioError('cancelled', 'The execution was canceled');
}
