import { type CreatioError, reworded, withoutFullStop } from '../../basics/errors';
import type { RefusalCause } from './refusalCause';
import {
	type Fault,
	faultsOf,
	notSent,
	type SentColumn,
	sentColumns,
	type SentRow,
	type SiteFacts,
} from './rowFaults';

const MOST_FAULTS = 5;
const MOST_LISTED = 10;
const LONGEST_SENTENCE = 2_000;

/**
 * The error of a refused row, with the columns that are likely at fault, or with what was sent. What the site says comes
 * first; kind, reason and whether the row was perhaps written stay. Contains names, types and lengths, and no values but
 * the Ids of lookups.
 */
export function explained(
	error: CreatioError,
	cause: RefusalCause,
	sent: SentRow,
	facts: SiteFacts,
): CreatioError {
	const faults = faultsOf(cause, sent, facts);
	const words = withoutFullStop(error.message.slice(0, LONGEST_SENTENCE));
	return faults.length > 0
		? reworded(error, `${words}. ${sentenceOf(sent, faults)}`, cureOfFaults(error))
		: reworded(error, `${words}. ${openSentence(cause, sent, facts)}`, error.cure ?? OPEN_CURE);
}

const OPEN_CURE =
	'Write fewer columns to find the one that is refused. An administrator can find the reason in the error log of the site.';

function cureOfFaults({ cure, perhapsDone }: CreatioError): string {
	const correct = 'Correct these columns and run the item again.';
	return perhapsDone && cure !== undefined ? `${cure} ${correct}` : correct;
}

function sentenceOf({ model }: SentRow, faults: readonly Fault[]): string {
	const named = faults.slice(0, MOST_FAULTS).map(({ column, why }) => `${column} ${why}`);
	const more = faults.length > MOST_FAULTS ? `, and ${faults.length - MOST_FAULTS} more` : '';
	return `Likely at fault in ${model.name}: ${named.join('; ')}${more}`;
}

/** What a user may check if nothing was found. */
function openSentence(cause: RefusalCause, sent: SentRow, { details }: SiteFacts): string {
	const { what, columns } = suspects(cause, sent);
	const missing = cause.kind === 'unexplained' ? notSent(sent, details) : [];
	return [
		`The site does not say which column of ${sent.model.name} it refuses`,
		`${what}: ${listed(columns)}`,
		...(missing.length > 0 ? [`Required, and left to the defaults of the site: ${listed(missing)}`] : []),
	].join('. ');
}

function listed(names: readonly string[]): string {
	if (names.length === 0) return 'none';
	const more = names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : '';
	return `${names.slice(0, MOST_LISTED).join(', ')}${more}`;
}

/** The sent columns that may have caused it. */
function suspects(cause: RefusalCause, sent: SentRow): { readonly what: string; readonly columns: string[] } {
	const all = sentColumns(sent);
	const namesOf = (test: (one: SentColumn) => boolean) => all.filter(test).map(({ name }) => name);
	switch (cause.kind) {
		case 'tooLong': {
			const texts = all.flatMap(({ name, column, value }) =>
				column?.type === 'text' && typeof value === 'string' ? [{ name, length: value.length }] : [],
			);
			texts.sort((a, b) => b.length - a.length);
			return {
				what: 'The longest texts sent',
				columns: texts.map(({ name, length }) => `${name} (${length} characters)`),
			};
		}
		case 'outOfRange':
			return { what: 'Numbers sent', columns: namesOf(({ value }) => typeof value === 'number') };
		case 'missingRecord':
			return { what: 'Lookups sent', columns: namesOf(({ column }) => column?.type === 'lookup') };
		case 'missingValue':
		case 'unreadable':
		case 'unexplained':
			return { what: 'Columns sent', columns: namesOf(() => true) };
	}
}
