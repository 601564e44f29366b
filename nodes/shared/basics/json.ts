import { type CreatioError, inputError } from './errors';
import { endOfText, withLongNumbersAsText } from './exactNumber';
import { repeatedName } from './repeatedName';

/**
 * How deeply values may be nested. Nothing of Creatio comes near it, and functions that walk through a value, ours and
 * n8n's, need a place on the stack for each level.
 */
export const MOST_LEVELS = 200;

/** How much of a text is searched for too many levels before it is parsed. */
const SEARCHED = 65_536;

/**
 * Parses JSON; `undefined` for any other text, since JSON has no such value, and for JSON with too many levels. A number with
 * more digits than a number of JavaScript keeps is the text of its digits.
 */
export function jsonIn(text: string): unknown {
	if (beginsTooDeep(text)) return undefined;
	const value = parsed(text);
	return isTooDeep(value) ? undefined : value;
}

/** Whether a text that `jsonIn` does not read has too many levels: only counts brackets outside of texts. */
export function isTooDeepJson(text: string): boolean {
	let level = 0;
	for (let at = 0; at < text.length; at++) {
		const character = text[at];
		if (character === '"') at = endOfText(text, at);
		else if (character === '{' || character === '[') level++;
		else if (character === '}' || character === ']') level--;
		if (level > MOST_LEVELS) return true;
	}
	return false;
}

/** Text that only opens brackets takes long to parse, and shows it at its beginning. */
function beginsTooDeep(text: string): boolean {
	return isTooDeepJson(text.slice(0, SEARCHED));
}

/** Files begin with one, which no parser takes. */
export function withoutByteOrderMark(text: string): string {
	return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(withLongNumbersAsText(withoutByteOrderMark(text))) as unknown;
	} catch {
		return undefined;
	}
}

/**
 * Whether a value has more than `MOST_LEVELS` levels, such as one that contains itself. Objects that write themselves
 * as JSON, such as dates, count as one value.
 */
export function isTooDeep(value: unknown, levels = MOST_LEVELS): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if ('toJSON' in value && typeof value.toJSON === 'function') return false;
	if (levels === 0) return true;
	for (const inner of Array.isArray(value) ? value : Object.values(value)) {
		if (typeof inner === 'object' && isTooDeep(inner, levels - 1)) return true;
	}
	return false;
}

/**
 * Rejects a value from an item that JSON cannot hold, with kind `input`: one with too many levels, and NaN and Infinity,
 * which JSON would silently replace by null. `what` names it: `field Query`.
 */
export function refuseUnsendable(value: unknown, what: string): void {
	refuseTooDeep(value, what);
	const number = notFiniteIn(value);
	if (number === undefined) return;
	throw inputError(
		`The ${what} contains ${number}, which is not a number that can be sent`,
		'Check the expression that computes it: it may divide by zero, or read a text as a number.',
	);
}

/** Rejects a value from an item that has too many levels, with kind `input`. */
export function refuseTooDeep(value: unknown, what: string): void {
	if (isTooDeep(value)) throw tooDeep(what);
}

/** The first NaN or Infinity in a value that does not have too many levels. */
function notFiniteIn(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? undefined : value;
	if (typeof value !== 'object' || value === null || 'toJSON' in value) return undefined;
	for (const inner of Array.isArray(value) ? value : Object.values(value)) {
		const found = notFiniteIn(inner);
		if (found !== undefined) return found;
	}
	return undefined;
}

function tooDeep(what: string): CreatioError {
	return inputError(`The ${what} is nested more than ${MOST_LEVELS} levels deep`, 'Check its expression.');
}

/** JSON as language models write it: in a block of code. */
export function withoutCodeFence(text: string): string {
	const block = text.trim();
	const start = block.indexOf('\n');
	return block.startsWith('```') && block.endsWith('```') && start > 0 ? block.slice(start, -3) : text;
}

/**
 * Parses JSON that the user or an agent wrote. Rejects other text, JSON with too many levels and objects with two members of one name
 * with kind `input`.
 */
export function readJson(written: string, what: string, cure: string): unknown {
	const text = withoutCodeFence(written);
	if (beginsTooDeep(text)) throw tooDeep(what);
	const value = parsed(text);
	if (value === undefined) throw inputError(`The ${what} is not JSON`, cure);
	const repeated = repeatedName(text);
	if (repeated !== undefined) {
		throw inputError(
			`The ${what} has "${repeated}" twice in one object`,
			'Only the last one would count. Remove one of the two, or put both into a list.',
		);
	}
	refuseUnsendable(value, what);
	return value;
}

/** The value of a member in any case: Creatio matches names case-insensitively (contract 4). */
export function member(record: Members, name: string): unknown {
	if (Object.hasOwn(record, name)) return record[name];
	const wanted = name.toLowerCase();
	const key = Object.keys(record).find((candidate) => candidate.toLowerCase() === wanted);
	return key === undefined ? undefined : record[key];
}

/** A JSON object of a response. Read its members with `member`: the case of names varies (contract 4). */
export type Members = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is Members {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object; none of anything else. */
export function membersOf(value: unknown): Members {
	return isMembers(value) ? value : {};
}

/** The objects of a list, or of a map whose keys do not matter; `undefined` for any other value. */
export function objectsIn(value: unknown): Members[] | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	return Object.values(value).filter(isMembers);
}

/** A member that is text; `undefined` when it is missing or empty. */
export function textIn(record: Members, name: string): string | undefined {
	const value = member(record, name);
	return typeof value === 'string' && value !== '' ? value : undefined;
}
