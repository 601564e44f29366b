import {
	ALL_RECORDS,
	bothFilters,
	withinRange,
	withKeys,
} from '../../../../nodes/shared/creatio/odata/combineFilters';
import type { Filter } from '../../../../nodes/shared/creatio/odata/filterCost';
import { KEYS_IN_FILTER } from '../../../../nodes/shared/creatio/odata/filterText';
import type { QueryFilter } from '../../../../nodes/shared/creatio/odata/splitFilter';
import { odata4 } from '../../../../nodes/shared/creatio/odata4/odata4';

const NAVIGATION = { protocol: odata4, emptyLookup: 'navigation' } as const;

const filterOf = (
	filters: Array<string | undefined>,
	disjoint = true,
	hasEmptyLookup = false,
): QueryFilter => ({
	hasEmptyLookup,
	compile: ({ emptyLookup }) => ({
		filters: filters.map((text) => (text === undefined ? undefined : { text: `${text} ${emptyLookup}` })),
		disjoint,
	}),
});

const costing = (cost: Omit<Filter, 'text'> | undefined): QueryFilter => ({
	hasEmptyLookup: true,
	compile: () => ({ filters: [cost && { text: 'f', ...cost }], disjoint: true }),
});

describe('two filters at once', () => {
	it('are the parts of one with the parts of the other', () => {
		const both = bothFilters(filterOf(['a', 'b']), filterOf(['c', undefined])).compile({
			...NAVIGATION,
			emptyLookup: 'key',
		});
		expect(both.filters.map((filter) => filter?.text)).toEqual([
			'(a key) and (c key)',
			'a key',
			'(b key) and (c key)',
			'b key',
		]);
		expect(both.disjoint).toBe(true);
		expect(bothFilters(ALL_RECORDS, ALL_RECORDS).compile(NAVIGATION)).toEqual({
			filters: [undefined],
			disjoint: true,
		});
	});

	it.each([
		[{ nodes: 5 }, { nodes: 6 }, 12],
		[{ nodes: 5 }, { nodes: 6, isFunction: true }, 13],
		[{ nodes: 5, isFunction: true }, { nodes: 6, isFunction: true }, 12],
		[{ nodes: 5 }, {}, undefined],
	])('cost %j and %j together: %s', (left, right, nodes) => {
		const [both] = bothFilters(costing(left), costing(right)).compile({
			...NAVIGATION,
			emptyLookup: 'key',
		}).filters;
		expect(both?.nodes).toBe(nodes);
	});

	it.each([
		[true, true, true],
		[true, false, false],
		[false, true, false],
		[false, false, false],
	])('are disjoint where both are: %s, %s', (left, right, disjoint) => {
		const both = bothFilters(filterOf(['a'], left), filterOf(['b'], right));
		expect(both.compile({ ...NAVIGATION, emptyLookup: 'key' }).disjoint).toBe(disjoint);
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

describe('keys beside a filter', () => {
	const ids = Array.from({ length: 40 }, (_, index) => `k${index}`);

	it.each([
		['no filter', undefined, KEYS_IN_FILTER],
		['five nodes', { nodes: 5 }, KEYS_IN_FILTER],
		['40 nodes', { nodes: 40 }, 10],
		['41 nodes', { nodes: 41 }, 9],
		['40 nodes of functions', { nodes: 40, isFunction: true }, 9],
		['94 nodes', { nodes: 94 }, 1],
		['a cost that is not known', {}, 6],
	])('are as many as fit: %s', (_, cost, most) => {
		const { filters, disjoint } = withKeys(costing(cost), ids).compile(NAVIGATION);
		const keys = filters.map((filter) =>
			[...(filter?.text ?? '').matchAll(/Id eq (k\d+)/g)].map(([, id]) => id),
		);
		expect(keys.flat()).toEqual(ids);
		expect(Math.max(...keys.map(({ length }) => length))).toBe(most);
		expect(disjoint).toBe(true);
		expect(filters[0]?.text.startsWith('(f) and (Id eq k0')).toBe(cost !== undefined);
	});

	it('are refused where none fits', () => {
		expect(() =>
			withKeys(costing({ nodes: 95 }), ids).compile({ ...NAVIGATION, emptyLookup: 'key' }),
		).toThrow(expect.objectContaining({ kind: 'input' }));
	});
});

describe('a range of keys beside a filter', () => {
	const [after, upTo] = ['00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-00000000000b'];

	it('is joined to each part, which leaves room for it', () => {
		const rooms: Array<number | undefined> = [];
		const filter: QueryFilter = {
			hasEmptyLookup: true,
			compile: (_, room) => {
				rooms.push(room);
				return { filters: [{ text: 'a', nodes: 5 }, undefined], disjoint: false };
			},
		};
		const ranged = withinRange(filter, { after, upTo });
		expect(ranged.compile(NAVIGATION)).toEqual({
			filters: [
				{ text: `(a) and (Id gt ${after} and Id le ${upTo})`, nodes: 17, isFunction: false },
				{ text: `Id gt ${after} and Id le ${upTo}`, nodes: 11 },
			],
			disjoint: false,
		});
		withinRange(filter, { after }).compile(NAVIGATION, 2);
		withinRange(filter, {}).compile(NAVIGATION);
		expect(rooms).toEqual([3, 3, 1]);
		expect(ranged.hasEmptyLookup).toBe(true);
	});

	it('is refused where both are too long for a site', () => {
		const long = costing({ nodes: 90 });
		expect(() => withinRange(long, { after, upTo }).compile(NAVIGATION)).toThrow(
			'longer than Creatio accepts',
		);
		expect(withinRange(long, { after }).compile(NAVIGATION).filters).toHaveLength(1);
	});
});
