import {
	type IDisplayOptions,
	type IExecuteFunctions,
	type INodeProperties,
	type INodePropertyMode,
	type INodePropertyOptions,
	type IPollFunctions,
	updateDisplayOptions,
} from 'n8n-workflow';

import { inputError } from '../../basics/errors';
import { isMembers, type Members, readJson, refuseTooDeep } from '../../basics/json';
import { keyText } from '../../basics/keyText';
import { describe } from '../../creatio/model/values';
import type { FormField } from '../context/operation';

export type { FormField };

/**
 * The kinds of fields of the form. Each makes the property that n8n shows and reads the value that the user or an
 * expression gave, so that label, bounds, choices and default are declared once.
 */
export interface Field<T> extends FormField {
	readonly label: string;
	/** Checks a value. `place` names the field in the message: `field Limit`. Rejects with kind `input`. */
	readonly parse: (value: unknown, place: string) => T;
	/** The value for an item, since every field may hold an expression. Rejects with kind `input`. */
	read(source: ParameterSource, itemIndex: number): T;
	/** The value in a row or a credential; the default where there is none. `where` says which row, for messages. */
	readFrom(members: Members, where: string): T;
}

export type ParameterSource = Pick<IExecuteFunctions, 'getNodeParameter'>;

/** For polls and calls, which have no items: the index that the readers ask for has no meaning there. */
export function withoutItems(n8n: Pick<IPollFunctions, 'getNodeParameter'>): ParameterSource {
	const getNodeParameter = (name: string, _itemIndex: number, fallback?: unknown, options?: object) =>
		n8n.getNodeParameter(name, fallback, options);
	return { getNodeParameter } as ParameterSource;
}

/** What all kinds of fields have. */
interface Face {
	readonly name: string;
	readonly label: string;
	readonly description?: string;
	readonly placeholder?: string;
	readonly required?: boolean;
	readonly noDataExpression?: boolean;
	readonly displayOptions?: IDisplayOptions;
}

function fieldOf<T>(
	label: string,
	property: INodeProperties,
	parse: Field<T>['parse'],
	collection?: 'options',
): Field<T> {
	const { name, type, default: fallback } = property;
	const path = collection === undefined ? name : `${collection}.${name}`;
	const word = collection === undefined ? 'field' : 'option';
	const how = type === 'resourceLocator' ? { extractValue: true } : undefined;
	// A field for JSON starts with an example, which means nothing where the user did not see it.
	const missing = type === 'json' ? '' : fallback;
	return {
		label,
		property,
		parse,
		read: (source, itemIndex) =>
			parseEntered(source.getNodeParameter(path, itemIndex, missing, how), `${word} ${label}`, parse),
		readFrom: (members, where) => parseEntered(members[name] ?? missing, `field ${label} (${where})`, parse),
	};
}

/** An expression may return any value: those with too many levels are refused before a function walks through them. */
function parseEntered<T>(value: unknown, place: string, parse: Field<T>['parse']): T {
	refuseTooDeep(value, place);
	return parse(value, place);
}

function makeField<T>(
	{ label, ...face }: Face,
	kind: Omit<INodeProperties, 'displayName' | 'name'>,
	parse: Field<T>['parse'],
): Field<T> {
	return fieldOf(label, { displayName: label, ...face, ...kind }, parse);
}

/** The same field in the collection Options. */
export function option<T>({ label, property, parse }: Field<T>): Field<T> {
	return fieldOf(label, property, parse, 'options');
}

/** The same field with a further check of its value. */
export function checked<T, U>(field: Field<T>, check: (value: T, place: string) => U): Field<U> {
	return fieldOf(field.label, field.property, (value, place) => check(field.parse(value, place), place));
}

export function propertiesOf(fields: readonly FormField[]): INodeProperties[] {
	return fields.map(({ property }) => property);
}

/** The fields, shown only where other fields have one of these values. */
export function shownIf(show: IDisplayOptions['show'], ...fields: readonly FormField[]): FormField[] {
	return updateDisplayOptions({ show }, propertiesOf(fields)).map((property) => ({ property }));
}

export interface Bounds {
	readonly least: number;
	/** No upper bound where it is left out. */
	readonly most?: number;
	readonly default: number;
}

/** A whole number. */
export function numberField({ least, most, default: fallback, ...face }: Face & Bounds): Field<number> {
	const typeOptions = { minValue: least, ...(most !== undefined && { maxValue: most }) };
	const upTo = most ?? Number.MAX_SAFE_INTEGER;
	return makeField(face, { type: 'number', typeOptions, default: fallback }, (value, place) => {
		const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= upTo) {
			return number;
		}
		throw inputError(
			`The ${place} takes a whole number from ${least} ${most === undefined ? 'on' : `to ${most}`}, but got ${describe(value)}`,
			`Write ${fallback}, for example.`,
		);
	});
}

export interface Choice<T extends string> extends INodePropertyOptions {
	readonly value: T;
}

/** One of some words; the type of the value follows from the choices. */
export function choiceField<const T extends string>({
	choices,
	default: fallback,
	...face
}: Face & { readonly choices: ReadonlyArray<Choice<T>>; readonly default: NoInfer<T> }): Field<T> {
	const kind = { type: 'options' as const, options: [...choices], default: fallback };
	return makeField(face, kind, (value, place) => {
		const found = choices.find((choice) => choice.value === value);
		if (found) return found.value;
		const words = choices.map((choice) => choice.value).join(', ');
		throw inputError(`The ${place} cannot be ${describe(value)}`, `Use one of: ${words}.`);
	});
}

/** Yes or no. */
export function flagField({
	default: fallback = false,
	...face
}: Face & { readonly default?: boolean }): Field<boolean> {
	return makeField(face, { type: 'boolean', default: fallback }, (value) => value === true);
}

interface TextLook {
	readonly type?: 'string' | 'dateTime';
	readonly typeOptions?: INodeProperties['typeOptions'];
	readonly default?: string;
}

/** Text as it was typed. */
export function textField({
	type = 'string',
	typeOptions,
	default: fallback = '',
	...face
}: Face & TextLook): Field<string> {
	const kind = { type, ...(typeOptions && { typeOptions }), default: fallback };
	return makeField(face, kind, (value) =>
		typeof value === 'string' || typeof value === 'number' ? String(value) : fallback,
	);
}

/** A value whose type is settled elsewhere, by a column for example: given as it is. */
export function valueField({
	type = 'string',
	default: fallback = '',
	...face
}: Face & { readonly type?: 'string' | 'json'; readonly default?: string }): Field<unknown> {
	return makeField(face, { type, default: fallback }, (value) => value);
}

/** A value that was written as JSON, or that an expression gave. */
export function jsonField({
	default: fallback,
	...face
}: Face & { readonly default: string }): Field<unknown> {
	return makeField(face, { type: 'json', default: fallback }, (value, place) => {
		if (typeof value !== 'string') return value;
		return readJson(value, place, 'Check quotes, commas and brackets.');
	});
}

const LIST_HELP =
	'Choose from the list, or specify %s using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

interface Listed extends Face {
	/** The method that fills the list. */
	readonly list: string;
	readonly dependsOn: readonly string[];
}

/** One word from a list that the site fills; which words there are is checked by the caller. */
export function listedField({
	list,
	dependsOn,
	label,
	default: fallback,
	...face
}: Listed & { readonly default: string }): Field<unknown> {
	const property: INodeProperties = {
		// n8n asks for these words.
		displayName: `${label} Name or ID`,
		...face,
		type: 'options',
		typeOptions: { loadOptionsMethod: list, loadOptionsDependsOn: [...dependsOn] },
		default: fallback,
		description: LIST_HELP.replace('%s', 'an ID'),
	};
	return fieldOf(label, property, (value) => value);
}

/** Names from a list that the site fills, or from text with commas. */
export function namesField(look: Listed): Field<string[]> {
	return fieldOf(look.label, namesProperty(look), namesIn);
}

/** The same, given as they are: which names there are is checked by the caller. */
export function listedNamesField(look: Listed): Field<unknown> {
	return fieldOf(look.label, namesProperty(look), (value) => value);
}

function namesProperty({ list, dependsOn, label, description, ...face }: Listed): INodeProperties {
	const help = LIST_HELP.replace('%s', 'IDs');
	return {
		displayName: `${label} Names or IDs`,
		...face,
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: list, loadOptionsDependsOn: [...dependsOn] },
		default: [],
		description: description === undefined ? help : `${description} ${help}.`,
	};
}

/** Names in text, separated by commas. */
export function namesText(face: Face): Field<string[]> {
	return makeField(face, { type: 'string', default: '' }, namesIn);
}

function namesIn(value: unknown): string[] {
	const names = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
	return names.map((entry) => keyText(String(entry))).filter((entry) => entry !== '');
}

interface Locator extends Face {
	/** The method that searches the list. */
	readonly list: string;
	readonly listPlaceholder: string;
	/** Other ways to name the thing. */
	readonly modes: readonly INodePropertyMode[];
}

/** What was chosen in a list, or typed. Empty text where nothing was. */
export function locatorField({ list, listPlaceholder, modes, ...face }: Locator): Field<string> {
	const kind = {
		type: 'resourceLocator' as const,
		default: { mode: 'list', value: '' },
		required: true,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list' as const,
				placeholder: listPlaceholder,
				typeOptions: { searchListMethod: list, searchable: true },
			},
			...modes,
		],
	};
	return makeField(face, kind, locatorText);
}

/** The value of a locator, or what an expression gave in its place. */
export function locatorText(value: unknown): string {
	const inner = isMembers(value) && 'mode' in value && 'value' in value ? value.value : value;
	return typeof inner === 'string' ? keyText(inner) : typeof inner === 'number' ? String(inner) : '';
}

/** Refuses a locator that is empty; `cure` says what to choose. */
export function needed(field: Field<string>, cure: string): Field<string> {
	return checked(field, (text, place) => {
		if (text !== '') return text;
		throw inputError(`The ${place} is empty`, cure);
	});
}

/** A kind of row, with its fields. */
export interface RowKind<K extends string> {
	readonly name: K;
	readonly label: string;
	readonly fields: readonly FormField[];
}

interface RowsLook extends Face {
	readonly sortable?: boolean;
}

/** Rows that the user adds, by kind. What is not a row is left out. */
export function rowsField<const K extends string>({
	kinds,
	sortable,
	...face
}: RowsLook & { readonly kinds: ReadonlyArray<RowKind<K>> }): Field<Readonly<Record<K, readonly Members[]>>> {
	const kind = {
		type: 'fixedCollection' as const,
		typeOptions: { multipleValues: true, ...(sortable && { sortable }) },
		default: {},
		options: kinds.map(({ name, label, fields }) => ({
			displayName: label,
			name,
			values: propertiesOf(fields),
		})),
	};
	return makeField(face, kind, (value) => {
		const rows = kinds.map(({ name }) => [name, isMembers(value) ? rowsIn(value[name]) : []]);
		return Object.fromEntries(rows) as Record<K, readonly Members[]>;
	});
}

function rowsIn(value: unknown): readonly Members[] {
	return Array.isArray(value) ? value.filter((row) => typeof row === 'object' && row !== null) : [];
}
