import { createHash } from 'node:crypto';

/** A key that does not reveal what it was made from. */
export function secretKey(...parts: readonly unknown[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Bounded store of values by key; the least recently used one is dropped first. */
export class LeastRecentlyUsed<T> {
	private readonly values = new Map<string, T>();

	constructor(private readonly most: number) {}

	/** The value of a key; created when it is missing. */
	of(key: string, make: () => T): T {
		const value = this.values.get(key) ?? make();
		this.set(key, value);
		return value;
	}

	get(key: string): T | undefined {
		return this.values.get(key);
	}

	set(key: string, value: T): void {
		// Deleted and set again, so that the order of the map is the order of use.
		this.values.delete(key);
		this.values.set(key, value);
		const [oldest] = this.values.keys();
		if (this.values.size > this.most && oldest !== undefined) this.values.delete(oldest);
	}

	delete(key: string): void {
		this.values.delete(key);
	}
}
