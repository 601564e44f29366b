import { isEmptyGuid } from '../../basics/guid';
import { keyText } from '../../basics/keyText';
import { type DateType, isEmptyDate, isYearOne } from './dates';
import type { ColumnType } from './objectModel';

/** Nothing to write or to compare with: an empty field, or an expression without a result. */
export function isBlank(input: unknown): boolean {
	return input === undefined || input === null || input === '';
}

/** The same for a column: white space alone is a value of text columns only. */
export function isBlankFor(type: ColumnType, input: unknown): boolean {
	return isBlank(input) || (type !== 'text' && typeof input === 'string' && keyText(input) === '');
}

/**
 * Creatio's own way to say that a column has no value (contract 2.6): the zero GUID, also as the ID of a record, and dates of
 * the year 1. In a column of times of day any time is written in the year 1, so that only midnight without more is empty.
 */
export function saysEmpty(type: ColumnType, input: unknown): boolean {
	switch (type) {
		case 'guid':
			return isEmptyId(input);
		case 'lookup':
			return isEmptyId(input) || isEmptyRecord(input);
		case 'date':
		case 'dateTime':
		case 'time':
			return isEmptyOn(type, input);
		default:
			return false;
	}
}

/** Nothing for a column of this type, whoever says it: the user, an expression or Creatio. */
export function isEmptyFor(type: ColumnType, input: unknown): boolean {
	return isBlankFor(type, input) || saysEmpty(type, input);
}

function isEmptyId(input: unknown): boolean {
	return typeof input === 'string' && isEmptyGuid(input);
}

function isEmptyOn(type: DateType, input: unknown): boolean {
	return type === 'time' ? isEmptyDate(input) : isYearOne(input);
}

function isEmptyRecord(input: unknown): boolean {
	const id = idInRecord(input);
	return id !== undefined && (isBlank(id) || isEmptyId(id));
}

/** A lookup may be an object that another node returned: `{ Id }`, or `{ value, displayValue }` of DataService. */
export function idInRecord(input: unknown): unknown {
	if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined;
	if ('Id' in input) return input.Id;
	if ('value' in input) return input.value;
	return undefined;
}
