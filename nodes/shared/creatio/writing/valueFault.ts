import { ExactNumber } from '../../basics/exactNumber';
import { parseDate } from '../../basics/instant';
import { type Column, TYPE_WORDS } from '../model/objectModel';

const INT32 = 2 ** 31;

/** .NET's decimal ends here (contract 2.9: 26 digits are taken exactly). */
const LARGEST_DECIMAL = 2 ** 96;

const WHOLE_NUMBER = /^\s{0,20}[+-]?\d{1,20}\s{0,20}$/;

/** Any form of .NET: without dashes, in braces, in any letter case (contract 2.9). */
const GUID_OF_NET = /^\s{0,20}[{(]?[0-9a-f]{8}(-?)(?:[0-9a-f]{4}\1){3}[0-9a-f]{12}[)}]?\s{0,20}$/i;

/** Longer text is not a date. */
const LONGEST_DATE = 50;

/**
 * Why a site cannot take a value for a column, by what OData's reader takes and refuses (contract 2.9) and by the size of
 * the column; `undefined` if it can. Names kinds and lengths, never the value.
 */
export function valueFault(
	{ type }: Pick<Column, 'type'>,
	value: unknown,
	size: number | undefined,
): string | undefined {
	if (value === null || value === undefined) {
		return type === 'text' && value === null ? 'takes an empty text, but got null' : undefined;
	}
	switch (type) {
		case 'text':
			return typeof value === 'string' ? tooLong(value, size) : wrongKind(type, value);
		case 'integer':
			return integerFault(value);
		case 'decimal':
			if (typeof value !== 'number' && !(value instanceof ExactNumber)) return wrongKind(type, value);
			return Math.abs(Number(value)) < LARGEST_DECIMAL ? undefined : 'takes numbers of at most 28 digits';
		case 'boolean':
			return typeof value === 'boolean' || /^\s{0,20}(?:true|false)\s{0,20}$/i.test(textOf(value))
				? undefined
				: wrongKind(type, value);
		case 'guid':
		case 'lookup':
			return GUID_OF_NET.test(textOf(value)) ? undefined : wrongKind('guid', value);
		case 'dateTime':
		case 'date':
		case 'time':
			return dateFault(type, value);
		case 'stream':
			return 'contains a file, which cannot be written as a value';
	}
}

function integerFault(value: unknown): string | undefined {
	const isWritten = WHOLE_NUMBER.test(textOf(value));
	if (typeof value !== 'number' && !isWritten) return wrongKind('integer', value);
	const number = Number(value);
	if (!Number.isInteger(number)) return 'takes a whole number, but got a fraction';
	return number >= -INT32 && number < INT32
		? undefined
		: 'takes whole numbers from -2147483648 to 2147483647';
}

/** A date alone is read in the server's zone; without a zone, a date with a time is refused (contract 2.7). */
function dateFault(type: 'dateTime' | 'date' | 'time', value: unknown): string | undefined {
	const text = textOf(value);
	const parsed = text.length > LONGEST_DATE ? undefined : parseDate(text);
	switch (parsed?.kind) {
		case 'instant':
		case 'day':
			return undefined;
		case 'local':
			return `takes ${TYPE_WORDS[type]} with a zone, but got one without`;
		default:
			return wrongKind(type, value);
	}
}

function tooLong(text: string, size: number | undefined): string | undefined {
	// Databases count characters or UTF-16 units, which differ for emoji; the latter are never fewer.
	if (size === undefined || text.length <= size) return undefined;
	return `takes at most ${size} characters, but got ${text.length}`;
}

function wrongKind(type: Column['type'], value: unknown): string {
	return `takes ${TYPE_WORDS[type]}, but got ${kindOf(value)}`;
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** What kind of JSON a value is, in words. */
function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	switch (typeof value) {
		case 'string':
			return value === '' ? 'an empty text' : `a text of ${value.length} characters that is not one`;
		case 'number':
			return 'a number';
		case 'boolean':
			return 'true or false';
		default:
			return 'an object';
	}
}
