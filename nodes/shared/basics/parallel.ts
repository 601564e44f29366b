/** Processes values, several at a time, and returns the results in the order of the values. */
export async function inParallel<T, R>(
	values: readonly T[],
	atOnce: number,
	work: (value: T, index: number) => Promise<R>,
): Promise<R[]> {
	const results = new Array<R>(values.length);
	const next = values.entries();
	const worker = async () => {
		for (const [index, value] of next) results[index] = await work(value, index);
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, values.length) }, worker));
	return results;
}

/** Does the same until a result stops it. The result of a value that was not started then is `undefined`. */
export async function untilStopped<T, R>(
	values: readonly T[],
	atOnce: number,
	work: (value: T) => Promise<R>,
	isStop: (result: R) => boolean,
): Promise<Array<R | undefined>> {
	let isStopped = false;
	return await inParallel(values, atOnce, async (value) => {
		if (isStopped) return undefined;
		const result = await work(value);
		isStopped ||= isStop(result);
		return result;
	});
}

/** Consecutive pieces of at most `size` values. */
export function chunks<T>(values: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
		values.slice(index * size, (index + 1) * size),
	);
}

/** Groups values by key and keeps their order. */
export function grouped<T, K>(values: Iterable<T>, keyOf: (value: T) => K): Map<K, T[]> {
	const groups = new Map<K, T[]>();
	for (const value of values) {
		const key = keyOf(value);
		const group = groups.get(key);
		// Pushed, not copied: there may be tens of thousands of values.
		if (group) group.push(value);
		else groups.set(key, [value]);
	}
	return groups;
}

/**
 * Splits values into rounds in which no key occurs twice, each value in the earliest round that keeps the order of its
 * key: writes of one record are done one after the other, all others in parallel.
 * Values without a key are in the first round.
 */
export function inRounds<T>(values: readonly T[], keyOf: (value: T) => string | undefined): T[][] {
	const rounds: T[][] = [];
	const used = new Map<string, number>();
	for (const value of values) {
		const key = keyOf(value);
		const round = key === undefined ? 0 : (used.get(key) ?? 0);
		if (key !== undefined) used.set(key, round + 1);
		(rounds[round] ??= []).push(value);
	}
	return rounds;
}
