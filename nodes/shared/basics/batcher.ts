/** Look-ups made within this time share one call: many items are prepared at the same time. */
const GATHER_MS = 2;

/** Looks up the keys of one group with one call. */
export type AnswerAll<Q, A> = (group: string, questions: readonly Q[]) => Promise<(question: Q) => A>;

/** Batches look-ups: those of one group that are made within 2 ms share one call. */
export class Batcher<Q, A> {
	private readonly open = new Map<
		string,
		{ readonly questions: Set<Q>; readonly answers: Promise<(question: Q) => A> }
	>();

	/** `wait` is how the run waits that asks: it rejects when the run is cancelled. */
	constructor(
		private readonly wait: (ms: number) => Promise<void>,
		private readonly answerAll: AnswerAll<Q, A>,
	) {}

	async ask(group: string, question: Q): Promise<Awaited<A>> {
		const gathered = this.open.get(group) ?? this.begin(group);
		gathered.questions.add(question);
		return await (
			await gathered.answers
		)(question);
	}

	private begin(group: string) {
		const questions = new Set<Q>();
		const answers = this.wait(GATHER_MS).then(() => {
			this.open.delete(group);
			return this.answerAll(group, [...questions]);
		});
		const gathered = { questions, answers };
		this.open.set(group, gathered);
		return gathered;
	}
}
