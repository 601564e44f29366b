import { chunks } from '../../basics/parallel';
import { both } from './filterText';
import type { QueryFilter } from './queryRecords';

/** The number of keys that fit beside another filter: a dozen fit alone (contract 2.5). */
export const KEYS_BESIDE = 6;

/** Combines two filters with `and`. */
export function bothFilters(one: QueryFilter, other: QueryFilter): QueryFilter {
	return {
		hasEmptyLookup: one.hasEmptyLookup || other.hasEmptyLookup,
		compile: (emptyLookup) => {
			const [left, right] = [one.compile(emptyLookup), other.compile(emptyLookup)];
			return {
				filters: left.filters.flatMap((filter) => right.filters.map((more) => both(filter, more))),
				disjoint: left.disjoint && right.disjoint,
			};
		},
	};
}

/** A filter for records with one of these keys. */
export function keysFilter(ids: readonly string[]): QueryFilter {
	const filters = chunks(ids, KEYS_BESIDE).map((some) => some.map((id) => `Id eq ${id}`).join(' or '));
	return { hasEmptyLookup: false, compile: () => ({ filters, disjoint: true }) };
}

export const ALL_RECORDS: QueryFilter = {
	hasEmptyLookup: false,
	compile: () => ({ filters: [undefined], disjoint: true }),
};
