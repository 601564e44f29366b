import { attempt } from './attempt';
import { isCreatioError } from './errors';
import { LeastRecentlyUsed } from './lru';

/** Outcomes that are kept: a file may have more texts than memory should hold. Work for one that was dropped is done again. */
const MOST_KEPT = 20_000;

/**
 * Work that several callers may want, done once by key. A failure reaches all callers that wait, but not a timeout: that is
 * the limit of the caller who started the work, so the next one starts it again. Work that several runs share must not
 * end with one of them: see `Connection.outliving` and `orCancelled`.
 */
export class SingleFlight<T> {
	private readonly flights: LeastRecentlyUsed<Promise<T>>;

	/**
	 * `forgotten`: callers that come when the work is done start it again. `kept`: they get the same outcome for as long as
	 * this exists, for the questions of one run, of which the last 20,000 are kept; of failures only those of what was asked for (kind `input`), since any other
	 * may have passed.
	 */
	constructor(private readonly outcomes: 'forgotten' | 'kept' = 'forgotten') {
		this.flights = new LeastRecentlyUsed(outcomes === 'kept' ? MOST_KEPT : Infinity);
	}

	/** Joins the work, or starts it. `limited` ends the wait of a caller that joins when its own time is over. */
	async of(
		key: string,
		work: () => Promise<T>,
		limited: (joined: Promise<T>) => Promise<T> = async (joined) => await joined,
	): Promise<T> {
		return await (this.flights.get(key) ? limited(this.join(key, work)) : this.start(key, work));
	}

	private async join(key: string, work: () => Promise<T>): Promise<T> {
		for (;;) {
			const flight = this.flights.get(key);
			if (!flight) return await this.start(key, work);
			const outcome = await attempt(flight);
			if (outcome.done) return outcome.value;
			if (!isCreatioError(outcome.error) || outcome.error.kind !== 'timeout') throw outcome.error;
		}
	}

	private async start(key: string, work: () => Promise<T>): Promise<T> {
		const flight = work().then(
			(value) => {
				if (this.outcomes === 'forgotten') this.flights.delete(key);
				return value;
			},
			(error: unknown) => {
				const isDefinite = isCreatioError(error) && error.kind === 'input';
				if (this.outcomes === 'forgotten' || !isDefinite) this.flights.delete(key);
				throw error;
			},
		);
		this.flights.set(key, flight);
		return await flight;
	}
}
