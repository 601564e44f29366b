import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { isMembers, member, type Members } from '../../basics/json';
import { keyText } from '../../basics/keyText';
import type { Collection, Metadata } from '../../creatio/model/objectModel';
import { isReversePath, resolveReversePath } from '../../creatio/model/reversePaths';
import { type ColumnEntry, matchingColumns, own } from './columnLists';
import { bestMatches, chosenObject, existing, listed, pageOf } from './lists';
import { relatedObject } from './relatedObject';

/**
 * Columns of the object that a row is about, those behind its lookups, and the records that point to it. A connection that is
 * typed before a dot is followed: `[Case:Account].` lists the columns of the cases.
 */
export async function searchPaths(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async ({ metadata }) => {
		const typed = keyText(filter ?? '');
		const chosen = chosenObject(this);
		const related = await relatedObject(this, metadata, chosen);
		const entries =
			related === undefined || isReversePath(typed)
				? await pathEntries(metadata, chosen, typed)
				: await matchingColumns(metadata, own(related), typed);
		return pageOf(entries, paginationToken);
	});
}

/** What rows may be sorted by: the columns of the output, then all others. */
export async function searchSortPaths(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async ({ metadata }) => {
		const typed = keyText(filter ?? '');
		const output = bestMatches(outputEntries(this.getCurrentNodeParameter('selectColumns')), typed);
		const names = new Set(output.map(({ value }) => value));
		const paths = await pathEntries(metadata, chosenObject(this), typed);
		return pageOf([...output, ...paths.filter(({ value }) => !names.has(value))], paginationToken);
	});
}

/** The records that point to the chosen object. */
export async function searchConnections(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async ({ metadata }) => {
		const entries = await connectionEntries(metadata, chosenObject(this));
		return pageOf(bestMatches(entries, keyText(filter ?? '')), paginationToken);
	});
}

async function pathEntries(metadata: Metadata, object: string, typed: string): Promise<ColumnEntry[]> {
	const [, connection = '', rest = ''] = /^(.*\])(?:[./](.*))?$/s.exec(typed) ?? [];
	if (isReversePath(typed) && connection !== '')
		return await relatedEntries(metadata, object, connection, rest);
	const columns = isReversePath(typed) ? [] : await matchingColumns(metadata, own(object), typed);
	return [...columns, ...bestMatches(await connectionEntries(metadata, object), typed)];
}

async function relatedEntries(
	metadata: Metadata,
	object: string,
	connection: string,
	typed: string,
): Promise<ColumnEntry[]> {
	const path = await existing(resolveReversePath(metadata, object, connection, 'Column'));
	if (!path) return [];
	const { object: related, text } = path;
	return await matchingColumns(metadata, { object: related, path: text, captions: [text] }, typed);
}

async function connectionEntries(metadata: Metadata, object: string): Promise<ColumnEntry[]> {
	const model = await metadata.object(object);
	const captions = new Map((await metadata.objects()).map(({ name, caption }) => [name, caption]));
	const connections = await metadata.connectionsTo(model.name);
	return connections
		.map((collection) => connectionEntry(collection, captions.get(collection.target)))
		.sort((a, b) => a.name.localeCompare(b.name));
}

function connectionEntry(
	{ target, column }: Pick<Collection, 'target' | 'column'>,
	caption = target,
): ColumnEntry {
	const path = `[${target}:${column}]`;
	return {
		name: `${caption} (by their ${column})`,
		value: path,
		description: `Records of ${target} whose ${column} points here`,
	};
}

/** The names that the rows of the form have given to the columns of the output. */
function outputEntries(form: unknown): ColumnEntry[] {
	const rows = isMembers(form) ? Object.values(form).flat().filter(isMembers) : [];
	return rows.flatMap((row: Members) => {
		const given = member(row, 'name');
		const name = typeof given === 'string' ? keyText(given) : '';
		return name === '' ? [] : [{ name, value: name, description: 'A column of the output' }];
	});
}
