import { CreatioError } from './errors';

/**
 * Waits, or rejects with kind `cancelled` as soon as the signal fires. Community nodes must not use timers, but
 * `AbortSignal.timeout` is allowed. It does not keep a process alive, which an n8n server does by itself.
 */
export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
	const deadline = AbortSignal.timeout(Math.ceil(ms));
	const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
	await new Promise<void>((resolve) => {
		if (either.aborted) resolve();
		else either.addEventListener('abort', () => resolve(), { once: true });
	});
	if (signal?.aborted) throw new CreatioError('cancelled', 'The execution was canceled');
}

/** Waits for work that is shared with other callers: a cancelled caller stops waiting, and the work continues. */
export async function orCancelled<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return await work;
	let stop = () => {};
	const cancelled = new Promise<never>((_, reject) => {
		stop = () => reject(new CreatioError('cancelled', 'The execution was canceled'));
	});
	if (signal.aborted) stop();
	signal.addEventListener('abort', stop, { once: true });
	return await Promise.race([work, cancelled]).finally(() => signal.removeEventListener('abort', stop));
}
