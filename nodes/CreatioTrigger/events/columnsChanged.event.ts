import { isMembers } from '../../shared/basics/json';
import { LABELS } from '../../shared/basics/labels';
import { beginNow } from '../../shared/creatio/changes/begin';
import { cellOf, keyOf } from '../../shared/creatio/changes/changeSource';
import { keysOf } from '../../shared/creatio/changes/deletions';
import {
	type Memory,
	MOST_WATCHED,
	refuseTooLarge,
	refuseTooMany,
} from '../../shared/creatio/changes/memory';
import { isMemory } from '../../shared/creatio/changes/memoryShape';
import { readChanges } from '../../shared/creatio/changes/readChanges';
import { isValueMemory, valueMemory, type ValueMemory } from '../../shared/creatio/changes/valueMemory';
import type { Column } from '../../shared/creatio/model/objectModel';
import { onlyColumns, type Row, withoutSentinel } from '../../shared/creatio/model/rows';
import { countMatching, queryRecords } from '../../shared/creatio/odata/queryRecords';
import { option } from '../../shared/n8n/form/field';
import { flagField } from '../../shared/n8n/form/fieldKinds';
import { ignoreOption, readIgnored } from '../../shared/n8n/trigger/ignoredChanges';
import { triggerEvent } from '../../shared/n8n/trigger/watch';
import {
	changedSinceMade,
	newestSample,
	presentRow,
	readWatched,
	sourceOf,
	timeColumn,
} from '../../shared/n8n/trigger/watched';
import { readWatchedColumns, watchedColumnsField } from '../../shared/n8n/trigger/watchedColumns';

const EVENT = 'Columns Changed';

const oldValuesOption = option(
	flagField({
		name: 'oldValues',
		label: LABELS.oldValues,
		description:
			'Whether to add oldValues with the previous value of each changed column. The trigger then remembers the values of all matching records.',
	}),
);

interface ColumnMemory {
	readonly changes: Memory;
	/** Of a `ValueMemory`. */
	readonly values: string;
	/** Not all was looked at yet since n8n began with what it had stored. */
	readonly isResumed?: boolean;
}

export const columnsChanged = triggerEvent<ColumnMemory>({
	option: {
		name: EVENT,
		value: 'columnsChanged',
		description: 'A chosen column of a record changed',
	},
	fields: [watchedColumnsField],
	options: [ignoreOption, oldValuesOption],
	async watch(context) {
		const { n8n, client, options, isResumed } = context;
		const { connection } = client;
		const watched = await readWatched(context);
		const { model, filter } = watched;
		const columns = await readWatchedColumns(n8n, client.metadata, model);
		const time = timeColumn(model, 'ModifiedOn', EVENT);
		const created = timeColumn(model, 'CreatedOn', EVENT);
		const ignored = await readIgnored(context, model, { author: 'ModifiedBy' });
		const source = sourceOf(watched, time, [created, ...columns], ignored);
		const show = presentRow(watched);
		const keepsValues = oldValuesOption.read(n8n, 0);
		const valuesOf = (row: Row) => columns.map((column) => cellOf(row, column) ?? null);

		const stored = async (changes: Memory, memory: ValueMemory): Promise<ColumnMemory> => {
			// Records that were deleted, or do not match any more, are forgotten only when room is needed.
			if (memory.size > MOST_WATCHED.columns) {
				memory.keep(new Set(await keysOf(connection, model, filter)));
			}
			refuseTooMany(memory.size, MOST_WATCHED.columns, model.name, EVENT);
			const values = memory.toText();
			if (keepsValues) refuseTooLarge(values, model.name);
			return { changes, values };
		};

		return {
			async begin() {
				const count = await countMatching(connection, model.name, filter);
				refuseTooMany(count, MOST_WATCHED.columns, model.name, EVENT);
				const changes = await beginNow(connection, source, options);
				const shape = { ...onlyColumns(columns), simplify: false };
				const query = { model, filter, order: [], limit: Infinity, shape };
				const rows = await queryRecords(connection, query);
				const memory = valueMemory(keepsValues);
				for (const row of rows) memory.take(keyOf(row), valuesOf(row));
				return await stored(changes, memory);
			},
			isMemory: (value): value is ColumnMemory =>
				isMembers(value) && isMemory(value.changes) && isValueMemory(keepsValues, value.values),
			async poll(before) {
				const found = await readChanges(connection, source, before.changes, options);
				const hadStopped = isResumed || before.isResumed === true;
				if (found.changes.length === 0) {
					return { rows: [], memory: { changes: found.memory, values: before.values } };
				}
				const memory = valueMemory(keepsValues, before.values);
				const rows: Row[] = [];
				for (const { row, id, isIgnored } of found.changes) {
					// Also for ignored changes, so that the next change is compared with what they left.
					const verdict = memory.take(id, valuesOf(row));
					if (isIgnored) continue;
					// What a poll without events learned was perhaps not stored before n8n stopped.
					const wasPerhapsKnown =
						verdict.kind === 'new' && hadStopped && changedSinceMade(row, time, created);
					if (verdict.kind !== 'changed' && !wasPerhapsKnown) continue;
					const old =
						verdict.kind === 'changed' && verdict.before
							? { oldValues: oldValues(columns, verdict.before, row, watched.shape.simplify) }
							: {};
					rows.push({ ...show(row), ...old });
				}
				const isResumedStill = hadStopped && !found.isComplete;
				return {
					rows,
					memory: { ...(await stored(found.memory, memory)), ...(isResumedStill && { isResumed: true }) },
				};
			},
			async sample() {
				const row = await newestSample(context, source, ignored);
				if (!row) return undefined;
				const old = keepsValues
					? {
							oldValues: oldValues(
								columns,
								columns.map(() => undefined),
								row,
								watched.shape.simplify,
							),
						}
					: {};
				return { ...show(row), ...old };
			},
		};
	},
});

/** The former values of the columns that changed, under the names that the row has them. */
function oldValues(
	columns: readonly Column[],
	before: readonly unknown[],
	row: Row,
	simplify: boolean,
): Record<string, unknown> {
	const changed = columns
		.map((column, index) => [column, before[index]] as const)
		.filter(([{ property }, value]) => JSON.stringify(value) !== JSON.stringify(row[property] ?? null));
	return Object.fromEntries(
		changed.map(([column, value]) => [column.property, simplify ? withoutSentinel(column, value) : value]),
	);
}
