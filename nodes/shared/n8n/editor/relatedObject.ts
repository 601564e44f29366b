import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { isMembers, member } from '../../basics/json';
import type { Metadata } from '../../creatio/model/objectModel';
import { resolveReversePath } from '../../creatio/model/reversePaths';
import { locatorText } from '../form/locatorField';
import { existing } from './lists';

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
