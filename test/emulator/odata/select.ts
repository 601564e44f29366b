import type { Column, Entity } from '../model/model';
import { invalidQuery, serverFault, typeName, unknownProperty } from './errors';
import { findNamed } from './names';
import type { ReadOptions } from './query';
import type { SelectItem } from './selectExpand';

/** Notes what a `$select` names, as the library binds it; without items that is everything (contract 2.4). */
export function applySelect(options: ReadOptions, items: readonly SelectItem[], entity: Entity): void {
	if (items.length === 0) return;
	const columns = new Set<Column>();
	const names = new Set<string>();
	for (const { path, hasOptions } of items) {
		const [name = ''] = path;
		if (name === '*') {
			if (hasOptions) throw invalidQuery(nestedSelection(name));
			for (const column of entity.columns) if (column.kind !== 'BLOB') columns.add(column);
			// It stands for the columns before it, and for everything behind it.
			for (const before of names) if (entity.byProperty.has(before)) names.delete(before);
			names.add(name);
			continue;
		}
		const column = findNamed(entity.byProperty, name);
		const navigation = findNamed(entity.lookups, name) ?? findNamed(entity.reverses, name);
		if (!column && !navigation) throw invalidQuery(unknownProperty(name, typeName(entity.name)));
		if (path.length > 1) throw invalidQuery(PATH_IN_SELECT);
		if (navigation && !column && hasOptions) throw invalidQuery(nestedSelection(navigation.name));
		if (!names.has('*')) names.add(column?.property ?? navigation?.name ?? name);
		if (column?.kind === 'BLOB') {
			options.providerError ??= serverFault({ message: 'Value cannot be null.\r\nParameter name: property' });
		} else if (column) {
			columns.add(column);
		}
	}
	options.select = entity.columns.filter((column) => columns.has(column));
	options.selectNames = [...names];
}

function nestedSelection(name: string): string {
	return `It's not allowed to nest query options within '${name}' selection.`;
}

const PATH_IN_SELECT =
	'Found a path with multiple navigation properties or a bad complex property path in a select clause. Please reword your query such that each level of select or expand only contains either TypeSegments or Properties.';
