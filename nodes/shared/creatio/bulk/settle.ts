import { attempt, type Attempt } from '../../basics/attempt';
import { type CreatioError, isCreatioError, isPerhapsDone, mayPass } from '../../basics/errors';
import { BodySizes } from './bodySizes';
import { RefusalSearch } from './refusalSearch';
import {
	type Finding,
	impliedBy,
	isDivisible,
	isFinal,
	mayBeDone,
	nextStep,
	type Settlement,
	UNKNOWN,
} from './settlement';

/** How one protocol sends its writes and finds out what became of them. */
export interface WriteChannel<W, R> {
	/**
	 * Sends writes in one request. Returns an outcome for each, in order; `perhapsDone` in an error means that the outcome is
	 * open. Rejects if the request failed as a whole.
	 */
	send(writes: readonly W[]): Promise<ReadonlyArray<Attempt<R>>>;
	settlementOf(write: W): Settlement;
	/** Looks up writes that show something. Returns a finding for each, in order. */
	look(writes: readonly W[]): Promise<ReadonlyArray<Finding<R>>>;
	/** Whether a refusal is what a write gets that was done already, such as "there is a record with this key". */
	saysDone(write: W, error: unknown): boolean;
	/** How often writes are sent again at most. */
	readonly repeats: number;
	/** Waits and takes note before writes are sent again after an error, for the `round`-th time, counted from 0. */
	beforeRepeat(round: number, error: unknown): Promise<void>;
	/** The error of a write that may have been done; it says what to look for. */
	perhapsDone(write: W, error: unknown): unknown;
	/**
	 * Present if all writes of a request are done or none is, so that what is found about one holds for the others.
	 * Returns the result of a write that was done together with one that was found.
	 */
	readonly doneTogether?: (write: W) => R;
	/** Whether writes may be sent in smaller requests than they were given. */
	readonly mayDivide: boolean;
	/** The bytes that a write takes in the body of a request. */
	sizeOf(write: W): number;
	/** Hosts may refuse a body of more bytes without a reason (contract 10.1, 14 G). */
	readonly largestBody: number;
}

/**
 * Sends writes, one request at a time, and settles what may have been done: it looks up what the site shows, sends the others
 * again where that is harmless or known to be necessary, and divides requests that are refused as a whole until it
 * finds the write that causes the refusal. Never does anything twice that is not harmless, and never reports as done
 * what is not. An error with `perhapsDone` means that the outcome could not be found out.
 *
 * One settler serves all requests of a run, which share what was learned about sizes and refusals.
 */
export class Settler<W, R> {
	private readonly sizes: BodySizes<W>;
	private readonly search = new RefusalSearch();

	constructor(private readonly channel: WriteChannel<W, R>) {
		this.sizes = new BodySizes((write) => channel.sizeOf(write));
	}

	/** Sends writes that fit into one request. Returns the outcome of each. */
	async send(writes: readonly W[]): Promise<Map<W, Attempt<R>>> {
		const outcomes = new Map<W, Attempt<R>>();
		const pieces = this.channel.mayDivide ? this.sizes.pack(writes) : [writes];
		for (const piece of pieces) await this.settle(piece, outcomes);
		return outcomes;
	}

	/** Sends writes until the outcome of each is settled. */
	private async settle(writes: readonly W[], outcomes: Outcomes<W, R>): Promise<void> {
		const { channel } = this;
		let sending = writes;
		for (let round = 0; sending.length > 0; round++) {
			const request = await attempt(channel.send(sending));
			for (const [index, write] of sending.entries())
				outcomes.set(write, request.done ? (request.value[index] ?? UNANSWERED) : request);
			const divides = !request.done && this.divides(sending, request.error);
			const mayRepeat = (error: unknown) => divides || round < this.mostRepeats(sending, request, error);
			const again = await this.settleOpen(sending, outcomes, {
				wasAnswered: request.done,
				wasRepeated: round > 0,
				mayRepeat,
			});
			if (divides) {
				const left = sending.filter((write) => again.has(write) || isUndone(outcomes.get(write)));
				return await this.sendDivided(left, again, outcomes, request.error);
			}
			sending = sending.filter((write) => again.has(write));
			const [first] = sending.map((write) => outcomes.get(write));
			if (first?.done === false) await channel.beforeRepeat(round, first.error);
		}
	}

	/** Settles the open writes among those that were sent. Returns the ones to send again. */
	private async settleOpen(
		sent: readonly W[],
		outcomes: Outcomes<W, R>,
		{ wasAnswered, wasRepeated, mayRepeat }: Round,
	): Promise<ReadonlySet<W>> {
		const { channel } = this;
		const failed = sent.flatMap((write) => {
			const outcome = outcomes.get(write);
			if (!outcome || outcome.done) return [];
			const { error } = outcome;
			return [{ write, error, saysDone: channel.saysDone(write, error) }];
		});
		const mayBeDoneByItself = failed.filter(({ write, error, saysDone }) =>
			mayBeDone(error, channel.settlementOf(write), { saysDone, wasRepeated }),
		);
		// What holds for one write of a group holds for all.
		const perhaps = channel.doneTogether && mayBeDoneByItself.length > 0 ? failed : mayBeDoneByItself;
		const busy = wasAnswered ? failed.filter(({ error }) => mayPass(error)) : [];
		const findings = await this.findingsOf(perhaps.map(({ write }) => write));
		const again = new Set<W>();
		for (const one of new Set([...perhaps, ...busy])) {
			const { write, error, saysDone } = one;
			const step = nextStep(
				{
					error,
					saysDone,
					mayBeDone: perhaps.includes(one),
					finding: findings.get(write) ?? UNKNOWN,
					mayRepeat: mayRepeat(error),
					perhapsDone: () => channel.perhapsDone(write, error),
				},
				channel.settlementOf(write),
			);
			if (step === 'repeat') again.add(write);
			else outcomes.set(write, step);
		}
		return again;
	}

	private async findingsOf(open: readonly W[]): Promise<Map<W, Finding<R>>> {
		const { channel } = this;
		const { doneTogether } = channel;
		const visible = open.filter((write) => channel.settlementOf(write).shows !== 'nothing');
		const found = visible.length > 0 ? await channel.look(visible) : [];
		const findings = new Map<W, Finding<R>>();
		if (doneTogether)
			for (const write of open)
				findings.set(
					write,
					impliedBy(found, () => doneTogether(write)),
				);
		for (const [index, write] of visible.entries()) findings.set(write, found[index] ?? UNKNOWN);
		return findings;
	}

	/** How often writes with this error are sent again, if they may be. */
	private mostRepeats(sent: readonly W[], request: Attempt<unknown>, error: unknown): number {
		// What the server decided may have had a cause that has passed; more than once is not worth it.
		if (isFinal(error)) return 1;
		const isHarmless = sent.every((write) => this.channel.settlementOf(write).isHarmless);
		const wasRepeatedBelow = !request.done && mayPass(error) && (isHarmless || !isPerhapsDone(error));
		// The connection has repeated the request as often as the user wants.
		return wasRepeatedBelow ? 0 : this.channel.repeats;
	}

	private divides(sent: readonly W[], error: unknown): boolean {
		return sent.length > 1 && this.channel.mayDivide && isDivisible(error);
	}

	/**
	 * Sends writes that failed together in smaller requests, one after the other: by size if that was the cause, otherwise in
	 * halves until the writes that cause the refusal are found. `open`: those that may have been done.
	 */
	private async sendDivided(
		writes: readonly W[],
		open: ReadonlySet<W>,
		outcomes: Outcomes<W, R>,
		cause: unknown,
	): Promise<void> {
		if (writes.length > 1 && this.isTooLarge(writes, cause)) {
			this.sizes.refuse(writes);
			for (const piece of this.sizes.pack(writes)) await this.settle(piece, outcomes);
			return;
		}
		const size = this.search.common ? writes.length - 1 : Math.ceil(writes.length / 2);
		// The smaller piece first: if each write is refused, the first one shows it.
		const halves = [writes.slice(0, writes.length - size), writes.slice(writes.length - size)];
		for (const [index, piece] of halves.filter(({ length }) => length > 0).entries()) {
			const { common } = this.search;
			if (index > 0 && common) this.failAlike(piece, open, outcomes, common);
			else await this.settle(piece, outcomes);
			const settled = piece.map((write) => outcomes.get(write) ?? UNANSWERED);
			const accepted = settled.find(({ done }) => done);
			if (accepted) this.search.note(accepted);
			else if (piece.length === 1) settled.forEach((outcome) => this.search.note(outcome));
		}
	}

	private isTooLarge(writes: readonly W[], cause: unknown): boolean {
		const isSaid = isCreatioError(cause) && cause.kind === 'tooLarge';
		return isSaid || this.sizes.together(writes) > this.channel.largestBody;
	}

	/** Gives writes the error that others like them got, without asking the site. */
	private failAlike(
		writes: readonly W[],
		open: ReadonlySet<W>,
		outcomes: Outcomes<W, R>,
		common: CreatioError,
	): void {
		for (const write of writes) {
			const own = outcomes.get(write) ?? UNANSWERED;
			if (own.done) continue;
			if (open.has(write))
				outcomes.set(write, { done: false, error: this.channel.perhapsDone(write, own.error) });
			else if (!common.perhapsDone) outcomes.set(write, { done: false, error: common });
		}
	}
}

/** The circumstances of a request among those that a write travelled in. */
interface Round {
	/** The site answered each write, not only the request: the connection has not repeated what it was too busy for. */
	readonly wasAnswered: boolean;
	readonly wasRepeated: boolean;
	mayRepeat(error: unknown): boolean;
}

type Outcomes<W, R> = Map<W, Attempt<R>>;

const UNANSWERED: Attempt<never> = { done: false, error: new Error('A write has no outcome') };

function isUndone(outcome: Attempt<unknown> | undefined): boolean {
	return outcome?.done === false && !isPerhapsDone(outcome.error);
}
