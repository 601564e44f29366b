import {
	ALL_RECORDS,
	bothFilters,
	KEYS_BESIDE,
	keysFilter,
} from '../../../../nodes/shared/creatio/odata/combineFilters';
import type { QueryFilter } from '../../../../nodes/shared/creatio/odata/queryRecords';

const filterOf = (
	filters: Array<string | undefined>,
	disjoint = true,
	hasEmptyLookup = false,
): QueryFilter => ({
	hasEmptyLookup,
	compile: (emptyLookup) => ({
		filters: filters.map((text) => text && `${text} ${emptyLookup}`),
		disjoint,
	}),
});

describe('two filters at once', () => {
	it('are the parts of one with the parts of the other', () => {
		expect(bothFilters(filterOf(['a', 'b']), filterOf(['c', undefined])).compile('key')).toEqual({
			filters: ['(a key) and (c key)', 'a key', '(b key) and (c key)', 'b key'],
			disjoint: true,
		});
		expect(bothFilters(ALL_RECORDS, ALL_RECORDS).compile('navigation')).toEqual({
			filters: [undefined],
			disjoint: true,
		});
	});

	it.each([
		[true, true, true],
		[true, false, false],
		[false, true, false],
		[false, false, false],
	])('are disjoint where both are: %s, %s', (left, right, disjoint) => {
		const both = bothFilters(filterOf(['a'], left), filterOf(['b'], right));
		expect(both.compile('key').disjoint).toBe(disjoint);
	});

	it.each([
		[true, false, true],
		[false, true, true],
		[false, false, false],
	])('have an empty lookup where one has: %s, %s', (left, right, expected) => {
		const both = bothFilters(filterOf(['a'], true, left), filterOf(['b'], true, right));
		expect(both.hasEmptyLookup).toBe(expected);
	});
});

it('a filter for keys holds a few at a time', () => {
	const ids = Array.from({ length: KEYS_BESIDE + 2 }, (_, index) => `k${index}`);
	const { filters, disjoint } = keysFilter(ids).compile('navigation');
	expect(disjoint).toBe(true);
	expect(filters).toEqual([
		'Id eq k0 or Id eq k1 or Id eq k2 or Id eq k3 or Id eq k4 or Id eq k5',
		'Id eq k6 or Id eq k7',
	]);
	expect(keysFilter(ids).hasEmptyLookup).toBe(false);
	expect(ALL_RECORDS.hasEmptyLookup).toBe(false);
});
