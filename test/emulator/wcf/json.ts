import { Unreadable } from './errors';

/** A value of JSON before it has a type. Numbers and booleans are texts still, as they were written. */
export type JsonNode =
	| { kind: 'null' }
	| TextNode
	| { kind: 'object'; members: JsonMember[] }
	| { kind: 'list'; items: JsonNode[] };

interface TextNode {
	kind: 'text';
	text: string;
	source: 'string' | 'number' | 'boolean';
	/** Up to the first escape; the reader takes a text with escapes in pieces. */
	firstPiece: string;
}

interface JsonMember {
	name: string;
	value: JsonNode;
}

const MOST_LEVELS = 128;
const BLANKS = new Set([' ', '\t', '\n', '\r']);
const END_OF_NUMBER = new Set([',', '}', ']', ...BLANKS]);
const ESCAPES = new Map([
	['"', '"'],
	['\\', '\\'],
	['/', '/'],
	['b', '\b'],
	['f', '\f'],
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
]);

/**
 * Reads JSON as the reader behind WCF's bodies does (contract 6.1): what is not closed at the end and an
 * extra comma pass; single quotes, bare names, comments and a byte order mark do not. Throws `Unreadable`.
 */
export function readJson(text: string): JsonNode {
	return new JsonReader(text).read();
}

class JsonReader {
	private at = 0;
	/** Names of the elements that are open. */
	private readonly open: string[] = [];

	constructor(private readonly text: string) {}

	read(): JsonNode {
		this.skipBlanks();
		if (this.isAtEnd()) throw new Unreadable(expected("element 'root' from namespace ''", 'None'));
		const value = this.readValue('root');
		this.skipBlanks();
		if (!this.isAtEnd()) throw this.unexpected();
		return value;
	}

	private readValue(name: string): JsonNode {
		this.skipBlanks();
		this.open.push(name);
		if (this.open.length > MOST_LEVELS) {
			throw new Unreadable(
				`The maximum read depth (${MOST_LEVELS}) has been exceeded because XML data being read has more levels of nesting than is allowed by the quotas.`,
			);
		}
		const value = this.readOpened();
		this.open.pop();
		return value;
	}

	private readOpened(): JsonNode {
		const letter = this.peek();
		switch (letter) {
			case '{':
				return { kind: 'object', members: this.readMembers() };
			case '[':
				return { kind: 'list', items: this.readItems() };
			case '"': {
				const { text, firstPiece } = this.readString();
				return { kind: 'text', text, source: 'string', firstPiece };
			}
			case 't':
				return this.readWord('true');
			case 'f':
				return this.readWord('false');
			case 'n':
				this.readWord('null');
				return { kind: 'null' };
			default:
				if (!/[-0-9NI]/.test(letter)) throw this.unexpected();
				return this.readNumber();
		}
	}

	private readMembers(): JsonMember[] {
		this.at++;
		const members: JsonMember[] = [];
		this.skipBlanks();
		// An object ends with the body, but not directly behind its brace.
		this.peek();
		for (;;) {
			if (this.endsWith('}')) return members;
			if (this.peek() !== '"') throw new Unreadable(tokenExpected('"', this.firstByte()));
			const name = this.readString().text;
			this.skipBlanks();
			if (this.peek() !== ':') throw new Unreadable(tokenExpected(':', this.firstByte()));
			this.at++;
			members.push({ name, value: this.readValue(name) });
			this.readSeparator('}');
		}
	}

	private readItems(): JsonNode[] {
		this.at++;
		const items: JsonNode[] = [];
		while (!this.endsWith(']')) {
			items.push(this.readValue('item'));
			this.readSeparator(']');
		}
		return items;
	}

	/** Whether an object or a list is over: by its bracket, or because the body is. */
	private endsWith(bracket: string): boolean {
		this.skipBlanks();
		if (this.isAtEnd()) return true;
		if (this.text[this.at] !== bracket) return false;
		this.at++;
		return true;
	}

	private readSeparator(bracket: string): void {
		this.skipBlanks();
		const letter = this.text[this.at];
		if (letter === ',') this.at++;
		else if (letter !== undefined && letter !== bracket) throw this.unexpected();
	}

	private readString(): { text: string; firstPiece: string } {
		this.at++;
		let text = '';
		let firstPiece: string | undefined;
		for (;;) {
			const letter = this.peek();
			if (letter === '"') {
				this.at++;
				return { text, firstPiece: firstPiece ?? text };
			}
			if (letter < ' ') throw new Unreadable(`Encountered invalid character '${letter}'.`);
			if (letter !== '\\') {
				text += letter;
				this.at++;
				continue;
			}
			const escaped = this.readEscape();
			firstPiece ??= text === '' ? escaped : text;
			text += escaped;
		}
	}

	private readEscape(): string {
		this.at++;
		const letter = this.peek();
		const plain = ESCAPES.get(letter);
		if (plain !== undefined) {
			this.at++;
			return plain;
		}
		const code = /^u([0-9A-Fa-f]{4})/.exec(this.text.slice(this.at, this.at + 5))?.[1];
		if (code === undefined) throw this.unexpected();
		this.at += 5;
		return String.fromCharCode(Number.parseInt(code, 16));
	}

	private readWord(word: 'true' | 'false' | 'null'): TextNode {
		const found = this.text.slice(this.at, this.at + word.length);
		if (found !== word) throw new Unreadable(tokenExpected(word, found));
		this.at += word.length;
		return { kind: 'text', text: word, source: 'boolean', firstPiece: word };
	}

	/** Everything up to the next separator: only a type that wants a number looks what it is. */
	private readNumber(): TextNode {
		const from = this.at;
		while (!this.isAtEnd() && !END_OF_NUMBER.has(this.text[this.at] ?? '')) this.at++;
		const text = this.text.slice(from, this.at);
		return { kind: 'text', text, source: 'number', firstPiece: text };
	}

	private skipBlanks(): void {
		while (BLANKS.has(this.text[this.at] ?? '')) this.at++;
	}

	private isAtEnd(): boolean {
		return this.at >= this.text.length;
	}

	/** The next letter, where there has to be one. */
	private peek(): string {
		const letter = this.text[this.at];
		if (letter === undefined) {
			const open = this.open.toReversed().join(', ');
			throw new Unreadable(`Unexpected end of file. Following elements are not closed: ${open}.`);
		}
		return letter;
	}

	/** The reader works on bytes, and shows the first one of a letter. */
	private firstByte(): string {
		const letter = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
		return String.fromCharCode(Buffer.from(letter)[0] ?? 0);
	}

	private unexpected(): Unreadable {
		return new Unreadable(`Encountered unexpected character '${this.firstByte()}'.`);
	}
}

function tokenExpected(token: string, found: string): string {
	return `The token '${token}' was expected but found '${found}'.`;
}

function expected(what: string, encountered: 'None' | 'Text'): string {
	return `Expecting ${what}.. Encountered '${encountered}'  with name '', namespace ''.`;
}

/** A text where an object or a list is due. */
export function unexpectedText(): Unreadable {
	return new Unreadable(expected("state 'Element'", 'Text'));
}
