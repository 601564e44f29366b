import { inputError } from '../../basics/errors';
import { EMPTY_GUID } from '../../basics/guid';
import { passedByEmpty, plainCondition, type PlainCondition } from '../conditions/normalise';
import type { Comparison, TextTest } from '../conditions/operators';
import type { Clock } from '../conditions/periods';
import type { Condition, RelatedTest } from '../conditions/tree';
import type { ColumnPath } from '../model/paths';
import type { TypedValue } from '../model/values';
import type { Protocol, TextFunction } from '../protocol/protocol';
import { type Filter, type FilterCost, joinedCost } from './filterCost';

/**
 * How a filter tests for an empty lookup; it is not documented which form a site takes (contract 13, row 22).
 * `navigation`: `Account eq null`. `key`: `Account/Id eq null`.
 */
type EmptyLookup = 'navigation' | 'key';

/** How a site takes filters. */
export interface FilterSpelling {
	readonly protocol: Protocol;
	readonly emptyLookup: EmptyLookup;
}

export interface FilterDialect extends FilterSpelling {
	readonly clock: Clock;
}

/** A filter whose cost is known. */
interface Compiled extends Filter {
	readonly nodes: number;
}

/** Keys in one filter. By the count of nodes 16 fit (contract 2.5); 15 were measured on a site. */
export const KEYS_IN_FILTER = 15;

const COMPARE: Record<Comparison, string> = {
	equals: 'eq',
	notEquals: 'ne',
	less: 'lt',
	lessOrEqual: 'le',
	greater: 'gt',
	greaterOrEqual: 'ge',
};

const TEST: Record<TextTest, { readonly call: TextFunction; readonly negated: boolean }> = {
	contains: { call: 'contains', negated: false },
	notContains: { call: 'contains', negated: true },
	startsWith: { call: 'startswith', negated: false },
	notStartsWith: { call: 'startswith', negated: true },
	endsWith: { call: 'endswith', negated: false },
	notEndsWith: { call: 'endswith', negated: true },
};

/** Compiles a condition into a `$filter` (contract 2.5). `undefined` means no condition: everything matches. */
export function compileFilter(condition: Condition, dialect: FilterDialect): Compiled | undefined {
	return compile(plainCondition(condition, dialect.clock), dialect, '');
}

/** `prefix` precedes every path inside an `any`: `x/`. */
function compile(condition: PlainCondition, spelling: FilterSpelling, prefix: string): Compiled | undefined {
	const test = compileTest(condition, spelling, prefix);
	const lookup = passedByEmpty(condition);
	if (!test || !lookup) return test;
	return joined([test, compileEmpty(prefix, lookup, false, spelling)], 'or');
}

function compileTest(
	condition: PlainCondition,
	spelling: FilterSpelling,
	prefix: string,
): Compiled | undefined {
	switch (condition.kind) {
		case 'group': {
			const parts = condition.parts.flatMap((part) => compile(part, spelling, prefix) ?? []);
			return joined(parts, condition.combine === 'all' ? 'and' : 'or');
		}
		case 'compare':
			return compileCompare(spelling, prefix, condition.path, condition.operator, condition.value);
		case 'between': {
			const from = compileCompare(spelling, prefix, condition.path, 'greaterOrEqual', condition.from);
			return joined(
				[from, compileCompare(spelling, prefix, condition.path, 'lessOrEqual', condition.to)],
				'and',
			);
		}
		case 'empty':
			return compileEmpty(prefix, condition.path, condition.negated, spelling);
		case 'anyOf': {
			const parts = condition.values.map((value) =>
				compileCompare(spelling, prefix, condition.path, condition.negated ? 'notEquals' : 'equals', value),
			);
			return joined(parts, condition.negated ? 'and' : 'or');
		}
		case 'exists':
			return compileRelated(condition, spelling, prefix);
		case 'related':
			throw dataServiceOnly(condition.path.text, 'OData cannot count or aggregate related records');
		case 'macro':
			throw dataServiceOnly(condition.path.text, 'OData has no value for the current user');
	}
}

/** `ActivityCollectionByContact/any(x: x/Title eq 'Call')` (contract 2.5). */
function compileRelated(
	{ path, negated, condition }: RelatedTest<PlainCondition>,
	spelling: FilterSpelling,
	prefix: string,
): Compiled {
	if (prefix !== '') throw dataServiceOnly(path.text, 'OData filters by one connection at a time');
	if (path.collection === undefined) throw dataServiceOnly(path.text, 'OData has no such connection');
	const name = [...path.steps.map((step) => step.name), path.collection.name].join('/');
	const inner = condition && compile(condition, spelling, 'x/');
	const text = `${name}/any(${inner ? `x: ${inner.text}` : ''})`;
	return {
		text: negated ? `not ${text}` : text,
		nodes: 3 + path.steps.length + (inner?.nodes ?? 0) + (negated ? 1 : 0),
	};
}

function dataServiceOnly(path: string, why: string) {
	return inputError(
		`The condition on ${path} works with DataService only: ${why}`,
		'Use the node "Creatio DataService", or remove the condition.',
	);
}

function compileCompare(
	{ protocol }: FilterSpelling,
	prefix: string,
	path: ColumnPath,
	operator: Comparison | TextTest,
	value: TypedValue,
): Compiled {
	const member = memberPath(prefix, path);
	const literal = protocol.literal(value, path.column);
	if (operator in TEST) {
		const { call, negated } = TEST[operator as TextTest];
		const text = protocol.textCall(call, member.text, literal);
		// The function, a conversion of the column and the literal.
		const nodes = member.nodes + 3 + (negated ? 1 : 0);
		return { text: negated ? `not ${text}` : text, nodes, isFunction: true };
	}
	const compared = compare(member, COMPARE[operator as Comparison], literal);
	// The literal of a whole number gets the type of the column without a conversion.
	return value.type === 'integer' ? { ...compared, nodes: compared.nodes - 1 } : compared;
}

function compileEmpty(
	prefix: string,
	path: ColumnPath,
	negated: boolean,
	{ protocol, emptyLookup }: FilterSpelling,
): Compiled {
	const operator = negated ? 'ne' : 'eq';
	const member = memberPath(prefix, path);
	if (path.column.type === 'lookup') {
		const names = [...path.steps, path.column].map((step) => step.name);
		const navigation = { ...member, text: prefix + names.join('/') };
		return compare(emptyLookup === 'navigation' ? navigation : member, operator, 'null');
	}
	const compared = compare(member, operator, 'null');
	// A text is converted as well as null.
	const isNull = path.column.type === 'text' ? { ...compared, nodes: compared.nodes + 1 } : compared;
	// Empty text and plain GUIDs may be stored as "" or the zero GUID as well as null.
	const blank = { text: "''", guid: protocol.guid(EMPTY_GUID) }[path.column.type as string];
	if (blank === undefined) return isNull;
	return joined([isNull, compare(member, operator, blank)], negated ? 'and' : 'or') ?? isNull;
}

function compare(member: Compiled, operator: string, right: string): Compiled {
	// The comparison, its constant and a conversion of types.
	return { text: `${member.text} ${operator} ${right}`, nodes: member.nodes + 3 };
}

/**
 * The path of a column in a filter: lookups by slashes, and the key of a lookup as `Account/Id`, since the flat
 * `AccountId` answers 500 (contract 2.5).
 */
function memberPath(prefix: string, path: ColumnPath): Compiled {
	const names = path.steps.map((step) => step.name);
	const own = path.column.type === 'lookup' ? [path.column.name, 'Id'] : [path.column.property];
	const parts = [...names, ...own];
	return { text: prefix + parts.join('/'), nodes: parts.length + 1 };
}

/** Puts every combined operand in brackets, so that precedence does not matter. */
function joined(parts: readonly Compiled[], operator: 'and' | 'or'): Compiled | undefined {
	const [first, ...rest] = parts;
	if (first === undefined || rest.length === 0) return first;
	const { nodes = 0, isFunction } = rest.reduce<FilterCost>(joinedCost, first);
	return { nodes, isFunction, text: `(${parts.map((part) => part.text).join(` ${operator} `)})` };
}

/** A filter for records with one of these keys. */
export function keysFilter({ guid }: Protocol, ids: readonly string[]): string {
	return ids.map((id) => `Id eq ${guid(id)}`).join(' or ');
}

/** `left and right`; the first may be missing. */
export function both(left: string | undefined, right: string): string {
	return left === undefined ? right : `(${left}) and (${right})`;
}

/** True when the filter tests for an empty lookup, for which sites may need either form. */
export function asksForEmptyLookup(condition: Condition, clock: Clock): boolean {
	return testsEmptyLookup(plainCondition(condition, clock));
}

function testsEmptyLookup(condition: PlainCondition): boolean {
	switch (condition.kind) {
		case 'group':
			return condition.parts.some(testsEmptyLookup);
		case 'exists':
			return condition.condition !== undefined && testsEmptyLookup(condition.condition);
		case 'empty':
			return condition.path.column.type === 'lookup';
		default:
			return passedByEmpty(condition) !== undefined;
	}
}
