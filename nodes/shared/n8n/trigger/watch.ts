import type { INodePropertyOptions } from 'n8n-workflow';

import type { LookOptions } from '../../creatio/changes/changeSource';
import type { Row } from '../../creatio/model/rows';
import type { FormField } from '../context/operation';
import type { ReadingContext } from '../form/conditions';

/** What a trigger event works with. */
export interface WatchContext extends ReadingContext {
	readonly options: LookOptions;
	/**
	 * Whether to refuse texts that name no record of a lookup: a trigger that waits for such a record waits for ever. In manual tests,
	 * when a trigger begins, and now and then later, since records are renamed.
	 */
	readonly checksTexts: boolean;
	/** n8n returned an older memory than the last one, which lacks the changes of polls without events. */
	readonly isResumed: boolean;
}

/** What an event keeps between polls: plain data that n8n stores. */
export type WatchMemory = object;

/** A configured event. */
export interface Watch<M extends WatchMemory> {
	/**
	 * Makes a memory of what exists now, or where the option Start From says so, of what existed then. Reports nothing.
	 * `fromNow`: whatever that option says.
	 */
	begin(fromNow: boolean): Promise<M>;
	/** Whether a stored value has the shape of this event's memory. */
	isMemory(value: unknown): value is M;
	/** Returns what happened since. Nothing is lost if it rejects: the previous memory is still valid. */
	poll(memory: M): Promise<{ readonly rows: readonly Row[]; readonly memory: M }>;
	/** A sample of the event's output; `undefined` when no record matches. */
	sample(): Promise<Row | undefined>;
}

/** One event of the trigger: how the editor shows it and what it does, in one file. */
export interface TriggerEvent {
	readonly option: INodePropertyOptions;
	readonly fields: readonly FormField[];
	/** Options that not every event has. */
	readonly options: readonly FormField[];
	/** Reads and checks the fields. Rejects with kind `input`. */
	watch(context: WatchContext): Promise<Watch<WatchMemory>>;
}

/**
 * An event with its own type of memory. A memory is only passed to the event that made it, since the event's name is part
 * of the key that is stored with it.
 */
export function triggerEvent<M extends WatchMemory>(
	event: Omit<TriggerEvent, 'watch'> & { watch(context: WatchContext): Promise<Watch<M>> },
): TriggerEvent {
	return event as unknown as TriggerEvent;
}
