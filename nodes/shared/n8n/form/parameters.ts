import {
	type IExecuteFunctions,
	type INodeParameterResourceLocator,
	type IPollFunctions,
	isResourceMapperValue,
	type ResourceMapperValue,
} from 'n8n-workflow';

import { inputError } from '../../basics/errors';
import { isGuid } from '../../basics/guid';
import { type ConditionRow, readOperator } from '../../creatio/conditions/bindRow';
import { takesNoValue } from '../../creatio/conditions/operators';
import { describe } from '../../creatio/model/values';

/**
 * Typed readers of node parameters. Each takes the item index, since every field may hold an expression,
 * and refuses with kind `input` what an expression gave in a form that no field would.
 */
export type ParameterSource = Pick<IExecuteFunctions, 'getNodeParameter'>;

/** For polls and calls, which have no items: the index that the readers ask for says nothing there. */
export function withoutItems(n8n: Pick<IPollFunctions, 'getNodeParameter'>): ParameterSource {
	const getNodeParameter = (name: string, _itemIndex: number, fallback?: unknown, options?: object) =>
		n8n.getNodeParameter(name, fallback, options);
	return { getNodeParameter } as ParameterSource;
}

export function readFlag(
	source: ParameterSource,
	name: string,
	itemIndex: number,
	fallback = false,
): boolean {
	return source.getNodeParameter(name, itemIndex, fallback) === true;
}

export function readString(source: ParameterSource, name: string, itemIndex: number, fallback = ''): string {
	const value = source.getNodeParameter(name, itemIndex, fallback);
	return typeof value === 'string' || typeof value === 'number' ? String(value) : fallback;
}

/** A value that was written as JSON, or that an expression gave. */
export function readJson(source: ParameterSource, name: string, label: string, itemIndex: number): unknown {
	const value = source.getNodeParameter(name, itemIndex, '');
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value);
	} catch {
		throw inputError(`The field ${label} is not JSON`, 'Check quotes, commas and brackets.');
	}
}

/** One of a fixed set of words. */
export function readChoice<T extends string>(
	source: ParameterSource,
	name: string,
	label: string,
	choices: readonly T[],
	itemIndex: number,
): T {
	const value = source.getNodeParameter(name, itemIndex, choices[0]);
	const choice = choices.find((candidate) => candidate === value);
	if (choice !== undefined) return choice;
	throw inputError(`The field ${label} cannot be ${describe(value)}`, `Use one of: ${choices.join(', ')}.`);
}

/** A whole number from 1 on. */
export function readPositive(
	source: ParameterSource,
	name: string,
	label: string,
	itemIndex: number,
): number {
	const value = source.getNodeParameter(name, itemIndex);
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && Number.isInteger(number) && number >= 1) return number;
	throw inputError(
		`The field ${label} takes a whole number from 1 on, but got ${describe(value)}`,
		'Write 50, for example.',
	);
}

/** A whole number within bounds; the fallback where it is left out. */
export function readNumberOption(
	source: ParameterSource,
	name: string,
	label: string,
	itemIndex: number,
	bounds: { readonly least: number; readonly most: number; readonly fallback: number },
): number {
	const value = source.getNodeParameter(name, itemIndex, bounds.fallback);
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	const isGood =
		typeof number === 'number' && Number.isInteger(number) && number >= bounds.least && number <= bounds.most;
	if (isGood) return number;
	throw inputError(
		`The option ${label} takes a whole number from ${bounds.least} to ${bounds.most}, but got ${describe(value)}`,
		`Leave it out for ${bounds.fallback}.`,
	);
}

/** Name of the chosen object. */
export function readObjectName(source: ParameterSource, itemIndex: number): string {
	const name = locatorText(source.getNodeParameter('object', itemIndex, '', { extractValue: true }));
	if (name !== '') return name;
	throw inputError(
		'The field Object is empty',
		'Choose an object from the list, or type its name, such as Contact.',
	);
}

/** What was chosen in a list, or typed. */
export function readLocator(source: ParameterSource, name: string, itemIndex: number): string {
	return locatorText(source.getNodeParameter(name, itemIndex, '', { extractValue: true }));
}

/** Names with values, in the order of the form. Rejects with kind `input` for a value without a name, or a name twice. */
export function readPairs(
	source: ParameterSource,
	name: string,
	label: string,
	itemIndex: number,
): Readonly<Record<string, unknown>> {
	const pairs = new Map<string, unknown>();
	for (const [index, row] of rowsOf(source.getNodeParameter(name, itemIndex, {}), 'parameter').entries()) {
		const field = `${label}, row ${index + 1}`;
		const key = typeof row.name === 'string' ? row.name.trim() : '';
		if (key === '') throw inputError(`The name is empty (${field})`, 'Write the name of the parameter.');
		if (pairs.has(key)) throw inputError(`The name ${key} comes twice (${field})`, 'Remove one of the two.');
		pairs.set(key, row.value);
	}
	return Object.fromEntries(pairs);
}

/** Id of the chosen record, in lower case. */
export function readRecordId(source: ParameterSource, itemIndex: number): string {
	const id = locatorText(source.getNodeParameter('recordId', itemIndex, '', { extractValue: true }));
	if (isGuid(id)) return id.toLowerCase();
	throw inputError(
		id === '' ? 'The field Record is empty' : `The field Record takes an ID (GUID), but got ${describe(id)}`,
		'An ID looks like c4ed336c-3e9b-40fe-8b82-5632476472b4. Choose the record from the list, or paste the address of its page.',
	);
}

/** What was chosen from a list, or typed. */
export function locatorText(value: unknown): string {
	const inner = isLocator(value) ? value.value : value;
	return typeof inner === 'string' ? inner.trim() : typeof inner === 'number' ? String(inner) : '';
}

function isLocator(value: unknown): value is INodeParameterResourceLocator {
	return typeof value === 'object' && value !== null && 'mode' in value && 'value' in value;
}

/** The rows of the condition form. */
export function readConditionRows(source: ParameterSource, itemIndex: number): ConditionRow[] {
	return rowsOf(source.getNodeParameter('conditions', itemIndex, {}), 'condition').map((row, index) => {
		const operator = readOperator(row.operator ?? 'equals', `Conditions, row ${index + 1}`);
		return { path: locatorText(row.column), operator, value: takesNoValue(operator) ? undefined : row.value };
	});
}

export interface SortRule {
	readonly column: string;
	readonly direction: 'asc' | 'desc';
}

export function readSortRules(source: ParameterSource, itemIndex: number): SortRule[] {
	return rowsOf(source.getNodeParameter('sort', itemIndex, {}), 'rule').map((row) => ({
		column: locatorText(row.column),
		direction: row.direction === 'desc' ? 'desc' : 'asc',
	}));
}

/** The rows of a fixed collection with several values. */
export function rowsOf(collection: unknown, name: string): Array<Record<string, unknown>> {
	if (typeof collection !== 'object' || collection === null) return [];
	const rows: unknown = (collection as Record<string, unknown>)[name];
	return Array.isArray(rows) ? rows.filter((row) => typeof row === 'object' && row !== null) : [];
}

/** Names from a multiple choice, or from text with commas. */
export function readNames(source: ParameterSource, name: string, itemIndex: number): string[] {
	const value = source.getNodeParameter(name, itemIndex, []);
	const names = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
	return names.map((entry) => String(entry).trim()).filter((entry) => entry !== '');
}

export interface MappedColumns {
	readonly values: Readonly<Record<string, unknown>>;
	readonly matchingColumns: readonly string[];
	/** True when the values are the input item itself, whose names the user did not choose one by one. */
	readonly automatic: boolean;
}

/**
 * What the user mapped to columns. Read whole, not as `columns.value`: n8n would check a lookup against the options
 * that the editor once loaded, and refuse a display text or a newer record.
 */
export function readMappedColumns(source: IExecuteFunctions, itemIndex: number): MappedColumns {
	const mapper = source.getNodeParameter('columns', itemIndex, {});
	if (!isResourceMapper(mapper)) {
		throw inputError('The field Columns is empty', 'Choose the object first, then map at least one column.');
	}
	const matchingColumns = mapper.matchingColumns ?? [];
	if (mapper.mappingMode === 'autoMapInputData') {
		return { values: source.getInputData()[itemIndex]?.json ?? {}, matchingColumns, automatic: true };
	}
	return { values: mapper.value ?? {}, matchingColumns, automatic: false };
}

function isResourceMapper(value: unknown): value is ResourceMapperValue {
	// An agent or an API may leave `schema` and `matchingColumns` out.
	return (
		isResourceMapperValue(value) || (typeof value === 'object' && value !== null && 'mappingMode' in value)
	);
}
