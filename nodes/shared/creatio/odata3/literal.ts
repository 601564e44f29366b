import { plainDigits } from '../../basics/exactNumber';
import type { Column } from '../model/objectModel';
import type { TypedValue } from '../model/values';
import { textLiteral } from '../protocol/textLiteral';
import { dateTimeText, timeText } from './dates';

/** A GUID in a filter, and as the key in an address. */
export function guidLiteral(id: string): string {
	return `guid'${id}'`;
}

/**
 * A value as a literal of `$filter` (contract 3.4). The type of the column decides how numbers and times are written, since
 * OData 3 does not compare a decimal with a double, or a time with a date. Not yet percent-encoded.
 */
export function literal(value: TypedValue, column?: Column): string {
	switch (value.type) {
		case 'text':
			return textLiteral(value.value);
		case 'guid':
			return guidLiteral(value.value);
		case 'boolean':
			return String(value.value);
		case 'integer':
			return `${value.value}${column?.edm === 'Int64' ? 'L' : ''}`;
		case 'decimal':
			return decimalLiteral(plainDigits(String(value.value)), column);
		case 'dateTime':
			return dateLiteral(value.value, column);
	}
}

function decimalLiteral(digits: string, column: Column | undefined): string {
	switch (column?.edm) {
		case 'Double':
		case 'Single':
			return digits;
		case 'Int64':
			// A whole number of more than 32 bits is refused without it.
			return `${digits}L`;
		default:
			return `${digits}M`;
	}
}

function dateLiteral(iso: string, column: Column | undefined): string {
	switch (column?.edm) {
		case 'DateTimeOffset':
			return `datetimeoffset'${iso}'`;
		case 'Time':
			return `time'${timeText(iso)}'`;
		default:
			return `datetime'${dateTimeText(iso)}'`;
	}
}
