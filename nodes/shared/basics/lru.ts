export interface LruLimits<T> {
	/** Counts towards the most that a store holds; 1 when left out. */
	readonly weightOf?: (value: T) => number;
	/** Time to live, milliseconds from when the value was set; forever when left out. */
	readonly ageMs?: number;
	/** Called for every value that leaves the store: dropped, expired, deleted or replaced. */
	readonly onEvict?: (value: T) => void;
}

interface Entry<T> {
	readonly value: T;
	readonly weight: number;
	/** Milliseconds as of `Date.now()`. */
	readonly until: number;
}

/**
 * Bounded store of values by key; the least recently used one is dropped first. The value that was set last stays even if
 * it is heavier than all of the store may be.
 */
export class LeastRecentlyUsed<T> {
	/** In the order of use. */
	private readonly entries = new Map<string, Entry<T>>();
	private weight = 0;

	/** `most`: the weight of all values together, which is their number when no weight is given. */
	constructor(
		private readonly most: number,
		private readonly limits: LruLimits<T> = {},
	) {}

	/** The value of a key; created when it is missing. */
	of(key: string, make: () => T): T {
		const known = this.get(key);
		if (known !== undefined) return known;
		const value = make();
		this.set(key, value);
		return value;
	}

	get(key: string): T | undefined {
		const entry = this.entries.get(key);
		if (!entry) return undefined;
		if (Date.now() >= entry.until) {
			this.delete(key);
			return undefined;
		}
		this.entries.delete(key);
		this.entries.set(key, entry);
		return entry.value;
	}

	set(key: string, value: T): void {
		const { weightOf, ageMs = Infinity } = this.limits;
		if (this.entries.get(key)?.value === value) this.forget(key);
		else this.delete(key);
		const entry = { value, weight: weightOf?.(value) ?? 1, until: Date.now() + ageMs };
		this.entries.set(key, entry);
		this.weight += entry.weight;
		for (const oldest of this.entries.keys()) {
			if (this.weight <= this.most || oldest === key) return;
			this.delete(oldest);
		}
	}

	delete(key: string): void {
		const entry = this.forget(key);
		if (entry) this.limits.onEvict?.(entry.value);
	}

	private forget(key: string): Entry<T> | undefined {
		const entry = this.entries.get(key);
		this.entries.delete(key);
		this.weight -= entry?.weight ?? 0;
		return entry;
	}
}
