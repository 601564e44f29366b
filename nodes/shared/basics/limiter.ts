/** Lets a limited number of pieces of work run at the same time; the others wait for their turn, in their order. */
export class Limiter {
	private running = 0;
	private readonly waiting: Array<() => void> = [];

	constructor(private readonly most: number) {}

	async run<T>(work: () => Promise<T>): Promise<T> {
		if (this.running < this.most) this.running++;
		else await new Promise<void>((begin) => this.waiting.push(begin));
		try {
			return await work();
		} finally {
			const next = this.waiting.shift();
			// It takes over the place of this one.
			if (next) next();
			else this.running--;
		}
	}
}
