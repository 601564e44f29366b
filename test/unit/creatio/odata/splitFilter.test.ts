import fc from 'fast-check';

import type { Condition } from '../../../../nodes/shared/creatio/conditions/tree';
import { compileFilter } from '../../../../nodes/shared/creatio/odata/filterText';
import { splitFilter } from '../../../../nodes/shared/creatio/odata/splitFilter';
import { context, pathOf, reverseOf } from '../dataservice/fakes';
import { odata4 } from '../../../../nodes/shared/creatio/odata4/odata4';

const dialect = { clock: context.clock, protocol: odata4, emptyLookup: 'navigation' } as const;
const split = (condition: Condition, room = 1) => {
	const { filters, disjoint } = splitFilter(condition, dialect, room);
	return { filters: filters.map((filter) => filter?.text), disjoint };
};

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

	it.each([
		[0, 20],
		[1, 19],
		[3, 16],
	])('is split as soon as %i comparisons do not fit beside it', async (room, most) => {
		expect(split(await anyOf(ages(0, most)), room).filters).toHaveLength(1);
		expect(split(await anyOf(ages(0, most + 1)), room).filters).toHaveLength(2);
	});

	it('that cannot be split may leave less room', async () => {
		expect(split(await anyOf(ages(0, 20), true)).filters).toHaveLength(1);
		await expect(async () => split(await anyOf(ages(0, 21), true))).rejects.toThrow(refusal(/104 parts/));
	});

	it('is not split for its length, which a batch does not limit', async () => {
		expect(split(await names('a'.repeat(100_000), 'b')).filters).toHaveLength(1);
	});
});

describe('a list of values', () => {
	it('is split into parts that share nothing, in order', async () => {
		const { filters, disjoint } = split(await anyOf(ages(10, 40)));
		expect(disjoint).toBe(true);
		expect(filters.map((text) => numbersIn(text).length)).toEqual([19, 19, 2]);
		expect(filters.flatMap(numbersIn)).toEqual(ages(10, 40));
	});

	it('keeps values of one key together, since they match the same records', async () => {
		const same = (count: number) =>
			ages(0, count).map((bits) =>
				[...'abcdef'].map((c, i) => ((bits >> i) & 1 ? c.toUpperCase() : c)).join(''),
			);
		const { filters, disjoint } = split(await names('x', ...same(15)));
		expect(filters).toEqual(["Name eq 'x'", expect.not.stringContaining("'x'")]);
		expect(disjoint).toBe(true);
		const padded = split(await names('x', 'x ', 'X', ...ages(0, 15).map((age) => `y${age}`)));
		expect(padded.filters[0]).toContain("Name eq 'x' or Name eq 'x ' or Name eq 'X'");
		expect(padded.filters[1]).not.toContain("'x");
		// More than fit into one filter: then records match several parts.
		const many = split(await names('x', ...same(20)));
		expect(many.filters).toHaveLength(3);
		expect(many.disjoint).toBe(false);
	});

	it('of values to exclude is not split', async () => {
		const condition = await anyOf(ages(0, 40), true);
		expect(() => split(condition)).toThrow(refusal(/\d+ parts/));
	});

	it('of one value is not split', async () => {
		const wide = group('all', await anyOf(ages(0, 25), true), await names('x'));
		expect(() => split(wide)).toThrow(refusal(/parts/));
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
		expect(filters.flatMap(numbersIn)).toEqual(ages(0, 50));
		expect(filters).toHaveLength(5);
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
		expect(filters.map((text) => numbersIn(text).length - 2)).toEqual([16, 8]);
		for (const text of filters)
			expect(text).toMatch(/^\(\(Age eq 901 or Age eq 902\) and \(.*\) and Age ne 7\)$/);
	});

	it('is split at related records with long lists, whose size counts', async () => {
		const exists: Condition = {
			kind: 'exists',
			path: await reverseOf('[Activity:Contact]'),
			negated: false,
			condition: {
				kind: 'anyOf',
				path: await pathOf('Duration', 'Activity'),
				values: ages(0, 17).map((value) => ({ type: 'integer', value })),
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
		const fixed = await anyOf(ages(100, 17), true);
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

	it('of two long lists is split at both, and each pair is in one part', async () => {
		const condition = group(
			'all',
			await anyOf(ages(0, 40)),
			await names(...ages(0, 40).map((age) => `n${age}`)),
		);
		const { filters, disjoint } = split(condition);
		expect(disjoint).toBe(true);
		expect(filters.length).toBeLessThanOrEqual(40);
		for (const [age, name] of [
			[0, 'n0'],
			[39, 'n0'],
			[17, 'n39'],
		] as const) {
			const has = (text = '') => numbersIn(text).includes(age) && text.includes(`'${name}'`);
			expect(filters.filter(has)).toHaveLength(1);
		}
	});
});
