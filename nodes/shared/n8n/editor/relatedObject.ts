import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { isMembers, member } from '../../basics/json';
import type { Metadata } from '../../creatio/model/objectModel';
import { type ColumnPath, resolvePath } from '../../creatio/model/paths';
import { isReversePath, resolveReversePath } from '../../creatio/model/reversePaths';
import { locatorText } from '../form/locatorField';
import { chosenObject, existing } from './lists';

/**
 * The object of the related records that the row around the edited field is about; `undefined` in other rows. n8n knows the place of
 * the field, but does not declare it.
 */
export async function relatedObject(
	n8n: ILoadOptionsFunctions,
	metadata: Metadata,
	chosen: string,
): Promise<string | undefined> {
	const connection = connectionAround(n8n);
	if (connection === '') return undefined;
	return (await existing(resolveReversePath(metadata, chosen, connection, 'Related Records')))?.object;
}

/** Another field of the row around the edited field, or of the form: `&name` of n8n is for rows alone. */
export function besideField(n8n: ILoadOptionsFunctions, name: string): unknown {
	const row = placeOf(n8n).split('.').slice(1, -1);
	return n8n.getCurrentNodeParameter([...row, name].join('.'));
}

/** The end of a path of the row around the edited field. Rejects with kind `input` for a path that does not exist. */
export async function columnOfRow(
	n8n: ILoadOptionsFunctions,
	metadata: Metadata,
	path: string,
): Promise<ColumnPath> {
	const chosen = chosenObject(n8n);
	if (isReversePath(path)) return (await resolveReversePath(metadata, chosen, path, 'Column')).end;
	const related = await relatedObject(n8n, metadata, chosen);
	return await resolvePath(metadata, related ?? chosen, path, 'Column');
}

/** The connection of the innermost row around the field; empty text where there is none. */
function connectionAround(n8n: ILoadOptionsFunctions): string {
	const steps = placeOf(n8n).split('.').slice(1);
	for (let end = steps.length - 1; end > 0; end--) {
		const row: unknown = n8n.getCurrentNodeParameter(steps.slice(0, end).join('.'));
		const connection = isMembers(row) ? locatorText(member(row, 'connection')) : '';
		if (connection !== '') return connection;
	}
	return '';
}

/** Such as `parameters.conditions.related[0].where.condition[0].column`. */
function placeOf(n8n: ILoadOptionsFunctions): string {
	return 'path' in n8n && typeof n8n.path === 'string' ? n8n.path : '';
}
