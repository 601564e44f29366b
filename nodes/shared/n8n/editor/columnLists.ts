import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';

import { comparedText, keyText } from '../../basics/keyText';
import { isImage } from '../../creatio/files/imageColumn';
import {
	type Column,
	type ColumnType,
	isFilledByCreatio,
	type Metadata,
} from '../../creatio/model/objectModel';
import { MAX_EXPAND_DEPTH, readableColumns } from '../../creatio/protocol/shape';
import { bestMatches, chosenObject, listed, pageOf } from './lists';

/** The object whose columns are listed, and the way to it through lookups. */
export interface Place {
	readonly object: string;
	/** As it is stored: empty for the object itself, otherwise such as `Account.Type`. */
	readonly path: string;
	/** The same in captions. */
	readonly captions: readonly string[];
}

export interface ColumnEntry {
	readonly name: string;
	readonly value: string;
	readonly description: string;
}

type Offers = (column: Column, place: Place) => boolean;

const everyColumn: Offers = () => true;

/** What a list of paths separates: dots as they are stored, slashes as OData has them, and the arrows that the list shows. */
const STEP = /[./→>]/;

/** Lookups whose columns are listed as well, where the text fits several. */
const MOST_WAYS = 3;

/** Columns of the chosen object and behind its lookups. */
export async function searchColumns(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async ({ metadata }) => {
		const entries = await matchingColumns(metadata, own(chosenObject(this)), keyText(filter ?? ''));
		return pageOf(entries, paginationToken);
	});
}

/**
 * Columns behind the lookups of the chosen object, as far as a read follows them: the text of the record that a lookup holds is one
 * step behind it.
 */
export async function searchRelatedColumns(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await listed(this, async ({ metadata }) => {
		const start = own(chosenObject(this));
		const entries = await matchingColumns(metadata, start, keyText(filter ?? ''), isRelated);
		return pageOf(entries, paginationToken);
	});
}

function isRelated({ type, target }: Column, { captions }: Place): boolean {
	if (type === 'lookup') return target !== undefined && captions.length < MAX_EXPAND_DEPTH;
	return captions.length > 0 && captions.length <= MAX_EXPAND_DEPTH;
}

/** Columns of the chosen object by which OData sorts (contract 2.4). */
export async function searchSortColumns(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await searchOwnColumns(this, ({ type }) => type !== 'lookup', filter, paginationToken);
}

/** Columns of the chosen object that a record is written with, beside its ID. */
export async function searchWritableColumns(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const isWritable: Offers = (column) => column.name !== 'Id' && !isFilledByCreatio(column);
	return await searchOwnColumns(this, isWritable, filter, paginationToken);
}

/** Columns of the chosen object that hold images. */
export async function searchImageColumns(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await searchOwnColumns(this, isImage, filter, paginationToken);
}

async function searchOwnColumns(
	n8n: ILoadOptionsFunctions,
	offers: Offers,
	filter: string | undefined,
	paginationToken: string | undefined,
): Promise<INodeListSearchResult> {
	return await listed(n8n, async ({ metadata }) => {
		const entries = await columnEntries(metadata, own(chosenObject(n8n)), offers);
		return pageOf(bestMatches(entries, keyText(filter ?? '')), paginationToken);
	});
}

/** Columns that a read may return. */
export async function getReadableColumns(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await listed(this, async ({ metadata }) => await columnEntries(metadata, own(chosenObject(this))));
}

/** The object itself, without a way to it. */
export function own(object: string): Place {
	return { object, path: '', captions: [] };
}

/**
 * The columns that fit a typed text. Steps before the last one are followed through lookups; they may be codes or captions, in any
 * letter case. The last one may be the name of a lookup and a part of a name behind it: `account city`.
 */
export async function matchingColumns(
	metadata: Metadata,
	start: Place,
	typed: string,
	offers = everyColumn,
): Promise<ColumnEntry[]> {
	const steps = typed.split(STEP).map((step) => keyText(step));
	const last = steps.pop() ?? '';
	let place: Place | undefined = start;
	for (const step of steps) place = place && (await placeBehind(metadata, place, step));
	// Captions contain such characters as well.
	if (!place) return bestMatches(await columnEntries(metadata, start, offers), typed);
	const direct = bestMatches(await columnEntries(metadata, place, offers), last);
	const behind = last === '' ? [] : await columnsBehind(metadata, place, last, offers);
	return [...direct, ...behind];
}

interface Named {
	readonly column: Column;
	readonly caption: string;
}

async function namedColumns(metadata: Metadata, object: string): Promise<Named[]> {
	const model = await metadata.object(object);
	const details = await metadata.details(model.name);
	return readableColumns(model).map((column) => ({
		column,
		caption: details?.columns.get(column.name)?.caption ?? column.name,
	}));
}

/** The columns of an object that can be read, as entries of a list. */
async function columnEntries(metadata: Metadata, place: Place, offers = everyColumn): Promise<ColumnEntry[]> {
	return (await namedColumns(metadata, place.object))
		.filter(({ column }) => offers(column, place))
		.map((named) => columnEntry(named, place))
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
function columnEntry(named: Named, place: Place): ColumnEntry {
	const { column } = named;
	const { path, captions } = through(place, named);
	const caption = captions.join(' → ');
	return {
		name: caption === path ? caption : `${caption} (${path})`,
		value: path,
		description: column.type === 'lookup' ? `Lookup: ${column.target}` : TYPE_NAMES[column.type],
	};
}

function through({ path, captions }: Place, { column, caption }: Named) {
	return {
		path: path === '' ? column.name : `${path}.${column.name}`,
		captions: [...captions, caption],
	};
}

function behindOf(place: Place, named: Named): Place | undefined {
	const { target } = named.column;
	return target === undefined ? undefined : { object: target, ...through(place, named) };
}

/** The object behind a lookup, which is named by its code, its property or its caption. `undefined` where there is no such lookup. */
async function placeBehind(metadata: Metadata, place: Place, step: string): Promise<Place | undefined> {
	const wanted = comparedText(step);
	const named = (await namedColumns(metadata, place.object)).find(
		(candidate) => candidate.column.type === 'lookup' && namesOf(candidate).includes(wanted),
	);
	return named && behindOf(place, named);
}

function namesOf({ column, caption }: Named): string[] {
	return [column.name, column.property, caption].map(comparedText);
}

/** Columns behind the lookups that a text names, or begins to name. */
async function columnsBehind(
	metadata: Metadata,
	place: Place,
	typed: string,
	offers: Offers,
): Promise<ColumnEntry[]> {
	const wanted = comparedText(typed);
	const lookups = (await namedColumns(metadata, place.object)).flatMap((named) => {
		const rest = restBehind(namesOf(named), wanted);
		const next = behindOf(place, named);
		return named.column.type === 'lookup' && next && rest !== undefined ? [{ next, rest }] : [];
	});
	const found: ColumnEntry[] = [];
	for (const { next, rest } of lookups.slice(0, MOST_WAYS)) {
		found.push(...bestMatches(await columnEntries(metadata, next, offers), rest));
	}
	return found;
}

/** What a text says beyond one of the names; empty where it is the beginning of one, `undefined` where it is neither. */
function restBehind(names: readonly string[], typed: string): string | undefined {
	const whole = names.find((name) => typed.startsWith(`${name} `));
	if (whole !== undefined) return typed.slice(whole.length).trim();
	return names.some((name) => name.startsWith(typed)) ? '' : undefined;
}
