import type { User } from '../auth/users';
import type { ProcessFault } from './faults';
import type { ProcessSchema, Step } from './schema';
import type { ParameterValue } from './values';

/** `Terrasoft.Core.Process.ProcessStatus` (contract 5.3). */
export const STATUS = { inactive: 0, running: 1, done: 2, error: 3, cancelled: 4, cancelling: 5 } as const;
export type Status = (typeof STATUS)[keyof typeof STATUS];

/** One element of a running process. */
export interface ElementRun {
	/** What callers name to complete it, and the Id of its row in the log. */
	uId: string;
	step: Step;
	status: Status;
	startedAt: Date;
	completedAt?: Date;
	fault?: ProcessFault;
	/** Task of the user that it waits for. */
	activityId?: string;
}

/** One run of a process. */
export interface Instance {
	/** `processId`, and the Id of its row in the log. */
	id: string;
	schema: ProcessSchema;
	user: User;
	values: Map<string, ParameterValue>;
	/** Names of the parameters that the caller gave. */
	given: ReadonlySet<string>;
	status: Status;
	startedAt: Date;
	completedAt?: Date;
	fault?: ProcessFault;
	elements: ElementRun[];
	/** A run that a caller waits for has no row in the log until it halts (contract 5.4). */
	isLogged: boolean;
	/** Settled when the run halts for the first time: finished, or waiting for something. */
	halted: PromiseWithResolvers<void>;
}

export function isOver({ status }: Instance): boolean {
	return status === STATUS.done || status === STATUS.error || status === STATUS.cancelled;
}

/** The element that is under way, if any. */
export function currentElement(instance: Instance): ElementRun | undefined {
	const last = instance.elements.at(-1);
	return last?.completedAt === undefined ? last : undefined;
}
