import { attempt } from '../../basics/attempt';
import { isCancelled, isCreatioError, messageOf } from '../../basics/errors';

/** What one part of a check found. */
export interface Finding {
	/** `ok`: works. `warning`: works, with a shortcoming. `failed`: does not work. */
	readonly status: 'ok' | 'warning' | 'failed';
	/** What was found, for programs: a version, a number, a name. */
	readonly value?: unknown;
	readonly detail: string;
	/** What to do about it. */
	readonly cure?: string;
}

export function ok(detail: string, value?: unknown): Finding {
	return { status: 'ok', detail, value };
}

export function warning(detail: string, cure: string, value?: unknown): Finding {
	return { status: 'warning', detail, cure, value };
}

/** What a part found, or why it could not. Rejects only when the run was cancelled. */
export async function findingOf(work: () => Promise<Finding>): Promise<Finding> {
	const outcome = await attempt((async () => await work())());
	if (outcome.done) return outcome.value;
	const { error } = outcome;
	if (isCancelled(error)) throw error;
	const detail = messageOf(error);
	return { status: 'failed', detail, ...(isCreatioError(error) && { cure: error.cure }) };
}
