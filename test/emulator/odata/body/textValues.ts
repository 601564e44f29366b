import { parseGuid } from '../../model/guid';
import { readInstant } from '../../model/instant';
import { UnreadableBody } from './unreadable';

/** How .NET reads the value of a type from a text in a body (contract 2.9). Each throws with .NET's sentence. */

const LEAST_INT = -(2 ** 31);
const MOST_INT = 2 ** 31 - 1;
const MOST_DECIMAL = 79_228_162_514_264_337_593_543_950_335n;

export function int32FromText(text: string): number {
	const digits = /^[\t-\r ]*([+-]?\d+)[\t-\r ]*$/.exec(text)?.[1];
	if (digits === undefined) throw wrongFormat(text);
	const value = Number(digits);
	if (value < LEAST_INT || value > MOST_INT) throw outOfRange('an Int32');
	return value === 0 ? 0 : value;
}

/** Exact where a number of JavaScript is not. */
export function decimalFromText(text: string): number | string {
	const match = /^[\t-\r ]*([+-]?)(?=[\d.])((?:\d[\d,]*)?)(?:\.(\d*))?([+-]?)[\t-\r ]*$/.exec(text);
	const [, sign = '', whole = '', fraction = '', signBehind = ''] = match ?? [];
	if (!match || whole + fraction === '' || (sign !== '' && signBehind !== '')) throw wrongFormat(text);
	return exactDecimal(sign === '-' || signBehind === '-', whole.replaceAll(',', ''), fraction);
}

/** A decimal by its digits. */
export function exactDecimal(negative: boolean, whole: string, fraction: string): number | string {
	const integer = whole.replace(/^0+(?=\d)/, '') || '0';
	if (integer.length > 29 || BigInt(integer) > MOST_DECIMAL) throw outOfRange('a Decimal');
	const kept = fraction.slice(0, 28).replace(/0+$/, '');
	const spelled = `${negative ? '-' : ''}${integer}${kept === '' ? '' : `.${kept}`}`;
	const value = Number(spelled);
	return String(value) === spelled ? value : /[1-9]/.test(spelled) ? spelled : 0;
}

export function booleanFromText(text: string): boolean {
	const word = trimmed(text).toLowerCase();
	if (word !== 'true' && word !== 'false')
		throw new UnreadableBody(`String '${text}' was not recognized as a valid Boolean.`);
	return word === 'true';
}

/** Without blanks and U+0000 at the ends. */
function trimmed(text: string): string {
	let end = text.length;
	while (/[\s\0]/.test(text.charAt(end - 1))) end -= 1;
	return text.slice(0, end).replace(/^[\s\0]+/, '');
}

/** In any of .NET's forms. */
export function guidFromText(text: string): string {
	const parsed = parseGuid(text);
	if ('fault' in parsed) throw new UnreadableBody(parsed.fault);
	return parsed.guid;
}

const DATE_WITH_ZONE = /^(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)$/;
/** Years, months and times of day are dates for XML, which the library reads them by. */
const PART_OF_DATE = /^(?:\d{4}|\d{4}-\d\d|\d\d:\d\d:\d\d(?:\.\d+)?)$/;

/** A stored date-time; `noZone` is the sentence for a text without a time zone. A bare date is in `serverZone`. */
export function instantFromText(text: string, serverZone: number): { stored: string } | { noZone: string } {
	const padded = withSeconds(text);
	const whole = padded.replace(DATE_WITH_ZONE, '$1T00:00:00$2').replace(/(\.\d{7})\d+/, '$1');
	const read = /[tz]/.test(whole) ? { kind: 'bad' as const } : readInstant(whole, serverZone);
	if (read.kind === 'instant' || read.kind === 'dateOnly') return { stored: read.stored };
	if (read.kind === 'noZone' || PART_OF_DATE.test(padded)) {
		return {
			noZone: `The time zone information is missing on the DateTimeOffset value '${padded}'. A DateTimeOffset value must contain the time zone information.`,
		};
	}
	throw new UnreadableBody(`The string '${padded}' is not a valid AllXsd value.`);
}

/** The library adds the seconds where they are missing, also in what it then refuses. */
function withSeconds(text: string): string {
	const end = text.indexOf('T') + 6;
	if (end < 7 || text.length < end || text.charAt(end) === ':') return text;
	return `${text.slice(0, end)}:00${text.slice(end)}`;
}

function wrongFormat(text: string): UnreadableBody {
	return new UnreadableBody(`The input string '${text}' was not in a correct format.`);
}

function outOfRange(type: string): UnreadableBody {
	return new UnreadableBody(`Value was either too large or too small for ${type}.`);
}
