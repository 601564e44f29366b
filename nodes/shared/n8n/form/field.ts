import {
	type IDisplayOptions,
	type IExecuteFunctions,
	type INodeProperties,
	type INodePropertyOptions,
	type IPollFunctions,
	updateDisplayOptions,
} from 'n8n-workflow';

import { isDateObject, isoText } from '../../basics/dateObjects';
import { type CreatioError, inputError } from '../../basics/errors';
import { type ParsedDate, parseDate } from '../../basics/instant';
import { type Members, readJson, refuseUnsendable } from '../../basics/json';
import { comparedText, keyText } from '../../basics/keyText';
import { describe, readValue } from '../../creatio/model/values';
import type { FormField } from '../context/operation';

export type { FormField };

/**
 * The kinds of fields of the form. Each makes the property that n8n shows and reads the value that the user or an
 * expression gave, so that label, bounds, choices and default are declared once. What each kind takes is described for
 * users in docs/how-it-works/values-of-fields.md.
 */
export interface Field<T> extends FormField {
	readonly label: string;
	/** Checks a value. `place` names the field in the message: `field Limit`. Rejects with kind `input`. */
	readonly parse: Parse<T>;
	/** The value for an item, since every field may hold an expression. Rejects with kind `input`. */
	read(source: ParameterSource, itemIndex: number): T;
	/** The value in a row or a credential; the default where it is missing. `where` says which row, for messages. */
	readFrom(members: Members, where: string): T;
}

export type Parse<T> = (value: unknown, place: string) => T;

export type ParameterSource = Pick<IExecuteFunctions, 'getNodeParameter'>;

/** For polls and calls, which have no items: the index that the readers ask for has no meaning there. */
export function withoutItems(n8n: Pick<IPollFunctions, 'getNodeParameter'>): ParameterSource {
	const getNodeParameter = (name: string, _itemIndex: number, fallback?: unknown, options?: object) =>
		n8n.getNodeParameter(name, fallback, options);
	return { getNodeParameter } as ParameterSource;
}

/** What all kinds of fields have. */
export interface Face {
	readonly name: string;
	readonly label: string;
	readonly description?: string;
	readonly placeholder?: string;
	readonly required?: boolean;
	readonly noDataExpression?: boolean;
	readonly displayOptions?: IDisplayOptions;
}

/** Where n8n keeps the value of a field. */
type Home = 'form' | 'dependent' | 'options';

/**
 * n8n gives the default of a parameter that it does not have, and only then: an expression without a result comes as
 * `undefined`, or as `null` where it failed.
 */
export function fieldOf<T>(
	label: string,
	property: INodeProperties,
	parse: Parse<T>,
	home: Home = 'form',
): Field<T> {
	const { name, type, default: fallback } = property;
	const path = home === 'options' ? `options.${name}` : name;
	const place = home === 'options' ? `option ${label}` : `field ${label}`;
	// A field for JSON starts with an example, which means nothing where the user did not see it.
	const missing = type === 'json' ? '' : fallback;
	return {
		label,
		property,
		parse,
		read(source, itemIndex) {
			if (home === 'dependent') refuseHidden(source, name, itemIndex, place);
			return parse(source.getNodeParameter(path, itemIndex, missing), place);
		},
		readFrom: (members, where) =>
			parse(Object.hasOwn(members, name) ? members[name] : missing, `${place} (${where})`),
	};
}

/** Stands for a parameter that n8n does not have. */
const HIDDEN = '\u0000hidden';

/** n8n compares the values that decide what it shows exactly as they are stored, and drops the values of hidden fields. */
function refuseHidden(source: ParameterSource, name: string, itemIndex: number, place: string): void {
	const stored: unknown = source.getNodeParameter(name, itemIndex, HIDDEN, { rawExpressions: true });
	if (stored !== HIDDEN) return;
	throw inputError(
		`The ${place} is needed here, but n8n hides it`,
		'Choose the values of the fields before it from their lists, or by expressions, so that n8n shows it.',
	);
}

/** A field of a kind that needs a value: `takes` reads it and refuses values of other kinds. */
export function makeField<T>(
	{ label, ...face }: Face,
	kind: Omit<INodeProperties, 'displayName' | 'name'>,
	takes: Parse<T>,
): Field<T> {
	return fieldOf(label, { displayName: label, ...face, ...kind }, given(takes));
}

/**
 * Refuses what no kind of field takes: the missing result of an expression, which must not count as a field left empty,
 * a number that is none, and values with too many levels, before a function walks through them.
 */
export function given<T>(takes: Parse<T>): Parse<T> {
	return (value, place) => {
		if (value === undefined || value === null) throw noValue(value, place);
		return takes(refuseUnusable(value, place), place);
	};
}

/** The error for an expression without a result. */
export function noValue(value: undefined | null, place: string): CreatioError {
	return inputError(
		`The ${place} has no value: its expression returned ${String(value)}`,
		'Correct the expression, or write what it returns then, such as {{ $json.name ?? "none" }}. Leave the field empty if it is meant to be empty.',
	);
}

function refuseUnusable(value: unknown, place: string): unknown {
	if (typeof value === 'number' && !Number.isFinite(value)) {
		throw inputError(`The ${place} cannot be ${value}`, 'Check the calculation in its expression.');
	}
	refuseUnsendable(value, place);
	return value;
}

/** The same field in the collection Options. */
export function option<T>({ label, property, parse }: Field<T>): Field<T> {
	return fieldOf(label, property, parse, 'options');
}

/**
 * The same field where n8n shows it only with some values of other fields. It is refused where n8n hides it: its default
 * is not what the user entered.
 */
export function dependent<T>({ label, property, parse }: Field<T>): Field<T> {
	return fieldOf(label, property, parse, 'dependent');
}

/** The same field with a further check of its value. */
export function checked<T, U>(field: Field<T>, check: (value: T, place: string) => U): Field<U> {
	return fieldOf(field.label, field.property, (value, place) => check(field.parse(value, place), place));
}

/** Refuses a field that is empty; `cure` says what to choose. */
export function needed(field: Field<string>, cure: string): Field<string> {
	return checked(field, (text, place) => {
		if (text !== '') return text;
		throw inputError(`The ${place} is empty`, cure);
	});
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
		const number = typeof value === 'string' && keyText(value) !== '' ? Number(keyText(value)) : value;
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
	return makeField(face, kind, (value, place) => chosenOf(choices, value, place));
}

/**
 * The choice that is meant: by its value, or by its name in the editor, without regard to letter case and to blanks
 * around it.
 */
export function chosenOf<T extends string>(
	choices: ReadonlyArray<Pick<Choice<T>, 'name' | 'value'>>,
	value: unknown,
	place: string,
): T {
	const word = typeof value === 'string' ? comparedText(value) : undefined;
	const named = choices.filter((choice) => choice.name.toLowerCase() === word);
	const found =
		choices.find((choice) => choice.value === value) ??
		choices.find((choice) => choice.value.toLowerCase() === word) ??
		(named.length === 1 ? named[0] : undefined);
	if (found) return found.value;
	const words = choices.map((choice) => choice.value).join(', ');
	throw inputError(`The ${place} cannot be ${describe(value)}`, `Use one of: ${words}.`);
}

/** Yes or no, read as columns that hold yes or no are. */
export function flagField({
	default: fallback = false,
	...face
}: Face & { readonly default?: boolean }): Field<boolean> {
	return makeField(face, { type: 'boolean', default: fallback }, (value, place) => {
		return readValue('boolean', value, { label: place, zone: 'UTC' }).value === true;
	});
}

interface TextLook {
	readonly typeOptions?: INodeProperties['typeOptions'];
	readonly default?: string;
}

/** Text as it was typed, or a number in its place. */
export function textField({ typeOptions, default: fallback = '', ...face }: Face & TextLook): Field<string> {
	const kind = { type: 'string' as const, ...(typeOptions && { typeOptions }), default: fallback };
	return makeField(face, kind, readText);
}

function readText(value: unknown, place: string): string {
	if (typeof value === 'string' || typeof value === 'number') return String(value);
	throw inputError(
		`The ${place} takes text, but got ${describe(value)}`,
		'Use an expression that returns text, for example with .join(", ") or one member of the object.',
	);
}

/** Times before are seconds that were taken for milliseconds. */
const EARLIEST = Date.UTC(2000, 0, 1);

/** A date with or without a time of day; `undefined` where it is blank. */
export function dateField(face: Face): Field<Exclude<ParsedDate, { kind: 'time' }> | undefined> {
	return makeField(face, { type: 'dateTime', default: '' }, (value, place) => {
		const text = dateText(value);
		if (text === '') return undefined;
		const parsed = text === undefined ? undefined : parseDate(text);
		if (parsed && parsed.kind !== 'time') return parsed;
		throw inputError(
			`The ${place} takes a date and time, but got ${describe(value)}`,
			'Write it as 2026-01-31T10:00:00, or as a number of milliseconds since 1970; the day must exist.',
		);
	});
}

function dateText(value: unknown): string | undefined {
	if (typeof value === 'string') return keyText(value);
	if (isDateObject(value)) return isoText(value);
	return typeof value === 'number' && value >= EARLIEST ? isoText(new Date(value)) : undefined;
}

/**
 * A value whose type is settled elsewhere, by a column for example: given as it is, also the missing result of an
 * expression, whose meaning depends on the place.
 */
export function valueField({
	type = 'string',
	default: fallback = '',
	label,
	...face
}: Face & { readonly type?: 'string' | 'json'; readonly default?: string }): Field<unknown> {
	return fieldOf(label, { displayName: label, ...face, type, default: fallback }, refuseUnusable);
}

/** The same where an empty value has a meaning, which the missing result of an expression must not take. */
export function givenValue(field: Field<unknown>): Field<unknown> {
	return fieldOf(field.label, field.property, given(field.parse));
}

/** A value that was written as JSON, or that an expression gave; `undefined` where it is blank. */
export function jsonField({
	default: fallback,
	...face
}: Face & { readonly default: string }): Field<unknown> {
	return makeField(face, { type: 'json', default: fallback }, (value, place) => {
		if (typeof value === 'string') {
			if (keyText(value) === '') return undefined;
			return readJson(value, place, 'Check quotes, commas and brackets.');
		}
		if (typeof value === 'object' && !isDateObject(value)) return value;
		throw inputError(
			`The ${place} takes JSON, but got ${describe(value)}`,
			'Write JSON, or an expression that returns an object or a list.',
		);
	});
}
