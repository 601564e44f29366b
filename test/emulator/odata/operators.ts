import { type Operand, promoteComparison, promoteLogical, promoteNumbers, type ValueType } from './edm';
import type { BinaryOperator } from './parse';

/** As sentences of the library name operators. */
export const KINDS: Record<BinaryOperator, string> = {
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
	has: 'Has',
};

/** In SQL. */
export const ARITHMETIC = { add: '+', sub: '-', mul: '*', div: '/', mod: '%' } as const;
export const COMPARISON = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' } as const;

export type Comparison = keyof typeof COMPARISON;

/** What both sides are converted to; `undefined` when the operator does not take them. */
export function promote(
	op: Exclude<BinaryOperator, 'has'>,
	left: Operand,
	right: Operand,
): ValueType | undefined {
	if (op === 'or' || op === 'and') return promoteLogical(left, right);
	return op in ARITHMETIC
		? promoteNumbers(left, right)
		: promoteComparison(left, right, op === 'eq' || op === 'ne');
}
