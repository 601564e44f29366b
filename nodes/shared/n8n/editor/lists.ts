import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';

import { attempt } from '../../basics/attempt';
import { inputError, isCreatioError } from '../../basics/errors';
import { isGuid } from '../../basics/guid';
import { keyText } from '../../basics/keyText';
import type { CreatioClient } from '../../creatio/client';
import { captioned } from '../../creatio/model/objectModel';
import { matchingObjects } from '../../creatio/model/objectSearch';
import { textFilter } from '../../creatio/odata/filterCost';
import { containsInAny } from '../../creatio/odata/containsInAny';
import { keysFilter } from '../../creatio/odata/filterText';
import { protocolOf } from '../../creatio/odata/protocolOf';
import { readRows } from '../../creatio/odata/readRows';
import { connect } from '../connect/connect';
import { toNodeError } from '../context/toNodeError';
import { locatorText } from '../form/locatorField';
import { rowsAround } from './rowsAround';
import { onlyColumns } from '../../creatio/model/rows';

/** Entries of a list per page; the editor requests the next page when the user scrolls. */
const PAGE = 50;

/** Runs a list of the editor. Errors are shown: an empty list would mean that there are no entries. */
export async function listed<T>(
	n8n: ILoadOptionsFunctions,
	work: (client: CreatioClient) => Promise<T>,
): Promise<T> {
	const outcome = await attempt(connect(n8n).then(work));
	if (outcome.done) return outcome.value;
	throw toNodeError(n8n.getNode(), outcome.error);
}

/**
 * What the form names; `undefined` where there is no such thing, as while something is typed or after another object was chosen: a
 * list then offers what it can, and the run says what is wrong.
 */
export async function existing<T>(work: Promise<T>): Promise<T | undefined> {
	const outcome = await attempt(work);
	if (outcome.done) return outcome.value;
	if (isCreatioError(outcome.error) && outcome.error.kind === 'input') return undefined;
	throw outcome.error;
}

/** The object of the innermost row around the edited field that has one, else of the form. */
export function chosenObject(n8n: ILoadOptionsFunctions): string {
	const row = rowsAround(n8n).find((around) => 'object' in around);
	const key = locatorText(row ? row.object : n8n.getCurrentNodeParameter('object'));
	if (key !== '') return key;
	throw inputError('No object is chosen yet', 'Choose the object first.');
}

/** Objects of the site: caption as name, API name below it. */
export async function searchObjects(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async ({ metadata }) => {
		const results = matchingObjects(await metadata.objects(), filter ?? '').map(({ name, caption }) => ({
			name: captioned({ name, caption }),
			value: name,
			description: name,
		}));
		return pageOf(results, paginationToken);
	});
}

/** Without sections, the usual objects come first. Others are entered by an expression. */
const MOST_SEARCHABLE = 500;

/** Objects in which people look for records: those with a section, or the first ones where the site does not show its sections. */
export async function getSearchableObjects(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await listed(this, async ({ metadata }) => {
		const objects = await metadata.objects();
		const withSection = objects.filter(({ section }) => section !== undefined);
		return (withSection.length > 0 ? withSection : objects.slice(0, MOST_SEARCHABLE)).map(
			({ name, caption }) => ({
				name: captioned({ name, caption }),
				value: name,
			}),
		);
	});
}

/** Records of the chosen object by their display text, searched by the site. */
export async function searchRecords(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await listed(
		this,
		async (client) => await recordsPage(client, chosenObject(this), filter, paginationToken),
	);
}

/** A page of the records of an object, by ID, in the order of their display texts. Where they have none, an ID finds its record. */
export async function recordsPage(
	{ connection, metadata }: CreatioClient,
	object: string,
	filter: string | undefined,
	paginationToken: string | undefined,
) {
	const display = await metadata.displayColumn(object);
	const model = await metadata.object(object);
	const column = model.columns.get(display);
	const wanted = keyText(filter ?? '');
	const isText = column?.type === 'text';
	// Without a text, only an ID finds a record.
	if (wanted !== '' && !isText && !isGuid(wanted)) return { results: [] };
	const filterFor = () => {
		if (wanted === '') return undefined;
		return isText
			? containsInAny(connection, [display], wanted)
			: keysFilter(protocolOf(connection), [wanted]);
	};
	const query = {
		object: model.name,
		shape: onlyColumns(column ? [column] : []),
		filter: textFilter(filterFor()),
		order: isText ? ([{ property: display, direction: 'asc' }] as const) : undefined,
		limit: PAGE,
		skip: Number(paginationToken ?? 0),
	};
	const rows = await readRows(connection, query);
	const results = rows.map((row) => ({
		name: String(row[display] ?? '') || String(row.Id),
		value: String(row.Id),
	}));
	return { results, paginationToken: results.length === PAGE ? String(query.skip + PAGE) : undefined };
}

/** A page of results of a search by the site, by caption and name. */
export async function searchedPage(
	paginationToken: string | undefined,
	search: (page: {
		readonly limit: number;
		readonly skip: number;
	}) => Promise<ReadonlyArray<{ readonly name: string; readonly caption: string }>>,
): Promise<INodeListSearchResult> {
	const skip = Number(paginationToken ?? 0);
	const found = await search({ limit: PAGE, skip });
	return {
		results: found.map(({ name, caption }) => ({
			name: captioned({ name, caption }),
			value: name,
		})),
		paginationToken: found.length === PAGE ? String(skip + PAGE) : undefined,
	};
}

/** Entries that contain the text; those that equal it or begin with it come first. */
export function bestMatches<T extends { readonly name: string; readonly value: string }>(
	entries: readonly T[],
	text: string,
): T[] {
	const wanted = text.toLowerCase();
	const rank = ({ name, value }: T) => {
		const [caption, code] = [name.toLowerCase(), value.slice(value.lastIndexOf('.') + 1).toLowerCase()];
		if (code === wanted || caption === wanted) return 0;
		if (code.startsWith(wanted) || caption.startsWith(wanted)) return 1;
		return caption.includes(wanted) || code.includes(wanted) ? 2 : 3;
	};
	return entries.filter((entry) => rank(entry) < 3).sort((a, b) => rank(a) - rank(b));
}

export function pageOf(
	results: INodeListSearchResult['results'],
	token: string | undefined,
): INodeListSearchResult {
	const from = Number(token ?? 0);
	const next = from + PAGE;
	return {
		results: results.slice(from, next),
		paginationToken: next < results.length ? String(next) : undefined,
	};
}
