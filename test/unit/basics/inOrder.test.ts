import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';

import { inOrder, readAhead } from '../../../nodes/shared/basics/inOrder';

async function* given<T>(values: readonly T[]): AsyncGenerator<T> {
	for (const value of values) yield await Promise.resolve(value);
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
	const found: T[] = [];
	for await (const value of values) found.push(value);
	return found;
}

it('results come in the order of the values, with no more at the same time than allowed', async () => {
	const delays = fc.array(fc.nat({ max: 4 }), { maxLength: 20 });
	await fc.assert(
		fc.asyncProperty(delays, fc.integer({ min: 1, max: 5 }), async (values, atOnce) => {
			let [running, most] = [0, 0];
			const results = inOrder(given(values), atOnce, async (ms) => {
				most = Math.max(most, ++running);
				await sleep(ms);
				running--;
				return ms;
			});
			expect(await all(results)).toEqual(values);
			expect(most).toBeLessThanOrEqual(atOnce);
		}),
		{ numRuns: 30 },
	);
});

it('several are processed at the same time', async () => {
	let running = 0;
	const results = inOrder(given([1, 2, 3, 4]), 4, async () => {
		running++;
		while (running < 4) await sleep(1);
		return running;
	});
	expect(await all(results)).toEqual([4, 4, 4, 4]);
});

it('a failure comes where its result would have come, and ends the rest', async () => {
	const begun: number[] = [];
	const results = inOrder(given([1, 2, 3, 4, 5, 6]), 2, async (value) => {
		begun.push(value);
		await sleep(1);
		if (value === 3) throw new Error('three');
		return value;
	});
	const found: number[] = [];
	await expect(
		(async () => {
			for await (const result of results) found.push(result);
		})(),
	).rejects.toThrow('three');
	expect(found).toEqual([1, 2]);
	expect(begun.length).toBeLessThan(6);
});

it('a reader that stops ends the source, and waits for what was begun', async () => {
	let [ended, running] = [false, 0];
	const source = (async function* () {
		try {
			for (let value = 0; ; value++) yield await Promise.resolve(value);
		} finally {
			ended = true;
		}
	})();
	const results = inOrder(readAhead(source), 3, async (value) => {
		running++;
		await sleep(5);
		running--;
		return value;
	});
	for await (const value of results) if (value === 4) break;
	expect([ended, running]).toEqual([true, 0]);
});

it('the next value is asked for while one is used, and no further one', async () => {
	let asked = 0;
	const source = (async function* () {
		for (let value = 0; value < 4; value++) {
			asked++;
			yield await Promise.resolve(value);
		}
	})();
	const seen: number[] = [];
	for await (const _ of readAhead(source)) {
		await sleep(2);
		seen.push(asked);
	}
	expect(seen).toEqual([2, 3, 4, 4]);
	const failing = (async function* () {
		yield await Promise.resolve(1);
		throw new Error('later');
	})();
	await expect(all(readAhead(failing))).rejects.toThrow('later');
});
