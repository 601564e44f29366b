/** The outcome of an operation as a value, for code that continues after some errors and not after others. */
export type Attempt<T> =
	{ readonly done: true; readonly value: T } | { readonly done: false; readonly error: unknown };

/** Waits for a promise and returns its outcome instead of throwing. */
export async function attempt<T>(work: Promise<T>): Promise<Attempt<T>> {
	return await work.then(
		(value): Attempt<T> => ({ done: true, value }),
		(error: unknown): Attempt<T> => ({ done: false, error }),
	);
}
