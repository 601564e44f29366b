import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { member } from '../../basics/json';
import type { Metadata } from '../../creatio/model/objectModel';
import { type ColumnPath, resolvePath } from '../../creatio/model/paths';
import { isReversePath, resolveReversePath } from '../../creatio/model/reversePaths';
import { locatorText } from '../form/locatorField';
import { chosenObject, existing } from './lists';
import { rowsAround } from './rowsAround';

/**
 * The object of the related records that the row around the edited field is about; `undefined` in other rows.
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
	const connections = rowsAround(n8n).map((row) => locatorText(member(row, 'connection')));
	return connections.find((connection) => connection !== '') ?? '';
}
