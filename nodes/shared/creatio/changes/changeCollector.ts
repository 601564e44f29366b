import { fingerprint } from '../../basics/fingerprint';
import type { Column } from '../model/objectModel';
import type { Row } from '../model/rows';
import type { ChangedPage, Span } from './changedPages';
import { cellOf, keyOf } from './changeSource';
import type { Anchor, KeyGroup, Memory, Seen } from './memory';
import {
	clockChangeMargin,
	earliest,
	latest,
	moved,
	readStamp,
	type Stamp,
	stampOf,
	type TimeSpelling,
} from './stamp';

/** A version of a record that was not looked at before. */
export interface Change {
	readonly row: Row;
	readonly id: string;
	readonly stamp: Stamp;
}

/** By how much the clock of the site's answers and the clock of its records may differ. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

const MOST_ANCHORS = 3;

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
export class ChangeCollector {
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
		this.slackMs = clockChangeMargin(spelling);
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
