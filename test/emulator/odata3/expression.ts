import { shifted } from '../model/instant';
import { type Column, type Entity, isLookup, type Reverse } from '../model/model';
import { compare, folded, type Side } from '../odata/comparison';
import { ARITHMETIC, type Comparison, COMPARISON } from '../odata/operators';
import { type Aliases, flatKeyMessage } from '../odata/scope';
import { type Condition, quote, type SqlValue } from '../store/database';
import type { Store } from '../store/store';
import type { Switches } from '../switches';
import { badRequest, notImplemented, serverFault, type ServiceError } from './errors';
import { fitting, queryFunction, signatureList } from './functions';
import { Lexer, type TokenKind } from './lexer';
import { LITERAL_TYPES, literalValue, type Primitive } from './literals';
import { lookupOf, typeName, typeOf } from './names';
import { columnSql, type Row, Tables } from './tables';
import {
	type Culture,
	isComparable,
	isNumber,
	isType,
	nameOf,
	type Operand,
	promoteNumbers,
	type ValueType,
} from './types';
import type { Versions } from './versions';

/** A typed piece of SQL. */
export interface Value extends Condition, Operand {
	/** The text of a text literal. */
	text?: string;
	/** `Account/Id`, which a site compares as the lookup itself. */
	isLookupKey?: boolean;
	/** A column of the root, or of a record behind so many lookups. */
	column?: { column: Column; hops: number };
	/** A record, whose members may be accessed, or children of one. */
	member?: { kind: 'row'; row: Row; tables: Tables } | { kind: 'children'; reverse: Reverse; row: Row };
}

export interface ExpressionRules {
	store: Store;
	switches: Switches;
	aliases: Aliases;
	/** PostgreSQL refuses U+0000 in a text. */
	refusesNul: boolean;
	versions: Versions;
}

/** One ordering of `$orderby`. */
export interface Ordering {
	value: Value;
	descending: boolean;
}

/** Levels of the library's recursive descent, seven of which are one pair of parentheses (contract 3.4). */
const DEEPEST = 800;
const LEVELS_OF_PARENTHESES = 7;

/**
 * Reads `$filter` or `$orderby` and gives its parts their types and SQL in one pass, as the library's ExpressionParser
 * does, so that the first thing wrong is the one that is reported. What only Creatio's provider refuses is kept for
 * later.
 */
export class ExpressionParser {
	refused: ServiceError | undefined;
	private readonly lexer: Lexer;
	private readonly variables = new Map<string, Tables>();
	private depth = 0;

	constructor(
		text: string,
		private readonly tables: Tables,
		private readonly rules: ExpressionRules,
	) {
		this.lexer = new Lexer(text);
	}

	/** The condition of `$filter`. */
	filter(): Condition {
		const at = this.lexer.token.at;
		const value = this.predicate(at);
		this.lexer.expect('end');
		return value;
	}

	orderings(): Ordering[] {
		const orderings: Ordering[] = [];
		do {
			const value = this.expression();
			const descending = this.lexer.is('desc');
			if (descending || this.lexer.is('asc')) this.lexer.next();
			if (value.type?.kind !== 'primitive')
				throw badRequest(`Ordering does not support expressions of type '${nameOf(value.type)}'.`);
			orderings.push({ value, descending });
		} while (this.skips(','));
		this.lexer.expect('end');
		return orderings;
	}

	private get culture(): Culture {
		return { decimalComma: this.rules.switches.odata3Culture === 'ru-RU' };
	}

	private predicate(at: number): Condition {
		const value = this.expression();
		if (value.type === null) return { sql: '(0)', params: [] };
		if (!isType(value.type, 'Edm.Boolean'))
			throw badRequest(`Expression of type 'Edm.Boolean' expected at position ${at}.`);
		return { sql: `coalesce(${value.sql}, 0)`, params: value.params };
	}

	private expression(): Value {
		this.enter(LEVELS_OF_PARENTHESES);
		const value = this.logical('or', () => this.logical('and', () => this.comparison()));
		this.depth -= LEVELS_OF_PARENTHESES;
		return value;
	}

	private enter(levels: number): void {
		this.depth += levels;
		if (this.depth > DEEPEST) throw badRequest('Recursion reached allowed limit.');
	}

	private logical(op: 'and' | 'or', operand: () => Value): Value {
		const first = operand();
		const values = [first];
		while (this.lexer.is(op)) {
			const { at } = this.lexer.token;
			this.lexer.next();
			const right = operand();
			const left = values.length === 1 ? first.type : BOOLEAN;
			if (![left, right.type].every((type) => isType(type, 'Edm.Boolean')))
				throw incompatible(op, left, right.type, at);
			values.push(right);
		}
		if (values.length === 1) return first;
		return {
			sql: `(${balanced(
				values.map(({ sql }) => sql),
				op.toUpperCase(),
			)})`,
			params: values.flatMap(({ params }) => params),
			type: BOOLEAN,
		};
	}

	private comparison(): Value {
		let left = this.additive();
		for (;;) {
			const { text, at, kind } = this.lexer.token;
			if (kind !== 'identifier' || !Object.hasOwn(COMPARISON, text)) return left;
			this.lexer.next();
			left = this.compared(text as Comparison, left, this.additive(), at);
		}
	}

	private compared(op: Comparison, left: Value, right: Value, at: number): Value {
		const isEquality = op === 'eq' || op === 'ne';
		const sides = [left.type, right.type];
		if (sides.includes(null)) {
			if (!isEquality)
				throw badRequest(
					`The operator '${op}' at position ${at} is not supported for the 'null' literal; only equality checks are supported.`,
				);
			const isRecord = sides.some((type) => type?.kind === 'entity');
			if (isRecord && !this.rules.switches.navigationEqualsNull)
				this.refuse(serverFault('Object reference not set to an instance of an object.'));
			if (sides.some((type) => type?.kind === 'collection')) this.refuse(notImplemented(op));
		} else if (!isComparable(left, right, isEquality, this.culture)) {
			throw incompatible(op, left.type, right.type, at);
		}
		return { ...compare(op, sideOf(left), sideOf(right), this.rules.switches), type: BOOLEAN };
	}

	private additive(): Value {
		return this.arithmetic(['add', 'sub'], () => this.arithmetic(['mul', 'div', 'mod'], () => this.unary()));
	}

	private arithmetic(ops: ReadonlyArray<keyof typeof ARITHMETIC>, operand: () => Value): Value {
		let left = operand();
		for (;;) {
			const op = ops.find((one) => this.lexer.is(one));
			if (op === undefined) return left;
			const { at } = this.lexer.token;
			this.lexer.next();
			const right = operand();
			const name = promoteNumbers(left, right, this.culture);
			if (name === undefined) throw incompatible(op, left.type, right.type, at);
			left = {
				sql: `(${left.sql} ${ARITHMETIC[op]} ${right.sql})`,
				params: [...left.params, ...right.params],
				type: { kind: 'primitive', name },
			};
		}
	}

	private unary(): Value {
		const isMinus = this.lexer.token.kind === '-';
		if (!isMinus && !this.lexer.is('not')) return this.primary();
		const { at, text } = this.lexer.token;
		this.enter(1);
		this.lexer.next();
		const value = this.unary();
		this.depth -= 1;
		const fits = isMinus ? isNumber(value.type) : isType(value.type, 'Edm.Boolean');
		if (!fits) {
			throw badRequest(
				`Operator '${text}' incompatible with operand type '${nameOf(value.type)}' at position ${at}.`,
			);
		}
		return {
			sql: isMinus ? `(-${value.sql})` : `(NOT ${value.sql})`,
			params: value.params,
			type: value.type,
		};
	}

	private primary(): Value {
		let value = this.start();
		while (this.lexer.token.kind === '/') {
			this.lexer.next();
			value = this.memberOf(value);
		}
		return value;
	}

	private start(): Value {
		const { token } = this.lexer;
		if (token.kind === 'identifier') return this.lexer.peek().kind === '(' ? this.call() : this.identifier();
		if (token.kind === 'null') {
			this.lexer.next();
			return { sql: 'NULL', params: [], type: null };
		}
		if (token.kind === '(') return this.parentheses();
		if (token.kind === 'geography' || token.kind === 'geometry')
			throw badRequest('This data service endpoint does not support spatial literal values in the URI.');
		const name = LITERAL_TYPES[token.kind];
		if (name === undefined) throw badRequest(`Expression expected at position ${token.at}.`);
		return this.literal(name);
	}

	private parentheses(): Value {
		this.lexer.next();
		const value = this.expression();
		if (!this.skips(')')) throw badRequest(`')' or operator expected at position ${this.lexer.token.at}.`);
		return value;
	}

	private literal(name: Primitive): Value {
		const { token } = this.lexer;
		const stored = literalValue(token, this.rules.switches.serverZone);
		if (stored === undefined)
			throw badRequest(`Unrecognized '${name}' literal '${token.text}' in position '${token.at}'.`);
		this.lexer.next();
		const type = { kind: 'primitive', name } as const;
		const value: Value = { sql: '?', params: [this.parameter(name, stored)], type };
		if (name === 'Edm.String') return { ...value, text: String(stored) };
		return isNumber(type) ? { ...value, number: token.text } : value;
	}

	private parameter(name: Primitive, stored: SqlValue): SqlValue {
		const { switches, refusesNul } = this.rules;
		if (name === 'Edm.String' && refusesNul && String(stored).includes('\0'))
			this.refuse(
				serverFault('22021: invalid byte sequence for encoding "UTF8": 0x00', 'Npgsql.PostgresException'),
			);
		if (name === 'Edm.DateTime' && switches.falseZ !== 0 && switches.falseZFilters === 'asShown')
			return shifted(String(stored), -switches.falseZ);
		return stored;
	}

	private identifier(): Value {
		if (this.variables.size === 0) return this.memberOf(rootOf(this.tables));
		const name = this.lexer.identifier();
		const tables = name === '$it' ? this.tables : this.variables.get(name);
		if (!tables) {
			throw badRequest(
				`The identifier '${name}' is not defined. A range variable of any or all must be used.`,
			);
		}
		return rootOf(tables);
	}

	private memberOf(value: Value): Value {
		const { at } = this.lexer.token;
		const name = this.lexer.identifier();
		const { member } = value;
		if (member?.kind === 'children') {
			if ((name === 'any' || name === 'all') && this.lexer.token.kind === '(')
				return this.quantified(name, member.reverse, member.row);
			throw badRequest(
				`The '${name}' at position ${at} is not allowed. Member access or specifying a type identifier on a resource set reference is not allowed.`,
			);
		}
		if (member === undefined)
			throw badRequest(`No property '${name}' exists in type '${nameOf(value.type)}' at position ${at}.`);
		const { row, tables } = member;
		const lookup = lookupOf(row.entity, name, this.rules.store.model);
		if (lookup) return this.lookup(lookup, row, tables);
		const reverse = this.rules.switches.odata3Collections ? row.entity.reverses.get(name) : undefined;
		if (reverse) {
			return {
				sql: `${row.alias}."Id"`,
				params: [],
				type: { kind: 'collection', name: reverse.child },
				member: { kind: 'children', reverse, row },
			};
		}
		const column = row.entity.byProperty.get(name);
		if (!column)
			throw badRequest(`No property '${name}' exists in type '${typeName(row.entity)}' at position ${at}.`);
		return this.column(column, row);
	}

	private lookup(lookup: Column, row: Row, tables: Tables): Value {
		const target = this.rules.store.entity(lookup.ref ?? '');
		const key = columnSql(row, lookup);
		// The key of the target stands in this row already.
		const [slash, next] = [this.lexer.token, this.lexer.peek()];
		if (slash.kind === '/' && next.kind === 'identifier' && next.text === 'Id') {
			this.lexer.next();
			this.lexer.next();
			const id = target.byProperty.get('Id');
			return {
				sql: key,
				params: [],
				type: { kind: 'primitive', name: 'Edm.Guid' },
				isLookupKey: true,
				...(id && { column: { column: id, hops: row.path.length + 1 } }),
			};
		}
		const type = { kind: 'entity', name: typeName(target) } as const;
		if (slash.kind !== '/') return { sql: key, params: [], type };
		return { sql: key, params: [], type, member: { kind: 'row', row: tables.follow(row, lookup), tables } };
	}

	private column(column: Column, row: Row): Value {
		const type = { kind: 'primitive', name: typeOf(column) } as const;
		const path = [...row.path, column.property].join('/');
		if (column.kind === 'BLOB') {
			this.refuse(notImplemented(path));
			return { sql: 'NULL', params: [], type };
		}
		const value = {
			sql: columnSql(row, column),
			params: [],
			type,
			column: { column, hops: row.path.length },
		};
		if (!isLookup(column)) return value;
		// The entity layer knows a lookup by its name alone, here as in OData 4 (contract 2.5).
		const sentence = flatKeyMessage(path, this.tables.root.entity.name);
		this.refuse(serverFault(sentence));
		return value;
	}

	private call(): Value {
		const { text: name, at } = this.lexer.token;
		const known = queryFunction(name);
		if (!known) throw badRequest(`Unknown function '${name}' at position ${at}.`);
		this.lexer.next();
		const args = this.args();
		const signature = fitting(known, args, this.culture);
		if (!signature) {
			throw badRequest(
				`No applicable function found for '${name}' at position ${at} with the specified arguments. The functions considered are: ${signatureList(name, known)}.`,
			);
		}
		const type = { kind: 'primitive', name: known.returns } as const;
		if (!known.sql || signature.includes('Edm.Time')) {
			this.refuse(notImplemented(name));
			return { sql: 'NULL', params: [], type };
		}
		const used = (known.order ?? args.map((_, index) => index)).flatMap((index) => args[index] ?? []);
		const ready = known.folds === true ? used.map((arg) => folded(arg, this.rules.switches)) : used;
		return {
			sql: known.sql(...ready.map(({ sql }) => sql)),
			params: ready.flatMap(({ params }) => params),
			type,
		};
	}

	private args(): Value[] {
		this.lexer.next();
		const args: Value[] = [];
		if (!this.isAt(')')) {
			do args.push(this.expression());
			while (this.skips(','));
		}
		if (!this.skips(')')) throw badRequest(`')' or ',' expected at position ${this.lexer.token.at}.`);
		return args;
	}

	private isAt(kind: TokenKind): boolean {
		return this.lexer.token.kind === kind;
	}

	/** Passes a token of this kind, if it is there. */
	private skips(kind: TokenKind): boolean {
		if (!this.isAt(kind)) return false;
		this.lexer.next();
		return true;
	}

	/** `any` and `all` of the children of a record. */
	private quantified(quantifier: 'any' | 'all', reverse: Reverse, parent: Row): Value {
		this.lexer.next();
		this.rules.versions.need(3);
		const child: Entity = this.rules.store.entity(reverse.child);
		const tables = new Tables(child, this.rules.store, this.rules.aliases);
		const link = `${columnSql(tables.root, reverse.column)} = ${parent.alias}."Id"`;
		if (this.lexer.token.kind === ')') {
			if (quantifier === 'all')
				throw badRequest(
					`The method 'all' without a supplied predicate at position ${this.lexer.token.at} is not supported.`,
				);
			this.lexer.next();
			return { sql: `(EXISTS (SELECT 1 FROM ${tables.from} WHERE ${link}))`, params: [], type: BOOLEAN };
		}
		const name = this.lexer.identifier();
		this.lexer.expect(':');
		this.lexer.next();
		if (this.variables.has(name) || name === '$it')
			throw badRequest(`The range variable '${name}' has already been declared.`);
		this.variables.set(name, tables);
		const body = this.predicate(this.lexer.token.at);
		this.variables.delete(name);
		this.lexer.expect(')');
		this.lexer.next();
		const every = quantifier === 'all';
		const test = every ? `NOT ${body.sql}` : body.sql;
		return {
			sql: `(${every ? 'NOT ' : ''}EXISTS (SELECT 1 FROM ${tables.from} WHERE ${link} AND ${test}))`,
			params: body.params,
			type: BOOLEAN,
		};
	}

	private refuse(error: ServiceError): void {
		this.refused ??= error;
	}
}

const BOOLEAN: ValueType = { kind: 'primitive', name: 'Edm.Boolean' };

function rootOf(tables: Tables): Value {
	const { root } = tables;
	return {
		sql: `${root.alias}.${quote('Id')}`,
		params: [],
		type: { kind: 'entity', name: typeName(root.entity) },
		member: { kind: 'row', row: root, tables },
	};
}

function sideOf(value: Value): Side {
	const kind = value.type === null ? 'null' : isType(value.type, 'Edm.String') ? 'text' : 'other';
	return { ...value, kind };
}

function incompatible(op: string, left: ValueType, right: ValueType, at: number): ServiceError {
	return badRequest(
		`Operator '${op}' incompatible with operand types '${nameOf(left)}' and '${nameOf(right)}' at position ${at}.`,
	);
}

/** A long chain as a tree of little depth, which SQLite needs. */
function balanced(parts: readonly string[], op: string): string {
	if (parts.length === 1) return parts[0] ?? '';
	const middle = Math.ceil(parts.length / 2);
	const halves = [parts.slice(0, middle), parts.slice(middle)].map((half) => balanced(half, op));
	return `(${halves.join(` ${op} `)})`;
}
