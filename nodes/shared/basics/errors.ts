/**
 * Why something did not work, in the words a caller can act on.
 *
 * | kind | meaning |
 * |---|---|
 * | `input` | refused by us before anything was sent |
 * | `address` | no such host, nothing listens, or what answers is not Creatio |
 * | `certificate` | the TLS certificate is not trusted |
 * | `blocked` | n8n's own policy forbids the address |
 * | `network` | the connection broke |
 * | `timeout` | no complete answer in time |
 * | `cancelled` | the execution was stopped |
 * | `credentials` | wrong user name or password, refused client, inactive or locked user |
 * | `passwordExpired` | the password must be changed first |
 * | `licence` | the user has no licence |
 * | `session` | the session was refused again after one renewal |
 * | `forbidden` | signed in, but not allowed |
 * | `notFound` | no such record, object or service |
 * | `invalid` | the server refused the request's content |
 * | `throttled` | too many calls |
 * | `server` | the server failed |
 * | `unreadable` | the answer is not what Creatio sends (HTML, cut body) |
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
	| 'throttled'
	| 'server'
	| 'unreadable';

/**
 * What a caller acts on beyond the kind, so that nobody compares messages.
 *
 * | reason | meaning |
 * |---|---|
 * | `unexplained` | the site refused without a sentence that says why |
 * | `reloading` | the site reloads its routes or compiles: the same request may succeed within seconds |
 * | `outOfMemory` | the answer would be too large for the site: asking for less may succeed |
 */
export type ErrorReason = 'unexplained' | 'reloading' | 'outOfMemory';

export interface ErrorDetails {
	/** Set where the error is made; `undefined` when the kind says it all. */
	readonly reason?: ErrorReason;
	/** What the user can do about it, one or two sentences. */
	readonly cure?: string;
	/** HTTP status, where an answer came. */
	readonly status?: number;
	/** True when the server may have carried the request out although no good answer arrived. */
	readonly perhapsDone?: boolean;
	/** The server's advice on when to try again, milliseconds. */
	readonly retryAfterMs?: number;
	/** The error below this one. Never shown, kept for the log. */
	readonly cause?: unknown;
}

/** The one error of the Creatio and HTTP layers. Its texts never hold a password, a cookie or a token. */
export class CreatioError extends Error {
	readonly kind: ErrorKind;
	readonly reason: ErrorReason | undefined;
	readonly cure: string | undefined;
	readonly status: number | undefined;
	readonly perhapsDone: boolean;
	readonly retryAfterMs: number | undefined;

	constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}) {
		super(message, { cause: details.cause });
		this.name = 'CreatioError';
		this.kind = kind;
		this.reason = details.reason;
		this.cure = details.cure;
		this.status = details.status;
		this.perhapsDone = details.perhapsDone ?? false;
		this.retryAfterMs = details.retryAfterMs;
	}
}

/** Refusal of something the user typed: `message` names the field, `cure` says what to write instead. */
export function inputError(message: string, cure?: string): CreatioError {
	return new CreatioError('input', message, { cure });
}

/** Matches by name as well: two copies of the package may be loaded in one n8n. */
export function isCreatioError(error: unknown): error is CreatioError {
	return error instanceof CreatioError || (error instanceof Error && error.name === 'CreatioError');
}
