/**
 * Processes values, several at a time, and yields the results in the order of the values. No more results are in memory than are
 * processed at a time: what takes them decides how fast it goes. Ends with the first failure.
 */
export async function* inOrder<T, R>(
	values: AsyncIterable<T>,
	atOnce: number,
	work: (value: T) => Promise<R>,
): AsyncGenerator<R> {
	const running: Array<Promise<R>> = [];
	try {
		for await (const value of values) {
			running.push(watched(work(value)));
			if (running.length >= atOnce) yield await nextOf(running);
		}
		while (running.length > 0) yield await nextOf(running);
	} finally {
		// What was begun is not left behind, so that no request goes on after the run.
		await Promise.allSettled(running);
	}
}

/** Yields the same values, and asks for the next one while a value is used. */
export async function* readAhead<T>(values: AsyncIterable<T>): AsyncGenerator<T> {
	const source = values[Symbol.asyncIterator]();
	let next = watched(source.next());
	try {
		for (;;) {
			const { done, value } = await next;
			if (done) return;
			next = watched(source.next());
			yield value;
		}
	} finally {
		await Promise.allSettled([next]);
		await source.return?.();
	}
}

/** A failure is reported when the result is awaited, and does not end the process before. */
function watched<T>(work: Promise<T>): Promise<T> {
	work.catch(() => {});
	return work;
}

async function nextOf<R>(running: Array<Promise<R>>): Promise<R> {
	const result = await running[0];
	running.shift();
	return result as R;
}
