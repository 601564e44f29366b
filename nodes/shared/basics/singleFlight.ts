/**
 * Work that several callers may want at the same time, done once by key. A failure reaches all callers that wait, and none
 * that come later. Work that several runs share must not end with one of them: see `Connection.outliving` and
 * `orCancelled`.
 */
export class SingleFlight<T> {
	private readonly underWay = new Map<string, Promise<T>>();

	/** Joins the work under way, or starts it. */
	of(key: string, work: () => Promise<T>): Promise<T> {
		const known = this.underWay.get(key);
		if (known) return known;
		const pending = work().finally(() => this.underWay.delete(key));
		this.underWay.set(key, pending);
		return pending;
	}
}
