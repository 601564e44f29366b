import type { INodePropertyOptions } from 'n8n-workflow';

import type { LookOptions } from '../../creatio/changes/changeSource';
import type { Row } from '../../creatio/model/rows';
import type { FormField } from '../context/operation';
import type { ReadingContext } from '../form/conditions';

/** What a trigger event works with. */
export interface WatchContext extends ReadingContext {
	readonly options: LookOptions;
	/** n8n came with an older memory than the last one: what polls without events learned since then is not in it. */
	readonly isResumed: boolean;
}

/** What an event keeps between polls: plain data that n8n stores. */
export type WatchMemory = object;

/** An event, configured: what there is to watch. */
export interface Watch<M extends WatchMemory> {
	/** Knows what is there now. Nothing of it is told. */
	begin(): Promise<M>;
	/** What happened since. Nothing is lost when it rejects: the memory of before stays the right one. */
	poll(memory: M): Promise<{ readonly rows: readonly Row[]; readonly memory: M }>;
	/** Something that shows what the event gives; `undefined` when no record matches. */
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
 * An event whose memory has a type of its own. A memory is only ever given back to the event that made it, since its
 * name is part of the key beside it.
 */
export function triggerEvent<M extends WatchMemory>(
	event: Omit<TriggerEvent, 'watch'> & { watch(context: WatchContext): Promise<Watch<M>> },
): TriggerEvent {
	return event as unknown as TriggerEvent;
}
