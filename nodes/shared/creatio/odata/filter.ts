import type { Comparison, Condition, TextTest } from '../conditions';
import { EMPTY_GUID } from '../guid';
import type { ColumnPath } from '../paths';
import { periodRange, type Clock } from '../periods';
import type { TypedValue } from '../values';
import { literal } from './literal';

/**
 * How an empty lookup is asked for; no source tells which form a site takes (contract 13, row 22).
 * `navigation`: `Account eq null`. `key`: `Account/Id eq null`.
 */
export type EmptyLookup = 'navigation' | 'key';

export interface FilterDialect {
	readonly clock: Clock;
	readonly emptyLookup: EmptyLookup;
}

/** The server refuses more than 100 nodes (contract 2.5); the rest is margin, since its way of counting is inferred. */
export const MAX_NODES = 92;

/** A compiled part: its text and what it costs in the server's expression tree. */
export interface Compiled {
	readonly text: string;
	readonly nodes: number;
}

const COMPARE: Record<Comparison, string> = {
	equals: 'eq',
	notEquals: 'ne',
	less: 'lt',
	lessOrEqual: 'le',
	greater: 'gt',
	greaterOrEqual: 'ge',
};

const TEST: Record<TextTest, { readonly call: string; readonly negated: boolean }> = {
	contains: { call: 'contains', negated: false },
	notContains: { call: 'contains', negated: true },
	startsWith: { call: 'startswith', negated: false },
	notStartsWith: { call: 'startswith', negated: true },
	endsWith: { call: 'endswith', negated: false },
	notEndsWith: { call: 'endswith', negated: true },
};

/** Compiles a condition into a `$filter` (contract 2.5). `undefined`: no condition at all, everything matches. */
export function compileFilter(condition: Condition, dialect: FilterDialect): Compiled | undefined {
	switch (condition.kind) {
		case 'group': {
			const parts = condition.parts.flatMap((part) => compileFilter(part, dialect) ?? []);
			return joined(parts, condition.combine === 'all' ? 'and' : 'or');
		}
		case 'compare':
			return compileCompare(condition.path, condition.operator, condition.value);
		case 'empty':
			return compileEmpty(condition.path, condition.negated, dialect.emptyLookup);
		case 'anyOf': {
			const parts = condition.values.map((value) =>
				compileCompare(condition.path, condition.negated ? 'notEquals' : 'equals', value),
			);
			return joined(parts, condition.negated ? 'and' : 'or');
		}
		case 'period': {
			const range = periodRange(condition.period, dialect.clock, condition.columnType);
			const at = (value: string): TypedValue => ({ type: 'dateTime', value });
			const parts = [
				...(range.from ? [compileCompare(condition.path, 'greaterOrEqual', at(range.from))] : []),
				...(range.to ? [compileCompare(condition.path, 'less', at(range.to))] : []),
				// An empty date is older than everything; nobody means it by "before".
				...(range.from ? [] : [compileEmpty(condition.path, true, dialect.emptyLookup)]),
			];
			return joined(parts, 'and');
		}
	}
}

function compileCompare(path: ColumnPath, operator: Comparison | TextTest, value: TypedValue): Compiled {
	const member = memberPath(path);
	if (operator in TEST) {
		const { call, negated } = TEST[operator as TextTest];
		const text = `${call}(${member.text},${literal(value)})`;
		return { text: negated ? `not ${text}` : text, nodes: member.nodes + 2 + (negated ? 1 : 0) };
	}
	return compare(member, COMPARE[operator as Comparison], literal(value));
}

function compileEmpty(path: ColumnPath, negated: boolean, emptyLookup: EmptyLookup): Compiled {
	const operator = negated ? 'ne' : 'eq';
	const member = memberPath(path);
	if (path.column.type === 'lookup') {
		const navigation = { ...member, text: [...path.steps, path.column].map((step) => step.name).join('/') };
		return compare(emptyLookup === 'navigation' ? navigation : member, operator, 'null');
	}
	const isNull = compare(member, operator, 'null');
	// Text and plain GUIDs are stored empty as often as they are stored as null.
	const blank = { text: "''", guid: EMPTY_GUID }[path.column.type as string];
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
function memberPath(path: ColumnPath): Compiled {
	const names = path.steps.map((step) => step.name);
	const own = path.column.type === 'lookup' ? [path.column.name, 'Id'] : [path.column.property];
	const parts = [...names, ...own];
	return { text: parts.join('/'), nodes: parts.length + 1 };
}

/** Brackets around every operand that is itself joined, so that no precedence has to be known. */
function joined(parts: readonly Compiled[], operator: 'and' | 'or'): Compiled | undefined {
	const [first, ...rest] = parts;
	if (first === undefined || rest.length === 0) return first;
	return {
		text: `(${parts.map((part) => part.text).join(` ${operator} `)})`,
		nodes: parts.reduce((sum, part) => sum + part.nodes, 0) + rest.length,
	};
}

/** `left and right`, either of which may be missing. */
export function both(left: string | undefined, right: string | undefined): string | undefined {
	if (left === undefined || right === undefined) return left ?? right;
	return `(${left}) and (${right})`;
}

/** True when the filter asks for an empty lookup, which sites may want spelled in either way. */
export function asksForEmptyLookup(condition: Condition): boolean {
	switch (condition.kind) {
		case 'group':
			return condition.parts.some(asksForEmptyLookup);
		case 'empty':
			return condition.path.column.type === 'lookup';
		default:
			return false;
	}
}
