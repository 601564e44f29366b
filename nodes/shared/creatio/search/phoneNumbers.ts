/** Only what phone numbers are written with. */
const NUMBER = /^[+\d\s()./-]+$/;

/** Fewer digits are in too many numbers. */
const LEAST_DIGITS = 5;

/** Numbers that end alike in this many digits are the same, whatever is in front: a country code, a trunk prefix. */
const ENOUGH_DIGITS = 7;

/** The digits of a text that may be a phone number, or a part of one; `undefined` for other texts. */
export function phoneDigits(text: string): string | undefined {
	const digits = digitsOf(text);
	return NUMBER.test(text) && digits.length >= LEAST_DIGITS ? digits : undefined;
}

function digitsOf(text: string): string {
	return text.replace(/\D/g, '');
}

/**
 * How numbers that end with these digits, or have them, may be written there: a site compares texts, and does not leave out
 * what separates digits.
 */
export function endings(digits: string): string[] {
	const last = digits.slice(-4);
	const [first, second] = [last.slice(0, 2), last.slice(2)];
	return [last, `${first}-${second}`, `${first} ${second}`, `${first}.${second}`];
}

/** Whether a number is the one that is searched, or has its digits. */
export function isSameNumber(number: string, wanted: string): boolean {
	const digits = digitsOf(number);
	if (digits.includes(wanted)) return true;
	const end = (text: string) => text.slice(-ENOUGH_DIGITS);
	if (digits.length < ENOUGH_DIGITS || wanted.length < ENOUGH_DIGITS) return false;
	const [short, long] = [withoutPrefix(digits), withoutPrefix(wanted)].sort((a, b) => a.length - b.length);
	return end(digits) === end(wanted) && short !== undefined && long !== undefined && long.endsWith(short);
}

/** Without the zeros that are dialled before a number within a country, or before a country code. */
function withoutPrefix(digits: string): string {
	return digits.replace(/^0{1,2}/, '');
}
