import { jsonText } from '../../basics/exactNumber';

/**
 * The size of a request that the way to a site accepts, learned in a run: a gateway refuses a body above its limit, which is
 * 1 MB by default at nginx, and does not say what the limit is (contract 14 I).
 */
export class BodySizes<W> {
	/** In bytes. */
	private most = Infinity;

	/** `sizeOf` returns the bytes that a value takes in the body of a request. */
	constructor(private readonly sizeOf: (value: W) => number) {}

	/** Consecutive pieces that are not known to be too large. A value that is too large by itself is a piece alone. */
	pack(values: readonly W[]): W[][] {
		// Nothing is measured before something was refused.
		if (this.most === Infinity) return values.length > 0 ? [[...values]] : [];
		const pieces: W[][] = [];
		let room = 0;
		for (const value of values) {
			const size = this.sizeOf(value);
			const last = pieces.at(-1);
			if (last && size <= room) last.push(value);
			else {
				pieces.push([value]);
				room = this.most;
			}
			room -= size;
		}
		return pieces;
	}

	/** Remembers that these values were too large together: half of them is the most from now on. */
	refuse(values: readonly W[]): void {
		this.most = Math.min(this.most, this.together(values) / 2);
	}

	together(values: readonly W[]): number {
		return values.reduce((sum, value) => sum + this.sizeOf(value), 0);
	}
}

/** The bytes of a value as JSON. */
export function bytesOf(value: unknown): number {
	return Buffer.byteLength(jsonText(value));
}
