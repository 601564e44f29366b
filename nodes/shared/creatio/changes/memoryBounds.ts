import { inputError } from '../../basics/errors';

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
