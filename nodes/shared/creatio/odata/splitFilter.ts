import { inputError } from '../../basics/errors';
import { plainCondition, type PlainCondition } from '../conditions/normalise';
import type { Condition } from '../conditions/tree';
import type { TypedValue } from '../model/values';
import { type Compiled, compileFilter, type FilterDialect, MAX_NODES } from './filterText';
import { encodedLength } from './url';

/** Filters whose union is the answer. `disjoint`: no record matches two of them, so their counts may be added. */
export interface SplitFilter {
	/** `undefined` stands for no filter. */
	readonly filters: readonly (string | undefined)[];
	readonly disjoint: boolean;
}

/** The maximum length of an encoded filter in characters. IIS and Kestrel refuse long request lines, with different limits. */
export const MAX_FILTER_LENGTH = 6_000;

/**
 * Compiles a condition, and splits it if it is larger than a server accepts (contract 2.5: 100 nodes).
 * A list of values, or a group of alternatives, is split into parts that are requested one by one.
 * Rejects with kind `input` when nothing can be split.
 */
export function splitFilter(condition: Condition, dialect: FilterDialect): SplitFilter {
	return split(plainCondition(condition, dialect.clock), dialect);
}

function split(condition: PlainCondition, dialect: FilterDialect): SplitFilter {
	const whole = compileFilter(condition, dialect);
	if (whole === undefined) return { filters: [undefined], disjoint: true };
	if (whole.nodes <= MAX_NODES && encodedLength(whole.text) <= MAX_FILTER_LENGTH) {
		return { filters: [whole.text], disjoint: true };
	}
	const halves = halve(condition);
	if (halves === undefined) throw tooLarge(whole);
	const parts = halves.conditions.map((half) => split(half, dialect));
	return {
		filters: parts.flatMap((part) => part.filters),
		disjoint: halves.disjoint && parts.every((part) => part.disjoint),
	};
}

interface Halves {
	readonly conditions: readonly PlainCondition[];
	readonly disjoint: boolean;
}

/** Two conditions whose union is this one, or `undefined` when it is not a list of alternatives. */
function halve(condition: PlainCondition): Halves | undefined {
	if (condition.kind === 'anyOf' && !condition.negated && condition.values.length > 1) {
		// Values that differ only in case match the same records on most sites, so they must stay in one part.
		const values = [...condition.values].sort((a, b) => (caseless(a) < caseless(b) ? -1 : 1));
		const middle = borderNear(values, Math.floor(values.length / 2));
		if (middle === undefined) return undefined;
		const pieces = [values.slice(0, middle), values.slice(middle)];
		return { conditions: pieces.map((piece) => ({ ...condition, values: piece })), disjoint: true };
	}
	if (condition.kind === 'exists' && !condition.negated) {
		const inner = condition.condition && halve(condition.condition);
		// One record may have related records of both halves.
		const pieces = inner?.conditions.map((half) => ({ ...condition, condition: half }));
		return pieces && { conditions: pieces, disjoint: false };
	}
	if (condition.kind !== 'group') return undefined;
	if (condition.combine === 'any' && condition.parts.length > 1) {
		const middle = Math.floor(condition.parts.length / 2);
		const pieces = [condition.parts.slice(0, middle), condition.parts.slice(middle)];
		return { conditions: pieces.map((parts) => ({ ...condition, parts })), disjoint: false };
	}
	// (A or B) and C is (A and C) or (B and C). Splitting the largest part helps most.
	const bySize = condition.parts
		.map((part, index) => ({ index, size: size(part) }))
		.sort((a, b) => b.size - a.size);
	for (const { index } of bySize) {
		const part = condition.parts[index];
		const inner = part && halve(part);
		if (!inner) continue;
		const conditions = inner.conditions.map((half) => ({
			...condition,
			parts: condition.parts.map((other, position) => (position === index ? half : other)),
		}));
		return { conditions, disjoint: inner.disjoint };
	}
	return undefined;
}

function size(condition: PlainCondition): number {
	if (condition.kind === 'group') return condition.parts.reduce((sum, part) => sum + size(part), 0);
	if (condition.kind === 'exists') return condition.condition ? size(condition.condition) : 1;
	return condition.kind === 'anyOf' ? condition.values.length : 1;
}

function caseless(value: TypedValue): string {
	return String(value.value).toLowerCase();
}

/** The place nearest to the middle where two neighbours differ by more than case. */
function borderNear(values: readonly TypedValue[], middle: number): number | undefined {
	const isBorder = (index: number) => {
		const [left, right] = [values[index - 1], values[index]];
		return left !== undefined && right !== undefined && caseless(left) !== caseless(right);
	};
	for (let distance = 0; distance < values.length; distance++) {
		if (isBorder(middle - distance)) return middle - distance;
		if (isBorder(middle + distance)) return middle + distance;
	}
	return undefined;
}

function tooLarge({ nodes, text }: Compiled) {
	const length = encodedLength(text);
	const size = length > MAX_FILTER_LENGTH ? `${length} characters` : `${nodes} parts`;
	return inputError(
		`The conditions make a filter of ${size}, which is more than Creatio takes in one request`,
		'Use shorter values or fewer conditions. Lists for "Is Any Of" may be as long as you like; lists for "Is None Of" and raw filters may not.',
	);
}
