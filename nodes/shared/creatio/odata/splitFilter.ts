import { inputError } from '../../basics/errors';
import { comparedText } from '../../basics/keyText';
import { chunks, grouped } from '../../basics/parallel';
import { plainCondition, type PlainCondition } from '../conditions/normalise';
import type { Condition } from '../conditions/tree';
import { type Filter, fitsBeside } from './filterCost';
import { compileFilter, type FilterDialect, type FilterSpelling } from './filterText';

/** Filters whose union is the answer. `disjoint`: no record matches two of them, so their counts may be added. */
export interface SplitFilter {
	/** `undefined` stands for no filter. */
	readonly filters: readonly (Filter | undefined)[];
	readonly disjoint: boolean;
}

/** A filter that can be written for either kind of site (contract 13, row 22). */
export interface QueryFilter {
	/** `room`: as in `splitFilter`; by default one comparison, by which reading continues after a key. */
	compile(spelling: FilterSpelling, room?: number): SplitFilter;
	readonly hasEmptyLookup: boolean;
}

/**
 * Compiles a condition, and splits it if it has more nodes than a server accepts (contract 2.5).
 * A list of values, or a group of alternatives, is split into parts that are requested one by one.
 * `room`: the number of comparisons of keys or times that shall fit beside each part; a condition that cannot be split may
 * leave less. Rejects with kind `input` when a condition is too large and cannot be split.
 */
export function splitFilter(condition: Condition, dialect: FilterDialect, room: number): SplitFilter {
	return split(plainCondition(condition, dialect.clock), dialect, room);
}

function split(condition: PlainCondition, dialect: FilterDialect, room: number): SplitFilter {
	const whole = compileFilter(condition, dialect);
	if (whole === undefined || fitsBeside(whole, room)) return { filters: [whole], disjoint: true };
	const alternatives = alternativesOf(condition);
	if (alternatives === undefined) {
		if (fitsBeside(whole, 0)) return { filters: [whole], disjoint: true };
		throw tooLarge(whole);
	}
	const fits = (part: PlainCondition) => fitsBeside(compileFilter(part, dialect), room);
	const parts = pieces(alternatives, fits).map((part) => split(part, dialect, room));
	return {
		filters: parts.flatMap((part) => part.filters),
		disjoint: alternatives.disjoint && parts.every((part) => part.disjoint),
	};
}

/** A condition as a list of alternatives. */
interface Alternatives {
	/** At least two. */
	readonly count: number;
	/** The condition with these alternatives alone, from one to before another. */
	only(from: number, to: number): PlainCondition;
	/** No record matches two of them. */
	readonly disjoint: boolean;
}

/** As many alternatives in each piece as fit; where not even one fits, halves, since other parts must be split as well. */
function pieces({ count, only }: Alternatives, fits: (part: PlainCondition) => boolean): PlainCondition[] {
	const half = Math.ceil(count / 2);
	if (!fits(only(0, 1))) return [only(0, half), only(half, count)];
	const parts: PlainCondition[] = [];
	let size = 1;
	for (let from = 0; from < count; from += size) {
		size = Math.min(size, count - from);
		while (size > 1 && !fits(only(from, from + size))) size--;
		while (from + size < count && fits(only(from, from + size + 1))) size++;
		parts.push(only(from, from + size));
	}
	return parts;
}

/** `undefined` when a condition is not a list of at least two alternatives, and has no part that is one. */
function alternativesOf(condition: PlainCondition): Alternatives | undefined {
	switch (condition.kind) {
		case 'anyOf':
			return condition.negated ? undefined : alternativeValues(condition);
		case 'exists': {
			const inner =
				condition.negated || !condition.condition ? undefined : alternativesOf(condition.condition);
			// One record may have related records of several alternatives.
			return inner && inside(inner, (part) => ({ ...condition, condition: part }), false);
		}
		case 'group':
			return condition.combine === 'any' && condition.parts.length > 1
				? {
						count: condition.parts.length,
						only: (from, to) => ({ ...condition, parts: condition.parts.slice(from, to) }),
						disjoint: false,
					}
				: alternativesInside(condition);
		default:
			return undefined;
	}
}

type AnyOf = Extract<PlainCondition, { kind: 'anyOf' }>;

/** Values of one key match the same records on most sites, so they stay together as long as they can. */
function alternativeValues(condition: AnyOf): Alternatives | undefined {
	const groups = [...grouped(condition.values, ({ value }) => comparedText(String(value))).values()];
	const disjoint = groups.length > 1;
	const units = disjoint ? groups : chunks(condition.values, 1);
	if (units.length < 2) return undefined;
	const only = (from: number, to: number) => ({ ...condition, values: units.slice(from, to).flat() });
	return { count: units.length, only, disjoint };
}

/** (A or B) and C is (A and C) or (B and C). Splitting the largest part helps most. */
function alternativesInside(group: Extract<PlainCondition, { kind: 'group' }>): Alternatives | undefined {
	const bySize = [...group.parts.entries()].sort(([, a], [, b]) => size(b) - size(a));
	for (const [index, part] of bySize) {
		const inner = alternativesOf(part);
		if (!inner) continue;
		const withPart = (one: PlainCondition) => ({ ...group, parts: group.parts.with(index, one) });
		return inside(inner, withPart, inner.disjoint);
	}
	return undefined;
}

function inside(
	{ count, only }: Alternatives,
	wrap: (part: PlainCondition) => PlainCondition,
	disjoint: boolean,
): Alternatives {
	return { count, only: (from, to) => wrap(only(from, to)), disjoint };
}

function size(condition: PlainCondition): number {
	if (condition.kind === 'group') return condition.parts.reduce((sum, part) => sum + size(part), 0);
	if (condition.kind === 'exists') return condition.condition ? size(condition.condition) : 1;
	return condition.kind === 'anyOf' ? condition.values.length : 1;
}

function tooLarge({ nodes }: Filter) {
	return inputError(
		`The conditions make a filter of ${nodes} parts, which is more than Creatio accepts over OData`,
		'Use fewer conditions, or read with the node "Creatio DataService", which has no such limit. Lists for "Is Any Of" may be as long as you like; lists for "Is None Of" and conditions that must all be met may not.',
	);
}
