import { inputError } from '../../basics/errors';
import type { Stamp, TimeSpelling } from './stamp';

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

/**
 * n8n writes a trigger's memory into its database with every event, so it must stay small. Characters that the memory
 * of the records of one trigger may have.
 */
export const MOST_CHARACTERS = 400_000;

/** Records that a trigger for changed columns, for an entered value or for deletions can keep in mind. */
export const MOST_WATCHED = { columns: 25_000, values: 50_000, keys: 18_000 } as const;

/** Rejects with kind `input` when there are too many records to keep in mind. `event`: as the form calls it. */
export function refuseTooMany(count: number, most: number, object: string, event: string): void {
	if (count <= most) return;
	throw inputError(
		`${count.toLocaleString('en-US')} records of ${object} match, but "${event}" can watch ${most.toLocaleString('en-US')} at most`,
		'Add conditions that leave fewer records, or use an event that needs no memory of them, such as Record Updated.',
	);
}

/** The same for a memory whose size depends on what the records hold. */
export function refuseTooLarge(text: string, object: string): void {
	if (text.length <= MOST_CHARACTERS) return;
	throw inputError(
		`The old values of the records of ${object} that match are ${text.length.toLocaleString('en-US')} characters, but n8n keeps ${MOST_CHARACTERS.toLocaleString('en-US')} at most`,
		'Watch fewer or shorter columns, add conditions that leave fewer records, or switch the option Old Values off.',
	);
}
