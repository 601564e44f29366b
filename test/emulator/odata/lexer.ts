import { invalidQuery, type ODataError } from './errors';
import { isPotentialInstant, LITERAL_GUID, numberType, readLiteralInstant } from './literals';

export type TokenKind =
	| 'identifier'
	| 'string'
	| 'guid'
	| 'dateTimeOffset'
	| 'date'
	| 'timeOfDay'
	| 'duration'
	| 'binary'
	| 'int32'
	| 'int64'
	| 'single'
	| 'double'
	| 'decimal'
	| 'boolean'
	| 'null'
	/** A word with a text behind it, such as `guid'…'` of OData 3. */
	| 'prefixed'
	/** `{…}` or `[…]` */
	| 'bracketed'
	| 'alias'
	/** One character: `( ) , - = / ? . * : ;` */
	| 'sign'
	| 'end';

export interface Token {
	kind: TokenKind;
	text: string;
	position: number;
}

const SIGNS = '(),=/?.*:';
const WHITESPACE = /\s/;
const STARTS_NAME = /[\p{L}\p{Nl}_$]/u;
const CONTINUES_NAME = /[\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]/u;
const DIGIT = /[0-9]/;
const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const TIME = /^([01]?\d|2[0-3]):[0-5]?\d(:[0-5]?\d(\.\d{1,7})?)?$/;
const DURATION = /^-?P(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/;
const WORDS: Record<string, TokenKind> = {
	true: 'boolean',
	false: 'boolean',
	null: 'null',
	INF: 'double',
	NaN: 'double',
	INFf: 'single',
	NaNf: 'single',
};

/**
 * Splits an option into tokens as Microsoft.OData 7 does: what it cannot read is refused with its sentences. Positions
 * count UTF-16 units from 0 (contract 2.5).
 */
export class Lexer {
	/** Behind the current token. */
	position = 0;
	token: Token = { kind: 'end', text: '', position: 0 };
	private peeked: { token: Token; behind: number } | undefined;

	constructor(
		readonly text: string,
		private readonly semicolons = false,
	) {
		this.next();
	}

	next(): Token {
		if (this.peeked) {
			this.token = this.peeked.token;
			this.position = this.peeked.behind;
			this.peeked = undefined;
		} else {
			this.token = this.read();
		}
		return this.token;
	}

	/** The token behind the current one. */
	peek(): Token {
		if (!this.peeked) {
			const behind = this.position;
			const token = this.read();
			this.peeked = { token, behind: this.position };
			this.position = behind;
		}
		return this.peeked.token;
	}

	isSign(sign: string): boolean {
		return this.token.kind === 'sign' && this.token.text === sign;
	}

	/** Whether the current token is this word, in any letter case (contract 2.4). */
	isWord(word: string): boolean {
		return this.token.kind === 'identifier' && this.token.text.toLowerCase() === word;
	}

	syntaxError(): ODataError {
		return invalidQuery(`Syntax error at position ${this.position} in '${this.text}'.`);
	}

	/** A sentence about the current token. */
	expected(what: string): ODataError {
		return invalidQuery(`${what} expected at position ${this.token.position} in '${this.text}'.`);
	}

	/** From the bracket that is the current token to the one that closes it. The token behind it becomes the current one. */
	takeBrackets(): string {
		const from = this.token.position;
		this.peeked = undefined;
		this.position = this.behindBalanced(from + 1, '(', ')');
		const text = this.text.slice(from, this.position);
		this.next();
		return text;
	}

	/** Throws when the bracket that is the current token is not closed. */
	checkBrackets(): void {
		this.behindBalanced(this.token.position + 1, '(', ')');
	}

	/** What stands behind the equals sign that is the current token, up to a semicolon or the bracket that closes. */
	takeOptionValue(): string {
		const from = this.position;
		let at = from;
		while (at < this.text.length && !';)'.includes(this.text.charAt(at))) {
			const char = this.text.charAt(at);
			if (char === "'") at = this.indexOf("'", at + 1);
			at = char === '(' ? this.behindBalanced(at + 1, '(', ')') : at + 1;
		}
		this.position = Math.min(at, this.text.length);
		const value = this.text.slice(from, this.position);
		this.next();
		return value;
	}

	private char(): string {
		return this.text.charAt(this.position);
	}

	private indexOf(sign: string, from: number): number {
		const at = this.text.indexOf(sign, from);
		return at < 0 ? this.text.length : at;
	}

	private read(): Token {
		while (WHITESPACE.test(this.char())) this.position += 1;
		const position = this.position;
		const kind = this.readKind(position);
		return { kind, text: this.text.slice(position, this.position), position };
	}

	private readKind(from: number): TokenKind {
		const char = this.char();
		if (char === '') return 'end';
		if (char === '-') return this.readMinus(from);
		if (SIGNS.includes(char) || (this.semicolons && char === ';')) {
			this.position += 1;
			return 'sign';
		}
		if (char === "'") return this.readText();
		if (char === '{' || char === '[') {
			this.position = this.behindBalanced(from + 1, char, char === '{' ? '}' : ']');
			return 'bracketed';
		}
		if (STARTS_NAME.test(char)) return this.readWord(from);
		if (DIGIT.test(char)) return this.readDigits(from);
		if (char === '@') return this.readAlias();
		throw this.invalidCharacter();
	}

	private invalidCharacter(): ODataError {
		return invalidQuery(
			`Syntax error: character '${this.char()}' is not valid at position ${this.position} in '${this.text}'.`,
		);
	}

	private readMinus(from: number): TokenKind {
		const rest = this.text.slice(from + 1, from + 6);
		if (DIGIT.test(rest.charAt(0))) {
			const kind = this.readDigits(from);
			if (kind !== 'binary') return kind;
		}
		const infinity = /^INFf?(?![\p{L}\p{Nd}_])/u.exec(rest)?.[0];
		this.position = from + 1 + (infinity?.length ?? 0);
		if (infinity === undefined) return 'sign';
		return infinity === 'INF' ? 'double' : 'single';
	}

	private readText(): TokenKind {
		do {
			this.position = this.indexOf("'", this.position + 1);
			if (this.position === this.text.length) {
				throw invalidQuery(
					`There is an unterminated string literal at position ${this.position} in '${this.text}'.`,
				);
			}
			this.position += 1;
		} while (this.char() === "'");
		return 'string';
	}

	private readName(): void {
		do this.position += 1;
		while (CONTINUES_NAME.test(this.char()));
	}

	private readWord(from: number): TokenKind {
		this.readName();
		if (this.char() === '-' && this.tryLiteral(from, LITERAL_GUID)) return 'guid';
		const word = this.text.slice(from, this.position);
		if (this.char() !== "'") return Object.hasOwn(WORDS, word) ? (WORDS[word] ?? 'identifier') : 'identifier';
		if (word.toLowerCase() === 'null') throw this.syntaxError();
		do {
			this.position = this.indexOf("'", this.position + 1);
			if (this.position === this.text.length) {
				throw invalidQuery(
					`There is an unterminated literal at position ${this.position} in '${this.text}'.`,
				);
			}
			this.position += 1;
		} while (this.char() === "'");
		const quoted = this.text.slice(from + word.length + 1, this.position - 1);
		if (word.toLowerCase() === 'duration' && DURATION.test(quoted)) return 'duration';
		return word.toLowerCase() === 'binary' && /^[\w+/-]*={0,2}$/.test(quoted) ? 'binary' : 'prefixed';
	}

	private readAlias(): TokenKind {
		this.position += 1;
		if (this.char() === '') throw this.syntaxError();
		if (!STARTS_NAME.test(this.char())) throw this.invalidCharacter();
		this.readName();
		return 'alias';
	}

	/** A number, or a date, time or GUID that begins with digits. */
	private readDigits(from: number): TokenKind {
		this.position = from + 1;
		if (this.text.startsWith('0', from) && /x/i.test(this.char())) {
			do this.position += 1;
			while (/[0-9a-f]/i.test(this.char()));
			return 'binary';
		}
		this.skipDigits();
		if (this.char() === '-') {
			if (this.tryLiteral(from, DATE)) return 'date';
			if (this.tryInstant(from)) return 'dateTimeOffset';
			if (this.tryLiteral(from, LITERAL_GUID)) return 'guid';
		}
		if (this.char() === ':' && this.tryLiteral(from, TIME)) return 'timeOfDay';
		if (/\p{L}/u.test(this.char()) && this.tryLiteral(from, LITERAL_GUID)) return 'guid';
		let whole = true;
		if (this.char() === '.') {
			whole = false;
			this.position += 1;
			this.expectDigits();
		}
		if (/e/i.test(this.char())) {
			whole = false;
			this.position += 1;
			if (/[+-]/.test(this.char())) this.position += 1;
			this.expectDigits();
		}
		const suffix = { m: 'decimal', d: 'double', l: 'int64', f: 'single' } as const;
		const kind = suffix[this.char().toLowerCase() as keyof typeof suffix] as TokenKind | undefined;
		if (kind === undefined) return numberType(this.text.slice(from, this.position), whole);
		this.position += 1;
		return kind;
	}

	private skipDigits(): void {
		while (DIGIT.test(this.char())) this.position += 1;
	}

	private expectDigits(): void {
		if (!DIGIT.test(this.char())) {
			throw invalidQuery(`A digit was expected at position ${this.position} in '${this.text}'.`);
		}
		this.skipDigits();
	}

	/** The text up to the next blank, comma or closing bracket, which end a literal. */
	private literalFrom(from: number): string {
		const rest = this.text.slice(this.position + 1);
		const length = rest.search(/[,) ]/);
		return this.text.slice(from, length < 0 ? undefined : this.position + 1 + length);
	}

	private tryLiteral(from: number, pattern: RegExp): boolean {
		const literal = this.literalFrom(from);
		if (!pattern.test(literal)) return false;
		this.position = from + literal.length;
		return true;
	}

	private tryInstant(from: number): boolean {
		const literal = this.literalFrom(from);
		if (readLiteralInstant(literal) !== undefined) {
			this.position = from + literal.length;
			return true;
		}
		if (!isPotentialInstant(literal)) return false;
		throw invalidQuery(
			`The DateTimeOffset text '${literal}' should be in format 'yyyy-mm-ddThh:mm:ss('.'s+)?(zzzzzz)?' and each field value is within valid range.`,
		);
	}

	/** Texts inside do not count. */
	private behindBalanced(from: number, open: string, close: string): number {
		let depth = 1;
		let at = from;
		for (; at < this.text.length && depth > 0; at += 1) {
			const char = this.text.charAt(at);
			if (char === "'") at = this.indexOf("'", at + 1);
			else if (char === open) depth += 1;
			else if (char === close) depth -= 1;
		}
		if (depth > 0) throw invalidQuery('Found an unbalanced bracket expression.');
		return at;
	}
}
