import { fingerprint } from '../../basics/fingerprint';
import type { Row } from '../model/rows';
import type { ChangedPage, Span } from './changedPages';
import { cellOf, type ChangeSource, keyOf } from './changeSource';
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

/** A version of a record that was not processed before. */
export interface Change {
	readonly row: Row;
	readonly id: string;
	readonly stamp: Stamp;
	/** Written by somebody whose changes do not count. */
	readonly isIgnored: boolean;
}

/** Versions that one read collects, those that do not count included: a bound for its memory. */
const MOST_VERSIONS = 50_000;

/** The maximum difference between the clock of the site's responses and the clock of its records. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

const MOST_ANCHORS = 3;

/**
 * The time up to which no change can be missing: the overlap before the newest record, or before the site's own clock.
 * The latter is not exact to the minute, and a record from the future does not move the clock.
 */
export function settledUntil(newest: Stamp, now: Date | undefined, overlapMs: number): Stamp {
	// For a site that does not report its time, the local clock decides what lies in the future, and only that.
	if (!now) return moved(earliest(newest, stampOf(new Date())), -overlapMs);
	const clock = stampOf(now);
	const time = earliest(clock, latest(newest, moved(clock, -CLOCKS_DIFFER_MS)));
	return moved(time, -overlapMs);
}

/** How far a read got. */
interface Place {
	readonly position: Stamp;
	/** For records that are read by key. */
	readonly group?: KeyGroup;
}

/** Goes through the pages of a read and collects what is new. */
export class ChangeCollector {
	private readonly found: Change[] = [];
	/** How many of them are to be reported. */
	private counted = 0;
	/** Of versions on pages ordered by time, and on pages ordered by key. */
	private readonly prints = { byTime: '', byKey: '' };
	private readonly visited: Anchor[] = [];
	private newest: Stamp;
	/** After the last record. */
	private place: Place;
	/** Where reading ended before all records were processed. */
	private stop: Place | undefined;
	/** The last records that were read by key. */
	private lastSpan: Span | undefined;
	private readonly slackMs: number;

	constructor(
		private readonly source: Pick<ChangeSource, 'time' | 'isIgnored'>,
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
			return stamp !== undefined && this.isKnown(keyOf(row), stamp, this.isIgnored(row));
		});
	}

	/** False when the read has reached its maximum number of changes. */
	take({ rows, within }: ChangedPage): boolean {
		const floor = moved(this.before.floor, -this.slackMs);
		for (const row of rows) {
			const id = keyOf(row);
			const stamp = this.stampOf(row);
			// A record without a time cannot be placed; records before the floor were processed long ago.
			const counts = stamp !== undefined && stamp >= floor;
			const isIgnored = counts && this.isIgnored(row);
			if (counts && !this.isKnown(id, stamp, isIgnored)) {
				if (this.counted >= this.most || this.found.length >= MOST_VERSIONS) {
					this.stop = this.place;
					return false;
				}
				const print = printOf(id, stamp, isIgnored);
				this.known.add(print);
				this.prints[within ? 'byKey' : 'byTime'] += print;
				this.found.push({ row, id, stamp, isIgnored });
				if (!isIgnored) this.counted++;
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

	/** Ends after the last page, although more pages follow. */
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
		// No record can still be added to what was read by key up to here, so it need not be read again or remembered.
		const reached = this.lastSpan && isSettled(this.lastSpan) ? this.lastSpan.to : undefined;
		const isGroup = this.slackMs === 0 && isSettled(this.stop?.group);
		const position = this.stop?.position ?? latest(this.newest, reached ?? this.newest);
		const looked = moved(this.stop?.position ?? this.newest, -this.slackMs);
		const behind = this.stop || reached === undefined ? looked : latest(looked, reached);
		// Never back: records before the floor were forgotten.
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
		return readStamp(cellOf(row, this.source.time), this.spelling.offset);
	}

	private isIgnored(row: Row): boolean {
		return this.source.isIgnored?.(row, this.before) ?? false;
	}

	private isKnown(id: string, stamp: Stamp, isIgnored: boolean): boolean {
		return (
			this.known.has(printOf(id, stamp, false)) || (isIgnored && this.known.has(printOf(id, stamp, true)))
		);
	}
}

/** An ignored version is remembered as another one, so that it cannot hide a change of the same time by somebody else. */
function printOf(id: string, stamp: Stamp, isIgnored: boolean): string {
	return isIgnored ? fingerprint(id, stamp, 'ignored') : fingerprint(id, stamp);
}
