import type { ErrorReason } from '../basics/errors';
import { isMembers, member, type Members, membersOf, textIn } from '../basics/json';

/** Headlines that say nothing; the cause is below them (contract 2.12). */
const EMPTY_WORDS =
	/^(An error has occurred\.?|The request is invalid\.?|The 'ObjectContent`1' type failed to serialize.*)$/is;

const NESTED = [
	'error',
	'innererror',
	'internalexception',
	'InnerException',
	'responseStatus',
	'errorInfo',
] as const;

const WORDS = ['ExceptionMessage', 'message', 'Message', 'MessageDetail'] as const;

const DEEPEST = 12;

/** The innermost sentence of an error body that says something (contract 2.12, 4.8); `undefined` when none does. */
export function serverSentence(json: unknown): string | undefined {
	const sentences = sentencesOf(json, 0);
	const explaining = sentences.filter((sentence) => !EMPTY_WORDS.test(sentence));
	const sentence = explaining.at(-1) ?? sentences.at(-1);
	return sentence?.replace(/^item : /, '').slice(0, 2_000);
}

function sentencesOf(value: unknown, depth: number): string[] {
	if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
	const record = value as Record<string, unknown>;
	const own = WORDS.map((name) => record[name]).filter(
		(word) => typeof word === 'string' && word.trim() !== '',
	) as string[];
	// A custom web service wraps its answer into `<Method>Result` (contract 6.1).
	const wrapped = Object.keys(record).filter((name) => name.endsWith('Result'));
	return [...own, ...[...NESTED, ...wrapped].flatMap((name) => sentencesOf(member(record, name), depth + 1))];
}

/** The route table reloads for seconds after a publication (contract 2.2, 4.8): the server's failure, not a refusal. */
export const PASSING =
	/Collection was modified|assembly is not initialized|another compilation is in progress/i;

/** Wider than `PASSING`, for failures that are the server's already: variants of the same sentences. */
const RELOADING = /Collection was modified|not initialized|compilation/i;

const OUT_OF_MEMORY = /RAM consumption limit/i;

/** What callers act on in the sentence of a site; `undefined` stands for a site that gave none. */
export function reasonIn(sentence: string | undefined): ErrorReason | undefined {
	if (sentence === undefined) return 'unexplained';
	if (RELOADING.test(sentence)) return 'reloading';
	return OUT_OF_MEMORY.test(sentence) ? 'outOfMemory' : undefined;
}

/** `{ error: {...} }` of OData, or `{ Message, MessageDetail }` of the web server's routing, without other members. */
export function isErrorBody(json: unknown): boolean {
	if (!isMembers(json)) return false;
	const names = Object.keys(json);
	if (names.length === 1 && names[0] === 'error') return true;
	const routing = ['Message', 'MessageDetail', 'ExceptionMessage', 'ExceptionType', 'StackTrace'];
	return names.includes('Message') && names.every((name) => routing.includes(name));
}

export function failingEnvelope(record: unknown): Members | undefined {
	if (!isMembers(record)) return undefined;
	// System settings come with `success: false` and good values (contract 4.9), batches with a result for each query (contract 4.7).
	const hasResults = ['values', 'saveResult', 'queryResults'].some(
		(name) => member(record, name) !== undefined,
	);
	if (member(record, 'success') === false) return hasResults ? undefined : record;
	const [only, ...others] = Object.entries(record);
	return only && others.length === 0 && only[0].endsWith('Result') ? failingEnvelope(only[1]) : undefined;
}

export function errorCodeOf(envelope: Members): string {
	for (const name of ['responseStatus', 'errorInfo']) {
		const code = textIn(membersOf(member(envelope, name)), 'ErrorCode');
		if (code !== undefined) return code;
	}
	return '';
}
