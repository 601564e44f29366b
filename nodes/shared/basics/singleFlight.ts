import { orCancelled } from './wait';

/** Work that several runs may want at the same time, done once by key. A failure reaches all callers that wait, and none that come later. */
export class SingleFlight<T> {
	private readonly underWay = new Map<string, Promise<T>>();

	/**
	 * Joins the work under way, or starts it. The signal ends the waiting only: `work` is given a signal that never fires,
	 * since another run may wait for the outcome when this one is cancelled.
	 */
	async of(key: string, work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
		return await orCancelled(this.underWay.get(key) ?? this.start(key, work), signal);
	}

	private start(key: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
		// One of its own for each piece of work: a single one for the whole process would gather listeners.
		const pending = work(new AbortController().signal).finally(() => this.underWay.delete(key));
		this.underWay.set(key, pending);
		return pending;
	}
}
