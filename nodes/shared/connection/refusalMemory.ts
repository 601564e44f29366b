import { attempt } from '../basics/attempt';
import { type CreatioError, type ErrorKind, isCreatioError } from '../basics/errors';
import { within } from '../basics/timer';
import type { Caller } from './authorizer';

/** How long a refused sign-in is refused without asking again: the server may count attempts (contract 1.6). */
const MEMORY_MS = 30_000;

/** In unattended runs, each further refusal of a password is remembered for this many times longer, up to six hours. */
const GROWTH = 10;

const LONGEST_MEMORY_MS = 6 * 3_600_000;

/** Refusals that a second attempt with the same credential would only repeat. */
const FINAL: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['credentials', 'licence', 'passwordExpired']);

interface Refusal {
	readonly error: CreatioError;
	/** Identifies the run that was refused. */
	readonly run: Caller['meter'];
	/** Milliseconds as of `Date.now()`. */
	readonly since: number;
	/** How often in a row. */
	readonly times: number;
}

/**
 * The last refusal of a credential. A rule of the site, such as a limit of sessions, says nothing about the credential: it is
 * remembered only for the other items of the same run. An outage is not remembered.
 */
export class RefusalMemory {
	private last: Refusal | undefined;
	/** The sign-in under way. */
	private turn: Promise<unknown> | undefined;

	/** `grows`: whether accounts get locked by further attempts, so that unattended runs make them more and more rarely. */
	constructor(private readonly grows: boolean) {}

	/**
	 * Signs in, one session after the other, so that a wrong password is sent once. Rejects with the last refusal while it is
	 * remembered. A caller waits for others no longer than its own timeout.
	 */
	async inTurn<T>(
		{ unattended, timeoutMs, meter }: Pick<Caller, 'unattended' | 'timeoutMs' | 'meter'>,
		signIn: () => Promise<T>,
	): Promise<T> {
		const before = this.turn;
		const signedIn = (async () => {
			if (before) await within(before, timeoutMs, () => undefined);
			this.check(meter, unattended);
			const outcome = await attempt(signIn());
			if (!outcome.done) {
				this.noteFailure(outcome.error, meter);
				throw outcome.error;
			}
			this.last = undefined;
			return outcome.value;
		})();
		const turn = attempt(signedIn);
		this.turn = turn;
		void turn.then(() => {
			if (this.turn === turn) this.turn = undefined;
		});
		return await signedIn;
	}

	/** Throws the last refusal while it is remembered. `isUnattended`: the run repeats on a schedule. */
	private check(run: Caller['meter'], isUnattended: boolean): void {
		const { last } = this;
		if (!last || (isRule(last.error) && last.run !== run)) return;
		if (Date.now() < last.since + this.memoryOf(last, isUnattended)) throw last.error;
	}

	private noteFailure(error: unknown, run: Caller['meter']): void {
		if (!isCreatioError(error) || !FINAL.has(error.kind)) return;
		const before = this.last?.times ?? 0;
		this.last = { error, run, since: Date.now(), times: isRule(error) ? before : before + 1 };
	}

	/** A licence or a new password is given by others, so waiting longer for it would help nobody. */
	private memoryOf({ error, times }: Refusal, isUnattended: boolean): number {
		if (!this.grows || !isUnattended || error.kind !== 'credentials' || isRule(error)) return MEMORY_MS;
		return Math.min(LONGEST_MEMORY_MS, MEMORY_MS * GROWTH ** (times - 1));
	}
}

function isRule({ reason }: CreatioError): boolean {
	return reason === 'signInRule';
}
