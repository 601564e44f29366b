import { exactly } from '../../basics/exactNumber';
import type { ColumnType } from '../model/objectModel';
import { isDateInParentheses, wireDate, wireTime } from './dates';

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,5})?$/i;

/**
 * A value of an answer as OData 4 would have it (contract 2.6). OData 3 writes dates in two notations, and numbers with many
 * digits as text (contract 3.3). A value that does not fit its type stays as it is, and so does any text without a type, unless
 * it can only be a date.
 */
export function wireValue(type: ColumnType | undefined, value: unknown): unknown {
	if (typeof value !== 'string') return value;
	switch (type) {
		case 'dateTime':
		case 'date':
			return wireDate(value) ?? value;
		case 'time':
			return wireDate(value) ?? wireTime(value) ?? value;
		case 'integer':
		case 'decimal':
			return wireNumber(value) ?? value;
		case 'boolean':
			return value === 'true' ? true : value === 'false' ? false : value;
		case undefined:
			return isDateInParentheses(value) ? (wireDate(value) ?? value) : value;
		default:
			return value;
	}
}

/** A number; with more digits than one of JavaScript keeps, the text of its digits, as in all answers (`jsonIn`). */
function wireNumber(text: string): number | string | undefined {
	if (!NUMBER.test(text)) return undefined;
	const number = exactly(text);
	if (typeof number !== 'number') return number.digits;
	return Number.isFinite(number) ? number : undefined;
}
