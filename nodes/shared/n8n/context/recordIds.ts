import type { IExecuteFunctions } from 'n8n-workflow';

import { derivedGuid, newGuid, type NewId } from '../../basics/guid';

/**
 * The Ids of the records that a node's run creates. They are derived from what n8n keeps of an execution, so that a run that n8n
 * begins again, perhaps in another process because the first one ended, gives a record the same Id: the site refuses to
 * create it twice, and a look-up finds it (contract 2.9). Random where n8n has no number for the execution.
 *
 * The items and the parameters as they are stored are part of the Ids, and so is the hour in which the execution began: n8n may
 * count its executions from 1 again after its database was lost.
 */
export function recordIds(n8n: IExecuteFunctions): NewId {
	// Most runs only read.
	let known: { readonly run: string | undefined } | undefined;
	return (...parts) => {
		known ??= { run: runOf(n8n) };
		return known.run === undefined ? newGuid() : derivedGuid(known.run, ...parts);
	};
}

/** The Id of the record that an item creates. An item that creates several numbers them by `part`. */
export function recordIdOf(n8n: IExecuteFunctions, newId: NewId, itemIndex: number, part: number): string {
	return newId(itemIndex, plain(n8n.getInputData()[itemIndex]?.json), part);
}

/** What n8n uses for the ID of an execution that is not stored. */
const UNKNOWN_EXECUTION = '__UNKNOWN__';

function runOf(n8n: IExecuteFunctions): string | undefined {
	const node = n8n.getNode();
	const execution = n8n.getExecutionId();
	// A tool of an agent that shares the agent's run may be called several times in it, with the same item.
	const isOwnRun = n8n.getExecuteData().node.name === node.name;
	if (!execution || execution === UNKNOWN_EXECUTION || !isOwnRun) return undefined;
	return derivedGuid(
		n8n.getInstanceId(),
		n8n.getWorkflow().id,
		execution,
		hourOfBegin(n8n),
		node.id,
		n8n.getWorkflowDataProxy(0).$runIndex,
		plain(node.parameters),
	);
}

const HOUR_MS = 3_600_000;

/** Older versions of n8n do not keep when an execution began. */
function hourOfBegin(n8n: IExecuteFunctions): number {
	const older: { getExecutionContext?: IExecuteFunctions['getExecutionContext'] } = n8n;
	const context = older.getExecutionContext?.call(n8n);
	return Math.floor((context?.establishedAt ?? 0) / HOUR_MS);
}

/** As n8n stores it: after a restart, a date is text. */
function plain(value: unknown): string {
	try {
		return JSON.stringify(value) ?? '';
	} catch {
		return '';
	}
}
