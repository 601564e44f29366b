import { checkDepth } from './depth';
import type { Primitive } from './edm';
import { invalidQuery, type ODataError } from './errors';
import { Lexer, type Token, type TokenKind } from './lexer';

export type BinaryOperator =
	'or' | 'and' | 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'add' | 'sub' | 'mul' | 'div' | 'mod' | 'has';

export interface Literal {
	kind: 'literal';
	type: Primitive | 'null';
	/** The text itself, apostrophes no longer doubled; for other types the spelling. */
	value: string;
}

export type Expression =
	| { kind: 'binary'; op: BinaryOperator; left: Expression; right: Expression }
	| { kind: 'in'; left: Expression; items: Literal[] }
	| { kind: 'unary'; op: 'not' | '-'; operand: Expression }
	/** `parent`: it stands behind a path, which no function of OData may. */
	| { kind: 'call'; name: string; args: Expression[]; parent?: string[] }
	| { kind: 'path'; path: string[] }
	| { kind: 'count'; path: string[] }
	/** `Edm.String`, the name of a type. */
	| { kind: 'typeName'; name: string }
	| {
			kind: 'lambda';
			path: string[];
			quantifier: 'any' | 'all';
			variable?: string;
			body?: Expression;
	  }
	| Literal;

export interface OrderItem {
	expression: Expression;
	descending: boolean;
}

/** Values of parameter aliases: the options whose names begin with `@`. */
export type AliasValues = ReadonlyMap<string, string>;

/** Reads a `$filter`, decoded. Throws the 400 of contract 2.12. */
export function parseFilter(text: string, aliases: AliasValues = new Map()): Expression {
	return new ExpressionParser(text, aliases).filter();
}

export function parseOrderBy(text: string, aliases: AliasValues = new Map()): OrderItem[] {
	return new ExpressionParser(text, aliases).orderBy();
}

/** Levels of grammar that the library goes down for a bracket (contract 14). */
const LEVELS_OF_BRACKET = 7;

const COMPARISONS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'has'] as const;

const LITERALS: Partial<Record<TokenKind, Literal['type']>> = {
	string: 'Edm.String',
	bracketed: 'Edm.String',
	guid: 'Edm.Guid',
	dateTimeOffset: 'Edm.DateTimeOffset',
	date: 'Edm.Date',
	timeOfDay: 'Edm.TimeOfDay',
	duration: 'Edm.Duration',
	binary: 'Edm.Binary',
	int32: 'Edm.Int32',
	int64: 'Edm.Int64',
	single: 'Edm.Single',
	double: 'Edm.Double',
	decimal: 'Edm.Decimal',
	boolean: 'Edm.Boolean',
	null: 'null',
};

/** The grammar of Microsoft.OData 7, whose sentences and positions it gives. */
class ExpressionParser {
	private readonly lexer: Lexer;
	private readonly variables = new Set(['$it']);
	private readonly parsedAliases = new Map<string, Expression>();
	private level = 0;

	constructor(
		text: string,
		private readonly aliases: AliasValues,
	) {
		this.lexer = new Lexer(text);
	}

	filter(): Expression {
		const expression = this.expression();
		this.expectEnd();
		return expression;
	}

	orderBy(): OrderItem[] {
		const items: OrderItem[] = [];
		do {
			if (items.length > 0) this.lexer.next();
			const expression = this.expression();
			const descending = this.lexer.isWord('desc');
			if (descending || this.lexer.isWord('asc')) this.lexer.next();
			items.push({ expression, descending });
		} while (this.lexer.isSign(','));
		this.expectEnd();
		return items;
	}

	private expectEnd(): void {
		if (this.lexer.token.kind !== 'end') throw this.lexer.syntaxError();
	}

	private nested<T>(levels: number, read: () => T): T {
		this.level += levels;
		checkDepth(this.level);
		const result = read();
		this.level -= levels;
		return result;
	}

	private expression(): Expression {
		return this.nested(LEVELS_OF_BRACKET, () => this.or());
	}

	private or(): Expression {
		return this.leftToRight(['or'], () => this.and());
	}

	private and(): Expression {
		return this.leftToRight(['and'], () => this.comparison());
	}

	private sum(): Expression {
		return this.leftToRight(['add', 'sub'], () => this.product());
	}

	private product(): Expression {
		return this.leftToRight(['mul', 'div', 'mod'], () => this.unary());
	}

	private leftToRight(ops: readonly BinaryOperator[], operand: () => Expression): Expression {
		let left = operand();
		for (let op = this.takeOperator(ops); op !== undefined; op = this.takeOperator(ops)) {
			left = { kind: 'binary', op, left, right: operand() };
		}
		return left;
	}

	private takeOperator(ops: readonly BinaryOperator[]): BinaryOperator | undefined {
		const op = ops.find((one) => this.lexer.isWord(one));
		if (op !== undefined) this.lexer.next();
		return op;
	}

	private comparison(): Expression {
		let left = this.sum();
		for (;;) {
			if (this.lexer.isWord('in')) {
				this.lexer.next();
				left = { kind: 'in', left, items: this.list() };
				continue;
			}
			const op = this.takeOperator(COMPARISONS);
			if (op === undefined) return left;
			left = { kind: 'binary', op, left, right: this.sum() };
		}
	}

	/** What `in` compares with. */
	private list(): Literal[] {
		if (!this.lexer.isSign('(')) {
			this.primary();
			throw invalidQuery(
				'The right operand for the IN operation is not a collection value. IN operations require the left operand to be a single value and the right operand to be a collection value.',
			);
		}
		this.lexer.checkBrackets();
		const items: Literal[] = [];
		do {
			this.lexer.next();
			if (items.length === 0 && this.lexer.isSign(')')) break;
			const item = this.literal(this.lexer.token);
			if (!item) throw this.lexer.expected('Expression');
			items.push(item);
			this.lexer.next();
		} while (this.lexer.isSign(','));
		if (!this.lexer.isSign(')')) throw this.lexer.expected("')' or ','");
		this.lexer.next();
		return items;
	}

	private unary(): Expression {
		const op = this.lexer.isSign('-') ? '-' : this.lexer.isWord('not') ? 'not' : undefined;
		if (op === undefined) return this.primary();
		this.lexer.next();
		return { kind: 'unary', op, operand: this.nested(1, () => this.unary()) };
	}

	private primary(): Expression {
		const { lexer } = this;
		const next = lexer.peek();
		let expression: Expression;
		if (next.kind === 'sign' && next.text === '/') {
			expression = { kind: 'path', path: [this.identifier()] };
			lexer.next();
		} else {
			expression = this.start();
		}
		while (lexer.isSign('/')) {
			lexer.next();
			expression = this.step(pathOf(expression, lexer.token.text));
		}
		return expression;
	}

	private start(): Expression {
		const { lexer } = this;
		const { token } = lexer;
		if (token.kind === 'identifier') return this.name([]);
		if (token.kind === 'alias') return this.alias(token);
		if (lexer.isSign('*')) throw invalidQuery("An unsupported query token kind 'Star' was found.");
		if (lexer.isSign('(')) {
			lexer.next();
			const inside = this.expression();
			if (!lexer.isSign(')')) throw lexer.expected("')' or operator");
			lexer.next();
			return inside;
		}
		const literal = this.literal(token);
		if (!literal) throw lexer.expected('Expression');
		lexer.next();
		return literal;
	}

	private alias(token: Token): Expression {
		const { text } = token;
		const value = this.aliases.get(text);
		this.lexer.next();
		if (value === undefined) return { kind: 'literal', type: 'null', value: '' };
		const parsed = this.parsedAliases.get(text) ?? this.nested(LEVELS_OF_BRACKET, () => parseFilter(value));
		this.parsedAliases.set(text, parsed);
		return parsed;
	}

	/** What stands behind a slash. */
	private step(path: string[]): Expression {
		const { lexer } = this;
		checkDepth(path.length);
		for (const quantifier of ['any', 'all'] as const) {
			if (lexer.isWord(quantifier)) return this.lambda(path, quantifier);
		}
		const next = lexer.peek();
		if (next.kind === 'sign' && next.text === '/') {
			const name = this.identifier();
			lexer.next();
			return { kind: 'path', path: [...path, name] };
		}
		if (lexer.token.kind !== 'identifier') throw lexer.syntaxError();
		return this.name(path);
	}

	/** A name that ends a path: a property, `$count`, a function or a type. */
	private name(path: string[]): Expression {
		const { lexer } = this;
		let name = this.identifier();
		lexer.next();
		if (name === '$count') return { kind: 'count', path };
		const isTypeName = lexer.isSign('.');
		while (lexer.isSign('.')) {
			name += `.${lexer.next().text}`;
			this.identifier();
			lexer.next();
		}
		if (lexer.isSign('(')) {
			return { kind: 'call', name, args: this.args(), ...(path.length > 0 ? { parent: path } : {}) };
		}
		return isTypeName ? { kind: 'typeName', name } : { kind: 'path', path: [...path, name] };
	}

	private identifier(): string {
		const { token } = this.lexer;
		if (token.kind !== 'identifier') {
			throw invalidQuery(`An identifier was expected at position ${token.position}.`);
		}
		return token.text;
	}

	private args(): Expression[] {
		const { lexer } = this;
		const args: Expression[] = [];
		lexer.next();
		if (!lexer.isSign(')')) {
			args.push(this.expression());
			while (lexer.isSign(',')) {
				lexer.next();
				args.push(this.expression());
			}
		}
		if (!lexer.isSign(')')) throw lexer.expected("')' or ','");
		lexer.next();
		return args;
	}

	private lambda(path: string[], quantifier: 'any' | 'all'): Expression {
		const { lexer } = this;
		lexer.next();
		if (!lexer.isSign('(')) throw lexer.expected("'('");
		lexer.next();
		if (lexer.isSign(')')) {
			lexer.next();
			return { kind: 'lambda', path, quantifier };
		}
		const variable = this.identifier();
		if (this.variables.has(variable)) {
			throw invalidQuery(`The range variable '${variable}' has already been declared.`);
		}
		lexer.next();
		if (!lexer.isSign(':')) throw lexer.syntaxError();
		lexer.next();
		this.variables.add(variable);
		const body = this.expression();
		this.variables.delete(variable);
		if (!lexer.isSign(')')) throw lexer.expected("')' or ','");
		lexer.next();
		return { kind: 'lambda', path, quantifier, variable, body };
	}

	private literal(token: Token): Literal | undefined {
		if (token.kind === 'prefixed') throw this.unrecognized(token);
		const type = LITERALS[token.kind];
		if (type === undefined) return undefined;
		return { kind: 'literal', type, value: token.kind === 'string' ? unquoted(token.text) : token.text };
	}

	private unrecognized({ text, position }: Token): ODataError {
		return invalidQuery(
			`Unrecognized 'Edm.String' literal '${text}' at '${position}' in '${this.lexer.text}'.`,
		);
	}
}

function unquoted(text: string): string {
	return text.slice(1, -1).replaceAll("''", "'");
}

/** The path that a slash goes on from. */
function pathOf(expression: Expression, property: string): string[] {
	if (expression.kind === 'path') return expression.path;
	throw invalidQuery(
		`The parent value for a property access of a property '${property}' is not a single value. Property access can only be applied to a single value.`,
	);
}
