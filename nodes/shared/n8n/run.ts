import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import type { CreatioClient } from '../creatio/client';
import type { Row } from '../creatio/rows';
import { attempt } from '../http/attempt';
import { CreatioError } from '../http/errors';
import { connect } from './connect';
import { toNodeError } from './errors';

/** What an operation works with. It reads parameters through `parameters.ts` and passes plain values to the client. */
export interface OperationContext {
	readonly n8n: IExecuteFunctions;
	readonly client: CreatioClient;
	/** The workflow's time zone, for dates typed without one. */
	readonly zone: string;
	readonly signal: AbortSignal | undefined;
	/** Tells the user something beside the items, once in a run. */
	hint(message: string): void;
}

/** Works on one item and gives the rows that come of it. */
export type ItemWork = (itemIndex: number) => Promise<readonly Row[]>;

/** One operation: how the editor shows it and what it does, in one file. */
export interface Operation {
	readonly option: INodePropertyOptions;
	readonly properties: readonly INodeProperties[];
	/** Called once in a run, so that what items share (found lookups, keys already written) lives as long as the run. */
	begin(context: OperationContext): ItemWork;
}

/**
 * Runs an operation for every input item, in order. Honours "Continue On Fail", the error output and cancelling;
 * links every output to its input item.
 */
export async function runOperation(
	n8n: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const items = n8n.getInputData();
	const output: INodeExecutionData[] = [];
	if (items.length === 0) return output;

	const hints = new Set<string>();
	const signal = n8n.getExecutionCancelSignal();
	const started = await attempt(
		connect(n8n, signal).then((client) =>
			operation.begin({
				n8n,
				client,
				zone: n8n.getTimezone(),
				signal,
				hint: (message) => hints.add(message),
			}),
		),
	);
	for (const itemIndex of items.keys()) {
		const outcome = started.done ? await attempt(workOn(started.value, itemIndex, signal)) : started;
		if (outcome.done) {
			output.push(...outcome.value.map((row) => ({ json: toJson(row), pairedItem: { item: itemIndex } })));
			continue;
		}
		const error = toNodeError(n8n.getNode(), outcome.error, itemIndex);
		if (!n8n.continueOnFail() || isCancelled(outcome.error)) throw error;
		output.push({ json: { error: error.message }, error, pairedItem: { item: itemIndex } });
	}
	// Missing in n8n before it had hints.
	if (hints.size > 0) n8n.addExecutionHints?.(...[...hints].map((message) => ({ message })));
	return output;
}

async function workOn(
	work: ItemWork,
	itemIndex: number,
	signal: AbortSignal | undefined,
): Promise<readonly Row[]> {
	if (signal?.aborted) throw new CreatioError('cancelled', 'The execution was canceled');
	return await work(itemIndex);
}

function isCancelled(error: unknown): boolean {
	return error instanceof CreatioError && error.kind === 'cancelled';
}

function toJson(row: Row): INodeExecutionData['json'] {
	return row as INodeExecutionData['json'];
}
