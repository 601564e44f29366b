/** Numbers that look random and are the same in every run (mulberry32). */
export class Random {
	constructor(private state: number) {}

	/** 0 up to, not including, 1. */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	}

	int(from: number, to: number): number {
		return from + Math.floor(this.next() * (to - from + 1));
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	pick<T>(list: readonly T[]): T {
		const item = list[Math.floor(this.next() * list.length)];
		if (item === undefined) throw new Error('Nothing to pick from.');
		return item;
	}

	guid(): string {
		const part = (length: number) =>
			Array.from({ length }, () => Math.floor(this.next() * 16).toString(16)).join('');
		return `${part(8)}-${part(4)}-4${part(3)}-8${part(3)}-${part(12)}`;
	}
}
