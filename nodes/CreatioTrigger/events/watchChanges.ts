import { beginAtDate, beginNow } from '../../shared/creatio/changes/begin';
import type { Change } from '../../shared/creatio/changes/changeCollector';
import type { Memory } from '../../shared/creatio/changes/memory';
import { isMemory } from '../../shared/creatio/changes/memoryShape';
import { readChanges } from '../../shared/creatio/changes/readChanges';
import { readIgnored } from '../../shared/n8n/trigger/ignoredChanges';
import { readStartFrom } from '../../shared/n8n/trigger/startFrom';
import type { Watch, WatchContext } from '../../shared/n8n/trigger/watch';
import {
	changedSinceMade,
	newestSample,
	presentRow,
	readWatched,
	sourceOf,
	timeColumn,
} from '../../shared/n8n/trigger/watched';

interface Rule {
	readonly time: 'CreatedOn' | 'ModifiedOn';
	/** As the form calls it. */
	readonly event: string;
	/** Whether creations count, updates, or both. */
	readonly counts: 'creations' | 'updates' | 'both';
}

/** New versions of records, by their times. */
export async function watchChanges(context: WatchContext, rule: Rule): Promise<Watch<Memory>> {
	const { client, options } = context;
	const watched = await readWatched(context);
	const time = timeColumn(watched.model, rule.time, rule.event);
	const created = rule.counts === 'updates' ? timeColumn(watched.model, 'CreatedOn', rule.event) : undefined;
	const ignored = await readIgnored(context, watched.model, {
		author: rule.counts === 'creations' ? 'CreatedBy' : 'ModifiedBy',
		countsCreation: rule.counts === 'both',
	});
	const source = sourceOf(watched, time, created ? [created] : [], ignored);
	const start = readStartFrom(context);
	const show = presentRow(watched);
	const counts = ({ row, isIgnored }: Change) =>
		!isIgnored && (!created || changedSinceMade(row, time, created));
	return {
		begin: async (fromNow) =>
			start && !fromNow
				? await beginAtDate(client.connection, source, start, options)
				: await beginNow(client.connection, source, options),
		isMemory,
		poll: async (before) => {
			const { changes, memory } = await readChanges(client.connection, source, before, options);
			return { rows: changes.filter(counts).map(({ row }) => show(row)), memory };
		},
		sample: async () => {
			const row = await newestSample(context, source, ignored);
			return row && show(row);
		},
	};
}
