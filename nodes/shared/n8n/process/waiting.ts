import { attempt } from '../../basics/attempt';
import { CreatioError, inputError, isCreatioError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import type { Connection } from '../../connection/serviceCall';
import type { Row } from '../../creatio/model/rows';
import { type ProcessState, waitForEnd, type Waiting } from '../../creatio/process/processLog';
import type { OperationContext } from '../context/operation';
import { dependent, type ParameterSource } from '../form/field';
import { choiceField, numberField, textField } from '../form/fieldKinds';
import { oldExecuteOption } from './starting';

export const waitField = choiceField({
	name: 'wait',
	label: 'Wait for Completion',
	choices: [
		{ name: 'No', value: 'no', description: 'Continue as soon as Creatio responds' },
		{
			name: 'Until Called Back',
			value: 'callback',
			description: 'The process calls a URL when it is done',
		},
		{
			name: 'Until Done',
			value: 'done',
			description: 'Check the process log until the process has ended',
		},
	],
	default: 'no',
	description: 'What to do if the process is still running when Creatio responds',
});

export const intervalField = dependent(
	numberField({
		name: 'interval',
		label: 'Polling Interval (Seconds)',
		least: 1,
		most: 3_600,
		default: 5,
		displayOptions: { show: { wait: ['done'] } },
	}),
);

export const waitLimitField = dependent(
	numberField({
		name: 'waitLimit',
		label: 'Maximum Wait (Seconds)',
		least: 1,
		most: 86_400,
		default: 600,
		displayOptions: { show: { wait: ['done', 'callback'] } },
	}),
);

/** How to wait. Read before the start: what is refused after it would leave a process that nobody waits for. */
export function readWaiting(n8n: ParameterSource, wait: 'done' | 'callback', itemIndex: number): Waiting {
	return {
		// A process that calls back is not asked.
		intervalMs: wait === 'done' ? 1_000 * intervalField.read(n8n, itemIndex) : 0,
		limitMs: 1_000 * waitLimitField.read(n8n, itemIndex),
	};
}

export const processIdField = textField({
	name: 'processId',
	label: LABELS.processId,
	required: true,
	placeholder: 'e.g. c4ed336c-3e9b-40fe-8b82-5632476472b4',
	description:
		'The ID of the process run, from the output of the node that started it or from the process log',
});

/** Waits for the end of a run. Rejects for one that failed, was cancelled, is missing, or has not ended at the limit. */
export async function waitUntilDone(
	connection: Connection,
	code: string,
	processId: string | undefined,
	waiting: Waiting,
): Promise<ProcessState> {
	if (processId === undefined) {
		throw new CreatioError(
			'invalid',
			`The process ${code} was started in the background, and Creatio returned no ID to wait for`,
			{
				perhapsDone: true,
				cure: 'Choose a result parameter: Creatio then runs the process while the node waits. It is running now; do not start it again.',
			},
		);
	}
	const outcome = await attempt(waitForEnd(connection, processId, waiting));
	if (!outcome.done) throw stoppedWaiting(outcome.error, code, processId);
	const failure = failureOfState(outcome.value, code, waiting.limitMs);
	if (failure) throw failure;
	return outcome.value;
}

/** The process was started for certain, whatever ends the waiting: also when the execution is cancelled. */
function stoppedWaiting(error: unknown, code: string, processId: string): unknown {
	if (!isCreatioError(error)) return error;
	const { kind, message, status } = error;
	const cure = `The process ${code} was started and continues in Creatio; do not start it again. The ID of the run is ${processId}.`;
	return new CreatioError(kind, message, { cure, status, perhapsDone: true, cause: error });
}

/** The error of a run by its state in the log; `undefined` for a success. */
function failureOfState(state: ProcessState, code: string, limitMs: number): CreatioError | undefined {
	const run = `The ID of the run is ${state.processId}.`;
	switch (state.kind) {
		case 'done':
			return undefined;
		case 'failed': {
			const where = state.failedElement === undefined ? '' : ` in the element "${state.failedElement}"`;
			const why = state.message ?? 'Creatio gives no reason';
			return new CreatioError('invalid', `The process ${code} failed${where}: ${why}`, {
				cure: `See the process log of Creatio. ${run}`,
			});
		}
		case 'cancelled':
			return new CreatioError('invalid', `The process ${code} was cancelled in Creatio`, { cure: run });
		case 'missing':
			return new CreatioError(
				'notFound',
				`The process log does not contain the run of ${code}, so its outcome is not known`,
				{
					perhapsDone: true,
					cure: `The log may have been cleaned, or the user is not allowed to see the run. ${run}`,
				},
			);
		case 'running':
			return new CreatioError(
				'timeout',
				`The process ${code} is still running after ${Math.round(limitMs / 1_000)} seconds`,
				{ perhapsDone: true, cure: `It continues in Creatio; do not start it again. ${run}` },
			);
	}
}

/** A state as items show it, with the status that a run has. */
export function shownState({ kind, ...rest }: ProcessState): Row {
	return { status: kind === 'done' ? 'completed' : kind, ...rest };
}

/** Rejected before the start, since afterwards it would be too late. */
export function refuseWaitingInTheOldWay(): never {
	throw inputError(
		`The legacy Execute endpoint returns no ID, so the node cannot wait for the end (field ${waitField.label})`,
		`Choose "No" or "Until Called Back", or turn off the option "${oldExecuteOption.label}".`,
	);
}

/**
 * Creatio returns results only in its answer to the start. If the process was still waiting then, they are not its final
 * results and must not look like them.
 */
export function withEarlyResults({ hint }: OperationContext, shown: Row): Row {
	const { results, ...rest } = shown;
	if (typeof results !== 'object' || results === null || Object.keys(results).length === 0) return shown;
	hint(
		`Creatio returns results only when it answers the start. ${String(shown.process)} had not ended then, so they are in "earlyResults" and may have changed since.`,
	);
	return { ...rest, results: {}, earlyResults: results };
}
