import { isDateObject, isoText } from '../../basics/dateObjects';
import { type CreatioError, inputError } from '../../basics/errors';
import { bareId, isGuid, isMistypedGuid } from '../../basics/guid';
import { exactly, type ExactNumber } from '../../basics/exactNumber';
import { comparedText, keyText } from '../../basics/keyText';
import { dateFor, type DateType } from './dates';
import { idInRecord } from './emptyValues';
import type { Column, ColumnType } from './objectModel';

/** A value with its type, ready to be written by a compiler or put into a body. */
export type TypedValue =
	| { readonly type: 'guid'; readonly value: string }
	| { readonly type: 'text'; readonly value: string }
	| { readonly type: 'integer'; readonly value: number }
	| { readonly type: 'decimal'; readonly value: number | ExactNumber }
	| { readonly type: 'boolean'; readonly value: boolean }
	/** ISO 8601 with `Z`. */
	| { readonly type: 'dateTime'; readonly value: string };

/** Display text of a lookup that must still be turned into an Id, in the spelling of the input (see `keyText`). */
export interface DisplayText {
	readonly type: 'displayText';
	readonly value: string;
}

export interface ValueContext {
	/** The column as messages name it: `column "Full name" (Name)`. */
	readonly label: string;
	/** Zone for dates that were entered without one, such as `Europe/Berlin`. */
	readonly zone: string;
}

const INT32 = 2 ** 31;

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

const YES = new Set(['true', 'yes', '1']);

const NO = new Set(['false', 'no', '0']);

/**
 * Reads what the user entered, or what an expression returned, as a value of the column's type.
 * Rejects with kind `input`, naming the column and the cure. The caller handles blank input.
 */
export function readValue(type: ColumnType, input: unknown, context: ValueContext): TypedValue | DisplayText {
	switch (type) {
		case 'text':
			return { type: 'text', value: readText(input, context) };
		case 'integer':
			return { type, value: readInteger(input, context) };
		case 'decimal':
			return { type, value: readDecimal(input, context) };
		case 'boolean':
			return { type, value: readBoolean(input, context) };
		case 'guid':
			return { type, value: readGuid(input, context) };
		case 'lookup':
			return readLookup(input, context);
		case 'dateTime':
		case 'date':
		case 'time':
			return { type: 'dateTime', value: readDate(type, input, context) };
		case 'stream':
			throw inputError(
				`The ${context.label} contains a file, which cannot be written or compared as a value`,
				'Remove the column.',
			);
	}
}

function readText(input: unknown, { label }: ValueContext): string {
	const text = plainText(input);
	if (text === undefined) {
		throw inputError(
			`The ${label} takes text, but got ${describe(input)}`,
			'Use an expression that returns text, for example with .join(", ") or JSON.stringify().',
		);
	}
	if (!text.isWellFormed()) {
		throw inputError(
			`The text for the ${label} contains half of a character (a lone surrogate)`,
			'Do not cut text in the middle of an emoji; use Array.from(text) to cut by characters.',
		);
	}
	if (text.includes('\u0000')) {
		throw inputError(
			`The text for the ${label} contains a NUL character, which Creatio cannot store`,
			'Remove it, for example with .replaceAll("\\u0000", "").',
		);
	}
	return text;
}

function plainText(input: unknown): string | undefined {
	switch (typeof input) {
		case 'string':
			return input;
		case 'number':
			return Number.isFinite(input) ? String(input) : undefined;
		case 'boolean':
		case 'bigint':
			return String(input);
	}
	return dateText(input);
}

function dateText(input: unknown): string | undefined {
	return isDateObject(input) ? isoText(input) : undefined;
}

/** Text may have more digits than a number of JavaScript keeps. */
function readDecimal(input: unknown, context: ValueContext): number | ExactNumber {
	const number = readNumber(input, context);
	return typeof input === 'number' ? number : exactly(keyText(String(input)));
}

function readNumber(input: unknown, { label }: ValueContext): number {
	if (typeof input === 'number' && Number.isFinite(input)) return input;
	const text = typeof input === 'string' || typeof input === 'bigint' ? keyText(String(input)) : '';
	if (NUMBER.test(text)) {
		const number = Number(text);
		if (Number.isFinite(number)) return number;
	}
	throw inputError(
		`The ${label} takes a number, but got ${describe(input)}`,
		'Write digits with a point for decimals and nothing else, such as 1250.5.',
	);
}

function readInteger(input: unknown, context: ValueContext): number {
	const number = readNumber(input, context);
	if (!Number.isInteger(number)) {
		throw inputError(
			`The ${context.label} takes a whole number, but got ${describe(input)}`,
			'Round it, for example with Math.round().',
		);
	}
	if (number < -INT32 || number >= INT32) {
		throw inputError(
			`The ${context.label} takes whole numbers from -2147483648 to 2147483647, but got ${describe(input)}`,
			'Use a smaller number, or a text column.',
		);
	}
	return number;
}

function readBoolean(input: unknown, { label }: ValueContext): boolean {
	const word = typeof input === 'boolean' || typeof input === 'number' ? String(input) : input;
	if (typeof word === 'string') {
		const compared = comparedText(word);
		if (YES.has(compared)) return true;
		if (NO.has(compared)) return false;
	}
	throw inputError(`The ${label} takes true or false, but got ${describe(input)}`, 'Write true or false.');
}

function readGuid(input: unknown, { label }: ValueContext): string {
	const text = typeof input === 'string' ? bareId(input) : '';
	if (isGuid(text)) return text.toLowerCase();
	throw inputError(
		`The ${label} takes an ID (GUID), but got ${describe(input)}`,
		'An ID has 32 digits 0-9 and a-f in groups of 8-4-4-4-12, such as c4ed336c-3e9b-40fe-8b82-5632476472b4.',
	);
}

function readLookup(input: unknown, context: ValueContext): TypedValue | DisplayText {
	const id = idInRecord(input);
	if (id !== undefined) return { type: 'guid', value: readGuid(id, context) };
	if (typeof input === 'boolean' || (typeof input === 'object' && input !== null)) {
		throw inputError(
			`The ${context.label} takes the ID or the text of a record, but got ${describe(input)}`,
			'Use an expression that returns one of them, such as {{ $json.AccountId }}.',
		);
	}
	const text = readText(input, context);
	const key = bareId(text);
	if (isGuid(key) || isMistypedGuid(key)) return { type: 'guid', value: readGuid(key, context) };
	return { type: 'displayText', value: text };
}

function readDate(type: DateType, input: unknown, context: ValueContext): string {
	const date = dateFor(type, input, context.zone);
	if (date === undefined) throw notADate(type, input, context);
	return date;
}

function notADate(type: DateType, input: unknown, { label }: ValueContext): CreatioError {
	const wanted = { dateTime: 'a date and time', date: 'a date', time: 'a time of day' }[type];
	const example = { dateTime: '2026-01-31T10:00:00Z', date: '2026-01-31', time: '10:30' }[type];
	return inputError(
		`The ${label} takes ${wanted}, but got ${describe(input)}`,
		`Write it as ${example}; the day must exist.`,
	);
}

/** A value for a message, shortened, since it may be 300 kB of text. */
export function describe(input: unknown): string {
	if (typeof input === 'string') {
		return input.length > 60 ? `"${input.slice(0, 60)}…" (${input.length} characters)` : `"${input}"`;
	}
	if (Array.isArray(input)) return `a list of ${input.length}`;
	if (typeof input === 'object' && input !== null) return 'an object';
	return String(input);
}

/** A column with the value to write; null empties it. */
export interface ColumnValue {
	readonly column: Column;
	readonly value: TypedValue | null;
}
