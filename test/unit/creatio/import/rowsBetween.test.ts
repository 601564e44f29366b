import fc from 'fast-check';

import { rowsBetween } from '../../../../nodes/shared/creatio/import/rowsBetween';

async function* rowsOf(numbers: readonly number[]) {
	for (const number of numbers) yield { number, values: {}, source: [] };
}

const numbersOf = async (numbers: readonly number[], from: number, most: number) => {
	const found: number[] = [];
	for await (const row of rowsBetween(rowsOf(numbers), { from, most })) found.push(row.number);
	return found;
};

describe('a part of the rows', () => {
	it('begins with the first row where none is named, and ends where the numbers do', async () => {
		expect(await numbersOf([2, 3, 4, 6], 1, 3)).toEqual([2, 3, 4]);
		expect(await numbersOf([2, 3, 4, 6], 3, 3)).toEqual([3, 4]);
		expect(await numbersOf([2, 3, 4, 6], 1, Infinity)).toEqual([2, 3, 4, 6]);
	});

	it('parts that follow each other have every row once, whatever rows are left out between', async () => {
		const gaps = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 60 });
		await fc.assert(
			fc.asyncProperty(gaps, fc.integer({ min: 1, max: 20 }), async (steps, size) => {
				const numbers: number[] = [];
				for (const step of steps) numbers.push((numbers.at(-1) ?? 1) + step);
				const found: number[] = [];
				for (let from = 2; from <= (numbers.at(-1) ?? 0); from += size)
					found.push(...(await numbersOf(numbers.slice(0), from, size)));
				// The first part begins with the first row, wherever that is.
				expect([...new Set(found)]).toEqual(numbers);
			}),
		);
	});
});
