import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { isDateObject, isoText } from '../../basics/dateObjects';
import { inputError } from '../../basics/errors';
import { type ParsedDate, parseDate } from '../../basics/instant';
import { readJson, refuseUnsendable } from '../../basics/json';
import { comparedText, keyText } from '../../basics/keyText';
import { describe, readValue } from '../../creatio/model/values';
import { type Face, type Field, fieldOf, given, makeField } from './field';

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
	throw inputError(`The ${place} takes text, but got ${describe(value)}`, undefined, 'text');
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
	return fieldOf(label, { displayName: label, ...face, type, default: fallback }, (value, place) => {
		refuseUnsendable(value, place);
		return value;
	});
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
