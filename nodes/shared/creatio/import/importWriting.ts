import { attempt, type Attempt } from '../../basics/attempt';
import { type CreatioError, inputError } from '../../basics/errors';
import { LeastRecentlyUsed } from '../../basics/lru';
import { grouped, inRounds } from '../../basics/parallel';
import { existingIds } from '../odata/findByFilters';
import type { Write, Written } from '../odata/writeChannel';
import { type RecordWriter, recordWriter, takenId } from '../odata/writeRecords';
import { type Explainer, explainRefusals } from '../writing/explainRefusals';
import { rowFaults, type SentRow } from '../writing/rowFaults';
import type { ImportRules } from './importRules';
import { planRow } from './planRow';
import { newRecordId, type PreparedRow, type PreparedWindow, type ReadyRow, WINDOW } from './preparedRows';
import {
	failure,
	gone,
	isFailure,
	mayPassLater,
	outcomeOf,
	type RowOutcome,
	skipped,
	together,
} from './rowOutcome';

/**
 * The new records whose values are remembered: a site may show a record seconds after it was created, and a row of the next window may
 * mean it.
 */
const REMEMBERED = 20_000;

/** An earlier import that has created so many records in a row is found, wherever it began and ended. */
const STRIDE = WINDOW / 2;

/** A write with the row that it comes from. */
interface PlannedWrite {
	readonly one: ReadyRow;
	readonly write: Write;
}

/** The outcomes of rows. A row that was not tried has none. */
export type Outcomes = Map<PreparedRow, RowOutcome>;

/** Writes the rows of a file, a window at a time, and remembers what later windows need. */
export class ImportWriting {
	private readonly writer: RecordWriter;
	/** Ids of records that were created, by the keys of their rows and by themselves. */
	private readonly created = new LeastRecentlyUsed<string>(2 * REMEMBERED);
	/** Keys of rows whose outcome is open. */
	private readonly unsure = new LeastRecentlyUsed<true>(REMEMBERED);
	/** Whether an earlier import of the same file has created records. `undefined` until that was looked up. */
	private isContinued: boolean | undefined;
	/** Ids of rows behind the window, by which that is found as well: the first rows of an earlier import may have failed. */
	private idsBehind: readonly string[] = [];

	constructor(
		private readonly client: Explainer,
		private readonly rules: ImportRules,
	) {
		const { model, batchSize, parallel } = rules;
		const options = { batchSize, parallel, mostFailures: Infinity, atomic: false, columns: [] };
		this.writer = recordWriter(client.connection, model.name, options);
	}

	/**
	 * Rows that mean the same record keep their order. What may pass is tried again when all others were written. `mostFailures`: of this
	 * window; rows after the one that reaches it are not written.
	 */
	async write({ rows, matches }: PreparedWindow, mostFailures: number): Promise<Outcomes> {
		const outcomes: Outcomes = new Map();
		this.idsBehind = this.isContinued === undefined ? idsBehind(this.rules, rows) : [];
		const tried = upToFailure(rows, mostFailures);
		for (const one of tried) if ('error' in one) outcomes.set(one, failure(one.error));
		const ready = tried.filter((one) => 'match' in one);
		for (const round of inRounds(ready, ({ key }) => key)) {
			const sure = round.filter((one) => !this.isUnsure(one));
			const failures = [...outcomes.values()].filter(isFailure).length;
			// The row that reaches the limit is the last one, and those before it are written.
			await this.writeRound(sure, matches, outcomes, Math.max(1, mostFailures - failures));
			if (sure.some((one) => !outcomes.has(one))) return outcomes;
			for (const one of sure) this.note(one, mayPassLater(outcomes.get(one)));
		}
		const again = ready.filter((one) => !outcomes.has(one) || mayPassLater(outcomes.get(one)));
		const isAway = again.length === ready.length;
		for (const round of inRounds(again, ({ key }) => key)) {
			const sure = round.filter((one) => !isAway && (outcomes.has(one) || !this.isUnsure(one)));
			await this.writeRound(sure, matches, outcomes, Infinity);
			for (const one of round) {
				if (!outcomes.has(one)) outcomes.set(one, failure(earlierRow()));
				else this.note(one, outcomes.get(one)?.result === 'open');
			}
		}
		return outcomes;
	}

	/** Rows of a record that an earlier row may still create or change wait, so that none is created twice and the last one counts. */
	private isUnsure({ key }: ReadyRow): boolean {
		return key !== undefined && this.unsure.get(key) === true;
	}

	private note({ key }: ReadyRow, isUnsure: boolean): void {
		if (key === undefined) return;
		if (isUnsure) this.unsure.set(key, true);
		else this.unsure.delete(key);
	}

	/** Rows with different keys: each is one record or several, none of them shared. */
	private async writeRound(
		round: readonly ReadyRow[],
		matches: PreparedWindow['matches'],
		outcomes: Outcomes,
		mostFailures: number,
	): Promise<void> {
		const planned: PlannedWrite[] = [];
		for (const one of round) {
			const plan = planRow(this.rules, one, this.found(one, matches));
			if (plan.kind === 'write') planned.push(...plan.writes.map((write) => ({ one, write })));
			else outcomes.set(one, plan.kind === 'skip' ? skipped(plan.message) : failure(plan.error));
		}
		const results = await this.writeOrExplain(planned, outcomes, mostFailures);
		for (const [one, group] of grouped(planned.entries(), ([, { one: row }]) => row)) {
			const own = group.map(([index]) => results[index]);
			const known = own.filter((outcome) => outcome !== undefined);
			if (known.length === own.length || known.some(isFailure)) outcomes.set(one, together(known));
			for (const [index, { write }] of group) {
				const isCreated = write.kind === 'create' && results[index]?.result === 'created';
				if (isCreated && one.key !== undefined) {
					this.created.set(one.key, write.id);
					this.created.set(write.id, write.id);
				}
			}
		}
	}

	private found({ match, key }: ReadyRow, matches: PreparedWindow['matches']): readonly string[] {
		if (match.length === 0 || key === undefined) return [];
		const found = matches.get(key) ?? [];
		const created = this.created.get(key);
		return found.length === 0 && created !== undefined ? [created] : found;
	}

	/** An outcome for each write, in order; `undefined` where it was not sent. `before`: of rows that are tried again. */
	private async writeOrExplain(
		planned: readonly PlannedWrite[],
		before: Outcomes,
		mostFailures: number,
	): Promise<ReadonlyArray<RowOutcome | undefined>> {
		const isAgain = planned.some(({ one }) => before.has(one));
		const existing = await attempt(
			this.existing(
				planned.map(({ write }) => write),
				isAgain,
			),
		);
		// What an earlier try left open stays so.
		if (!existing.done) return planned.map(({ one }) => before.get(one) ?? failure(existing.error));
		const refused = planned.map(({ one, write }) =>
			this.notWritten(write, existing.value.has(write.id.toLowerCase()), before.has(one)),
		);
		const open = planned.filter((_, index) => refused[index] === undefined);
		const written = await this.send(
			open.map(({ write }) => write),
			mostFailures,
		);
		const outcomes = new Map(
			open.map(({ write }, index) => {
				const outcome = written[index];
				return [write, outcome && outcomeOf(this.rules.model.name, write, outcome)];
			}),
		);
		return planned.map(({ write }, index) => refused[index] ?? outcomes.get(write));
	}

	/**
	 * Those that exist of the Ids that writes change, because a change of one that does not would create it, and of those that they create
	 * with an Id of the file, or that an earlier import of it, or an earlier try, may have created.
	 */
	private async existing(writes: readonly Write[], isAgain: boolean): Promise<ReadonlySet<string>> {
		const isAsked = (write: Write) =>
			isAgain || write.kind !== 'create' || write.hasOwnId === true || this.isContinued !== false;
		const created = writes.flatMap(({ id }) => this.created.get(id) ?? []);
		const isNew = new Set(created);
		const asked = writes.filter((write) => isAsked(write) && !isNew.has(write.id)).map(({ id }) => id);
		const derived = writes.filter((write) => write.kind === 'create' && !write.hasOwnId).map(({ id }) => id);
		const behind = derived.length > 0 && this.isContinued === undefined ? this.idsBehind : [];
		const found = await existingIds(this.client.connection, this.rules.model.name, [...asked, ...behind]);
		if (derived.length > 0) this.isContinued ??= [...derived, ...behind].some((id) => found.has(id));
		return new Set([...found, ...created]);
	}

	/** What became of a write that is not sent; `undefined` for one that is. */
	private notWritten(write: Write, isThere: boolean, isAgain: boolean): RowOutcome | undefined {
		const { model, mode } = this.rules;
		const { kind, id } = write;
		switch (kind) {
			case 'create':
				if (!isThere) return undefined;
				if (isAgain) return { result: 'created', ids: [id] };
				if (!write.hasOwnId) return skipped('An earlier import of this file has created the record', id);
				return mode === 'create'
					? skipped('There is a record with this ID', id)
					: failure(takenId(model.name, id));
			case 'update':
				return isThere ? undefined : failure(gone(model.name, id));
			case 'delete':
				if (isThere) return undefined;
				return isAgain ? { result: 'deleted', ids: [id] } : skipped('There is no such record');
		}
	}

	private async send(
		writes: readonly Write[],
		mostFailures: number,
	): Promise<ReadonlyArray<Attempt<Written> | undefined>> {
		const sent = writes.map((write) => this.sentRow(write));
		if (!this.rules.isDryRun)
			return await explainRefusals(this.client, sent, await this.writer(writes, mostFailures));
		const details = await this.client.metadata.details(this.rules.model.name);
		let failures = 0;
		return writes.map((write, index): Attempt<Written> | undefined => {
			if (failures >= mostFailures) return undefined;
			const row = sent[index];
			const faults = row ? rowFaults({ kind: 'unexplained' }, row, details) : [];
			if (faults.length === 0) return { done: true, value: wouldBe(write) };
			failures++;
			const words = faults.map(({ column, why }) => `${column} ${why}`).join('; ');
			return { done: false, error: inputError(words) };
		});
	}

	private sentRow(write: Write): SentRow | undefined {
		if (write.kind === 'delete') return undefined;
		return { model: this.rules.model, isNew: write.kind === 'create', row: write.body };
	}
}

/** Ids of a row in so many behind a window, up to a million rows; none where it is the last window. */
function idsBehind(rules: ImportRules, rows: readonly PreparedRow[]): readonly string[] {
	const last = rows.at(-1)?.row.number;
	if (last === undefined || rows.length < WINDOW) return [];
	return Array.from({ length: WINDOW }, (_, index) => last + 1 + index * STRIDE)
		.filter((row) => row < rules.end)
		.map((row) => newRecordId(rules, row));
}

/** The rows up to the one that is known to be the last that may fail. */
function upToFailure(rows: readonly PreparedRow[], most: number): readonly PreparedRow[] {
	let failures = 0;
	const last = rows.findIndex((one) => 'error' in one && ++failures >= most);
	return last < 0 ? rows : rows.slice(0, last + 1);
}

function earlierRow(): CreatioError {
	return inputError(
		'An earlier row of the same record may have been written, so that this one was not sent',
		'Import it again when you know what became of the earlier row.',
	);
}

function wouldBe({ kind, id }: Write): Written {
	if (kind === 'create') return { kind: 'created', row: { Id: id } };
	return { kind: kind === 'delete' ? 'deleted' : 'updated' };
}
