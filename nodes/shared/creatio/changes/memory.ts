import type { Stamp } from './stamp';
import type { TimeSpelling } from './siteClock';

/**
 * What a trigger keeps from one look to the next. It grows with the records that were looked at within the overlap and
 * the five minutes before it, by 8 characters for each: 80 kB for 10,000 changes. At sites whose clocks are changed it
 * is two hours more.
 */
export interface Memory {
	/** All records up to here were looked at. */
	readonly position: Stamp;
	/** Behind it, of a group of records that are read by key, some were looked at. */
	readonly group?: KeyGroup;
	/** Where the next look begins: records with an older time may still be committed behind the position. */
	readonly floor: Stamp;
	/** Versions of records from the floor on that were looked at. */
	readonly seen: readonly Seen[];
	/** Some of the last records, which tell when a site begins to spell its times differently. */
	readonly anchors: readonly Anchor[];
	/** The site's clock when these were last asked for. */
	readonly sureAt?: Stamp;
	/** Missing until there is a record to learn it from. */
	readonly spelling?: TimeSpelling;
}

/** Records from the position on that are read by key. */
export interface KeyGroup {
	/** Where their times end. */
	readonly to: Stamp;
	/** Those up to this key were looked at. */
	readonly after: string;
}

/** What one look saw. */
export interface Seen {
	readonly newest: Stamp;
	/** Fingerprints of Id and time. */
	readonly prints: string;
}

export interface Anchor {
	readonly id: string;
	readonly stamp: Stamp;
}
