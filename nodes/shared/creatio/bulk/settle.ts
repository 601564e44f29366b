import type { Attempt } from '../../basics/attempt';
import { isPerhapsDone } from '../../basics/errors';

/** How the outcome of a write is found out when its answer is lost. */
export type Settlement =
	/** The site shows whether it was done. If not, it is sent again. */
	| 'look'
	/** It is sent again: done twice, it leads to the same state. */
	| 'repeat'
	/** Neither is possible, so it is reported as perhaps done. */
	| 'report';

/** What a look-up shows about a write. */
export type Finding<R> =
	| { readonly kind: 'done'; readonly result: R }
	| { readonly kind: 'notDone' }
	/** The look-up failed. */
	| { readonly kind: 'unknown' };

/** How one protocol sends its writes and looks them up afterwards. */
export interface WriteChannel<W, R> {
	/** Sends writes in one request. Returns an outcome for each, in order; `perhapsDone` in an error means a lost answer. */
	send(writes: readonly W[]): Promise<ReadonlyArray<Attempt<R>>>;
	settlementOf(write: W): Settlement;
	/** Looks up writes whose settlement is `look`. Returns a finding for each, in order. */
	look(writes: readonly W[]): Promise<ReadonlyArray<Finding<R>>>;
	/** How often writes are sent again at most. */
	readonly repeats: number;
	/** Called before writes are sent again, so that the costs of the run include it. */
	onRepeat(): void;
	/** Whether a write that was not done may succeed if it is sent again. */
	isWorthRepeating(error: unknown): boolean;
	/** The error of a write that a look-up does not show and that is not sent again. */
	notDone(write: W, error: unknown): unknown;
	/** The error of a write whose look-up failed. */
	notFoundOut(write: W, error: unknown): unknown;
	/**
	 * Present if all writes of a request are done or none is, so that what is found about one holds for the others.
	 * Returns the result of a write that was done together with one that was found.
	 */
	readonly doneTogether?: (write: W) => R;
}

/**
 * Sends writes in one request and settles those whose answer is lost: it looks up what was done and sends the others
 * again. Never does anything twice that is not harmless, and never reports as done what is not. Returns the outcome of
 * each write; an error with `perhapsDone` means that the outcome could not be found out.
 */
export async function sendAndSettle<W, R>(
	writes: readonly W[],
	channel: WriteChannel<W, R>,
): Promise<Map<W, Attempt<R>>> {
	const outcomes = new Map<W, Attempt<R>>();
	const outcomeOf = (write: W) => outcomes.get(write) ?? UNANSWERED;
	const send = async (some: readonly W[]) => {
		const answers = await channel.send(some);
		for (const [index, write] of some.entries()) outcomes.set(write, answers[index] ?? UNANSWERED);
	};
	const openOf = (some: readonly W[], wasRepeated: boolean) =>
		some.filter((write) => isOpen(outcomeOf(write), channel.settlementOf(write), wasRepeated));

	await send(writes);
	// The connection has already repeated a request that is harmless as a whole, as often as the user wants.
	const isHarmless = writes.every((write) => channel.settlementOf(write) === 'repeat');
	let open = isHarmless ? [] : openOf(writes, false);
	for (let repeats = 0; open.length > 0; repeats++) {
		const again: W[] = [];
		const findings = await findingsOf(open, channel);
		for (const write of open) {
			const finding = findings.get(write) ?? UNKNOWN;
			const step = nextStep(write, outcomeOf(write), finding, channel, repeats < channel.repeats);
			if (step === 'repeat') again.push(write);
			else outcomes.set(write, step);
		}
		if (again.length === 0) break;
		channel.onRepeat();
		await send(again);
		const unclear = openOf(again, true);
		// What is found about one write of a group holds for all, so all of them stay open.
		open = channel.doneTogether && unclear.length > 0 ? again : unclear;
	}
	return outcomes;
}

const UNKNOWN = { kind: 'unknown' } as const;

const UNANSWERED: Attempt<never> = { done: false, error: new Error('A write has no outcome') };

/**
 * Whether the outcome of a write still has to be found out. After a repetition a refusal says nothing: the site may
 * refuse the second request because the first one has arrived after all.
 */
export function isOpen(outcome: Attempt<unknown>, settlement: Settlement, wasRepeated: boolean): boolean {
	if (outcome.done || settlement === 'report') return false;
	return isPerhapsDone(outcome.error) || (wasRepeated && settlement === 'look');
}

async function findingsOf<W, R>(
	open: readonly W[],
	channel: WriteChannel<W, R>,
): Promise<Map<W, Finding<R>>> {
	const visible = open.filter((write) => channel.settlementOf(write) === 'look');
	const found = visible.length > 0 ? await channel.look(visible) : [];
	const findings = new Map(open.map((write) => [write, impliedBy(found, write, channel.doneTogether)]));
	for (const [index, write] of visible.entries()) findings.set(write, found[index] ?? UNKNOWN);
	return findings;
}

/** What the look-ups of other writes show about one that cannot be looked up itself. */
export function impliedBy<W, R>(
	found: ReadonlyArray<Finding<R>>,
	write: W,
	doneTogether: ((write: W) => R) | undefined,
): Finding<R> {
	if (found.some(({ kind }) => kind === 'unknown')) return UNKNOWN;
	const isDone = doneTogether !== undefined && found.some(({ kind }) => kind === 'done');
	return isDone ? { kind: 'done', result: doneTogether(write) } : { kind: 'notDone' };
}

/** Decides the final outcome of a write, or that it is sent again. */
export function nextStep<W, R>(
	write: W,
	outcome: Attempt<R>,
	finding: Finding<R>,
	channel: Pick<WriteChannel<W, R>, 'isWorthRepeating' | 'notDone' | 'notFoundOut'>,
	mayRepeat: boolean,
): Attempt<R> | 'repeat' {
	if (outcome.done) return outcome;
	const { error } = outcome;
	switch (finding.kind) {
		case 'done':
			return { done: true, value: finding.result };
		case 'unknown':
			return { done: false, error: channel.notFoundOut(write, error) };
		case 'notDone':
			if (mayRepeat && channel.isWorthRepeating(error)) return 'repeat';
			return { done: false, error: channel.notDone(write, error) };
	}
}
