import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listSettings } from '../../creatio/systemSettings/listSettings';
import { listed, searchedPage } from './lists';

/** System settings by name. */
export async function searchSettings(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async ({ connection }) =>
		searchedPage(paginationToken, (page) => listSettings(connection, { text: filter, ...page })),
	);
}
