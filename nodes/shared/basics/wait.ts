import { CreatioError } from './errors';
import { startTimer } from './timer';

/** Throws an error of kind `cancelled` when the signal has fired. */
export function refuseIfCancelled(signal: AbortSignal | undefined): void {
	if (signal?.aborted) throw cancelled();
}

/** Waits this many milliseconds, or rejects with kind `cancelled` as soon as the signal fires. */
export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
	let stop = () => {};
	const passed = new Promise<void>((resolve) => {
		stop = startTimer(ms, resolve);
	});
	await orCancelled(passed, signal).finally(stop);
}

/** Waits for work that is shared with other callers: a cancelled caller stops waiting, and the work continues. */
export async function orCancelled<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return await work;
	let forget = () => {};
	const ended = new Promise<never>((_, reject) => {
		const stop = () => reject(cancelled());
		if (signal.aborted) stop();
		else forget = onAbort(signal, stop);
	});
	return await Promise.race([work, ended]).finally(forget);
}

/** What is done when a signal fires. One listener does all of it: Node 20 warns of a leak from the eleventh on. */
const actions = new WeakMap<AbortSignal, Set<() => void>>();

/** Calls `act` when the signal fires, unless the returned function is called before. */
export function onAbort(signal: AbortSignal, act: () => void): () => void {
	const all = actions.get(signal) ?? listen(signal);
	all.add(act);
	return () => {
		all.delete(act);
		if (all.size > 0) return;
		signal.removeEventListener('abort', fire);
		actions.delete(signal);
	};
}

function listen(signal: AbortSignal): Set<() => void> {
	const all = new Set<() => void>();
	actions.set(signal, all);
	signal.addEventListener('abort', fire);
	return all;
}

function fire(this: AbortSignal): void {
	actions.get(this)?.forEach((act) => act());
}

function cancelled(): CreatioError {
	return new CreatioError('cancelled', 'The execution was canceled');
}
