import type { ErrorReason } from '../basics/errors';
import { isMembers, member, type Members, membersOf, textIn } from '../basics/json';
import { withoutEntities, wordsOfErrorPage } from './htmlPages';
import { messagesOfErrorDocument } from './xmlAnswers';

/** Headlines that say nothing; the cause is below them, or nowhere (contract 2.12). */
const EMPTY_WORDS =
	/^(An error has occurred\.?|The request is invalid\.?|The input was not valid\.?|One or more validation errors occurred\.?|An error occurred while processing (?:your|this) request\.?|Request Error|Bad Request|Forbidden|Not Found|Unauthorized|Internal Server Error|The 'ObjectContent`1' type failed to serialize[^]*)$/i;

/** Members that hold a failure; each may be an object, a list or a text (contract 2.12, 4.8, 6.2). */
const NESTED = [
	'error',
	'odata.error',
	'errors',
	'innererror',
	'internalexception',
	'InnerException',
	'responseStatus',
	'errorInfo',
	'Exception',
] as const;

/** Members that hold a sentence, the least helpful first. */
const WORDS = ['title', 'detail', 'ExceptionMessage', 'message', 'ErrorMessage', 'MessageDetail'] as const;

const DEEPEST = 12;

/** How much of a body is searched for words; a sentence is near its beginning. */
const SEARCHED = 50_000;

const LONGEST_SENTENCE = 2_000;

/** Longer text without a form is a document, not a sentence. */
const LONGEST_PLAIN_TEXT = 500;

/** The innermost sentence of an error body that says something (contract 2.12, 4.8); `undefined` when none does. */
export function serverSentence(json: unknown): string | undefined {
	return mostHelpful(sentencesOf(json, 0));
}

/** The innermost sentence that says something; the outer ones come first. */
function mostHelpful(sentences: readonly string[]): string | undefined {
	const explaining = sentences.filter((sentence) => !EMPTY_WORDS.test(sentence));
	return explaining.at(-1) ?? sentences.at(-1);
}

/**
 * The sentence in the body of a failure, whatever its form: JSON, the fault, the error or the page of a service of .NET
 * Framework, or a short text (contract 2.12, 3, 6.2). Without the stack of calls.
 */
export function sentenceIn(text: string, json: unknown): string | undefined {
	if (json !== undefined) return serverSentence(json);
	const start = text.slice(0, SEARCHED);
	const trimmed = start.trim();
	if (!trimmed.startsWith('<')) {
		const isSentence = trimmed !== '' && text.length <= LONGEST_PLAIN_TEXT && !/^[{[]/.test(trimmed);
		return isSentence ? withoutStack(trimmed) : undefined;
	}
	return wordsOfErrorPage(start) ?? wordsOfFault(start) ?? wordsOfErrorDocument(start);
}

function wordsOfErrorDocument(xml: string): string | undefined {
	const sentences = messagesOfErrorDocument(xml).map((words) => withoutStack(withoutEntities(words)));
	return mostHelpful(sentences.filter((sentence) => sentence !== ''));
}

/** `<Fault>…<Reason><Text>` of WCF, `<faultstring>` of SOAP 1.1. */
function wordsOfFault(xml: string): string | undefined {
	if (!/<(?:\w{1,20}:)?Fault\b/.test(xml)) return undefined;
	const words = /<(?:\w{1,20}:)?(?:Text|faultstring)\b[^<>]{0,200}>([^<>]{1,4000})</.exec(xml)?.[1]?.trim();
	return words === undefined || words === '' ? undefined : withoutStack(words);
}

function sentencesOf(value: unknown, depth: number): string[] {
	if (depth > DEEPEST) return [];
	if (typeof value === 'string') {
		const words = withoutStack(value);
		return words === '' ? [] : [words];
	}
	// Of a list of failures the first one is named.
	if (Array.isArray(value)) return sentencesOf(value[0], depth + 1);
	if (!isMembers(value)) return [];
	const own = WORDS.flatMap((name) => sentencesOfText(member(value, name)));
	// A custom web service wraps its answer into `<Method>Result` (contract 6.1).
	const wrapped = Object.keys(value).filter((name) => name.endsWith('Result') && isMembers(value[name]));
	const nested = [...NESTED, ...wrapped].flatMap((name) => sentencesInside(name, member(value, name), depth));
	return [...own, ...nested];
}

/** ASP.NET Core lists failures by field: `{"errors":{"Name":["…"]}}`. */
function sentencesInside(name: string, value: unknown, depth: number): string[] {
	const isByField = name === 'errors' && isMembers(value) && !('message' in value);
	return sentencesOf(isByField ? Object.values(value).slice(0, 1) : value, depth + 1);
}

/** OData 3 puts a message into an object: `{"lang":"en-US","value":"…"}` (contract 3). */
function sentencesOfText(value: unknown): string[] {
	const text = isMembers(value) ? member(value, 'value') : value;
	return typeof text === 'string' ? sentencesOf(text, 0) : [];
}

/** The words of an exception, without its type and the stack of calls behind it. */
function withoutStack(text: string): string {
	return text
		.slice(0, 2 * LONGEST_SENTENCE)
		.split(/\r?\n {1,8}at |\r?\n\r?\n/, 1)
		.join('')
		.trim()
		.replace(/^item : /, '')
		.replace(/^(?:[A-Za-z]\w{0,80}\.){1,8}\w{0,80}Exception(?: \(0x[0-9A-Fa-f]{1,8}\))?: /, '')
		.slice(0, LONGEST_SENTENCE);
}

/** The route table reloads for seconds after a publication (contract 2.2, 4.8): the server's failure, not a refusal. */
const RELOADING =
	/Collection was modified|(?:assembly|configuration) is not initialized|another compilation is in progress/i;

/** What a database says when only the moment was bad: locks, its limit of connections, a start in progress. */
const BAD_MOMENT =
	/deadlock|lock request time ?out|timeout expired|timeout period elapsed|could not obtain lock|too many (?:clients|connections)|connection pool|database system is (?:starting up|shutting down)/i;

const OUT_OF_MEMORY = /RAM consumption limit/i;

/** Of the databases of Creatio sites, and of Creatio's own check of values that must be unique. */
const DUPLICATE = /23505|ORA-00001|unique constraint|duplicate key|must hold a unique value/i;

/** Of Microsoft's OData library, for a batch in a format that it does not read (contract 14, 2.14). */
const MEDIA_TYPE = /^The batch request must have .{1,80} (?:as the media type|header)/i;

/** What callers act on in the sentence of a site; `undefined` stands for a site that gave none. */
export function reasonIn(sentence: string | undefined): ErrorReason | undefined {
	if (sentence === undefined || EMPTY_WORDS.test(sentence)) return 'unexplained';
	if (RELOADING.test(sentence)) return 'reloading';
	if (DUPLICATE.test(sentence)) return 'duplicate';
	if (MEDIA_TYPE.test(sentence)) return 'mediaType';
	return OUT_OF_MEMORY.test(sentence) ? 'outOfMemory' : undefined;
}

/** Whether a failure with this sentence passes by itself. */
export function passes(sentence: string | undefined): boolean {
	return sentence !== undefined && (RELOADING.test(sentence) || BAD_MOMENT.test(sentence));
}

/**
 * Whether the body of a failure names the exception of a missing right, for which DataService, and OData 3, may answer 500 (contract 3.6,
 * 4.8). The same name inside another one, such as `FileSecurityException`, means something else.
 */
export function namesMissingRight(body: string): boolean {
	return /\bSystem\.Security\.SecurityException\b|"ErrorCode"\s{0,9}:\s{0,9}"SecurityException"/i.test(
		body.slice(0, SEARCHED),
	);
}

/** What the database or the entity layer refused: a retry does not help. */
export function isRefusal(sentence: string): boolean {
	return /^\d{5}: |not found in schema|constraint|must hold a unique value|is missing the property|is required|is not filled in|cannot be null|would be truncated|value too long|No .{1,100} specified/i.test(
		sentence,
	);
}

/**
 * `{ error: {...} }` of OData (`odata.error` in the light JSON of version 3), or `{ Message, MessageDetail }` of the web server's
 * routing, without other members.
 */
export function isErrorBody(json: unknown): boolean {
	if (!isMembers(json)) return false;
	const names = Object.keys(json);
	if (names.length === 1 && (names[0] === 'error' || names[0] === 'odata.error')) return true;
	const routing = ['Message', 'MessageDetail', 'ExceptionMessage', 'ExceptionType', 'StackTrace'];
	return names.includes('Message') && names.every((name) => routing.includes(name));
}

/** Web API's answer for an address that it has no controller for (contract 2.12). */
export function isRoutingFailure(json: unknown): boolean {
	return isErrorBody(json) && /^No HTTP resource was found/i.test(textIn(membersOf(json), 'Message') ?? '');
}

/** `{"Code":-1,"Exception":"…"}` of the application's error handler, with status 500 or 200 (contract 2.12). */
export function isGlobalFailure(json: unknown): json is Members {
	if (!isMembers(json)) return false;
	const code = member(json, 'Code');
	return typeof code === 'number' && code < 0 && typeof member(json, 'Exception') === 'string';
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
