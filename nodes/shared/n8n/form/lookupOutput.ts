import { lookupTextColumn } from '../../creatio/model/lookupText';
import type { Column } from '../../creatio/model/objectModel';
import type { LookupLabel } from '../../creatio/model/rows';
import type { ReadingContext } from './conditions';
import { type Field, isSet, outputOption } from './field';
import { choiceField } from './fieldKinds';

/** How the values of lookups are returned. */
export type Lookups = 'id' | 'both' | 'text';

export const lookupsOption: Field<Lookups> = outputOption(
	choiceField({
		name: 'lookups',
		label: 'Output',
		choices: [
			{ name: 'ID Only', value: 'id' },
			{ name: 'Text and ID', value: 'both', description: 'The text as Account, the ID as AccountId' },
			{ name: 'Text Only', value: 'text' },
		],
		default: 'both',
		description: 'How to return the values of lookups',
	}),
);

/** How lookups are returned. An agent gets their texts alone, which conditions and writes take as well. */
export function readLookups(
	{ n8n, asTool }: Pick<ReadingContext, 'n8n' | 'asTool'>,
	itemIndex: number,
): Lookups {
	return asTool && !isSet(n8n, 'options.lookups', itemIndex) ? 'text' : lookupsOption.read(n8n, itemIndex);
}

/** Resolved at the same time: an object has two dozen lookups, and each may need a request for its target. */
export async function labelsOf(
	context: Pick<ReadingContext, 'client'>,
	columns: readonly Column[],
): Promise<LookupLabel[]> {
	const labels = await Promise.all(columns.map((column) => labelOf(context, column)));
	return labels.flatMap((label) => label ?? []);
}

async function labelOf(
	{ client }: Pick<ReadingContext, 'client'>,
	lookup: Column,
): Promise<LookupLabel | undefined> {
	if (lookup.type !== 'lookup' || lookup.target === undefined) return undefined;
	const column = await lookupTextColumn(client.metadata, lookup.target);
	if (!column || column.type === 'stream') return undefined;
	return {
		lookup,
		path: { text: `${lookup.name}.${column.name}`, steps: [lookup], column, owner: lookup.target },
	};
}
