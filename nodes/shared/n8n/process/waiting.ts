import type { ProcessState } from '../../creatio/process/log';
import { waitForEnd, type Waiting } from '../../creatio/process/log';
import type { Connection } from '../../http/types';
import { CreatioError, isCreatioError } from '../../http/errors';
import { attempt } from '../../http/attempt';

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
			`The process ${code} was started in the background, and Creatio told no ID to wait for`,
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

/** Cancelling the execution ends the waiting only. */
function stoppedWaiting(error: unknown, code: string, processId: string): unknown {
	if (!isCreatioError(error)) return error;
	const cure = `The process ${code} was started and goes on in Creatio. The ID of the run is ${processId}.`;
	return new CreatioError(error.kind, error.message, { cure, status: error.status, cause: error });
}

/** Why a run is no success, by the log; `undefined` for one that is. */
export function failureOfState(state: ProcessState, code: string, limitMs: number): CreatioError | undefined {
	const run = `The ID of the run is ${state.processId}.`;
	switch (state.kind) {
		case 'done':
			return undefined;
		case 'failed': {
			const where = state.failedElement === undefined ? '' : ` in the element "${state.failedElement}"`;
			const why = state.message ?? 'Creatio tells no reason';
			return new CreatioError('invalid', `The process ${code} failed${where}: ${why}`, {
				cure: `See the process log of Creatio. ${run}`,
			});
		}
		case 'cancelled':
			return new CreatioError('invalid', `The process ${code} was cancelled in Creatio`, { cure: run });
		case 'missing':
			return new CreatioError(
				'notFound',
				`The process log does not show the run of ${code}, so its end is not known`,
				{ cure: `The log may have been cleaned, or the user may not see it. ${run}` },
			);
		case 'running':
			return new CreatioError(
				'timeout',
				`The process ${code} is still running after ${Math.round(limitMs / 1_000)} seconds`,
				{ perhapsDone: true, cure: `It goes on in Creatio; do not start it again. ${run}` },
			);
	}
}
