import { inRounds, untilStopped } from '../../../nodes/shared/basics/parallel';

describe('rounds', () => {
	it('have each key once, in its order; what has no key is in the first', () => {
		const values = ['a1', 'a2', 'b1', '-', 'a3', '-'];
		const keyOf = (value: string) => (value === '-' ? undefined : value[0]);
		expect(inRounds(values, keyOf)).toEqual([['a1', 'b1', '-', '-'], ['a2'], ['a3']]);
	});
});

describe('work until a result stops it', () => {
	it('begins nothing after that, and lets what is under way end', async () => {
		const begun: number[] = [];
		const work = async (value: number) => {
			begun.push(value);
			await new Promise(setImmediate);
			return value;
		};
		const results = await untilStopped([1, 2, 3, 4, 5], 2, work, (result) => result === 1);
		expect([begun, results]).toEqual([
			[1, 2],
			[1, 2, undefined, undefined, undefined],
		]);
	});
});
