import { pauseBeforeRepeat } from '../../connection/retry';
import type { Connection } from '../../connection/serviceCall';

/**
 * How often a file is begun anew, however far each attempt comes: what spoils that many attempts, such as a gateway that
 * delivers chunks twice, spoils further ones too.
 */
const MOST_RESTARTS = 20;

/** Limits what is sent again of one file: `retries` times without coming further than before. */
export class Effort {
	private withoutProgress = 0;
	private restarts = 0;
	private best = 0;

	constructor(
		private readonly connection: Connection,
		private readonly retries: number,
	) {}

	/** Notes that the site has the bytes before a position. */
	reached(position: number): void {
		if (position <= this.best) return;
		this.best = position;
		this.withoutProgress = 0;
	}

	/** Waits before something is sent again. Throws the error of what failed where the limit is reached. */
	async beforeRepeat(error: unknown): Promise<void> {
		if (this.withoutProgress >= this.retries) throw error;
		await pauseBeforeRepeat(this.connection, this.withoutProgress++, error);
	}

	/** The same before the file is begun anew. */
	async beforeRestart(error: unknown): Promise<void> {
		if (this.restarts++ >= MOST_RESTARTS) throw error;
		await this.beforeRepeat(error);
	}
}
