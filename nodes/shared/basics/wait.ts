import { CreatioError } from './errors';

/** Throws an error of kind `cancelled` when the signal has fired. */
export function refuseIfCancelled(signal: AbortSignal | undefined): void {
	if (signal?.aborted) throw cancelled();
}

/**
 * Waits, or rejects with kind `cancelled` as soon as the signal fires. Community nodes must not use timers, but
 * `AbortSignal.timeout` is allowed. It does not keep a process alive, which an n8n server does by itself.
 */
export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
	const passed = new Promise<void>((resolve) => {
		// A separate listener: in Node 20 a timeout that only `AbortSignal.any` listens to may be collected and never fire.
		AbortSignal.timeout(Math.ceil(ms)).addEventListener('abort', () => resolve(), { once: true });
	});
	await orCancelled(passed, signal);
}

/** Waits for work that is shared with other callers: a cancelled caller stops waiting, and the work continues. */
export async function orCancelled<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return await work;
	let stop = () => {};
	const ended = new Promise<never>((_, reject) => {
		stop = () => reject(cancelled());
	});
	if (signal.aborted) stop();
	signal.addEventListener('abort', stop, { once: true });
	return await Promise.race([work, ended]).finally(() => signal.removeEventListener('abort', stop));
}

function cancelled(): CreatioError {
	return new CreatioError('cancelled', 'The execution was canceled');
}
