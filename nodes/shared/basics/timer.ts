/**
 * Signals of the timers that run. In Node 20 a timer whose signal nobody holds may be collected and never fire, whatever
 * listens to signals that depend on it.
 */
const running = new Set<AbortSignal>();

/**
 * Calls `end` once after this many milliseconds. Returns what stops the timer: Node clears the timer of a signal that nobody
 * holds. Community nodes must not use `setTimeout`, but `AbortSignal.timeout` is allowed. It does not keep a process alive,
 * which an n8n server does by itself.
 */
export function startTimer(ms: number, end: () => void): () => void {
	const signal = AbortSignal.timeout(Math.ceil(ms));
	const stop = () => {
		running.delete(signal);
		signal.removeEventListener('abort', onEnd);
	};
	const onEnd = () => {
		stop();
		end();
	};
	running.add(signal);
	signal.addEventListener('abort', onEnd);
	return stop;
}

/** The outcome of the work, or of `over` when the work takes longer than this many milliseconds. The work continues then. */
export async function within<T>(work: Promise<T>, ms: number, over: () => T): Promise<T> {
	let stop = () => {};
	const end = new Promise<void>((resolve) => {
		stop = startTimer(ms, resolve);
	});
	return await Promise.race([work, end.then(over)]).finally(stop);
}
