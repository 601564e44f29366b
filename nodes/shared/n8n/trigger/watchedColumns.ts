import { inputError } from '../../basics/errors';
import type { Column, ObjectModel } from '../../creatio/model/objectModel';
import { findColumn, unknownColumn } from '../../creatio/model/paths';
import type { ParameterSource } from '../form/field';
import { namesField } from '../form/namesField';

export const watchedColumnsField = namesField({
	name: 'watchedColumns',
	label: 'Columns to Watch',
	required: true,
	list: 'getReadableColumns',
	dependsOn: ['object.value'],
	description: 'Which columns to watch for changes.',
});

const FIELD = watchedColumnsField.label;

/** The columns whose changes count. Rejects with kind `input` if there are none, and for unknown columns and files. */
export function readWatchedColumns(n8n: ParameterSource, model: ObjectModel): readonly Column[] {
	const names = [...new Set(watchedColumnsField.read(n8n, 0))];
	if (names.length === 0) {
		throw inputError(
			`The field ${FIELD} is empty`,
			'Choose the columns whose changes count, or use the event Record Updated for all of them.',
		);
	}
	return names.map((name) => {
		const column = findColumn(model, name);
		if (!column) throw unknownColumn(model, name, FIELD);
		if (column.type !== 'stream') return column;
		throw inputError(
			`The column ${name} contains a file, whose changes cannot be detected (field ${FIELD})`,
			'Remove the column.',
		);
	});
}
