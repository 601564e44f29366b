/** Would end the path, leave it, or be decoded a second time on the way. */
const UNSAFE = /[\\%?#\p{Cc}]/u;

const ONLY_DOTS = /^[.\s]*$/;

/** Whether a part of a path, not encoded, stays a part of it on every server and gateway. */
export function isSafePart(part: string): boolean {
	// Some servers treat similar characters, such as the full-width slash, as the character itself.
	const plain = part.normalize('NFKC');
	return part.isWellFormed() && !ONLY_DOTS.test(plain) && !UNSAFE.test(plain) && !/\/|\.$/.test(plain);
}
