import { Unreadable } from './errors';
import { Decimal } from './values';

/** White space, sign, digits with a point, exponent: what .NET calls `NumberStyles.Float`. */
const FLOAT = /^[\t-\r ]*([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?[\t-\r ]*$/;

interface Digits {
	isNegative: boolean;
	/** The value is `coefficient * 10 ** -scale`. */
	coefficient: bigint;
	scale: number;
}

function incorrectFormat(text: string): Unreadable {
	return new Unreadable(`The input string '${text}' was not in a correct format.`);
}

/** No type keeps as many digits; more of them would only cost time. */
const MOST_DIGITS = 1000;
/** Beyond it a number with so many digits is zero or too large, whatever they are. */
const MOST_SCALE = 2 * MOST_DIGITS;

function readDigits(text: string): Digits {
	const match = FLOAT.exec(text);
	if (!match) throw incorrectFormat(text);
	const [, sign, whole = '', fraction = '', exponent = '0'] = match;
	const digits = `${whole}${fraction}`.replace(/^0+/, '');
	const dropped = Math.max(0, digits.length - MOST_DIGITS);
	const scale = fraction.length - Number(exponent) - dropped;
	return {
		isNegative: sign === '-',
		coefficient: BigInt(digits.slice(0, MOST_DIGITS)),
		scale: Math.max(-MOST_SCALE, Math.min(MOST_SCALE, scale)),
	};
}

/** A whole number of so many bits. `1.0` and `1e2` are whole numbers too. */
export function readInteger(text: string, typeWords: string, bits: number): bigint {
	const { isNegative, coefficient, scale } = readDigits(text);
	const divisor = 10n ** BigInt(Math.max(0, scale));
	const size = scale < 0 ? coefficient * 10n ** BigInt(-scale) : coefficient / divisor;
	const value = isNegative ? -size : size;
	if ((scale > 0 && coefficient % divisor !== 0n) || BigInt.asIntN(bits, value) !== value) {
		throw new Unreadable(`Value was either too large or too small for ${typeWords}.`);
	}
	return value;
}

export function readByte(text: string): number {
	const value = readInteger(text, 'an unsigned byte', 64);
	if (value < 0n || value > 255n) {
		throw new Unreadable('Value was either too large or too small for an unsigned byte.');
	}
	return Number(value);
}

const LARGEST_DECIMAL = 2n ** 96n - 1n;
const MOST_DECIMAL_PLACES = 28;

export function readDecimal(text: string): Decimal {
	const { isNegative, ...digitsGiven } = readDigits(text);
	let { coefficient, scale } = digitsGiven;
	if (scale < 0) {
		coefficient *= 10n ** BigInt(-scale);
		scale = 0;
	}
	const digits = coefficient.toString().length;
	const tooMany = Math.max(0, scale - MOST_DECIMAL_PLACES, Math.min(scale, digits - MOST_DECIMAL_PLACES - 1));
	let rounded = round(coefficient, tooMany);
	scale -= tooMany;
	if (rounded > LARGEST_DECIMAL && scale > 0) {
		rounded = round(coefficient, tooMany + 1);
		scale -= 1;
	}
	if (rounded > LARGEST_DECIMAL) {
		throw new Unreadable('Value was either too large or too small for a Decimal.');
	}
	const padded = rounded.toString().padStart(scale + 1, '0');
	const whole = padded.slice(0, padded.length - scale);
	const sign = isNegative && rounded !== 0n ? '-' : '';
	return new Decimal(`${sign}${whole}${scale > 0 ? `.${padded.slice(-scale)}` : ''}`);
}

function round(value: bigint, digits: number): bigint {
	const unit = 10n ** BigInt(digits);
	const rest = value % unit;
	return value / unit + (digits > 0 && rest * 2n >= unit ? 1n : 0n);
}

export function readDouble(text: string): number {
	const trimmed = text.trim();
	if (trimmed === 'INF') return Number.POSITIVE_INFINITY;
	if (trimmed === '-INF') return Number.NEGATIVE_INFINITY;
	if (trimmed === 'NaN') return Number.NaN;
	if (!FLOAT.test(trimmed)) throw incorrectFormat(trimmed);
	return Number(trimmed);
}
