/** How often the clock is looked at while something is due: a test's clock may jump. Milliseconds. */
const LOOK_EVERY = 100;

interface Due {
	time: number;
	work: () => void;
}

/** Work that is due at a time of the site's clock. It is done by a timer, or by `settle`, whichever is first. */
export class Timeline {
	private due: Due[] = [];
	private timer: NodeJS.Timeout | undefined;

	constructor(private readonly clock: () => Date) {}

	/** Does the work once, `ms` from now. */
	after(ms: number, work: () => void): void {
		this.due.push({ time: this.clock().getTime() + ms, work });
		this.due.sort((one, other) => one.time - other.time);
		this.arm();
	}

	/** Does all that is due by now, in order. */
	settle(): void {
		while (this.due[0] !== undefined && this.due[0].time <= this.clock().getTime()) this.due.shift()?.work();
		this.arm();
	}

	/** Forgets what is left. */
	close(): void {
		this.due = [];
		clearTimeout(this.timer);
	}

	private arm(): void {
		clearTimeout(this.timer);
		const next = this.due[0];
		if (next === undefined) return;
		const left = Math.max(0, next.time - this.clock().getTime());
		this.timer = setTimeout(() => this.settle(), Math.min(left, LOOK_EVERY)).unref();
	}
}
