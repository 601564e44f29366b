import type { INodeExecutionData } from 'n8n-workflow';

import { isMembers } from '../../basics/json';
import type { Row } from '../../creatio/model/rows';

/** The most characters of one text that an agent gets: a mail can have a hundred times as many. */
const LONGEST_TEXT = 10_000;

/** The most characters of one result as JSON. */
const LONGEST_ROW = 15_000;

/**
 * The output of a run as an agent gets it: the results alone, as JSON, no more of them than it can read, and a note. `aboutLimit`:
 * those of the hints that say how many results were read, which do not matter where fewer are shown.
 */
export function toolOutput(
	output: readonly INodeExecutionData[],
	hints: ReadonlySet<string>,
	aboutLimit: ReadonlySet<string>,
): INodeExecutionData[] {
	const { shown, note } = fittingRows(
		output.map(({ json }) => forAgent(json)),
		aboutLimit.size > 0,
	);
	const others = note === undefined ? hints : [note, ...[...hints].filter((hint) => !aboutLimit.has(hint))];
	const notes = noteForAgent(others, output.length);
	return [
		...shown.map((json, index) => ({ ...output[index], json: json as INodeExecutionData['json'] })),
		...notes.map((json) => ({ json: json as INodeExecutionData['json'] })),
	];
}

/**
 * A result as an agent gets it, which pays for each character: without what is empty, and not longer than an agent can read. A result
 * that is still too long comes as the beginning of its JSON.
 */
export function forAgent(row: Row): Row {
	const short = withoutEmpty(row);
	const json = JSON.stringify(short);
	return json.length > LONGEST_ROW ? { json: cut(json, LONGEST_ROW) } : (short as Row);
}

/** The most characters of all results as JSON: about 12,000 tokens. */
export const LONGEST_OUTPUT = 50_000;

/**
 * The results that an agent gets in one answer, from the first one on, and a note if there are others. `mayBeMore`: there may be
 * more on the site than were read.
 */
function fittingRows(
	rows: readonly Row[],
	mayBeMore: boolean,
): { readonly shown: readonly Row[]; readonly note?: string } {
	// Each row counts with a comma behind it: the list has one comma less, and two brackets.
	let left = LONGEST_OUTPUT - 1;
	const end = rows.findIndex((row, index) => (left -= JSON.stringify(row).length + 1) < 0 && index > 0);
	if (end === -1) return { shown: rows };
	const [part, all] = [end, rows.length].map((count) => count.toLocaleString('en-US'));
	const most = mayBeMore ? `${all} or more` : all;
	return {
		shown: rows.slice(0, end),
		note: `Only the first ${part} of ${most} results fit into one answer. Narrow the search down, name fewer columns to return, sort by what matters and set a lower Limit, or count the records instead.`,
	};
}

/** What an agent has to know beside the results, as the last of them. */
export function noteForAgent(hints: Iterable<string>, count: number): Row[] {
	const notes = [...(count === 0 ? ['There are no results.'] : []), ...hints];
	return notes.length === 0 ? [] : [{ note: notes.join(' ') }];
}

/** In lists, an empty value keeps its place. */
function withoutEmpty(value: unknown): unknown {
	if (typeof value === 'string') return cut(value, LONGEST_TEXT);
	if (Array.isArray(value)) return value.map(withoutEmpty);
	if (!isMembers(value) || Object.getPrototypeOf(value) !== Object.prototype) return value;
	const members = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
	return Object.fromEntries(members.map(([name, inner]) => [name, withoutEmpty(inner)]));
}

function cut(text: string, most: number): string {
	if (text.length <= most) return text;
	const [shown, all] = [most, text.length].map((length) => length.toLocaleString('en-US'));
	return `${text.slice(0, most)}… (the first ${shown} of ${all} characters)`;
}
