import { within } from './timer';

/** Bytes that may wait until they are read. */
const MOST_WAITING = 1_048_576;

/** Whoever stores a stream may take long silence for a broken one: n8n waits five minutes by default. */
const LONGEST_SILENCE_MS = 60_000;

/**
 * Takes pieces from one that writes them, and gives them to one that reads them. The writer waits while much is unread, so that what a slow
 * reader has not taken does not fill the memory.
 */
export class Outbox {
	private readonly waiting: Uint8Array[] = [];
	private size = 0;
	private isEnded = false;
	private isLeft = false;
	private wake = () => {};
	private changed = this.nextChange();

	constructor(private readonly longestSilenceMs = LONGEST_SILENCE_MS) {}

	/** Resolves when there is room for another piece, or nobody reads them any more. */
	async push(piece: Uint8Array): Promise<void> {
		if (this.isLeft) return;
		this.waiting.push(piece);
		this.size += piece.length;
		this.notify();
		while (this.size > MOST_WAITING && !this.isLeft) await this.changed;
	}

	end(): void {
		this.isEnded = true;
		this.notify();
	}

	/** Read once. Where nothing comes for a minute, a piece without bytes does. */
	async *pieces(): AsyncGenerator<Uint8Array> {
		try {
			for (;;) {
				const piece = this.waiting.shift();
				if (piece) {
					this.size -= piece.length;
					this.notify();
					yield piece;
				} else if (this.isEnded) return;
				else if (await this.isSilent()) yield new Uint8Array();
			}
		} finally {
			this.isLeft = true;
			this.notify();
		}
	}

	private async isSilent(): Promise<boolean> {
		const change = this.changed.then(() => false);
		return await within(change, this.longestSilenceMs, () => true);
	}

	private notify(): void {
		const { wake } = this;
		this.changed = this.nextChange();
		wake();
	}

	private async nextChange(): Promise<void> {
		await new Promise<void>((resolve) => {
			this.wake = resolve;
		});
	}
}
