import type { Column, Metadata, ObjectModel } from '../model/objectModel';
import type { ColumnPath } from '../model/paths';
import { type SearchColumns, searchColumns, shownColumns } from './searchColumns';
import type { SearchText } from './searchConditions';

/** An object and what is asked of it. */
export interface Target {
	readonly model: ObjectModel;
	readonly columns: SearchColumns;
	readonly shown: readonly Column[];
	/** Lookups that are shown, with the paths of their texts. */
	readonly labels: readonly ColumnPath[];
	/** Of records that stand for another one: the object of that, and the lookup to it. */
	readonly of?: { readonly object: string; readonly lookup: Column };
}

/** What to search for an object: its records, and further e-mail addresses and numbers that are kept beside them. */
export async function targetsOf(metadata: Metadata, name: string, search: SearchText): Promise<Target[]> {
	const model = await metadata.object(name);
	const columns = searchColumns(model, await metadata.details(model.name));
	const shown = shownColumns(model, columns);
	const labels = await Promise.all(shown.map(async (column) => await labelOf(metadata, column)));
	const own = { model, columns, shown, labels: labels.flatMap((label) => label ?? []) };
	const isContact = search.digits !== undefined || search.text.includes('@');
	const beside = isContact ? await communicationsOf(metadata, own) : undefined;
	return beside ? [own, beside] : [own];
}

/** The text of a lookup, where its object has the usual column for it: another one would take a request. */
async function labelOf(metadata: Metadata, lookup: Column): Promise<ColumnPath | undefined> {
	if (lookup.type !== 'lookup' || lookup.target === undefined) return undefined;
	const column = (await metadata.find(lookup.target))?.columns.get('Name');
	if (column?.type !== 'text') return undefined;
	return { text: `${lookup.name}.Name`, steps: [lookup], column, owner: lookup.target };
}

/** Communication options, such as `ContactCommunication` (contract 8.1): a record for each number and address of a contact. */
async function communicationsOf(
	metadata: Metadata,
	{ model: { name }, columns: { names } }: Target,
): Promise<Target | undefined> {
	const model = await metadata.find(`${name}Communication`);
	const number = model?.columns.get('Number');
	const lookup = model?.columns.get(name);
	if (!model || number?.type !== 'text' || lookup?.target !== name) return undefined;
	const [column] = names;
	const label = column && { text: `${name}.${column.name}`, steps: [lookup], column, owner: name };
	return {
		model,
		columns: { names: [], emails: [number], phones: [number] },
		shown: [number, lookup],
		labels: label ? [label] : [],
		of: { object: name, lookup },
	};
}
