import { exactly } from '../../basics/exactNumber';
import { dateText, isoDateText } from './serialDates';
import { unescaped } from './escapes';
import type { SharedStrings } from './sharedStrings';
import type { DateKinds } from './styles';

/** A cell as the XML of a sheet has it. */
export interface RawCell {
	/** What kind of value it has: `n`, or nothing, for a number. */
	readonly type: string;
	/** The number of its style. */
	readonly style: number;
	/** `undefined` where it has none. */
	readonly text: string | undefined;
	readonly isFormula: boolean;
}

/** What the values of cells mean. */
export interface CellContext {
	readonly strings: SharedStrings;
	readonly dateKinds: DateKinds;
	readonly is1904: boolean;
}

/** The value of a cell, null where it is empty. */
export interface CellValue {
	readonly value: string | number | boolean | null;
	/** What is wrong with it: the end of a sentence that begins with the name of the cell. */
	readonly fault?: string;
}

/** A library that writes workbooks does not compute, unlike a spreadsheet. */
const NOT_COMPUTED: CellValue = {
	value: null,
	fault: 'has a formula without a value, which a spreadsheet computes when it saves the file',
};

/** Digits that a number of a spreadsheet has at most, if a program has computed it. */
const MOST_DIGITS = 17;
/** Digits of a decimal that a number of JavaScript holds, whatever they are. */
const EXACT_DIGITS = 15;

/** A formula has the value that was computed last; dates are texts without a zone. */
export function cellValue({ type, style, text, isFormula }: RawCell, context: CellContext): CellValue {
	if (text === undefined) return isFormula ? NOT_COMPUTED : { value: null };
	const kind = context.dateKinds[style];
	switch (type) {
		case 's': {
			const value = context.strings.at(Number(text || NaN));
			return value === undefined
				? { value: null, fault: 'has a text that is not in the workbook' }
				: { value };
		}
		case 'str':
		case 'inlineStr':
			return { value: unescaped(text) };
		case 'b':
			return { value: text.trim() === '1' || text.trim() === 'true' };
		case 'e':
			return { value: text, fault: `has the error ${text.slice(0, 20)}` };
		case 'd':
			return { value: isoDateText(text.trim(), kind) };
	}
	const digits = text.trim();
	if (digits === '') return isFormula ? NOT_COMPUTED : { value: null };
	const number = Number(digits);
	if (!Number.isFinite(number))
		return { value: text, fault: `has "${text.slice(0, 20)}", which is not a number` };
	if (kind === undefined) return { value: numberValue(digits, number) };
	const date = dateText(number, kind, context.is1904);
	return date === undefined
		? { value: digits, fault: `has the format of a date, but its value ${digits.slice(0, 20)} is none` }
		: { value: date };
}

/**
 * Spreadsheets compute with numbers as JavaScript has them, and write 17 digits: 1.1 is `1.1000000000000001`, and in Gnumeric, which writes
 * 21, `1.10000000000000000002`. What else has more digits, and a whole number that would be rounded, was written by another program, which means
 * each digit.
 */
function numberValue(text: string, number: number): number | string {
	if (text.length < MOST_DIGITS - 1) return number;
	const isWhole = /^[+-]?\d+$/.test(text);
	if (!isWhole && (digitsOf(text) <= MOST_DIGITS || digitsOf(String(number)) <= EXACT_DIGITS)) return number;
	const exact = exactly(text);
	return typeof exact === 'number' ? exact : exact.digits;
}

function digitsOf(number: string): number {
	const [mantissa = ''] = number.toLowerCase().split('e');
	return mantissa.replace(/[^\d]/g, '').replace(/^0+/, '').length;
}
