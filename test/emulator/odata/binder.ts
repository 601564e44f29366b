import { shifted } from '../model/instant';
import type { Switches } from '../switches';
import { type Condition, quote, type SqlValue } from '../store/database';
import type { Store } from '../store/store';
import { compare, folded, type Side } from './comparison';
import { checkDepth } from './depth';
import {
	conversions,
	isBoolean,
	isNumber,
	nameOf,
	primitive,
	type Primitive,
	promoteComparison,
	temporalResult,
} from './edm';
import { invalidQuery, notSupported, type ODataError, serializationFault, serverFault } from './errors';
import { type Bound, CollectionAsValue, isSqlDate, isText, NULL, objectOf, refuseNotANumber } from './bound';
import { fitArguments, functionOf, signatureList } from './functions';
import { LITERAL_GUID, numberOf, readLiteralInstant } from './literals';
import { ARITHMETIC, type Comparison, KINDS, promote } from './operators';
import type { Expression, Literal } from './parse';
import { type Aliases, flatKeyMessage, Scope, type Target } from './scope';
import { NUL_REFUSED } from './violations';

interface Frame {
	root: Scope;
	variables: Map<string, Scope>;
	lambdaDepth: number;
	/** How deep the expression stands in its tree. */
	depth: number;
}

export interface FilterRules {
	switches: Switches;
	/** PostgreSQL refuses U+0000 in a text. */
	refusesNul: boolean;
}

/** What Microsoft.OData allows by default (contract 2.5). */
const MAX_ANY_ALL_DEPTH = 1;

/** Gives the expressions of one option their types, nodes and SQL. */
export class Binder {
	providerError: ODataError | undefined;
	limitError: ODataError | undefined;

	constructor(
		private readonly store: Store,
		private readonly aliases: Aliases,
		private readonly rules: FilterRules,
	) {}

	/** A value, or the sentence about collections in its place. */
	bindRoot(expression: Expression, root: Scope, sentence: string): Bound {
		return this.single(expression, { root, variables: new Map(), lambdaDepth: 0, depth: 0 }, sentence);
	}

	private bind(expression: Expression, outer: Frame): Bound {
		const frame = { ...outer, depth: outer.depth + 1 };
		checkDepth(frame.depth);
		switch (expression.kind) {
			case 'literal':
				return this.literal(expression);
			case 'path':
				return this.path(expression.path, frame);
			case 'count':
				return this.count(expression.path, frame);
			case 'binary':
				return this.binary(expression, frame);
			case 'in':
				return this.isIn(expression, frame);
			case 'unary':
				return this.unary(expression, frame);
			case 'call':
				return this.call(expression, frame);
			case 'lambda':
				return this.lambda(expression, frame);
			case 'typeName':
				throw invalidQuery(
					`The child type '${expression.name}' in a cast was not an entity type. Casts can only be performed on entity types.`,
				);
		}
	}

	private literal(literal: Literal): Bound {
		const { value, type } = literal;
		if (type === 'null') return { ...NULL, type: null };
		const bound: Bound = {
			sql: '?',
			params: [this.parameter(literal)],
			type: primitive(type, type === 'Edm.String'),
			isNumberLiteral: isNumber(type),
			nodes: 1,
		};
		return type === 'Edm.String' ? { ...bound, text: value } : bound;
	}

	private parameter({ type, value }: Literal): SqlValue {
		switch (type) {
			case 'Edm.String':
				if (this.rules.refusesNul && value.includes('\0')) {
					this.fail(serverFault({ message: NUL_REFUSED, type: 'Npgsql.PostgresException' }));
				}
				return value;
			case 'Edm.Guid':
				return value.toLowerCase();
			case 'Edm.DateTimeOffset': {
				const { falseZ, falseZFilters } = this.rules.switches;
				return shifted(readLiteralInstant(value) ?? '', falseZFilters === 'asShown' ? -falseZ : 0);
			}
			case 'Edm.Boolean':
				return value === 'true' ? 1 : 0;
			default:
				if (type !== 'null' && isNumber(type)) return numberOf(value);
				return value;
		}
	}

	private path(path: string[], frame: Frame): Bound {
		const target = resolve(path, frame);
		switch (target.kind) {
			case 'column': {
				const { edm } = target.column;
				const type = primitive(edm, edm !== 'Edm.String');
				return {
					sql: target.sql,
					params: [],
					type,
					isNumberLiteral: false,
					nodes: 2 + target.hops,
					isLookupKey: target.isLookupKey,
				};
			}
			case 'lookup':
				return objectOf(target.column.ref ?? '', target.sql, 2 + target.hops);
			case 'flatKey':
				this.fail(
					serializationFault(
						flatKeyMessage(target.path, target.root),
						this.rules.switches.flatKeyFilterStatus,
					),
				);
				return { ...NULL, type: primitive('Edm.Guid', true), nodes: 2 + target.hops };
			case 'variable':
				return objectOf(target.entity.name, `${target.alias}."Id"`, 1);
			case 'collection':
				throw new CollectionAsValue();
		}
	}

	/** `Collection/$count`: known to the library, not to Creatio (contract 2.5). */
	private count(path: string[], frame: Frame): Bound {
		const target = resolve(path, frame);
		if (target.kind !== 'collection') {
			throw invalidQuery('The next token in a CountSegmentNode must be a collection.');
		}
		this.fail(notSupported('$count'));
		return { ...NULL, type: primitive('Edm.Int64', false), nodes: 3 + target.hops };
	}

	private single(expression: Expression, frame: Frame, sentence: string): Bound {
		try {
			return this.bind(expression, frame);
		} catch (cause) {
			throw cause instanceof CollectionAsValue ? invalidQuery(sentence) : cause;
		}
	}

	private unary({ op, operand }: Extract<Expression, { kind: 'unary' }>, frame: Frame): Bound {
		const kind = op === 'not' ? 'Not' : 'Negate';
		const bound = this.single(
			operand,
			frame,
			`The operand for a unary operator '${kind}' is not a single value. Unary operators require the operand to be a single value.`,
		);
		const { type } = bound;
		const fits =
			type === null || (type.kind === 'primitive' && (op === 'not' ? isBoolean(type) : isNumber(type.name)));
		if (!fits) {
			throw invalidQuery(
				`A unary operator with an incompatible type was detected. Found operand type '${nameOf(type)}' for operator kind '${kind}'.`,
			);
		}
		return {
			sql: op === 'not' ? `(NOT ${bound.sql})` : `(-${bound.sql})`,
			params: bound.params,
			type,
			isNumberLiteral: false,
			nodes: bound.nodes + 1,
		};
	}

	private binary({ op, left, right }: Extract<Expression, { kind: 'binary' }>, frame: Frame): Bound {
		const sentence = `The operand for a binary operator '${KINDS[op]}' is not a single value. Binary operators require both operands to be single values.`;
		const a = this.single(left, frame, sentence);
		const b = this.single(right, frame, sentence);
		if (op === 'has') {
			throw invalidQuery(
				"An internal error 'TypePromotionUtils_GetFunctionSignatures_Binary_UnreachableCodepath' occurred.",
			);
		}
		const temporal = op === 'add' || op === 'sub' ? temporalResult(op, a.type, b.type) : undefined;
		if (temporal) {
			// Known to the library, not to Creatio (contract 2.5).
			this.fail(notSupported(op));
			return { ...NULL, type: temporal, nodes: 1 + a.nodes + b.nodes };
		}
		const target = promote(op, a, b);
		if (target === undefined) {
			throw invalidQuery(
				`A binary operator with incompatible types was detected. Found operand types '${nameOf(a.type)}' and '${nameOf(b.type)}' for operator kind '${KINDS[op]}'.`,
			);
		}
		for (const side of [a, b]) refuseNotANumber(side, target);
		const nodes = 1 + a.nodes + b.nodes + conversions(a, target) + conversions(b, target);
		const params = [...a.params, ...b.params];
		const nullable = target?.kind === 'primitive' ? target.nullable : true;
		const shared = { isNumberLiteral: false, nodes };
		if (op === 'or' || op === 'and') {
			const type = target ?? primitive('Edm.Boolean', true);
			return { ...shared, sql: `(${a.sql} ${op.toUpperCase()} ${b.sql})`, params, type };
		}
		if (op in ARITHMETIC) {
			const sign = ARITHMETIC[op as keyof typeof ARITHMETIC];
			return { ...shared, sql: `(${a.sql} ${sign} ${b.sql})`, params, type: target };
		}
		const comparison = this.comparison(op as Comparison, a, b);
		return { ...shared, ...comparison, type: primitive('Edm.Boolean', nullable) };
	}

	private comparison(op: Comparison, left: Bound, right: Bound): Condition {
		const sides = [left, right] as const;
		const isObject = sides.some(({ type }) => type?.kind === 'object');
		const hasNull = sides.some(({ type }) => type === null);
		const isEquality = op === 'eq' || op === 'ne';
		if (isObject && hasNull && isEquality && !this.rules.switches.navigationEqualsNull) {
			this.fail(serializationFault('Object reference not set to an instance of an object.'));
		}
		return compare(op, sideOf(left), sideOf(right), this.rules.switches);
	}

	/** One node for the library, which visits neither side; Creatio's provider refuses it (contract 2.5). */
	private isIn({ left, items }: Extract<Expression, { kind: 'in' }>, frame: Frame): Bound {
		const bound = this.single(
			left,
			frame,
			'The left operand for the IN operation is not a single value. IN operations require the left operand to be a single value and the right operand to be a collection value.',
		);
		for (const item of items) {
			const literal = this.literal(item);
			const isNull = literal.type === null;
			const isQuotedGuid = nameOf(bound.type) === 'Edm.Guid' && LITERAL_GUID.test(literal.text ?? '');
			if (!isNull && !isQuotedGuid && promoteComparison(bound, literal, true) === undefined) {
				throw invalidQuery(
					`Cannot convert the literal '${item.value}' to the expected type '${nameOf(bound.type)}'.`,
				);
			}
		}
		this.fail(notSupported('in'));
		return { ...NULL, type: primitive('Edm.Boolean', false) };
	}

	private call({ name, args, parent }: Extract<Expression, { kind: 'call' }>, frame: Frame): Bound {
		const lower = name.toLowerCase();
		if (lower === 'cast' || lower === 'isof') return this.cast(lower, args, frame);
		const bound = args.map((arg) =>
			this.single(
				arg,
				frame,
				`The argument for an invocation of a function with name '${lower}' is not a single value. All arguments for this function must be single values.`,
			),
		);
		const known = functionOf(name);
		if (!known) {
			throw invalidQuery(
				`An unknown function with name '${lower}' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed.`,
			);
		}
		if (parent) {
			throw invalidQuery(
				`Found a Uri function '${lower}' with a parent token. Uri functions cannot have parent tokens.`,
			);
		}
		const cost = fitArguments(known, bound);
		if (cost === undefined) {
			throw invalidQuery(
				`No function signature for the function with name '${lower}' matches the specified arguments. The function signatures considered are: ${signatureList(lower, known)}.`,
			);
		}
		const nodes = 1 + cost + bound.reduce((sum, arg) => sum + arg.nodes, 0);
		const typed = { type: known.returns, isNumberLiteral: false, nodes };
		if (!known.sql || bound.some(({ type }) => !isSqlDate(type))) {
			this.fail(notSupported(lower));
			return { ...NULL, ...typed };
		}
		const used = known.folds === true ? bound.map((arg) => folded(arg, this.rules.switches)) : bound;
		return {
			...typed,
			sql: known.sql(...used.map((arg) => arg.sql)),
			params: used.flatMap((arg) => arg.params),
		};
	}

	/** Known to the library, not to Creatio (contract 2.5). */
	private cast(name: 'cast' | 'isof', args: Expression[], frame: Frame): Bound {
		if (args.length < 1 || args.length > 2) {
			throw invalidQuery(
				`The Cast or IsOf expression has an invalid number of operands: number of operands is '${args.length}' and it should be 1 or 2.`,
			);
		}
		const typeName = args.at(-1);
		const wanted =
			typeName?.kind === 'typeName'
				? typeName.name
				: typeName?.kind === 'literal' && typeName.type === 'Edm.String'
					? typeName.value
					: '';
		if (!/^(Edm|Terrasoft\.Configuration\.OData)\.\w+$/.test(wanted)) {
			throw invalidQuery('Cast or IsOf Function must have a type in its arguments.');
		}
		const [value] = args;
		const bound = args.length === 2 && value ? this.bind(value, frame) : { nodes: 1 };
		this.fail(notSupported(name));
		const type = name === 'isof' ? 'Edm.Boolean' : (wanted as Primitive);
		return { ...NULL, type: primitive(type, name === 'cast'), nodes: 2 + bound.nodes };
	}

	private lambda(expression: Extract<Expression, { kind: 'lambda' }>, frame: Frame): Bound {
		const target = resolve(expression.path, frame);
		if (target.kind !== 'collection') {
			throw invalidQuery('Any/All may only be used following a collection.');
		}
		const lambdaDepth = frame.lambdaDepth + 1;
		if (lambdaDepth > MAX_ANY_ALL_DEPTH) {
			this.limitError ??= invalidQuery(
				`The Any/All nesting limit of '${MAX_ANY_ALL_DEPTH}' has been exceeded. 'MaxAnyAllExpressionDepth' can be configured on ODataQuerySettings or EnableQueryAttribute.`,
			);
		}
		const child = new Scope(this.store.entity(target.reverse.child), this.store, this.aliases);
		const variables = new Map(frame.variables);
		if (expression.variable !== undefined) variables.set(expression.variable, child);
		const notBoolean = 'The Any/All query expression must evaluate to a single boolean value.';
		const body = expression.body
			? this.single(expression.body, { ...frame, variables, lambdaDepth }, notBoolean)
			: undefined;
		if (body && body.type !== null && !isBoolean(body.type)) throw invalidQuery(notBoolean);
		const link = `${child.alias}.${quote(target.reverse.column.property)} = ${target.parentId}`;
		const every = expression.quantifier === 'all';
		const test = body ? ` AND ${every ? `NOT coalesce(${body.sql}, 0)` : body.sql}` : '';
		return {
			sql: `(${every ? 'NOT ' : ''}EXISTS (SELECT 1 FROM ${child.from} WHERE ${link}${test}))`,
			params: body?.params ?? [],
			type: primitive('Edm.Boolean', true),
			isNumberLiteral: false,
			nodes: 3 + target.hops + (body?.nodes ?? 0),
		};
	}

	private fail(error: ODataError): void {
		this.providerError ??= error;
	}
}

function resolve(path: string[], { variables, root, depth }: Frame): Target {
	checkDepth(depth + path.length);
	const [first = '', ...rest] = path;
	const variable = first === '$it' ? root : variables.get(first);
	return variable ? variable.resolve(rest) : root.resolve(path);
}

function sideOf(bound: Bound): Side {
	return { ...bound, kind: bound.type === null ? 'null' : isText(bound.type) ? 'text' : 'other' };
}
