import type { Column, Metadata } from './objectModel';

/**
 * The column whose text names the records of a lookup's target; `undefined` where the site does not show the target, or it has no
 * such column. Nearly all targets have `Name`, which takes no request: an object has two dozen lookups. Rejects only when a request
 * for another one fails.
 */
export async function lookupTextColumn(metadata: Metadata, target: string): Promise<Column | undefined> {
	const model = await metadata.find(target);
	return model && (model.columns.get('Name') ?? model.columns.get(await metadata.displayColumn(model.name)));
}
