import type { Connection } from '../../http/types';
import type { Column, ObjectModel } from '../model';
import { inEitherSpelling, type QueryFilter } from '../odata/query';
import { PageReader, type ReadNotes } from '../odata/pages';
import type { Row, RowShape } from '../rows';
import { cellOf, keyOf } from './cell';
import { fingerprint, PRINT_LENGTH, unpacked } from './fingerprint';
import { changedPages, type ChangedPage, type Span } from './changedPages';
import type { Anchor, KeyGroup, Memory, Seen } from './memory';
import { between, earliest, latest, moved, readStamp, stampOf, type Stamp } from './stamp';
import { HONEST, learnFilter, measureSpelling, slackOf, type TimeSpelling } from './timeSpelling';

/** What is looked at for changes. */
export interface ChangeSource {
	readonly model: ObjectModel;
	/** `ModifiedOn`, or `CreatedOn` where only new records count. */
	readonly time: Column;
	/** One request's filter; see `refuseSplit`. */
	readonly filter: QueryFilter;
	readonly shape: Pick<RowShape, 'columns' | 'labels' | 'related'>;
}

export interface LookOptions {
	/** How much later than its time a record may become visible. */
	readonly overlapMs: number;
	/** Changes that one look takes at most; the rest is for the next one. */
	readonly most: number;
	readonly pageSize: number;
	/** After this time no further page is asked for, once something was found. */
	readonly timeLimitMs: number;
}

/** A version of a record that was not looked at before. */
export interface Change {
	readonly row: Row;
	readonly id: string;
	readonly stamp: Stamp;
}

export interface Look {
	/** In the order of their time; records of one instant in the site's order of keys. */
	readonly changes: readonly Change[];
	/** Whether nothing was left for the next look. */
	readonly isComplete: boolean;
	readonly memory: Memory;
}

/** By how much the clock of the site's answers and the clock of its records may differ. */
const CLOCKS_DIFFER_MS = 5 * 60_000;
const MOST_ANCHORS = 3;
const QUARTER_MS = 15 * 60_000;
/** For so long a site that shows no record is not asked how it tells times. */
const SURE_MS = 30 * 60_000;

/**
 * The versions of records that appeared since the memory was made, each once. Nothing is lost when this rejects: the
 * memory of before is still the right one.
 */
export async function look(
	connection: Connection,
	source: ChangeSource,
	memory: Memory,
	options: LookOptions,
	signal?: AbortSignal,
): Promise<Look> {
	return await inEitherSpelling(source.filter, async ({ filters: [filter] }) => {
		const view = { connection, source, options, filter, signal, until: Date.now() + options.timeLimitMs };
		let before = memory;
		for (let isChecked = false; ; isChecked = true) {
			const outcome = await lookOnce(view, before, isChecked);
			if ('changes' in outcome) return outcome;
			before = { ...before, spelling: outcome };
		}
	});
}

interface View {
	readonly connection: Connection;
	readonly source: ChangeSource;
	readonly options: LookOptions;
	readonly filter: string | undefined;
	readonly signal: AbortSignal | undefined;
	readonly until: number;
}

/** A look, or the spelling of times that it found instead of the one that it began with. */
async function lookOnce(view: View, memory: Memory, isChecked: boolean): Promise<Look | TimeSpelling> {
	const { source, options } = view;
	const spelling = memory.spelling ?? HONEST;
	const known = new Set(memory.seen.flatMap(({ prints }) => unpacked(prints, PRINT_LENGTH)));
	const walk = new Walk(source.time, spelling, memory, known, options.most);
	const start = { from: memory.group ? memory.position : memory.floor, group: memory.group };
	const order = { time: source.time, spelling, filter: view.filter };
	let { sureAt } = memory;
	let now: Date | undefined;
	let isFirst = true;
	for await (const page of changedPages(readerOf(view), order, start)) {
		if (isFirst) {
			isFirst = false;
			now = view.connection.siteTime();
			const isInDoubt = !walk.knowsAnyOf(page.rows) && !(page.rows.length === 0 && wasSure(memory, now));
			const other = isInDoubt && !isChecked ? await otherSpelling(view, memory, page) : undefined;
			if (other) return other;
			if (isInDoubt) sureAt = now ? stampOf(now) : memory.position;
		}
		if (!walk.take(page)) break;
		// Not before something new was found: the next look would come as far, and no further.
		if (!page.isLast && walk.hasFound && Date.now() >= view.until) {
			walk.end();
			break;
		}
	}
	return {
		changes: walk.changes,
		isComplete: walk.isComplete,
		memory: walk.memory({ now, overlapMs: overlapOf(options, spelling), sureAt }),
	};
}

export function readerOf({
	connection,
	source,
	options,
	signal,
}: Omit<View, 'filter' | 'until'>): PageReader {
	const { model, time, shape } = source;
	const columns = [...new Set([...shape.columns, time])];
	const notes: ReadNotes = { droppedColumns: new Set() };
	const paging = { size: options.pageSize, parallel: 1 };
	const query = { object: model.name, shape: { ...shape, columns }, limit: Infinity, paging };
	return new PageReader(connection, query, notes, signal);
}

export function overlapOf({ overlapMs }: LookOptions, spelling: TimeSpelling): number {
	return overlapMs + slackOf(spelling);
}

/**
 * Up to where nothing can be missing any more: the overlap before the newest record, or before the site's own clock. The
 * latter is not trusted to the minute, and a record from the future does not move the clock.
 */
export function settledUntil(newest: Stamp, now: Date | undefined, overlapMs: number): Stamp {
	// A site that does not tell its time leaves the clock here to judge what lies in the future, and only that.
	if (!now) return moved(earliest(newest, stampOf(new Date())), -overlapMs);
	const clock = stampOf(now);
	const time = earliest(clock, latest(newest, moved(clock, -CLOCKS_DIFFER_MS)));
	return moved(time, -overlapMs);
}

/** How far a look came. */
interface Place {
	readonly position: Stamp;
	/** Of records that are read by key. */
	readonly group?: KeyGroup;
}

/** Goes through the pages of a look and tells what is new. */
class Walk {
	private readonly found: Change[] = [];
	/** Of versions on pages in the order of time, and on pages by key. */
	private readonly prints = { byTime: '', byKey: '' };
	private readonly visited: Anchor[] = [];
	private newest: Stamp;
	/** Behind the last record. */
	private place: Place;
	/** Where the walk ended before all was looked at. */
	private stop: Place | undefined;
	/** The last records that were read by key. */
	private lastSpan: Span | undefined;
	private readonly slackMs: number;

	constructor(
		private readonly time: Column,
		private readonly spelling: TimeSpelling,
		private readonly before: Memory,
		private readonly known: Set<string>,
		private readonly most: number,
	) {
		this.slackMs = slackOf(spelling);
		this.newest = before.position;
		this.place = { position: before.position, group: before.group };
		this.lastSpan = before.group && { from: before.position, to: before.group.to };
	}

	get changes(): readonly Change[] {
		return [...this.found].sort((one, other) => (one.stamp < other.stamp ? -1 : +(one.stamp > other.stamp)));
	}

	get hasFound(): boolean {
		return this.found.length > 0;
	}

	get isComplete(): boolean {
		return this.stop === undefined;
	}

	knowsAnyOf(rows: readonly Row[]): boolean {
		return rows.some((row) => {
			const stamp = this.stampOf(row);
			return stamp !== undefined && this.known.has(fingerprint(keyOf(row), stamp));
		});
	}

	/** False when the look has as many changes as it may. */
	take({ rows, within }: ChangedPage): boolean {
		const floor = moved(this.before.floor, -this.slackMs);
		for (const row of rows) {
			const id = keyOf(row);
			const stamp = this.stampOf(row);
			// Without a time there is nothing to go by; what is before the floor was looked at long ago.
			const counts = stamp !== undefined && stamp >= floor;
			const print = counts && fingerprint(id, stamp);
			if (print && !this.known.has(print)) {
				if (this.found.length >= this.most) {
					this.stop = this.place;
					return false;
				}
				this.known.add(print);
				this.prints[within ? 'byKey' : 'byTime'] += print;
				this.found.push({ row, id, stamp });
			}
			if (within) this.place = { position: within.from, group: { after: id, to: within.to } };
			else if (counts) this.place = { position: stamp };
			if (!counts) continue;
			this.newest = latest(this.newest, stamp);
			this.visited.push({ id, stamp });
			if (this.visited.length > MOST_ANCHORS) this.visited.shift();
		}
		this.lastSpan = within ?? this.lastSpan;
		return true;
	}

	/** Ends the walk behind the last page, of which more follow. */
	end(): void {
		this.stop = this.place;
	}

	memory({
		now,
		overlapMs,
		sureAt,
	}: {
		readonly now: Date | undefined;
		readonly overlapMs: number;
		readonly sureAt: Stamp | undefined;
	}): Memory {
		const settled = settledUntil(this.stop?.position ?? this.newest, now, overlapMs);
		const isSettled = (span: Pick<Span, 'to'> | undefined) => span !== undefined && span.to <= settled;
		// Nothing can join what was read by key up to here any more, so it need not be read or remembered.
		const reached = this.lastSpan && isSettled(this.lastSpan) ? this.lastSpan.to : undefined;
		const isGroup = this.slackMs === 0 && isSettled(this.stop?.group);
		const position = this.stop?.position ?? latest(this.newest, reached ?? this.newest);
		const looked = moved(this.stop?.position ?? this.newest, -this.slackMs);
		const behind = this.stop || reached === undefined ? looked : latest(looked, reached);
		// Never back: what is before the floor was forgotten.
		const floor = latest(this.before.floor, earliest(behind, settled));
		const { byTime, byKey } = this.prints;
		return {
			position,
			group: isGroup ? this.stop?.group : undefined,
			floor,
			seen: this.seen(moved(floor, -this.slackMs), isGroup ? byTime : byTime + byKey),
			anchors: this.visited.length > 0 ? [...this.visited] : this.before.anchors,
			sureAt,
			spelling: this.before.spelling,
		};
	}

	private seen(floor: Stamp, prints: string): Seen[] {
		const newest = this.found.reduce((one, { stamp }) => latest(one, stamp), this.before.floor);
		const seen = [...this.before.seen, { newest, prints }];
		return seen.filter((one) => one.prints !== '' && one.newest >= floor);
	}

	private stampOf(row: Row): Stamp | undefined {
		return readStamp(cellOf(row, this.time), this.spelling.offset);
	}
}

/** Whether the spelling of times was looked at lately: a site where nothing happens is not asked with every poll. */
function wasSure({ sureAt }: Memory, now: Date | undefined): boolean {
	return sureAt !== undefined && (now === undefined || between(sureAt, stampOf(now)) < SURE_MS);
}

/**
 * The spelling of times when it is not the one of the memory: not known yet, or changed. A change shows in records that
 * did not change: all of them have another time, by the same number of quarters of an hour.
 */
async function otherSpelling(
	{ connection, source, options, signal }: View,
	memory: Memory,
	page: ChangedPage,
): Promise<TimeSpelling | undefined> {
	const { model, time } = source;
	const [first] = page.rows;
	if (memory.spelling === undefined) {
		if (!first) return undefined;
		const record = { id: keyOf(first), shown: String(first[time.property]) };
		return await measureSpelling(connection, model, time, record, signal);
	}
	if (memory.anchors.length === 0) return undefined;
	const reader = readerOf({ connection, source: { ...source, shape: NOTHING }, options, signal });
	const filter = memory.anchors.map(({ id }) => `Id eq ${id}`).join(' or ');
	const { rows } = await reader.read({ filter, orderby: 'Id asc', top: MOST_ANCHORS });
	const [shift, ...others] = new Set(rows.map((row) => shiftOf(row, memory, time)));
	if (!shift || others.length > 0 || rows[0] === undefined) return undefined;
	const record = { id: keyOf(rows[0]), shown: String(rows[0][time.property]) };
	return await learnFilter(connection, model, time, record, memory.spelling.offset + shift, signal);
}

export const NOTHING: ChangeSource['shape'] = { columns: [], labels: [], related: [] };

/** Minutes by which an anchor is shown later than before; 0 where that is no whole number of quarters of an hour. */
function shiftOf(row: Row, { anchors, spelling = HONEST }: Memory, time: Column): number {
	const anchor = anchors.find(({ id }) => id === keyOf(row));
	const stamp = readStamp(row[time.property], spelling.offset);
	if (!anchor || !stamp || stamp.slice(23) !== anchor.stamp.slice(23)) return 0;
	const milliseconds = between(anchor.stamp, stamp);
	return milliseconds % QUARTER_MS === 0 ? milliseconds / 60_000 : 0;
}
