/** Blanks that look like an ordinary one: no-break spaces, such as web pages and Excel have them. */
const LIKE_A_BLANK = /[\u00a0\u2007\u202f]/g;

/** Characters without width that mean nothing between letters: zero-width space, word joiner, byte order mark. */
const WITHOUT_WIDTH = /[\u200b\u2060\ufeff]/g;

/** Nothing that anybody sees at an end of a text: white space, and characters that join letters or turn their direction. */
const UNSEEN = /[\s\u0085\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/;

/**
 * The spelling in which a text that stands for something, such as a record, a column or a process, is compared, searched and
 * created: Unicode NFC, without white space and invisible characters at its ends and without characters of no width inside,
 * no-break spaces as blanks. Letter case and runs of blanks inside stay. Nothing is left of white space alone.
 */
export function keyText(text: string): string {
	return trimmed(text.replace(LIKE_A_BLANK, ' ').replace(WITHOUT_WIDTH, '').normalize('NFC'));
}

/** Equal for texts that stand for the same thing: stock sites compare without regard to letter case (contract 2.5). */
export function comparedText(text: string): string {
	return keyText(text).toLowerCase();
}

const QUOTES: ReadonlyMap<string, string> = new Map([
	['"', '"'],
	["'", "'"],
	['`', '`'],
	['“', '”'],
	['„', '“'],
	['‘', '’'],
	['«', '»'],
]);

/** The key of a text without the pair of quotes around it, if there is one. */
export function unquoted(text: string): string {
	const key = keyText(text);
	const [first = '', last] = [key.at(0), key.at(-1)];
	return key.length > 2 && last !== undefined && QUOTES.get(first) === last ? keyText(key.slice(1, -1)) : key;
}

/** How a site may have stored a text, each once: its key, and as it is written. PostgreSQL distinguishes them. */
export function spellings(text: string): readonly [string, ...string[]] {
	const key = keyText(text);
	return key === text ? [key] : [key, text];
}

/** What is around a text that came from a table or a web page. */
const AROUND = [
	['', ' '],
	['', '\u00a0'],
	['', '\u200b'],
	[' ', ''],
	['\u00a0', ''],
	['\ufeff', ''],
] as const;

/**
 * How a site may have stored a text if it has none of its spellings, each once: with a blank or an invisible character at an
 * end, or decomposed. They take one more search.
 */
export function untidySpellings(text: string): string[] {
	const key = keyText(text);
	const around = AROUND.map(([before, after]) => before + key + after);
	const decomposed = key.normalize('NFD');
	return decomposed === key ? around : [...around, decomposed];
}

/** A loop, since an expression would try each run of blanks inside again from each of its blanks. */
function trimmed(text: string): string {
	let start = 0;
	let end = text.length;
	while (start < end && UNSEEN.test(text.charAt(start))) start++;
	while (end > start && UNSEEN.test(text.charAt(end - 1))) end--;
	return text.slice(start, end);
}
