import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { keyText } from '../../basics/keyText';
import type { CreatioClient } from '../../creatio/client';
import { TEXT_TESTS } from '../../creatio/conditions/operators';
import type { ColumnPath } from '../../creatio/model/paths';
import { locatorText } from '../form/locatorField';
import { bestMatches, listed, recordsPage } from './lists';
import { columnOfRow } from './relatedObject';
import { besideField } from './rowsAround';

const YES_NO = [
	{ name: 'Yes', value: 'true' },
	{ name: 'No', value: 'false' },
];

/**
 * Values for the column of the same row: records of a lookup, the texts of records for a column with their names, yes and no. For
 * other columns, what was typed.
 */
export async function searchValues(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async (client) => {
		const path = locatorText(besideField(this, 'column'));
		const typed = keyText(filter ?? '');
		const offer =
			path === '' ? undefined : await offerOf(client, await columnOfRow(this, client.metadata, path));
		if (offer === undefined) return { results: asTyped(typed) };
		if (offer === 'yesNo') return { results: bestMatches(YES_NO, typed) };
		const page = await recordsPage(client, offer.object, typed, paginationToken);
		const byText = offer.by === 'text' || comparesText(this);
		return byText ? { ...page, results: textsOf(page.results) } : page;
	});
}

type Offer = 'yesNo' | { readonly object: string; readonly by: 'id' | 'text' };

async function offerOf(
	{ metadata }: CreatioClient,
	{ column, owner }: ColumnPath,
): Promise<Offer | undefined> {
	if (column.type === 'boolean') return 'yesNo';
	if (column.type === 'lookup' && column.target !== undefined) return { object: column.target, by: 'id' };
	if (column.name === 'Id') return { object: owner, by: 'id' };
	const isName = column.type === 'text' && (await metadata.displayColumn(owner)) === column.name;
	return isName ? { object: owner, by: 'text' } : undefined;
}

/** A lookup has an ID, but "contains" and its like compare its text. */
function comparesText(n8n: ILoadOptionsFunctions): boolean {
	const operator = besideField(n8n, 'operator');
	return TEXT_TESTS.some((test) => test === operator);
}

/** Records may share a name. */
function textsOf(records: INodeListSearchResult['results']): INodeListSearchResult['results'] {
	return [...new Set(records.map(({ name }) => name))].map((name) => ({ name, value: name }));
}

/** Numbers, dates and texts are typed: into the search as well, which spares a change of the mode. */
function asTyped(typed: string): INodeListSearchResult['results'] {
	return typed === '' ? [] : [{ name: typed, value: typed }];
}
