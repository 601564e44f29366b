import { CreatioError } from '../../basics/errors';
import type { Column } from '../model/objectModel';
import type { Row } from '../model/rows';

/** The key of a record, spelled in one way. */
export function keyOf({ Id }: Row): string {
	return String(Id).toLowerCase();
}

/**
 * A value that decides whether something happened. Rejects with kind `unreadable` where the site left the column out
 * (contract 2.8): nothing would be told, or everything.
 */
export function cellOf(row: Row, column: Column): unknown {
	if (column.property in row) return row[column.property];
	throw new CreatioError('unreadable', `Creatio could not return the column ${column.name}`, {
		cure: 'Ask an administrator to compile the site.',
	});
}
