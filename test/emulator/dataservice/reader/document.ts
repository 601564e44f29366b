/*
 * JSON as ServiceStack.Text 3.9 reads it (contract 4): every value is first cut out of the document as a text and
 * then read by its type. So a number and the text of a number are the same, and what is written wrongly costs a
 * member rather than the message.
 */

/** A value as it was cut out: the content of a text, everything else as it stands; null for null and for nothing. */
export type Cut = string | null;

/** The members of an object in their order, or `undefined` when the text does not begin one. */
export function membersOf(text: string): Array<[name: string, value: Cut]> | undefined {
	const scanner = new Scanner(text);
	if (scanner.peek() !== '{') return undefined;
	scanner.skip();
	const members: Array<[string, Cut]> = [];
	while (scanner.peek() !== undefined && scanner.peek() !== '}') {
		const name = scanner.name();
		// A colon, whatever it is.
		scanner.skip();
		members.push([name, scanner.value()]);
		if (scanner.peek() === '}') break;
		// A comma. Where it is missing, the quote before the next name is lost instead, which does no harm.
		scanner.skip();
	}
	return members;
}

/** The items of a list; nulls are passed over. Without brackets the text is the list's content. */
export function itemsOf(text: string): string[] {
	const trimmed = text.trim();
	const scanner = new Scanner(trimmed.startsWith('[') ? trimmed.slice(1, -1) : trimmed);
	const items: string[] = [];
	while (scanner.peek() !== undefined) {
		const item = scanner.value();
		if (item !== null) items.push(item);
		scanner.skip();
	}
	return items;
}

const BLANKS = ' \t\r\n\f\v\u00a0\ufeff';
const WORD = /[^,}\s]*/y;

class Scanner {
	private at = 0;

	constructor(private readonly text: string) {}

	/** The next character that is not a blank. */
	peek(): string | undefined {
		while (this.at < this.text.length && BLANKS.includes(this.text.charAt(this.at))) this.at += 1;
		return this.text[this.at];
	}

	skip(): void {
		if (this.peek() !== undefined) this.at += 1;
	}

	/** A name ends at the next quote, whether or not it began with one. */
	name(): string {
		return this.quoted(this.peek() === '"' ? this.at + 1 : this.at);
	}

	value(): Cut {
		switch (this.peek()) {
			case undefined:
			case ',':
			case '}':
				return null;
			case '"':
				return this.quoted(this.at + 1);
			case '{':
				return this.nested('{', '}');
			case '[':
				return this.nested('[', ']');
			default:
				return this.word();
		}
	}

	private quoted(start: number): string {
		const end = endOfQuoted(this.text, start);
		this.at = end + 1;
		return unescaped(this.text.slice(start, end));
	}

	/** Brackets of the other kind do not count: what they hold is looked at by who reads the value. */
	private nested(open: string, close: string): string {
		const start = this.at;
		let depth = 0;
		for (let at = start; at < this.text.length; at += 1) {
			const character = this.text[at];
			if (character === '"') at = endOfQuoted(this.text, at + 1);
			else if (character === open) depth += 1;
			else if (character === close && (depth -= 1) === 0) {
				this.at = at + 1;
				return this.text.slice(start, this.at);
			}
		}
		this.at = this.text.length;
		return this.text.slice(start);
	}

	/** A number or a keyword. */
	private word(): Cut {
		WORD.lastIndex = this.at;
		const [word = ''] = WORD.exec(this.text) ?? [];
		this.at += Math.max(word.length, 1);
		return word === 'null' ? null : word;
	}
}

/** Where the closing quote stands, or the end of the text. */
function endOfQuoted(text: string, start: number): number {
	for (let at = text.indexOf('"', start); at >= 0; at = text.indexOf('"', at + 1)) {
		let escapes = 0;
		while (at - escapes > start && text[at - escapes - 1] === '\\') escapes += 1;
		if (escapes % 2 === 0) return at;
	}
	return text.length;
}

const ESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescaped(text: string): string {
	if (!text.includes('\\')) return text;
	return text.replace(/\\(?:u([0-9a-fA-F]{4})|([^]))/g, (_escape, code?: string, character = '') =>
		code === undefined ? (ESCAPED[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
	);
}

/** How deep objects and lists are nested, texts aside. */
export function nesting(text: string): number {
	let depth = 0;
	let deepest = 0;
	for (let at = 0; at < text.length; at += 1) {
		const character = text[at];
		if (character === '"') at = endOfQuoted(text, at + 1);
		else if (character === '{' || character === '[') deepest = Math.max(deepest, (depth += 1));
		else if ((character === '}' || character === ']') && depth > 0) depth -= 1;
	}
	return deepest;
}
