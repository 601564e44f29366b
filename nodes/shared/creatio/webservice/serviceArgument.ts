import { isDateObject, isoText, withDates } from '../../basics/dateObjects';
import { inputError } from '../../basics/errors';
import { asUtc, instantIn, parseDate, startOfDay } from '../../basics/instant';
import { isMembers, jsonIn } from '../../basics/json';
import { keyText } from '../../basics/keyText';
import { LABELS } from '../../basics/labels';
import { dateInWcf, dictionaryInWcf, wcfDate, wcfDictionary } from '../../basics/netJson';
import { isBlank } from '../model/emptyValues';
import { describe, readValue } from '../model/values';

/**
 * How an argument of a web service is sent. Services read them as .NET's DataContractJsonSerializer does (contract 14):
 * dates in its own notation alone, and an object in place of a dictionary or a list silently arrives empty. What the
 * method takes is not known, so the user says it.
 */
export type ArgumentType = 'auto' | 'boolean' | 'date' | 'dictionary' | 'list' | 'number' | 'text';

export interface ArgumentContext {
	/** The argument as messages name it. */
	readonly label: string;
	/** Zone for dates that were entered without one, such as `Europe/Berlin`. */
	readonly zone: string;
}

/** The value to send. Blank input is null, except as text. Rejects with kind `input` what is not of the type. */
export function argumentValue(type: ArgumentType, input: unknown, context: ArgumentContext): unknown {
	if (type === 'auto') return automatic(input);
	if (type === 'text') return isBlank(input) ? '' : text(input, context);
	if (isBlank(input)) return null;
	switch (type) {
		case 'boolean':
			return readValue('boolean', input, context).value;
		case 'number':
			return readValue('decimal', input, context).value;
		case 'date':
			return date(input, context);
		case 'dictionary':
			return dictionary(input, context);
		case 'list':
			return list(input);
	}
}

/** A value that is JSON already, with the dates that expressions returned in the notation of .NET. */
export function withWcfDates(value: unknown, label: string = LABELS.body): unknown {
	return withDates(value, (one) => {
		const wire = wcfDateOf(isoText(one), 'UTC');
		if (wire !== undefined) return wire;
		throw inputError(
			`The field ${label} contains a date that does not exist`,
			'Check the expression that makes it.',
		);
	});
}

/** What is typed into a field is text; numbers, lists and the like are meant where it is JSON. */
function automatic(value: unknown): unknown {
	if (typeof value !== 'string') return withWcfDates(value);
	if (!/^\s*([[{"]|-?\d|true\s*$|false\s*$|null\s*$)/.test(value)) return value;
	const parsed = jsonIn(value);
	// A number that would lose digits, such as a long code, stays the text that it is.
	const losesDigits = typeof parsed === 'number' && String(parsed) !== value.trim();
	return parsed === undefined || losesDigits ? value : parsed;
}

function text(input: unknown, context: ArgumentContext): string {
	const isData = typeof input === 'object' && !isDateObject(input);
	return readValue('text', isData ? JSON.stringify(input) : input, context).value as string;
}

function date(input: unknown, { label, zone }: ArgumentContext): string {
	const written = typeof input === 'string' ? keyText(input) : '';
	if (dateInWcf(written) !== undefined) return written;
	const iso = isDateObject(input) ? isoText(input) : input;
	const wire = typeof iso === 'string' ? wcfDateOf(iso, zone) : undefined;
	if (wire !== undefined) return wire;
	throw inputError(
		`The ${label} takes a date, but got ${describe(input)}`,
		'Write it as 2026-01-31T10:00:00Z or 2026-01-31; the day must exist.',
	);
}

/** A day is its midnight in the zone. `undefined` for text that is not a date. */
function wcfDateOf(iso: string | undefined, zone: string): string | undefined {
	const parsed = parseDate(iso ?? '');
	if (parsed === undefined || parsed.kind === 'time') return undefined;
	const wall = parsed.kind === 'day' ? startOfDay(parsed.wall) : parsed.wall;
	const instant = parsed.kind === 'instant' ? parsed.date : instantIn(zone, wall);
	return wcfDate(instant, Math.round((asUtc(wall).getTime() - instant.getTime()) / 60_000));
}

function dictionary(input: unknown, { label }: ArgumentContext): unknown {
	const value = typeof input === 'string' ? jsonIn(input) : input;
	if (isMembers(value) && !isDateObject(value)) return withWcfDates(wcfDictionary(value));
	const isWritten = Array.isArray(value) && (value.length === 0 || dictionaryInWcf(value) !== undefined);
	if (isWritten) return withWcfDates(value);
	throw inputError(
		`The ${label} takes an object, but got ${describe(input)}`,
		'Write its entries as an object, such as {"USD": 10.5, "EUR": 3}.',
	);
}

/** A lone value is a list of one. */
function list(input: unknown): unknown {
	const parsed = typeof input === 'string' && /^\s*[[{]/.test(input) ? (jsonIn(input) ?? input) : input;
	return withWcfDates(Array.isArray(parsed) ? parsed : [parsed]);
}

/** Names of arguments whose value is a date as text, which a method that takes a date cannot read. */
export function datesAsText(body: unknown): string[] {
	if (!isMembers(body)) return [];
	return Object.entries(body)
		.filter(([, value]) => typeof value === 'string' && isFullDate(value))
		.map(([name]) => name);
}

function isFullDate(value: string): boolean {
	const kind = parseDate(value)?.kind;
	return kind !== undefined && kind !== 'time';
}
