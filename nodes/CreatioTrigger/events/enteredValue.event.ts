import { fingerprint, isPacked, packed, PRINT_LENGTH, unpacked } from '../../shared/basics/fingerprint';
import { isMembers } from '../../shared/basics/json';
import { beginNow } from '../../shared/creatio/changes/begin';
import { keyOf, NOTHING } from '../../shared/creatio/changes/changeSource';
import { keysOf } from '../../shared/creatio/changes/deletions';
import { type Memory, MOST_WATCHED, refuseTooMany } from '../../shared/creatio/changes/memory';
import { isMemory } from '../../shared/creatio/changes/memoryShape';
import { readChanges } from '../../shared/creatio/changes/readChanges';
import type { Row } from '../../shared/creatio/model/rows';
import { ALL_RECORDS, bothFilters, withKeys } from '../../shared/creatio/odata/combineFilters';
import { idsPassing } from '../../shared/creatio/odata/findByFilters';
import { countMatching, inEitherSpelling, queryRecords } from '../../shared/creatio/odata/queryRecords';
import { enteredValueFields, readEnteredValue } from '../../shared/n8n/trigger/enteredValue';
import { ignoreOption, readIgnored } from '../../shared/n8n/trigger/ignoredChanges';
import { triggerEvent } from '../../shared/n8n/trigger/watch';
import {
	newestSample,
	presentRow,
	readWatched,
	sourceOf,
	timeColumn,
} from '../../shared/n8n/trigger/watched';

const EVENT = 'Column Reached a Value';

interface EnteredMemory {
	readonly changes: Memory;
	/** Fingerprints of the records that have the value and match the conditions. */
	readonly inside: string;
}

export const enteredValue = triggerEvent<EnteredMemory>({
	option: {
		name: EVENT,
		value: 'enteredValue',
		description: 'A column of a record reaches a given value, such as a stage',
	},
	fields: enteredValueFields,
	options: [ignoreOption],
	async watch(context) {
		const { client, options } = context;
		const { connection } = client;
		const watched = await readWatched(context);
		const { model, shape } = watched;
		const time = timeColumn(model, 'ModifiedOn', EVENT);
		const filter = bothFilters(watched.filter, await readEnteredValue(context, model));
		// All changes are looked at: one that leads out of the value, or out of the conditions, counts as well.
		const ignored = await readIgnored(context, model, { author: 'ModifiedBy' });
		const source = sourceOf(
			{ model, filter: ALL_RECORDS, shape: { ...NOTHING, simplify: false } },
			time,
			[],
			ignored,
		);
		const show = presentRow(watched);
		const rowsOf = async (ids: readonly string[]) => {
			if (ids.length === 0) return [];
			const query = {
				model,
				filter: withKeys(filter, ids),
				order: [],
				limit: Infinity,
				shape: { ...shape, columns: [...shape.columns, ...(ignored?.columns ?? [])], simplify: false },
			};
			return await queryRecords(connection, query);
		};
		const printsOf = (ids: readonly string[]) => ids.map((id) => fingerprint(id));

		return {
			async begin() {
				const count = await countMatching(connection, model.name, filter);
				refuseTooMany(count, MOST_WATCHED.values, model.name, EVENT);
				const changes = await beginNow(connection, source, options);
				return { changes, inside: packed(printsOf(await keysOf(connection, model, filter))) };
			},
			isMemory: (value): value is EnteredMemory =>
				isMembers(value) && isMemory(value.changes) && isPacked(value.inside, PRINT_LENGTH),
			async poll(before) {
				const { changes, memory } = await readChanges(connection, source, before.changes, options);
				if (changes.length === 0) return { rows: [], memory: { ...before, changes: memory } };
				const ids = [...new Set(changes.map(({ id }) => id))];
				const passing = await inEitherSpelling(connection, withKeys(filter, ids), ({ filters }) =>
					idsPassing(connection, model.name, filters),
				);
				const inside = new Set(unpacked(before.inside, PRINT_LENGTH));
				const isInside = (id: string) => inside.has(fingerprint(id));
				const [stayed, entering] = [
					[...passing].filter(isInside),
					[...passing].filter((id) => !isInside(id)),
				];
				// With the conditions once more: what left again meanwhile did not enter, and the next poll sees it.
				const rows = await rowsOf(entering);
				const entered = rows.map(keyOf);
				for (const print of printsOf(ids)) inside.delete(print);
				for (const print of printsOf([...stayed, ...entered])) inside.add(print);
				// Records that were deleted are forgotten only when room is needed.
				if (inside.size > MOST_WATCHED.values) {
					const there = new Set(printsOf(await keysOf(connection, model, filter)));
					for (const print of inside) if (!there.has(print)) inside.delete(print);
				}
				refuseTooMany(inside.size, MOST_WATCHED.values, model.name, EVENT);
				// Whoever wrote the version that was read first, or the one that was read with all columns.
				const byOthers = new Set(changes.filter(({ isIgnored }) => !isIgnored).map(({ id }) => id));
				const counts = (row: Row) => byOthers.has(keyOf(row)) || !ignored?.isIgnored(row, before.changes);
				const reported = rows.filter(counts).map(show);
				return { rows: reported, memory: { changes: memory, inside: packed(inside) } };
			},
			async sample() {
				const row = await newestSample(context, { ...sourceOf(watched, time), filter }, ignored);
				return row && show(row);
			},
		};
	},
});
