import { CreatioError, type ErrorDetails, type ErrorKind, type ErrorReason } from '../basics/errors';
import { jsonIn } from '../basics/json';
import { LABELS } from '../basics/labels';
import type { HttpResponse } from '../http/types';
import { isHtml, isLoginPage, wordsOfErrorPage } from './htmlPages';
import { retryAfter } from './retry';
import { errorCodeOf, failingEnvelope, isErrorBody, PASSING, reasonIn, serverSentence } from './serverWords';
import type { AnswerForm, ServiceAnswer } from './serviceCall';

/** What a response means for the session that sent the request. */
export type Verdict =
	| { readonly kind: 'ok'; readonly answer: ServiceAnswer }
	/** The session was not accepted. `refused`: before any work, so that even a write may be sent again. */
	| { readonly kind: 'signInAgain'; readonly refused: boolean; readonly error: CreatioError }
	| { readonly kind: 'failed'; readonly error: CreatioError };

const NOT_CREATIO = `Check the ${LABELS.siteAddress} of the credential; a proxy or another application may answer in its place.`;

export function textOf({ body }: Pick<HttpResponse, 'body'>): string {
	return new TextDecoder('utf-8').decode(body);
}

/**
 * Decides whether an answer really is a success: HTTP 200 may be a login page, a cut body or an envelope that says
 * `success: false` (contract 1.5, 2.12, 4.8, 6.2). After a broken answer `isWrite` decides whether the outcome is
 * open. For the form `odata`, a body that is only an error is a failure: some sites send it with status 200 (contract 2.12).
 */
export function judge(
	response: HttpResponse,
	host: string,
	isWrite: boolean,
	form: AnswerForm = 'service',
): Verdict {
	const text = textOf(response);
	const { status } = response;
	if (status === 401)
		return signInAgain(true, new CreatioError('session', `${host} refused the session`, { status }));
	if (status >= 300 && status < 400) return judgeRedirect(response, host);
	if (isHtml(response, text)) return judgeHtml(text, status, host, isWrite);

	const json = parseJson(text, expectsJson(response, text));
	if (status === 403) return judgeForbidden(json, text, host);
	if (status >= 400) return failed(failureOf(response, json, text, host, isWrite));
	const answer = { status, headers: response.headers, json, text };
	if (form === 'own') {
		// A site that reloads its routes is worth a retry; the caller judges everything else in the envelope.
		const passing = isWrite ? undefined : envelopeFailure(json, status);
		if (passing?.kind === 'server') return failed(passing);
		return { kind: 'ok', answer: { ...answer, bytes: response.body } };
	}
	if (json === undefined && expectsJson(response, text)) {
		return failed(
			new CreatioError('unreadable', `The answer of ${host} was cut off`, {
				status,
				perhapsDone: isWrite,
				cure: 'Run again.',
			}),
		);
	}
	if (form === 'odata' && isErrorBody(json)) {
		const given = serverSentence(json);
		const sentence = given ?? `${host} answered with an error`;
		const reason = reasonIn(given);
		const details = { status, reason, cure: cureOf(500, sentence, reason) };
		return failed(new CreatioError(kindOf(500, sentence, false), sentence, details));
	}
	const inner = envelopeFailure(json, status);
	// Sometimes a site that reloads its routes answers only this (contract 4.8).
	if (inner?.kind === 'invalid' && inner.reason === 'unexplained' && !isWrite) {
		const details = { status, reason: 'reloading', cure: inner.cure } as const;
		return failed(new CreatioError('server', inner.message, details));
	}
	if (inner) return failed(inner);
	return { kind: 'ok', answer };
}

function signInAgain(refused: boolean, error: CreatioError): Verdict {
	return { kind: 'signInAgain', refused, error };
}

function failed(error: CreatioError): Verdict {
	return { kind: 'failed', error };
}

function judgeRedirect({ status, headers }: HttpResponse, host: string): Verdict {
	const location = headers.location ?? '';
	if (/\/login\//i.test(location) || /ReturnUrl=/i.test(location)) {
		return signInAgain(true, new CreatioError('session', `${host} asks to sign in`, { status }));
	}
	const target = URL.canParse(location, `https://${host}`)
		? new URL(location, `https://${host}`).origin
		: location;
	return failed(
		new CreatioError('address', `${host} redirects requests to ${target}`, {
			status,
			cure: `Use that address as the ${LABELS.siteAddress} if it is the site you mean.`,
		}),
	);
}

/** HTML alone does not prove that the session ended: it may come from IIS, a firewall or a gateway (contract 1.5, 14). */
function judgeHtml(text: string, status: number, host: string, isWrite: boolean): Verdict {
	if (isLoginPage(text)) {
		const error = new CreatioError('session', `${host} answered with its login page`, {
			status,
			perhapsDone: isWrite,
		});
		return signInAgain(false, error);
	}
	const words = wordsOfErrorPage(text);
	if (words !== undefined) {
		const details = { status, reason: reasonIn(words), perhapsDone: isWrite };
		return failed(new CreatioError('server', words, details));
	}
	const title = /<title>\s*([^<]{1,120}?)\s*<\/title>/i.exec(text)?.[1];
	const says = title === undefined ? '' : `: ${title}`;
	const details = { status, cure: NOT_CREATIO, perhapsDone: isWrite && (status < 400 || status >= 500) };
	if (status === 404) return failed(new CreatioError('notFound', `${host} has no such page${says}`, details));
	const kind = kindOfStatus(status) ?? 'unreadable';
	return failed(new CreatioError(kind, `${host} answered with a web page instead of data${says}`, details));
}

/** A bare 403 is a CSRF mismatch or missing rights (contract 1.3): worth one sign-in. With words it is the latter. */
function judgeForbidden(json: unknown, text: string, host: string): Verdict {
	const sentence = serverSentence(json);
	const error = new CreatioError('forbidden', sentence ?? `${host} does not allow this to the user`, {
		status: 403,
		reason: reasonIn(sentence),
		cure: 'Ask an administrator for the rights to this object or operation.',
	});
	return text.trim() === '' ? signInAgain(true, error) : failed(error);
}

function failureOf(
	response: HttpResponse,
	json: unknown,
	text: string,
	host: string,
	isWrite: boolean,
): CreatioError {
	const { status } = response;
	const given = serverSentence(json);
	const sentence = given ?? `${host} answered with status ${status}`;
	const reason = reasonIn(given);
	// A sentence from the application means that it processed the request; a gateway's status does not.
	const isGateway = json === undefined && (status >= 500 || text.trim() === '');
	const details: ErrorDetails = {
		status,
		reason,
		retryAfterMs: retryAfter(response.headers['retry-after']),
		perhapsDone: isWrite && status >= 500 && isGateway,
		cure: cureOf(status, sentence, reason),
	};
	return new CreatioError(kindOf(status, sentence, isGateway), sentence, details);
}

function kindOf(status: number, sentence: string, isGateway: boolean): ErrorKind {
	const byStatus = kindOfStatus(status);
	if (byStatus !== undefined) return byStatus;
	if (status < 500) return 'invalid';
	if (isGateway || PASSING.test(sentence)) return 'server';
	return isRefusal(sentence) ? 'invalid' : 'server';
}

function kindOfStatus(status: number): ErrorKind | undefined {
	if (status === 404 || status === 410) return 'notFound';
	if (status === 429) return 'throttled';
	return status === 403 ? 'forbidden' : undefined;
}

/** What the database or the entity layer refused: a retry will not help. */
function isRefusal(sentence: string): boolean {
	return /^\d{5}: |not found in schema|constraint|must hold a unique value|is missing the property|is required|cannot be null|No .* specified/i.test(
		sentence,
	);
}

function cureOf(status: number, sentence: string, reason: ErrorReason | undefined): string | undefined {
	if (reason === 'outOfMemory') return 'Return fewer columns, or read fewer records at a time.';
	if (/Column by path \w+Id not found/i.test(sentence))
		return 'Name a lookup by its key, Account/Id instead of AccountId; in DataService it is Account.';
	if (/23503|foreign key|REFERENCE constraint/i.test(sentence)) {
		return 'A lookup holds an ID that does not exist in its object, or the record to delete is used by others.';
	}
	if (/23505|unique constraint|duplicate key|must hold a unique value/i.test(sentence))
		return 'A record with this ID, or with a value that must be unique, already exists.';
	if (status === 429) return 'Wait, or lower the number of requests.';
	if (status === 405)
		return 'The web server forbids the method; an administrator must remove its WebDAV module.';
	return undefined;
}

function expectsJson({ headers }: HttpResponse, text: string): boolean {
	return /json/i.test(headers['content-type'] ?? '') && text.trim() !== '';
}

/** A text that calls itself JSON may also be a bare number, `true` or `null` (contract 6.1). */
function parseJson(text: string, saysJson: boolean): unknown {
	const trimmed = text.trimStart();
	if (!saysJson && !/^[[{"]/.test(trimmed)) return undefined;
	return jsonIn(trimmed);
}

/**
 * A failure inside HTTP 200: `success: false` of DataService and the configuration services, also inside
 * `<Method>Result` (contract 4.8, 6.2).
 */
export function envelopeFailure(json: unknown, status: number): CreatioError | undefined {
	const envelope = failingEnvelope(json);
	if (!envelope) return undefined;
	const given = serverSentence(envelope);
	const sentence = given ?? 'Creatio refused the request without a reason';
	const reason = reasonIn(given);
	const code = errorCodeOf(envelope);
	if (code === '5') {
		return new CreatioError('passwordExpired', sentence, {
			status,
			reason,
			cure: 'Sign in to Creatio in a browser, set a new password, and enter it in the credential.',
		});
	}
	if (PASSING.test(sentence)) return new CreatioError('server', sentence, { status, reason });
	if (/Security|AccessDenied|Rights/i.test(code)) {
		const cure = 'Ask an administrator for the rights to this object or operation.';
		return new CreatioError('forbidden', sentence, { status, reason, cure });
	}
	const cure =
		reason === 'unexplained'
			? 'Run again. If the error persists, an administrator can find the reason in the error log of the site.'
			: cureOf(status, sentence, reason);
	return new CreatioError('invalid', sentence, { status, reason, cure });
}

/** An answer that lacks a required part: from a proxy or another application, or truncated. */
export function unreadable(what: string, lacks: string, isWrite: boolean): CreatioError {
	return new CreatioError('unreadable', `Creatio answered ${what} without ${lacks}`, {
		cure: 'Check the site address; a proxy or another application may answer in its place.',
		perhapsDone: isWrite,
	});
}
