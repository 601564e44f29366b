import fc from 'fast-check';

import type { Condition } from '../../../../nodes/shared/creatio/conditions/tree';
import { compileFilter, MAX_NODES } from '../../../../nodes/shared/creatio/odata/filterText';
import { MAX_FILTER_LENGTH, splitFilter } from '../../../../nodes/shared/creatio/odata/splitFilter';
import { encodedLength } from '../../../../nodes/shared/creatio/odata/url';
import { context, pathOf, reverseOf } from '../dataservice/fakes';

const dialect = { clock: context.clock, emptyLookup: 'navigation' } as const;
const split = (condition: Condition) => splitFilter(condition, dialect);

const ages = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

const anyOf = async (values: readonly number[], negated = false): Promise<Condition> => ({
	kind: 'anyOf',
	path: await pathOf('Age'),
	values: values.map((value) => ({ type: 'integer', value })),
	negated,
});
const names = async (...values: string[]): Promise<Condition> => ({
	kind: 'anyOf',
	path: await pathOf('Name'),
	values: values.map((value) => ({ type: 'text', value })),
	negated: false,
});
const group = (combine: 'all' | 'any', ...parts: Condition[]): Condition => ({
	kind: 'group',
	combine,
	parts,
});

const numbersIn = (text: string | undefined) =>
	[...(text ?? '').matchAll(/Age eq (\d+)/g)].map(([, n]) => Number(n));
const refusal = (message: RegExp) =>
	expect.objectContaining({
		kind: 'input',
		message: expect.stringMatching(message),
		cure: expect.any(String),
	});

describe('a condition', () => {
	it('that matches everything is no filter', () => {
		expect(split(group('all'))).toEqual({ filters: [undefined], disjoint: true });
	});

	it('that fits is one filter', async () => {
		const condition = await anyOf(ages(0, 3));
		const { text } = compileFilter(condition, dialect)!;
		expect(split(condition)).toEqual({ filters: [text], disjoint: true });
	});

	it('is split as soon as it has too many nodes', async () => {
		const fits = (count: number) => 6 * count - 1 <= MAX_NODES;
		const most = ages(1, 40).filter(fits).at(-1)!;
		expect(split(await anyOf(ages(0, most))).filters).toHaveLength(1);
		expect(split(await anyOf(ages(0, most + 1))).filters).toHaveLength(2);
	});

	it('is split as soon as it is too long', async () => {
		const half = (letter: string, length: number) => letter.repeat(length);
		const short = await names('a', 'b');
		const spare = MAX_FILTER_LENGTH - encodedLength(compileFilter(short, dialect)!.text) + 1;
		expect(split(await names(half('a', spare), 'b')).filters).toHaveLength(1);
		expect(split(await names(half('a', spare + 1), 'b')).filters).toHaveLength(2);
	});
});

describe('a list of values', () => {
	it('is split into parts that share nothing, in order', async () => {
		const { filters, disjoint } = split(await anyOf(ages(10, 40)));
		expect(disjoint).toBe(true);
		expect(filters.map((text) => numbersIn(text).length)).toEqual([10, 10, 10, 10]);
		expect(filters.flatMap(numbersIn)).toEqual(ages(10, 40));
	});

	it('keeps values together that differ in case alone', async () => {
		const same = (count: number) =>
			ages(0, count).map((bits) =>
				[...'abcdef'].map((c, i) => ((bits >> i) & 1 ? c.toUpperCase() : c)).join(''),
			);
		const condition = await names(...same(20));
		expect(() => split(condition)).toThrow(refusal(/parts/));
		// The border is not in the middle.
		const { filters } = split(await names('x', ...same(14)));
		expect(filters).toHaveLength(2);
		expect(filters[1]).toBe("Name eq 'x'");
		const before = split(await names('A', ...same(14))).filters;
		expect(before[0]).toBe("Name eq 'A'");
	});

	it('of values to exclude is not split', async () => {
		const condition = await anyOf(ages(0, 40), true);
		expect(() => split(condition)).toThrow(refusal(/\d+ parts/));
	});

	it('of one value is not split', async () => {
		const condition = await names('ж'.repeat(2_000));
		expect(() => split(condition)).toThrow(refusal(/12\d{3} characters/));
	});

	it('of any texts is split into disjoint parts that a server takes', async () => {
		const path = await pathOf('Name');
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.string({ maxLength: 5 }), {
					minLength: 1,
					maxLength: 60,
					selector: (text) => text.toLowerCase(),
				}),
				(texts) => {
					const values = texts.map((value) => ({ type: 'text' as const, value }));
					const { filters, disjoint } = split({ kind: 'anyOf', path, values, negated: false });
					expect(disjoint).toBe(true);
					const terms = texts.map((text) => `Name eq '${text.replaceAll("'", "''")}'`);
					const counts = filters.map((filter) => filter?.split("Name eq '").length ?? 0);
					expect(counts.reduce((sum, count) => sum + count - 1, 0)).toBeGreaterThanOrEqual(terms.length);
					for (const term of terms) expect(filters.some((filter) => filter?.includes(term))).toBe(true);
					for (const count of counts) expect(count).toBeLessThanOrEqual(16);
				},
			),
			{ numRuns: 50 },
		);
	});
});

describe('a group', () => {
	it('of alternatives is split, and the parts may overlap', async () => {
		const parts = await Promise.all(ages(0, 5).map((index) => anyOf(ages(index * 10, 10))));
		const { filters, disjoint } = split(group('any', ...parts));
		expect(disjoint).toBe(false);
		expect(filters.map(numbersIn)).toEqual(ages(0, 5).map((index) => ages(index * 10, 10)));
	});

	it('of one alternative is split inside it', async () => {
		const { filters, disjoint } = split(group('any', await anyOf(ages(10, 20))));
		expect(disjoint).toBe(true);
		expect(filters.flatMap(numbersIn)).toEqual(ages(10, 20));
	});

	it('whose parts all hold is split at the largest of them', async () => {
		const small = group('any', await anyOf([901]), await anyOf([902]));
		const { filters, disjoint } = split(
			group('all', small, await anyOf(ages(0, 24)), await anyOf([7], true)),
		);
		expect(disjoint).toBe(true);
		expect(filters).toHaveLength(4);
		for (const text of filters) {
			expect(text).toMatch(/^\(\(Age eq 901 or Age eq 902\) and \(.*\) and Age ne 7\)$/);
			expect(numbersIn(text)).toHaveLength(2 + 6);
		}
	});

	it('is split at related records with long lists, whose size counts', async () => {
		const exists: Condition = {
			kind: 'exists',
			path: await reverseOf('[Activity:Contact]'),
			negated: false,
			condition: {
				kind: 'anyOf',
				path: await pathOf('Duration', 'Activity'),
				values: ages(0, 16).map((value) => ({ type: 'integer', value })),
				negated: false,
			},
		};
		const bare: Condition = { ...exists, condition: undefined };
		const { filters, disjoint } = split(group('all', await anyOf([901, 902]), bare, exists));
		expect(disjoint).toBe(false);
		expect(filters).toHaveLength(2);
		for (const text of filters)
			expect(text).toMatch(/^\(\(Age eq 901 or Age eq 902\) and A\w+\/any\(\) and /);
	});

	it('is split at a part that can be split, when the largest cannot', async () => {
		const fixed = await anyOf(ages(100, 12), true);
		const { filters } = split(group('all', fixed, await anyOf([1, 2, 3])));
		expect(filters.length).toBeGreaterThan(1);
		expect(filters.flatMap(numbersIn).sort()).toEqual([1, 2, 3]);
	});

	it('without anything to split is refused', async () => {
		const parts = await Promise.all(ages(0, 30).map((age) => anyOf([age], true)));
		expect(() => split(group('all', ...parts))).toThrow(refusal(/parts/));
		const bare: Condition = { kind: 'exists', path: await reverseOf('[Activity:Contact]'), negated: false };
		expect(() => split(group('all', ...parts, bare))).toThrow(refusal(/parts/));
	});
});
