import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';

import { attempt } from '../../basics/attempt';
import { inputError } from '../../basics/errors';
import { keyText } from '../../basics/keyText';
import type { CreatioClient } from '../../creatio/client';
import { exactColumnType } from '../../creatio/conditions/bindRow';
import { type Operator, operatorsFor } from '../../creatio/conditions/operators';
import { isImage } from '../../creatio/files/imageColumn';
import type { Column, ColumnType, ObjectDetails } from '../../creatio/model/objectModel';
import { type ColumnPath, resolvePath } from '../../creatio/model/paths';
import { textFilter } from '../../creatio/odata/filterCost';
import { literal } from '../../creatio/odata/literal';
import { readRows } from '../../creatio/odata/readRows';
import { readableColumns } from '../../creatio/odata/selectExpand';
import { connect } from '../connect/connect';
import { toNodeError } from '../context/toNodeError';
import { locatorText } from '../form/locatorField';
import { OPERATOR_NAMES } from '../form/operatorNames';

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

export function chosenObject(n8n: ILoadOptionsFunctions): string {
	const name = n8n.getCurrentNodeParameter('object', { extractValue: true });
	const key = typeof name === 'string' ? keyText(name) : '';
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
		const results = (await metadata.objects()).map(({ name, caption }) => ({
			name: caption === name ? name : `${caption} (${name})`,
			value: name,
			description: name,
		}));
		return pageOf(bestMatches(results, keyText(filter ?? '')), paginationToken);
	});
}

/** Records of the chosen object by their display text, searched by the site. */
export async function searchRecords(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async ({ connection, metadata }) => {
		const object = chosenObject(this);
		const display = await metadata.displayColumn(object);
		const model = await metadata.object(object);
		const column = model.columns.get(display);
		const wanted = keyText(filter ?? '');
		const isText = column?.type === 'text';
		const query = {
			object,
			shape: { columns: column ? [column] : [], labels: [], related: [] },
			filter: textFilter(
				wanted && isText ? `contains(${display},${literal({ type: 'text', value: wanted })})` : undefined,
			),
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
	});
}

/**
 * Columns of the chosen object. Text before a dot is followed through lookups, so that `Account.` lists the
 * columns of the account.
 */
export async function searchColumns(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async ({ metadata }) => {
		const { prefix, rest } = typedPath(filter);
		const object = await objectBehind(metadata, chosenObject(this), prefix);
		const results = await columnEntries(metadata, object, prefix);
		return pageOf(bestMatches(results, rest), paginationToken);
	});
}

/** What is typed into the search of a path: the way up to the last dot, and the text behind it. */
export function typedPath(filter: string | undefined): { readonly prefix: string; readonly rest: string } {
	const typed = keyText(filter ?? '');
	const dot = typed.lastIndexOf('.');
	return { prefix: dot < 0 ? '' : typed.slice(0, dot), rest: typed.slice(dot + 1) };
}

export async function objectBehind(
	metadata: CreatioClient['metadata'],
	object: string,
	prefix: string,
): Promise<string> {
	if (prefix === '') return object;
	const { column } = await resolvePath(metadata, object, prefix, 'Column');
	if (column.target !== undefined) return column.target;
	throw inputError(
		`The column ${prefix} is not a lookup`,
		'Only a lookup leads to the columns of another object.',
	);
}

/** Columns of the chosen object that hold images. */
export async function searchImageColumns(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async ({ metadata }) => {
		const results = await columnEntries(metadata, chosenObject(this), '', isImage);
		return pageOf(bestMatches(results, keyText(filter ?? '')), paginationToken);
	});
}

/**
 * The columns of an object that can be read, as entries of a list. `prefix`: the path that leads to the object; `isOffered`: leaves
 * others out.
 */
export async function columnEntries(
	metadata: CreatioClient['metadata'],
	object: string,
	prefix: string,
	isOffered: (column: Column) => boolean = () => true,
) {
	const [model, details] = [await metadata.object(object), await metadata.details(object)];
	return readableColumns(model)
		.filter(isOffered)
		.map((column) => columnEntry(column, details, prefix))
		.sort((a, b) => a.name.localeCompare(b.name));
}

/** What a column holds, as the list says it. */
const TYPE_NAMES: Record<ColumnType, string> = {
	guid: 'ID',
	text: 'Text',
	integer: 'Whole number',
	decimal: 'Number',
	boolean: 'Yes/No',
	dateTime: 'Date and time',
	date: 'Date',
	time: 'Time of day',
	lookup: 'Lookup',
	stream: 'File',
};

/** The editor shows only names, so the name contains the path unless the caption equals it. */
function columnEntry(column: Column, details: ObjectDetails | undefined, prefix: string) {
	const caption = details?.columns.get(column.name)?.caption ?? column.name;
	const path = prefix === '' ? column.name : `${prefix}.${column.name}`;
	const holds = column.type === 'lookup' ? `Lookup: ${column.target}` : TYPE_NAMES[column.type];
	return {
		name: caption === path ? caption : `${caption} (${path})`,
		value: path,
		description: holds,
	};
}

/** Columns that a read may return. */
export async function getReadableColumns(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await listed(this, async ({ metadata }) => {
		return await columnEntries(metadata, chosenObject(this), '');
	});
}

/** Operators that fit the column of the same row. */
export async function getOperators(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await listed(this, async ({ metadata }) => {
		const path = locatorText(this.getCurrentNodeParameter('&column'));
		if (path === '') return operatorOptions(operatorsFor('text'));
		const end = await resolvePath(metadata, chosenObject(this), path, 'Column');
		return operatorOptions(operatorsFor(await exactTypeOf(metadata, end)));
	});
}

/** The type of a column as the runtime schema has it, which distinguishes dates from times. */
export async function exactTypeOf(
	metadata: CreatioClient['metadata'],
	{ column, owner }: ColumnPath,
): Promise<ColumnType> {
	return column.type === 'dateTime' ? await exactColumnType(owner, column, { metadata }) : column.type;
}

export function operatorOptions(operators: readonly Operator[]): INodePropertyOptions[] {
	return operators.map((operator) => ({ name: OPERATOR_NAMES[operator], value: operator }));
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
			name: caption === name ? name : `${caption} (${name})`,
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
