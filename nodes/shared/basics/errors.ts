/**
 * What kind of failure it is, as far as a caller can act on it.
 *
 * | kind | meaning |
 * |---|---|
 * | `input` | refused by us before anything was sent |
 * | `address` | unknown host, nothing listens there, or the server is not Creatio |
 * | `certificate` | the TLS certificate is not trusted |
 * | `blocked` | n8n's own policy forbids the address |
 * | `network` | the connection broke |
 * | `timeout` | no complete response in time |
 * | `cancelled` | the execution was stopped |
 * | `credentials` | the sign-in was refused: wrong user name or password, refused client, inactive or locked user |
 * | `passwordExpired` | the password must be changed first |
 * | `licence` | the user has no licence |
 * | `session` | the session was refused again after one renewal |
 * | `forbidden` | signed in, but not allowed |
 * | `notFound` | the record, object or service does not exist |
 * | `invalid` | the server refused the request's content |
 * | `tooLarge` | the body of the request is larger than the site, or a gateway in front of it, accepts |
 * | `throttled` | too many calls |
 * | `unavailable` | the site, or a gateway in front of it, cannot answer now |
 * | `server` | the server failed |
 * | `unreadable` | the response is not what Creatio sends (HTML, a truncated body) |
 * | `storage` | n8n cannot read or store a file |
 */
export type ErrorKind =
	| 'input'
	| 'address'
	| 'certificate'
	| 'blocked'
	| 'network'
	| 'timeout'
	| 'cancelled'
	| 'credentials'
	| 'passwordExpired'
	| 'licence'
	| 'session'
	| 'forbidden'
	| 'notFound'
	| 'invalid'
	| 'tooLarge'
	| 'throttled'
	| 'unavailable'
	| 'server'
	| 'unreadable'
	| 'storage';

/**
 * What callers act on beyond the kind, so that no code compares messages.
 *
 * | reason | meaning |
 * |---|---|
 * | `unexplained` | the site refused without a sentence that says why |
 * | `reloading` | the site reloads its routes or compiles: the same request may succeed within seconds |
 * | `outOfMemory` | the answer is too large, for the site or for n8n: asking for less may succeed |
 * | `addressTooLong` | the host takes no address of this length: a `$batch` has no such limit |
 * | `headersTooLong` | the host takes no headers of this size, whatever the request |
 * | `deniedSequence` | the host denies a sequence of characters in the address, such as `../` |
 * | `verbRefused` | the host refuses the HTTP method |
 * | `notJson` | the answer is not JSON that can be read: it was cut, is of another kind, or has too many levels |
 * | `noObject` | the site does not have the object, or does not have the version of OData |
 * | `webPage` | a web page with a good status came instead of data |
 * | `notCreatio` | what answered the sign-in is not Creatio |
 * | `signInRule` | the sign-in was refused by a rule of the site or of a gateway, not because of the user name or password |
 * | `mediaType` | the host does not take a body of this type, such as a batch in JSON |
 * | `duplicate` | there is a record with the same ID, or with a value that must be unique |
 */
export type ErrorReason =
	| 'unexplained'
	| 'reloading'
	| 'outOfMemory'
	| 'addressTooLong'
	| 'headersTooLong'
	| 'deniedSequence'
	| 'verbRefused'
	| 'notJson'
	| 'noObject'
	| 'webPage'
	| 'notCreatio'
	| 'signInRule'
	| 'mediaType'
	| 'duplicate';

/**
 * What has to be entered instead. How to find it depends on who reads the error: people choose from lists, agents ask other
 * operations. The sentence that says so is added where errors become errors of n8n (`n8n/context/advice`).
 *
 * | asks for | meaning |
 * |---|---|
 * | `value`, `text` | a value, or one that is text: an expression had another result, or none |
 * | `conditions` | at least one condition |
 * | `mapping` | a value for at least one column or parameter |
 * | `choice` | a value that a field offers: n8n hides the fields that depend on it otherwise |
 * | `object`, `column`, `record`, `file`, `process`, `setting` | the name or ID of one that exists |
 */
export type AskedFor =
	| 'value'
	| 'text'
	| 'conditions'
	| 'mapping'
	| 'choice'
	| 'object'
	| 'column'
	| 'record'
	| 'file'
	| 'process'
	| 'setting';

/** Failures that pass by themselves, so that the same request may succeed later. */
const PASSING_KINDS: ReadonlySet<ErrorKind> = new Set(['network', 'timeout', 'throttled', 'unavailable']);

export interface ErrorDetails {
	/** Set where the error is made; `undefined` when the kind says it all. */
	readonly reason?: ErrorReason;
	/** What the user can do about it, one or two sentences. */
	readonly cure?: string;
	/** What has to be entered instead. The sentence about it comes before the cure. */
	readonly asksFor?: AskedFor;
	/** HTTP status, if there was a response. */
	readonly status?: number;
	/** True when the server may have carried out the request although no usable response arrived. */
	readonly perhapsDone?: boolean;
	/** Whether the same request may succeed later. By default decided by the kind. */
	readonly mayPass?: boolean;
	/** The server's advice on when to try again, milliseconds. */
	readonly retryAfterMs?: number;
	/** The underlying error. Never shown, kept for the log. */
	readonly cause?: unknown;
}

/** The one error of the Creatio and HTTP layers. Its texts never contain a password, a cookie or a token. */
export class CreatioError extends Error {
	readonly kind: ErrorKind;
	readonly reason: ErrorReason | undefined;
	readonly cure: string | undefined;
	readonly asksFor: AskedFor | undefined;
	readonly status: number | undefined;
	readonly perhapsDone: boolean;
	readonly mayPass: boolean;
	readonly retryAfterMs: number | undefined;

	constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}) {
		super(message, { cause: details.cause });
		this.name = 'CreatioError';
		this.kind = kind;
		this.reason = details.reason;
		this.cure = details.cure;
		this.asksFor = details.asksFor;
		this.status = details.status;
		this.perhapsDone = details.perhapsDone ?? false;
		this.mayPass = details.mayPass ?? (PASSING_KINDS.has(kind) || details.reason === 'reloading');
		this.retryAfterMs = details.retryAfterMs;
	}
}

/** Rejects what the user entered: `message` names the field, `cure` and `asksFor` say what to enter instead. */
export function inputError(message: string, cure?: string, asksFor?: AskedFor): CreatioError {
	return new CreatioError('input', message, { cure, asksFor });
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

/** Matches by name as well: two copies of the package may be loaded in one n8n. */
export function isCreatioError(error: unknown): error is CreatioError {
	return error instanceof CreatioError || (error instanceof Error && error.name === 'CreatioError');
}

/** Whether the execution was stopped, so that nothing more is started even where failures do not stop a run. */
export function isCancelled(error: unknown): boolean {
	return isCreatioError(error) && error.kind === 'cancelled';
}

/** Whether the same request may succeed later. */
export function mayPass(error: unknown): boolean {
	return isCreatioError(error) && error.mayPass;
}

/** Whether the request that failed may have been carried out. */
export function isPerhapsDone(error: unknown): boolean {
	return isCreatioError(error) && error.perhapsDone;
}

/** The same failure with other words, or another outcome: everything else that callers act on stays. */
function changed(
	error: CreatioError,
	changes: Pick<ErrorDetails, 'cure' | 'asksFor' | 'perhapsDone'> & { readonly message?: string },
): CreatioError {
	const { kind, message, reason, cure, asksFor, status, perhapsDone, mayPass: passes, retryAfterMs } = error;
	const details = { reason, cure, asksFor, status, perhapsDone, mayPass: passes, retryAfterMs, ...changes };
	return new CreatioError(kind, changes.message ?? message, { ...details, cause: error });
}

/** A sentence, so that another one can follow it. */
export function withoutFullStop(sentence: string): string {
	return sentence.replace(/\.$/, '');
}

/** The same failure in other words. */
export function reworded(
	error: CreatioError,
	message: string,
	cure = error.cure,
	asksFor = error.asksFor,
): CreatioError {
	return changed(error, { message, cure, asksFor });
}

/** The same failure with more sentences that say what to do, or what to know before. */
export function withCure(error: CreatioError, ...sentences: readonly string[]): CreatioError {
	return changed(error, { cure: [error.cure, ...sentences].filter(Boolean).join(' ') });
}

/**
 * The same error where more is known than its answer says: whether the request may have been carried out. Other errors than
 * `CreatioError` stay as they are.
 */
export function withPerhapsDone<E>(error: E, perhapsDone: boolean): E | CreatioError {
	if (!isCreatioError(error) || error.perhapsDone === perhapsDone) return error;
	return changed(error, { perhapsDone });
}

/** The error of a request that a look-up shows not to have been carried out, whatever its answer left open. */
export function notDone(error: CreatioError): CreatioError {
	return withPerhapsDone(withCure(error, 'A check has shown that nothing was written.'), false);
}

/**
 * The final error of a request whose outcome could not be found out. `sentence` says so, without a full stop; `cure` says
 * what to check before it is run again.
 */
export function outcomeUnknown(error: unknown, sentence: string, cure: string): CreatioError {
	const words = error instanceof Error ? `${withoutFullStop(error.message)}. ` : '';
	const { kind, status } = isCreatioError(error) ? error : { kind: 'network' as const, status: undefined };
	return new CreatioError(kind, `${words}${sentence}`, { cure, status, perhapsDone: true, cause: error });
}
