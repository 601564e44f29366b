import { badRequest } from './errors';

export type TokenKind =
	| 'end'
	| 'identifier'
	| 'null'
	| 'boolean'
	| 'string'
	| 'int32'
	| 'int64'
	| 'single'
	| 'double'
	| 'decimal'
	| 'datetime'
	| 'datetimeoffset'
	| 'time'
	| 'guid'
	| 'binary'
	| 'geography'
	| 'geometry'
	| '('
	| ')'
	| ','
	| '-'
	| '='
	| '/'
	| '?'
	| '.'
	| '*'
	| ':';

export interface Token {
	kind: TokenKind;
	text: string;
	/** Where it begins. */
	at: number;
}

const SINGLE_CHARACTERS = '(),=/?.*:';
const PREFIXES = new Map<string, TokenKind>([
	['datetime', 'datetime'],
	['datetimeoffset', 'datetimeoffset'],
	['time', 'time'],
	['guid', 'guid'],
	['binary', 'binary'],
	['x', 'binary'],
	['geography', 'geography'],
	['geometry', 'geometry'],
]);
const LETTER = /\p{L}/u;
const DIGIT = /\p{Nd}/u;
const IN_IDENTIFIER = /[\p{L}\p{Nd}_]/u;
const BLANK = /\s/;

/** Tokens of an expression, an order or a list of paths, as the library's ExpressionLexer makes them (contract 3.4). */
export class Lexer {
	token: Token;
	private at = 0;

	constructor(readonly text: string) {
		this.token = this.read();
	}

	next(): void {
		this.token = this.read();
	}

	/** The token behind this one. */
	peek(): Token {
		const at = this.at;
		const next = this.read();
		this.at = at;
		return next;
	}

	expect(kind: TokenKind): void {
		if (this.token.kind !== kind) throw badRequest(`Syntax error at position ${this.at}.`);
	}

	/** The text of an identifier, which is passed. */
	identifier(): string {
		if (this.token.kind !== 'identifier')
			throw badRequest(`Identifier expected at position ${this.token.at}.`);
		const { text } = this.token;
		this.next();
		return text;
	}

	/** Whether the token is this word, which has no other letter case. */
	is(word: string): boolean {
		return this.token.kind === 'identifier' && this.token.text === word;
	}

	private get char(): string {
		return this.text.charAt(this.at);
	}

	private read(): Token {
		while (BLANK.test(this.char)) this.at += 1;
		const at = this.at;
		const kind = this.readKind();
		const token = { kind, text: this.text.slice(at, this.at), at };
		return kind === 'identifier' ? this.wordOrLiteral(token) : token;
	}

	private readKind(): TokenKind {
		const first = this.char;
		if (first === '') return 'end';
		if (SINGLE_CHARACTERS.includes(first)) {
			this.at += 1;
			return first as TokenKind;
		}
		if (first === '-') return this.minus();
		if (first === "'") return this.quoted();
		if (DIGIT.test(first)) return this.number();
		if (LETTER.test(first) || first === '_' || first === '$') {
			do this.at += 1;
			while (IN_IDENTIFIER.test(this.char));
			return 'identifier';
		}
		throw badRequest(`Syntax error '${first}' at position ${this.at}.`);
	}

	/** A number or an infinity has its sign with it, where nothing stands between them. */
	private minus(): TokenKind {
		const start = this.at;
		this.at += 1;
		if (DIGIT.test(this.char)) {
			const kind = this.number();
			if (kind !== 'binary') return kind;
		}
		const infinity = /^INF([fF]?)(?![\p{L}\p{Nd}_])/u.exec(this.text.slice(start + 1, start + 6));
		this.at = start + 1;
		if (!infinity) return '-';
		this.at += infinity[0].length;
		return infinity[1] === '' ? 'double' : 'single';
	}

	private quoted(): TokenKind {
		do {
			const end = this.text.indexOf("'", this.at + 1);
			if (end < 0)
				throw badRequest(`Unterminated string literal at position ${this.text.length} in '${this.text}'.`);
			this.at = end + 1;
		} while (this.char === "'");
		return 'string';
	}

	private number(): TokenKind {
		const first = this.char;
		this.at += 1;
		if (first === '0' && /[xX]/.test(this.char)) {
			do this.at += 1;
			while (/[\da-fA-F]/.test(this.char));
			return 'binary';
		}
		let kind: TokenKind = 'int32';
		while (DIGIT.test(this.char)) this.at += 1;
		if (this.char === '.') {
			kind = 'double';
			this.at += 1;
			this.digits();
		}
		if (/[eE]/.test(this.char)) {
			kind = 'double';
			this.at += 1;
			if (/[+-]/.test(this.char)) this.at += 1;
			this.digits();
		}
		const suffix = { m: 'decimal', d: 'double', l: 'int64', f: 'single' } as const;
		const letter = this.char.toLowerCase();
		if (letter !== 'm' && letter !== 'd' && letter !== 'l' && letter !== 'f') return kind;
		this.at += 1;
		return suffix[letter];
	}

	private digits(): void {
		if (!DIGIT.test(this.char)) throw badRequest(`Digit expected at position ${this.at}.`);
		do this.at += 1;
		while (DIGIT.test(this.char));
	}

	/** `guid'…'` and the like; a quote inside ends it. */
	private wordOrLiteral(token: Token): Token {
		const prefixed = this.char === "'" ? PREFIXES.get(token.text.toLowerCase()) : undefined;
		if (prefixed !== undefined) {
			const end = this.text.indexOf("'", this.at + 1);
			if (end < 0)
				throw badRequest(`Unterminated literal at position ${this.text.length} in '${this.text}'.`);
			this.at = end + 1;
			return { kind: prefixed, text: this.text.slice(token.at, this.at), at: token.at };
		}
		return { ...token, kind: wordKind(token.text) };
	}
}

function wordKind(text: string): TokenKind {
	if (text === 'true' || text === 'false') return 'boolean';
	if (text === 'null') return 'null';
	if (text === 'INF' || text === 'NaN') return 'double';
	return /^(INF|NaN)[fF]$/.test(text) ? 'single' : 'identifier';
}
