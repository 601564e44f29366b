/**
 * Work that several callers may want, done once by key. A failure reaches all callers that wait. Work that several
 * runs share must not end with one of them: see `Connection.outliving` and `orCancelled`.
 */
export class SingleFlight<T> {
	private readonly flights = new Map<string, Promise<T>>();

	/**
	 * `forgotten`: callers that come when the work is done start it again. `kept`: they get the same outcome, also a
	 * failure, for as long as this exists; for the questions of one run.
	 */
	constructor(private readonly outcomes: 'forgotten' | 'kept' = 'forgotten') {}

	/** Joins the work, or starts it. */
	of(key: string, work: () => Promise<T>): Promise<T> {
		const known = this.flights.get(key);
		if (known) return known;
		const flight = this.outcomes === 'kept' ? work() : work().finally(() => this.flights.delete(key));
		this.flights.set(key, flight);
		return flight;
	}
}
