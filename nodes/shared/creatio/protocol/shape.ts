import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import type { Column, ObjectModel } from '../model/objectModel';
import type { ColumnPath } from '../model/paths';

/** OData 4 refuses deeper paths (contract 2.4, ODataMaxExpansionDepth); one limit for both versions, so that a workflow works over either. */
export const MAX_EXPAND_DEPTH = 2;

/** Columns that can be requested in a read: a stream in `$select` answers 500 (contract 2.4). */
export function readableColumns(model: ObjectModel): Column[] {
	return [...model.columns.values()].filter((column) => column.type !== 'stream');
}

/** The properties of columns with the key: an all-columns read fails on some sites (contract 2.8). */
export function selectOption(columns: readonly Column[]): string {
	return [...new Set(['Id', ...columns.map((column) => column.property)])].join(',');
}

/** Rejects with kind `input` for paths that sites do not return. */
export function refuseTooDeep(paths: readonly ColumnPath[]): void {
	for (const { text, steps } of paths) {
		if (steps.length <= MAX_EXPAND_DEPTH) continue;
		throw inputError(
			`The path "${text}" passes through ${steps.length} lookups; Creatio returns columns through at most ${MAX_EXPAND_DEPTH} (field ${LABELS.relatedColumns})`,
			'Read the record in between in a separate step. Conditions may use longer paths.',
		);
	}
}
