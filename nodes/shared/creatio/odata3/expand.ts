import type { Column } from '../model/objectModel';
import type { ColumnPath } from '../model/paths';
import type { ShapeOptions } from '../protocol/protocol';
import { refuseTooDeep, selectOption } from '../protocol/shape';

/** `$select=Id,Account/Name,Account/Type/Name` with `$expand=Account,Account/Type` (contract 3.2). Each path has at least one lookup. */
export function selectAndExpand(columns: readonly Column[], paths: readonly ColumnPath[]): ShapeOptions {
	refuseTooDeep(paths);
	const ends = paths.map(({ steps, column }) => [...namesOf(steps), column.property].join('/'));
	const lookups = paths.flatMap(({ steps }) =>
		steps.map((_, index) => namesOf(steps.slice(0, index + 1)).join('/')),
	);
	return {
		select: [...new Set([...selectOption(columns).split(','), ...ends])].join(','),
		expand: lookups.length > 0 ? [...new Set(lookups)].join(',') : undefined,
	};
}

function namesOf(steps: readonly Column[]): string[] {
	return steps.map(({ name }) => name);
}
