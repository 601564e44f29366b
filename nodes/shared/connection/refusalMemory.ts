import { type CreatioError, type ErrorKind, isCreatioError } from '../basics/errors';

/** How long a refused sign-in is refused without asking again: the server may count attempts (contract 1.6). */
const MEMORY_MS = 30_000;

/** In unattended runs, each further refusal of a password is remembered for this many times longer, up to six hours. */
const GROWTH = 10;

const LONGEST_MEMORY_MS = 6 * 3_600_000;

/** Refusals that a second attempt with the same credential would only repeat. */
const FINAL: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['credentials', 'licence', 'passwordExpired']);

interface Refusal {
	readonly error: CreatioError;
	/** Milliseconds as of `Date.now()`. */
	readonly since: number;
	/** How often in a row. */
	readonly times: number;
}

/**
 * The last refusal of a credential. Nothing else is remembered: a rule of the site, such as a limit of sessions, a gateway
 * or an outage says nothing about the credential.
 */
export class RefusalMemory {
	private last: Refusal | undefined;

	/** `grows`: whether accounts get locked by further attempts, so that unattended runs make them more and more rarely. */
	constructor(private readonly grows: boolean) {}

	/** Throws the last refusal while it is remembered. `isUnattended`: the run repeats on a schedule. */
	check(isUnattended: boolean): void {
		if (this.last && Date.now() < this.last.since + this.memoryOf(this.last, isUnattended))
			throw this.last.error;
	}

	noteFailure(error: unknown): void {
		if (!isCreatioError(error) || !FINAL.has(error.kind) || error.reason === 'signInRule') return;
		this.last = { error, since: Date.now(), times: (this.last?.times ?? 0) + 1 };
	}

	noteSuccess(): void {
		this.last = undefined;
	}

	/** A licence or a new password is given by others, so waiting longer for it would help nobody. */
	private memoryOf({ error, times }: Refusal, isUnattended: boolean): number {
		if (!this.grows || !isUnattended || error.kind !== 'credentials') return MEMORY_MS;
		return Math.min(LONGEST_MEMORY_MS, MEMORY_MS * GROWTH ** (times - 1));
	}
}
