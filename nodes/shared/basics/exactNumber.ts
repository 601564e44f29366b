import { randomUUID } from 'node:crypto';

/**
 * A decimal that a number of JavaScript would round: Creatio keeps 28 digits (contract 2.9), a number about 15.
 * `jsonText` writes it as a JSON number with all its digits; everywhere else it is its text.
 */
export class ExactNumber {
	/** Without an exponent, blanks or zeros at either end. */
	constructor(readonly digits: string) {}

	toString(): string {
		return this.digits;
	}

	toJSON(): string {
		return this.digits;
	}
}

/** The number that a text means, with all of its digits; `text` is a number in decimal or exponential notation. */
export function exactly(text: string): number | ExactNumber {
	const number = Number(text);
	// What is too small for a number is too small for a decimal.
	if (number === 0 || !Number.isFinite(number)) return number;
	const digits = plainDigits(text);
	return digits === plainDigits(number) ? number : new ExactNumber(digits);
}

/** A number without an exponent, and without zeros at either end: `1.5e3` is `1500`. */
export function plainDigits(number: number | string): string {
	const [mantissa = '', exponent = '0'] = String(number).toLowerCase().split('e');
	const [whole = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.');
	const digits = whole + fraction;
	const point = whole.length + Number(exponent);
	const before = point <= 0 ? '' : digits.slice(0, point).padEnd(point, '0');
	const after = point <= 0 ? '0'.repeat(-point) + digits : digits.slice(point);
	const shown = withoutZeros(before, after);
	return mantissa.startsWith('-') && shown !== '0' ? `-${shown}` : shown;
}

function withoutZeros(before: string, after: string): string {
	let start = 0;
	while (before[start] === '0') start++;
	let end = after.length;
	while (after[end - 1] === '0') end--;
	const whole = before.slice(start) || '0';
	return end === 0 ? whole : `${whole}.${after.slice(0, end)}`;
}

/** A value as JSON; exact numbers in it keep their digits, as a JSON number. */
export function jsonText(value: unknown): string {
	const exact: string[] = [];
	// Random, so that no value can contain it.
	const mark = randomUUID();
	const text = JSON.stringify(
		value,
		function (this: Readonly<Record<string, unknown>>, name, member: unknown) {
			const own = this[name];
			if (!(own instanceof ExactNumber)) return member;
			exact.push(own.digits);
			return mark;
		},
	);
	if (exact.length === 0) return text;
	return text
		.split(`"${mark}"`)
		.map((part, index) => part + (exact[index] ?? ''))
		.join('');
}

/** Whether a text may hold a number that has too many digits. */
const MAYBE_LONG = /\d[\d.]{15}/;

const NUMBER = /-?\d[\d.eE+-]*/y;

/**
 * The same JSON, in which a number with more digits than a number of JavaScript keeps is the text of its digits, so that
 * parsing does not make another number of it. Takes linear time.
 */
export function withLongNumbersAsText(json: string): string {
	return MAYBE_LONG.test(json) ? quoted(json) : json;
}

function quoted(json: string): string {
	let written = '';
	let kept = 0;
	for (let at = 0; at < json.length; at++) {
		const character = json[at];
		if (character === '"') at = endOfText(json, at);
		else if (character !== undefined && character >= '0' && character <= '9') {
			NUMBER.lastIndex = json[at - 1] === '-' ? at - 1 : at;
			const start = NUMBER.lastIndex;
			const token = NUMBER.exec(json)?.[0] ?? character;
			const number = exactly(token);
			if (number instanceof ExactNumber) {
				written += `${json.slice(kept, start)}"${number.digits}"`;
				kept = start + token.length;
			}
			at = start + token.length - 1;
		}
	}
	return written + json.slice(kept);
}

/** Where a text inside JSON ends that begins at `start`. */
export function endOfText(json: string, start: number): number {
	let at = start + 1;
	while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
	return at;
}
