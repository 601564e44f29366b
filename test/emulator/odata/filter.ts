import { readInstant, shifted } from '../model/instant';
import type { Switches } from '../options';
import { fold, quote, type SqlValue } from '../store/database';
import type { Store } from '../store/store';
import { invalidQuery, type ODataError, serializationFault, serverFault } from './errors';
import { FUNCTIONS, OPTIONAL_ARGS, type ValueType } from './functions';
import type { BinaryOperator, Expression, Literal } from './parse';
import { type Aliases, flatKeyMessage, Scope } from './scope';

export interface Condition {
	sql: string;
	params: SqlValue[];
}

/** A typed piece of SQL. `nodes` is its share of the 100-node limit. */
interface Bound extends Condition {
	type: ValueType | 'null' | { lookup: string };
	nodes: number;
	/** The text of a text literal, whose letter case can be removed here instead of in SQL. */
	text?: string;
}

interface Frame {
	root: Scope;
	variables: Map<string, Scope>;
	lambdaDepth: number;
}

export interface FilterRules {
	switches: Switches;
	/** PostgreSQL refuses U+0000 in a text. */
	refusesNul: boolean;
}

const MAX_NODES = 100;

const KINDS: Record<BinaryOperator, string> = {
	or: 'Or',
	and: 'And',
	eq: 'Equal',
	ne: 'NotEqual',
	gt: 'GreaterThan',
	ge: 'GreaterThanOrEqual',
	lt: 'LessThan',
	le: 'LessThanOrEqual',
	add: 'Add',
	sub: 'Subtract',
	mul: 'Multiply',
	div: 'Divide',
	mod: 'Modulo',
};

const SQL: Record<Exclude<BinaryOperator, 'or' | 'and'>, string> = {
	eq: '=',
	ne: '<>',
	gt: '>',
	ge: '>=',
	lt: '<',
	le: '<=',
	add: '+',
	sub: '-',
	mul: '*',
	div: '/',
	mod: '%',
};

/**
 * Turns a `$filter` into SQL over `scope`.
 *
 * Two layers refuse, as on a real site: what OData's parser refuses is a 400 at once; what Creatio's
 * query provider refuses (a flat lookup key) is raised only when the whole filter has parsed.
 *
 * Nodes are counted so that the measured limit comes out (contract 2.5: 15 `Id eq` terms pass, 20 do
 * not), for `Id eq` and `Case/Id eq` alike. One each: operator, function, any/all, literal, property,
 * and the row or lookup that a property is read from (`Id` = 2, `Case/Id` = 2, `Account/Type/Id` = 3).
 * A literal that is not a text counts twice in a comparison: it is converted to the column's nullable type.
 * So a term is 5 nodes, and n terms with their `or` are 6n - 1: 16 pass, 17 do not.
 */
export function compileFilter(
	expression: Expression,
	scope: Scope,
	store: Store,
	aliases: Aliases,
	rules: FilterRules,
): Condition {
	const compiler = new FilterCompiler(store, aliases, rules);
	const bound = bindAll(compiler, expression, scope);
	if (bound.type !== 'Edm.Boolean' && bound.type !== 'null') {
		throw invalidQuery('The $filter expression must evaluate to a single boolean value.');
	}
	if (bound.nodes > MAX_NODES) {
		throw invalidQuery(
			`The node count limit of '${MAX_NODES}' has been exceeded. To increase the limit, set the 'MaxNodeCount' property on EnableQueryAttribute or ODataValidationSettings.`,
		);
	}
	if (compiler.providerError) throw compiler.providerError;
	return { sql: bound.sql, params: bound.params };
}

function bindAll(compiler: FilterCompiler, expression: Expression, root: Scope): Bound {
	try {
		return compiler.bind(expression, { root, variables: new Map(), lambdaDepth: 0 });
	} catch (cause) {
		// A part of a batch has no limit on its address, so its filter may be deeper than the stack.
		if (cause instanceof RangeError) throw invalidQuery('Recursion limit reached.');
		throw cause;
	}
}

class FilterCompiler {
	providerError: ODataError | undefined;

	constructor(
		private readonly store: Store,
		private readonly aliases: Aliases,
		private readonly rules: FilterRules,
	) {}

	bind(expression: Expression, frame: Frame): Bound {
		switch (expression.kind) {
			case 'literal':
				return this.literal(expression);
			case 'path':
				return this.path(expression.path, frame);
			case 'binary':
				return this.binary(
					expression.op,
					this.bind(expression.left, frame),
					this.bind(expression.right, frame),
				);
			case 'unary':
				return this.unary(expression.op, this.bind(expression.operand, frame));
			case 'call':
				return this.call(
					expression.name,
					expression.args.map((arg) => this.bind(arg, frame)),
				);
			case 'lambda':
				return this.lambda(expression, frame);
		}
	}

	private literal(literal: Literal): Bound {
		const { value } = literal;
		const one = (type: Bound['type'], param: SqlValue): Bound => ({
			sql: '?',
			params: [param],
			type,
			nodes: 1,
		});
		switch (literal.type) {
			case 'Edm.String':
				if (this.rules.refusesNul && value.includes('\0')) {
					this.fail(serverFault({ message: NUL_REFUSED, type: 'Npgsql.PostgresException' }));
				}
				return { ...one('Edm.String', value), text: value };
			case 'Edm.Guid':
				return one('Edm.Guid', value.toLowerCase());
			case 'Edm.DateTimeOffset': {
				const read = readInstant(value);
				if (read.kind !== 'instant') throw unrecognized('Edm.DateTimeOffset', literal);
				const { falseZ, falseZFilters } = this.rules.switches;
				return one('Edm.DateTimeOffset', shifted(read.stored, falseZFilters === 'asShown' ? -falseZ : 0));
			}
			case 'Edm.Date':
				if (readInstant(value).kind === 'bad') throw unrecognized('Edm.Date', literal);
				return one('Edm.Date', value);
			case 'Edm.Int32':
			case 'Edm.Double':
				return one(literal.type, Number(value));
			case 'Edm.Boolean':
				return one('Edm.Boolean', value === 'true' ? 1 : 0);
			case 'null':
				return { sql: 'NULL', params: [], type: 'null', nodes: 1 };
		}
	}

	private path(path: string[], frame: Frame): Bound {
		const { scope, rest } = scopeOf(path, frame);
		const target = scope.resolve(rest);
		switch (target.kind) {
			case 'column':
				return { sql: target.sql, params: [], type: target.column.edm, nodes: 1 + Math.max(1, target.hops) };
			case 'lookup':
				return {
					sql: target.sql,
					params: [],
					type: { lookup: target.column.ref ?? '' },
					nodes: 2 + target.hops,
				};
			case 'flatKey':
				this.fail(
					serializationFault(
						flatKeyMessage(target.path, target.root),
						this.rules.switches.flatKeyFilterStatus,
					),
				);
				return { sql: 'NULL', params: [], type: 'Edm.Guid', nodes: 1 + Math.max(1, target.hops) };
			case 'collection':
			case 'variable':
				throw invalidQuery(
					`The path '${path.join('/')}' cannot be used as a value. Use it with any or all, or name one of its properties.`,
				);
		}
	}

	private unary(op: 'not' | '-', operand: Bound): Bound {
		const wanted = op === 'not' ? operand.type === 'Edm.Boolean' : isNumber(operand.type);
		if (!wanted && operand.type !== 'null') {
			throw invalidQuery(
				`A unary operator with an incompatible type was detected. Found operand type '${nameOf(operand.type)}' for operator kind '${op === 'not' ? 'Not' : 'Negate'}'.`,
			);
		}
		const sql = op === 'not' ? `(NOT ${operand.sql})` : `(-${operand.sql})`;
		return { sql, params: operand.params, type: operand.type, nodes: operand.nodes + 1 };
	}

	private binary(op: BinaryOperator, left: Bound, right: Bound): Bound {
		if (!compatible(op, left.type, right.type)) {
			throw invalidQuery(
				`A binary operator with incompatible types was detected. Found operand types '${nameOf(left.type)}' and '${nameOf(right.type)}' for operator kind '${KINDS[op]}'.`,
			);
		}
		const nodes = 1 + left.nodes + right.nodes;
		const params = [...left.params, ...right.params];
		if (op === 'or' || op === 'and') {
			return { sql: `(${left.sql} ${op.toUpperCase()} ${right.sql})`, params, type: 'Edm.Boolean', nodes };
		}
		if (op === 'add' || op === 'sub' || op === 'mul' || op === 'div' || op === 'mod') {
			const type = left.type === 'Edm.Int32' && right.type === 'Edm.Int32' ? 'Edm.Int32' : 'Edm.Double';
			return { sql: `(${left.sql} ${SQL[op]} ${right.sql})`, params, type, nodes };
		}
		const converted = nodes + conversions(left, right) + conversions(right, left);
		return { ...this.comparison(op, left, right), type: 'Edm.Boolean', nodes: converted };
	}

	/** SQL's own three-valued logic: a row without a value never matches, except against null. */
	private comparison(op: 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le', left: Bound, right: Bound): Condition {
		if (left.type === 'null' && right.type === 'null')
			return { sql: op === 'eq' ? '(1)' : '(0)', params: [] };
		if (left.type === 'null') return this.comparison(op, right, left);
		if (right.type === 'null') {
			if (op !== 'eq' && op !== 'ne') return { sql: '(0)', params: [] };
			if (typeof left.type === 'object' && !this.rules.switches.navigationEqualsNull) {
				this.providerError = serializationFault('Object reference not set to an instance of an object.');
			}
			// A text column is never null in the database: empty stands for both.
			const isNull =
				left.type === 'Edm.String' ? `(coalesce(${left.sql}, '') = '')` : `(${left.sql} IS NULL)`;
			return { sql: op === 'eq' ? isNull : `(NOT ${isNull})`, params: left.params };
		}
		const [a, b] = left.type === 'Edm.String' ? [this.folded(left), this.folded(right)] : [left, right];
		return { sql: `(${a.sql} ${SQL[op]} ${b.sql})`, params: [...a.params, ...b.params] };
	}

	private call(name: string, args: Bound[]): Bound {
		const known = FUNCTIONS[name];
		if (!known) {
			throw invalidQuery(
				`An unknown function with name '${name}' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed.`,
			);
		}
		const least = known.args.length - (OPTIONAL_ARGS[name] ?? 0);
		const fits =
			args.length >= least &&
			args.length <= known.args.length &&
			args.every(
				(arg, index) => typeof arg.type === 'string' && known.args[index]?.includes(arg.type as ValueType),
			);
		if (!fits) {
			const signature = known.args.map((types) => `${types[0] ?? ''} Nullable=true`).join(', ');
			throw invalidQuery(
				`No function signature for the function with name '${name}' matches the specified arguments. The function signatures considered are: ${name}(${signature}).`,
			);
		}
		const used = known.folds === true ? args.map((arg) => this.folded(arg)) : args;
		return {
			sql: known.sql(...used.map((arg) => arg.sql)),
			params: used.flatMap((arg) => arg.params),
			type: known.returns,
			nodes: 1 + args.reduce((sum, arg) => sum + arg.nodes, 0),
		};
	}

	private lambda(expression: Extract<Expression, { kind: 'lambda' }>, frame: Frame): Bound {
		const { scope, rest } = scopeOf(expression.path, frame);
		const target = scope.resolve(rest);
		if (target.kind !== 'collection') {
			throw invalidQuery('Any/All may only be used following a collection.');
		}
		if (frame.lambdaDepth >= 1) {
			throw invalidQuery(
				"The Any/All nesting limit of '1' has been exceeded. 'MaxAnyAllExpressionDepth' can be configured on ODataQuerySettings or EnableQueryAttribute.",
			);
		}
		const child = new Scope(this.store.entity(target.reverse.child), this.store, this.aliases);
		const variables = new Map(frame.variables);
		if (expression.variable) variables.set(expression.variable, child);
		const body = expression.body
			? this.bind(expression.body, { ...frame, variables, lambdaDepth: frame.lambdaDepth + 1 })
			: undefined;
		if (body && body.type !== 'Edm.Boolean') {
			throw invalidQuery('The expression of any or all must evaluate to a single boolean value.');
		}
		const link = `${child.alias}.${quote(target.reverse.column.property)} = ${target.parentId}`;
		const every = expression.quantifier === 'all';
		const test = body ? ` AND ${every ? `NOT coalesce(${body.sql}, 0)` : body.sql}` : '';
		return {
			sql: `(${every ? 'NOT ' : ''}EXISTS (SELECT 1 FROM ${child.from} WHERE ${link}${test}))`,
			params: body?.params ?? [],
			type: 'Edm.Boolean',
			nodes: 3 + target.hops + (body?.nodes ?? 0),
		};
	}

	private folded(bound: Bound): Condition {
		if (!this.rules.switches.caseInsensitiveText) return bound;
		if (bound.text !== undefined) return { sql: '?', params: [fold(bound.text)] };
		return { sql: `ulower(${bound.sql})`, params: bound.params };
	}

	private fail(error: ODataError): void {
		this.providerError ??= error;
	}
}

export const NUL_REFUSED = '22021: invalid byte sequence for encoding "UTF8": 0x00';

function scopeOf(path: string[], frame: Frame): { scope: Scope; rest: string[] } {
	const [first, ...rest] = path;
	const variable = first === undefined ? undefined : frame.variables.get(first);
	return variable ? { scope: variable, rest } : { scope: frame.root, rest: path };
}

function unrecognized(type: string, literal: Literal): Error {
	return invalidQuery(
		`Unrecognized '${type}' literal '${literal.value}' at '${literal.at ?? 0}' in '${literal.value}'.`,
	);
}

function isNumber(type: Bound['type']): boolean {
	return type === 'Edm.Int32' || type === 'Edm.Decimal' || type === 'Edm.Double';
}

function compatible(op: BinaryOperator, left: Bound['type'], right: Bound['type']): boolean {
	if (op === 'or' || op === 'and') {
		return [left, right].every((type) => type === 'Edm.Boolean' || type === 'null');
	}
	if (op === 'eq' || op === 'ne' || op === 'gt' || op === 'ge' || op === 'lt' || op === 'le') {
		if (left === 'null' || right === 'null') return true;
		if (typeof left === 'object' || typeof right === 'object') return false;
		if (left === 'Edm.Stream' || right === 'Edm.Stream') return false;
		return left === right || (isNumber(left) && isNumber(right));
	}
	return isNumber(left) && isNumber(right);
}

function conversions(literal: Bound, other: Bound): number {
	const isLiteral = literal.sql === '?' || literal.type === 'null';
	return isLiteral && literal.type !== 'Edm.String' && other.sql !== '?' ? 1 : 0;
}

function nameOf(type: Bound['type']): string {
	if (type === 'null') return '<null>';
	return typeof type === 'object' ? `Terrasoft.Configuration.OData.${type.lookup}` : type;
}
