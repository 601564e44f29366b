import type { Column, ObjectModel } from '../model/objectModel';

const known = new WeakMap<ObjectModel, ReadonlyMap<string, Column>>();

/** The columns of an object by the names that they have in answers and bodies. Made once for a model: answers have many rows. */
export function columnsByProperty(model: ObjectModel): ReadonlyMap<string, Column> {
	const columns =
		known.get(model) ?? new Map([...model.columns.values()].map((column) => [column.property, column]));
	known.set(model, columns);
	return columns;
}
