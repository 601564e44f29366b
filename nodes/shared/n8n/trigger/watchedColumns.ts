import { inputError } from '../../basics/errors';
import type { Column, Metadata, ObjectModel } from '../../creatio/model/objectModel';
import { columnCalled } from '../../creatio/model/paths';
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
export async function readWatchedColumns(
	n8n: ParameterSource,
	metadata: Metadata,
	model: ObjectModel,
): Promise<readonly Column[]> {
	const names = watchedColumnsField.read(n8n, 0);
	if (names.length === 0) {
		throw inputError(
			`The field ${FIELD} is empty`,
			'Choose the columns whose changes count, or use the event Record Updated for all of them.',
		);
	}
	const columns = new Set<Column>();
	for (const name of names) {
		const { column } = await columnCalled(metadata, model, name, FIELD);
		if (column.type === 'stream') {
			throw inputError(
				`The column ${name} contains a file, whose changes cannot be detected (field ${FIELD})`,
				'Remove the column.',
			);
		}
		columns.add(column);
	}
	return [...columns];
}
