import { comparedText, keyText } from '../../basics/keyText';
import type { TextTest, Comparison } from '../conditions/operators';
import type { Condition } from '../conditions/tree';
import type { Column } from '../model/objectModel';
import { MOST_WORDS } from '../model/objectSearch';
import { endings, phoneDigits } from './phoneNumbers';
import type { SearchColumns } from './searchColumns';

/** A text as it is searched. */
export interface SearchText {
	/** As the site is asked for it. */
	readonly text: string;
	/** In lower case; none of a text of more words than anybody searches by. */
	readonly words: readonly string[];
	/** Of a text that may be a phone number. */
	readonly digits: string | undefined;
}

/** A condition to ask a site for. */
export interface Question {
	readonly condition: Condition;
	/** The most records to ask for. */
	readonly most: number;
}

/** Numbers that end alike: those that are not the one searched are dropped. */
const MOST_NUMBERS = 200;

/**
 * What to ask the site for, the likeliest records first, each asked by itself: a site returns matches in no order, and only
 * so many. Records that equal the text or begin with it, those that have it or all its words, and those with the phone number.
 */
export function searchConditions(
	object: string,
	columns: SearchColumns,
	{ text, words, digits }: SearchText,
	limit: number,
): Question[] {
	const test = (column: Column, operator: Comparison | TextTest, value: string): Condition => ({
		kind: 'compare',
		path: { text: column.name, steps: [], column, owner: object },
		operator,
		value: { type: 'text', value },
	});
	const { names, phones } = columns;
	// An address has no blanks.
	const emails = /\s/.test(text) ? [] : columns.emails;
	const best = [
		...names.map((column) => test(column, 'startsWith', text)),
		...emails.map((column) => test(column, 'startsWith', text)),
	];
	const others = [...names, ...emails].map((column) => test(column, 'contains', text));
	const allWords =
		words.length > 1 ? names.map((column) => all(words.map((word) => test(column, 'contains', word)))) : [];
	const numbers =
		digits === undefined
			? []
			: phones.flatMap((column) => endings(digits).map((ending) => test(column, 'contains', ending)));
	const texts = [best, [...others, ...allWords]].map((parts) => ({ parts, most: limit }));
	return [...texts, { parts: numbers, most: MOST_NUMBERS }]
		.filter(({ parts }) => parts.length > 0)
		.map(({ parts, most }) => ({ condition: any(parts), most }));
}

function any(parts: readonly Condition[]): Condition {
	return { kind: 'group', combine: 'any', parts };
}

function all(parts: readonly Condition[]): Condition {
	return { kind: 'group', combine: 'all', parts };
}

/** What a user entered, as it is searched. */
export function searchText(typed: string): SearchText {
	const text = keyText(typed);
	const words = [...new Set(comparedText(text).split(/\s+/, MOST_WORDS + 1))];
	return { text, words: words.length > MOST_WORDS ? [] : words, digits: phoneDigits(text) };
}
