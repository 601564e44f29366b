import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';

import { attempt } from '../../basics/attempt';
import { keyText } from '../../basics/keyText';
import type { CreatioClient } from '../../creatio/client';
import { allOperatorsFor } from '../../creatio/conditions/operators';
import { type Collection, type ColumnType, TYPE_WORDS } from '../../creatio/model/objectModel';
import { resolvePath } from '../../creatio/model/paths';
import { isReversePath, resolveReversePath } from '../../creatio/model/reversePaths';
import { locatorText } from '../form/locatorField';
import {
	bestMatches,
	chosenObject,
	columnEntries,
	exactTypeOf,
	listed,
	objectBehind,
	operatorOptions,
	pageOf,
	typedPath,
} from './lists';

/**
 * Columns of the chosen object and the records that point to it. Text before a dot is followed: `Account.` lists
 * the columns of the account, `[Case:Account].` those of its cases.
 */
export async function searchPaths(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async ({ metadata }) => {
		const { prefix, rest } = typedPath(filter);
		const object = await objectAt(metadata, chosenObject(this), prefix);
		const columns = await columnEntries(metadata, object, prefix);
		const connections = prefix === '' ? await connectionEntries(metadata, object) : [];
		return pageOf(bestMatches([...columns, ...connections], rest), paginationToken);
	});
}

async function objectAt(
	metadata: CreatioClient['metadata'],
	object: string,
	prefix: string,
): Promise<string> {
	if (!isReversePath(prefix)) return await objectBehind(metadata, object, prefix);
	const path = await resolveReversePath(metadata, object, prefix, 'Column');
	return prefix.endsWith(']') ? path.object : (path.end.column.target ?? path.object);
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

async function connectionEntries(metadata: CreatioClient['metadata'], object: string) {
	const model = await metadata.object(object);
	const captions = new Map((await metadata.objects()).map(({ name, caption }) => [name, caption]));
	return [...model.collections.values()]
		.map((collection) => connectionEntry(collection, captions.get(collection.target)))
		.sort((a, b) => a.name.localeCompare(b.name));
}

function connectionEntry({ target, column }: Collection, caption = target) {
	const path = `[${target}:${column}]`;
	return {
		name: `${caption} (by their ${column})`,
		value: path,
		description: `Records of ${target} whose ${column} points here`,
	};
}

const TYPES = Object.keys(TYPE_WORDS) as ColumnType[];

const EVERY_OPERATOR = [...new Set(TYPES.flatMap((type) => allOperatorsFor(type)))];

async function endOf(metadata: CreatioClient['metadata'], object: string, path: string) {
	if (!isReversePath(path)) return await resolvePath(metadata, object, path, 'Column');
	return (await resolveReversePath(metadata, object, path, 'Column')).end;
}

/** Operators that fit the column of the same row, also one of related records. */
export async function getPathOperators(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await listed(this, async ({ metadata }) => {
		const path = locatorText(this.getCurrentNodeParameter('&column'));
		if (path === '') return operatorOptions(allOperatorsFor('text'));
		const resolved = await attempt(endOf(metadata, chosenObject(this), path));
		// A path of related records may omit the connection, which is not known here.
		if (!resolved.done) return operatorOptions(EVERY_OPERATOR);
		return operatorOptions(allOperatorsFor(await exactTypeOf(metadata, resolved.value)));
	});
}
