import { attempt } from '../../../shared/basics/attempt';
import { LABELS } from '../../../shared/basics/labels';
import { grouped, inRounds } from '../../../shared/basics/parallel';
import type { ObjectModel } from '../../../shared/creatio/model/objectModel';
import type { ColumnValue } from '../../../shared/creatio/model/values';
import { bodyOf } from '../../../shared/creatio/writing/columnValues';
import {
	findMatches,
	type Match,
	matchKey,
	newValues,
	severalMatches as ambiguousMatch,
} from '../../../shared/creatio/writing/matches';
import type { Operation, OperationContext } from '../../../shared/n8n/context/operation';
import { bulkOptions } from '../../../shared/n8n/form/batching';
import {
	readMappedValues,
	refuseTakenId,
	splitMatchColumns,
	blankValuesOption,
	writeValueOptions,
} from '../../../shared/n8n/form/columnsToWrite';
import { optionsField } from '../../../shared/n8n/form/connectionOptions';
import { option } from '../../../shared/n8n/form/field';
import { choiceField } from '../../../shared/n8n/form/fieldKinds';
import { objectField } from '../../../shared/n8n/form/object';
import {
	readReturned,
	type ReturnedRecord,
	returnedOptions,
	simplifyWrittenField,
} from '../../../shared/n8n/form/returnedRecord';
import { outcomeOfItem, type RowsOutcome } from '../../../shared/n8n/run/itemOutcome';
import { valuesFields } from '../../../shared/n8n/form/valuesToWrite';
import { inBulk } from '../../../shared/n8n/run/itemWork';
import { createWrite, type PlannedWrite, writePlanned } from '../../../shared/n8n/run/odataWrites';

const severalMatches = option(
	choiceField({
		name: 'severalMatches',
		label: LABELS.severalMatches,
		choices: [
			{ name: 'Stop with an Error', value: 'fail' },
			{ name: 'Update All', value: 'all' },
			{ name: 'Update First', value: 'first', description: 'The one with the lowest ID' },
		],
		default: 'fail',
		description: 'What to do when more than one record has the values of the match columns',
	}),
);

export const upsert: Operation = {
	option: {
		name: 'Create or Update',
		value: 'upsert',
		action: 'Create or update a record',
		description: 'Create a new record, or update the current one if it already exists (upsert)',
	},
	fields: [
		objectField,
		...valuesFields('upsert'),
		simplifyWrittenField,
		optionsField(severalMatches, ...bulkOptions, ...writeValueOptions, blankValuesOption, ...returnedOptions),
	],
	repeat: 'harmless',
	begin(context) {
		const { n8n, client } = context;
		// A site may show a new record with delay; within a run we know better, in further tries too.
		const created = context.tries.state('created', () => new Map<string, string>());

		async function prepare(itemIndex: number): Promise<Wanted> {
			const model = await client.metadata.object(objectField.read(n8n, itemIndex));
			const mapped = await readMappedValues(context, model.name, itemIndex, 'upsert');
			const { match, rest } = splitMatchColumns(model, mapped);
			const several = severalMatches.read(n8n, itemIndex);
			const returned = readReturned(context, itemIndex);
			return { itemIndex, model, match, rest, several, returned, key: matchKey(model.name, match) };
		}

		/** Items with different keys: each is one record or several, none of them shared. */
		async function writeRound(items: readonly Wanted[], outcomes: Map<Wanted, RowsOutcome>): Promise<void> {
			const matches = await matchesOf(context, items);
			const planned = await Promise.all(
				items.map(async (item) => await attempt(plan(context, item, matches.get(item.key) ?? [], created))),
			);
			const plans: Array<PlannedWrite & { readonly item: Wanted }> = [];
			for (const [index, item] of items.entries()) {
				const outcome = planned[index];
				if (outcome?.done) plans.push(...outcome.value.map((one) => ({ ...one, item })));
				else outcomes.set(item, outcome);
			}
			const written = await writePlanned(context, plans);
			for (const [item, group] of grouped(plans.entries(), ([, one]) => one.item)) {
				for (const [index, { write }] of group) {
					if (written[index]?.done && write.kind === 'create') created.set(item.key, write.id);
				}
				outcomes.set(item, outcomeOfItem(group.map(([index]) => written[index])));
			}
		}

		return inBulk(context, {
			prepare,
			async write(items) {
				const outcomes = new Map<Wanted, RowsOutcome>();
				for (const round of inRounds(items, ({ key }) => key)) {
					await writeRound(round, outcomes);
					if (context.stopsAtFailure && round.some((item) => outcomes.get(item)?.done !== true)) break;
				}
				return items.map((item) => outcomes.get(item));
			},
		});
	},
};

/** An item, checked and typed: what its record is matched by, and what else to write. */
interface Wanted {
	readonly itemIndex: number;
	readonly model: ObjectModel;
	readonly match: Match;
	readonly rest: readonly ColumnValue[];
	readonly several: ReturnType<typeof severalMatches.read>;
	readonly returned: ReturnedRecord;
	/** Equal for items that mean the same record. */
	readonly key: string;
}

/** The IDs of the records that items match, by the key of the item. */
async function matchesOf(
	{ client }: OperationContext,
	items: readonly Wanted[],
): Promise<Map<string, string[]>> {
	const all = new Map<string, string[]>();
	for (const [model, group] of grouped(items, (item) => item.model)) {
		const matches = group.map(({ match }) => match);
		const found = await findMatches(client.connection, model.name, matches);
		for (const [key, ids] of found) all.set(key, ids);
	}
	return all;
}

/**
 * The writes of an item. Rejects with kind `input` if the match is not clear, or if a record that does not match has the
 * ID of a new one.
 */
async function plan(
	context: OperationContext,
	item: Wanted,
	found: readonly string[],
	created: ReadonlyMap<string, string>,
): Promise<PlannedWrite[]> {
	const { model, match, several } = item;
	if (several === 'fail' && found.length > 1) throw ambiguousMatch(model.name, match);
	const plans = plansOf(context, item, found, created);
	// A match on the ID itself has looked for it.
	if (match.some(({ column }) => column.name === 'Id')) return plans;
	for (const { write } of plans)
		if (write.kind === 'create' && write.hasOwnId)
			await refuseTakenId(context, item.itemIndex, model.name, write.id);
	return plans;
}

/** One create, or an update of the record or records that were found. */
function plansOf(
	context: OperationContext,
	item: Wanted,
	found: readonly string[],
	created: ReadonlyMap<string, string>,
): PlannedWrite[] {
	const { itemIndex, model, match, rest, several, returned, key } = item;
	const known = created.get(key);
	const ids =
		found.length === 0 && known !== undefined ? [known] : several === 'first' ? found.slice(0, 1) : found;
	const whole = bodyOf([...newValues(match), ...rest]);
	if (ids.length === 0) {
		const { Id: own, ...body } = whole;
		return [{ itemIndex, model, write: createWrite(context, itemIndex, own, body), shown: body, returned }];
	}
	// The key of a record that exists is not changed; it counts for new ones.
	const body = bodyOf(rest.filter(({ column }) => column.name !== 'Id'));
	return ids.map((id) => ({ itemIndex, model, write: { kind: 'update', id, body }, shown: whole, returned }));
}
