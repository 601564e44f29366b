import { inputError } from '../../basics/errors';
import { LABELS } from '../../basics/labels';
import type { Stamp, TimeSpelling } from './stamp';

/**
 * What a trigger keeps from one poll to the next. It grows by 8 characters for each record that was processed within the
 * overlap and the five minutes before it: 80 kB for 10,000 changes. For sites whose clocks change it covers two hours
 * more.
 */
export interface Memory {
	/** All records up to here were processed. */
	readonly position: Stamp;
	/** The group of records after the position that are read by key, some of which were processed. */
	readonly group?: KeyGroup;
	/** Where the next read begins: records with an older time may still be committed after the position was reached. */
	readonly floor: Stamp;
	/** Versions of records from the floor on that were processed. */
	readonly seen: readonly Seen[];
	/** Some of the last records, which show when a site begins to write its times differently. */
	readonly anchors: readonly Anchor[];
	/** The site's clock when these were last read. */
	readonly sureAt?: Stamp;
	/** Missing until there is a record to measure it with. */
	readonly spelling?: TimeSpelling;
}

/** Records from the position on that are read by key. */
export interface KeyGroup {
	/** Where their times end. */
	readonly to: Stamp;
	/** Those up to this key were processed. */
	readonly after: string;
}

/** What one read found. */
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
 * n8n writes a trigger's memory into its database with every event, so it must stay small. The maximum number of
 * characters for the records of one trigger.
 */
const MOST_CHARACTERS = 400_000;

/** The number of records that a trigger for changed columns, an entered value or deletions can remember. */
export const MOST_WATCHED = { columns: 25_000, values: 50_000, keys: 18_000 } as const;

/** Rejects with kind `input` when there are too many records to remember. `event`: its label in the form. */
export function refuseTooMany(count: number, most: number, object: string, event: string): void {
	if (count <= most) return;
	throw inputError(
		`${count.toLocaleString('en-US')} records of ${object} match, but "${event}" can watch ${most.toLocaleString('en-US')} at most`,
		'Add conditions so that fewer records match, or use an event that does not need to remember them, such as Record Updated.',
	);
}

/** The same for a memory whose size depends on the contents of the records. */
export function refuseTooLarge(text: string, object: string): void {
	if (text.length <= MOST_CHARACTERS) return;
	throw inputError(
		`The old values of the records of ${object} that match are ${text.length.toLocaleString('en-US')} characters, but n8n keeps ${MOST_CHARACTERS.toLocaleString('en-US')} at most`,
		`Watch fewer or shorter columns, add conditions so that fewer records match, or switch the option ${LABELS.oldValues} off.`,
	);
}
