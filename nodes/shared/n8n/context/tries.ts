import type { IExecuteFunctions } from 'n8n-workflow';

import { attempt, type Attempt } from '../../basics/attempt';
import {
	isCreatioError,
	isPerhapsDone,
	withCure,
	withoutFullStop,
	withPerhapsDone,
} from '../../basics/errors';

/** An item of a run, or a part of one. */
export type Step = number | string;

/**
 * What the tries of a node's run share. With the setting "Retry On Fail" n8n processes all items of a node again if one of
 * them failed: what was done is not done again; its outcome is returned again.
 */
export class Tries {
	private readonly outcomes = new Map<Step, Attempt<unknown>>();
	private readonly states = new Map<string, unknown>();

	/** The outcome of a step in this or an earlier try. */
	outcome<T>(step: Step): Attempt<T> | undefined {
		return this.outcomes.get(step) as Attempt<T> | undefined;
	}

	/** Remembers an outcome; nothing for a step that was not begun. */
	note(step: Step, outcome: Attempt<unknown> | undefined): void {
		// What may have been done stays so, whatever refuses it before it is sent again.
		if (!outcome || (isOpen(this.outcomes.get(step)) && !outcome.done && !isOpen(outcome))) return;
		this.outcomes.set(step, outcome);
	}

	/** Whether an earlier try may have done a step that it could not report as done. */
	mayBeDone(step: Step): boolean {
		return isOpen(this.outcomes.get(step));
	}

	/** The error of a step in this try. It says so if an earlier try may have done the step. */
	errorOf(step: Step, error: unknown): unknown {
		const earlier = this.outcomes.get(step);
		if (earlier?.done !== false || !isOpen(earlier) || isPerhapsDone(error)) return error;
		return openSinceEarlier(error, earlier.error);
	}

	/** The outcome again of a step that an earlier try may have done, with a note that it was not done again. */
	refusalOf(step: Step): Attempt<never> | undefined {
		const earlier = this.outcomes.get(step);
		if (earlier?.done !== false || !isOpen(earlier)) return undefined;
		return { done: false, error: notDoneAgain(earlier.error) };
	}

	/** Throws the outcome again of a step that may have been done, where a look-up cannot find out whether it was. */
	refuseIfMayBeDone(step: Step): void {
		const refusal = this.refusalOf(step);
		if (refusal?.done === false) throw refusal.error;
	}

	/** Begins a step at most once: an outcome that was begun, or may have been, is returned again. */
	async once<T>(
		step: Step,
		begin: () => Promise<T>,
		isBegun: (result: T) => boolean = () => true,
	): Promise<T> {
		this.refuseIfMayBeDone(step);
		const known = this.outcome<T>(step);
		if (known?.done && isBegun(known.value)) return known.value;
		const outcome = await attempt(begin());
		this.note(step, outcome);
		if (outcome.done) return outcome.value;
		throw outcome.error;
	}

	/** What an operation remembers of its items, such as the records it has created. */
	state<T>(name: string, make: () => T): T {
		if (!this.states.has(name)) this.states.set(name, make());
		return this.states.get(name) as T;
	}
}

function isOpen(outcome: Attempt<unknown> | undefined): boolean {
	return outcome?.done === false && isPerhapsDone(outcome.error);
}

/** An error such as a refused sign-in says nothing about what an earlier try has sent. */
function openSinceEarlier(error: unknown, earlier: unknown): unknown {
	if (!isCreatioError(error) || !isCreatioError(earlier)) return withPerhapsDone(error, true);
	const before = `Before that: ${withoutFullStop(earlier.message)}.`;
	return withPerhapsDone(withCure(error, before, earlier.cure ?? ''), true);
}

function notDoneAgain(error: unknown): unknown {
	if (!isCreatioError(error) || error.cure?.includes(NOT_AGAIN)) return error;
	return withCure(error, NOT_AGAIN);
}

const NOT_AGAIN = 'Retry On Fail does not repeat it, because it may have been done.';

/** For as long as n8n keeps the run. */
const ofRuns = new WeakMap<object, Tries>();

/** What earlier tries of this run have done. */
export function triesOf(n8n: IExecuteFunctions): Tries {
	const node = n8n.getNode();
	// n8n's object for this run, which its tries share. A node that is a tool of an agent may have that of the agent.
	const run = n8n.getExecuteData();
	if (node.retryOnFail !== true || run.node.name !== node.name) return new Tries();
	const known = ofRuns.get(run) ?? new Tries();
	ofRuns.set(run, known);
	return known;
}
