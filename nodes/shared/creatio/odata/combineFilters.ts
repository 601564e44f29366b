import { inputError } from '../../basics/errors';
import { chunks } from '../../basics/parallel';
import type { Protocol } from '../protocol/protocol';
import { comparisonsBeside, type Filter, fitsBeside, joinedCost, keyComparisons } from './filterCost';
import { both, KEYS_IN_FILTER, keysFilter } from './filterText';
import { type KeyRange, rangeComparisons } from './keyRange';
import type { QueryFilter } from './splitFilter';

/** Keys beside a filter that a user wrote, whose cost is not known. */
const KEYS_BESIDE_TEXT = 6;

/** Combines two filters with `and`. */
export function bothFilters(one: QueryFilter, other: QueryFilter): QueryFilter {
	return {
		hasEmptyLookup: one.hasEmptyLookup || other.hasEmptyLookup,
		compile: (spelling, room) => {
			const [left, right] = [one.compile(spelling, room), other.compile(spelling, room)];
			return {
				filters: left.filters.flatMap((filter) => right.filters.map((more) => bothOf(filter, more))),
				disjoint: left.disjoint && right.disjoint,
			};
		},
	};
}

function bothOf(left: Filter | undefined, right: Filter | undefined): Filter | undefined {
	if (left === undefined || right === undefined) return left ?? right;
	return { text: both(left.text, right.text), ...joinedCost(left, right) };
}

/** A filter for those of the records with these keys that match another filter: as many keys at a time as fit beside it. */
export function withKeys(filter: QueryFilter, ids: readonly string[]): QueryFilter {
	return {
		hasEmptyLookup: filter.hasEmptyLookup,
		compile: (spelling) => {
			const { filters, disjoint } = filter.compile(spelling);
			return { filters: filters.flatMap((one) => besideKeys(spelling.protocol, one, ids)), disjoint };
		},
	};
}

/** A filter for those of the records in a range of keys that match another filter. */
export function withinRange(filter: QueryFilter, range: KeyRange): QueryFilter {
	return {
		hasEmptyLookup: filter.hasEmptyLookup,
		compile: (spelling, room = 1) => {
			const keys = rangeComparisons(spelling.protocol, range);
			if (keys.length === 0) return filter.compile(spelling, room);
			const inRange = { text: keys.join(' and '), ...keyComparisons(keys.length) };
			const { filters, disjoint } = filter.compile(spelling, room + keys.length);
			return { filters: filters.map((one) => fitting(bothOf(one, inRange))), disjoint };
		},
	};
}

function fitting(filter: Filter | undefined): Filter | undefined {
	if (fitsBeside(filter, 0)) return filter;
	throw tooLongBesideKeys();
}

function besideKeys(protocol: Protocol, filter: Filter | undefined, ids: readonly string[]): Filter[] {
	const room = filter?.nodes === undefined && filter ? KEYS_BESIDE_TEXT : comparisonsBeside(filter);
	if (room < 1) throw tooLongBesideKeys();
	return chunks(ids, Math.min(room, KEYS_IN_FILTER)).map((some) => ({
		text: both(filter?.text, keysFilter(protocol, some)),
	}));
}

/** The error for conditions that leave no room for keys. */
export function tooLongBesideKeys() {
	return inputError(
		'The conditions are longer than Creatio accepts together with the keys of records',
		'Use fewer conditions or shorter lists.',
	);
}

export const ALL_RECORDS: QueryFilter = {
	hasEmptyLookup: false,
	compile: () => ({ filters: [undefined], disjoint: true }),
};
