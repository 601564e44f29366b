import { CreatioError, type ErrorDetails, type ErrorReason } from '../basics/errors';
import { isTooDeepJson, jsonIn, MOST_LEVELS } from '../basics/json';
import { LABELS } from '../basics/labels';
import type { HttpResponse } from '../http/types';
import { type Asked, asksForOtherSignIn, type Cause, causeOf, MEANINGS, NOT_CREATIO } from './causes';
import { isHtml, isLoginPage, titleOf } from './htmlPages';
import { retryAfter } from './retry';
import {
	errorCodeOf,
	failingEnvelope,
	isErrorBody,
	isGlobalFailure,
	isRefusal,
	isRoutingFailure,
	passes,
	reasonIn,
	sentenceIn,
	serverSentence,
} from './serverWords';
import type { AnswerForm, ServiceAnswer } from './serviceCall';

/** What a response means for the session that sent the request. */
export type Verdict =
	| { readonly kind: 'ok'; readonly answer: ServiceAnswer }
	/** The session was not accepted. `refused`: before any work, so that even a write may be sent again. */
	| { readonly kind: 'signInAgain'; readonly refused: boolean; readonly error: CreatioError }
	| { readonly kind: 'failed'; readonly error: CreatioError };

export function textOf({ body }: Pick<HttpResponse, 'body'>): string {
	return new TextDecoder('utf-8').decode(body);
}

/**
 * Decides what an answer means: its status first, then its form, then its words (design section 3). A good status proves
 * nothing: it may be a login page, a cut body or an envelope that says `success: false` (contract 1.5, 2.12, 4.8, 6.2). For the
 * form `odata`, a body that is only an error is a failure: some sites send it with status 200 (contract 2.12).
 */
export function judge(response: HttpResponse, asked: Asked, form: AnswerForm = 'service'): Verdict {
	const { status } = response;
	const text = textOf(response);
	if (status >= 300 && status < 400) return judgeRedirect(response, asked);
	if (status >= 400) return judgeFailure(response, text, asked);
	if (isHtml(response, text)) return judgePage(text, status, asked);

	const json = parseJson(text, expectsJson(response, text));
	const answer = { status, headers: response.headers, json, text };
	if (isGlobalFailure(json)) {
		const words = serverSentence(json);
		return failed(
			new CreatioError('server', words ?? says('failed', status, asked), detailsOf(status, words, asked)),
		);
	}
	if (json === undefined && form !== 'raw' && expectsJson(response, text)) {
		const cut = () => cutAnswer(status, asked, 'The answer of $ was cut off', 'notJson');
		return failed(isTooDeepJson(text) ? tooDeep(status, asked) : cut());
	}
	if (form === 'own' || form === 'raw') {
		// A site that reloads its routes is worth a retry; the caller judges everything else in the envelope.
		const passing = isWrite(asked) ? undefined : envelopeFailure(json, status);
		if (passing?.kind === 'server') return failed(passing);
		return { kind: 'ok', answer: { ...answer, bytes: response.body } };
	}
	// A read that returns nothing has failed, whatever its status (contract 14).
	if (text === '' && status === 200 && !isWrite(asked))
		return failed(cutAnswer(status, asked, '$ answered with nothing'));
	if (form === 'odata' && isErrorBody(json)) {
		const given = serverSentence(json);
		const sentence = given ?? `${hostOf(asked)} answered with an error`;
		const kind = isRefusal(sentence) && !passes(given) ? 'invalid' : 'server';
		const perhapsDone =
			isWrite(asked) && perhapsDoneAfter(500, kind === 'invalid' ? 'refused' : 'failed', asked);
		return failed(new CreatioError(kind, sentence, { ...detailsOf(status, given, asked), perhapsDone }));
	}
	const inner = envelopeFailure(json, status);
	// Sometimes a site that reloads its routes answers only this (contract 4.8).
	if (inner?.kind === 'invalid' && inner.reason === 'unexplained' && !isWrite(asked)) {
		const details = { status, reason: 'reloading', cure: inner.cure } as const;
		return failed(new CreatioError('server', inner.message, details));
	}
	// It is not known how far a write came before the site stumbled.
	if (inner?.kind === 'server' && isWrite(asked)) {
		return failed(new CreatioError('server', inner.message, detailsOf(status, inner.message, asked)));
	}
	if (inner) return failed(inner);
	return { kind: 'ok', answer };
}

/** What a status of 400 and more means. */
function judgeFailure(response: HttpResponse, text: string, asked: Asked): Verdict {
	const { status, headers } = response;
	const html = isHtml(response, text);
	if (html && status < 500 && isLoginPage(text)) return judgePage(text, status, asked);
	const json = html ? undefined : parseJson(text, expectsJson(response, text));
	const sentence = sentenceIn(text, json);
	const passing = passes(sentence);
	const cause = causeOf(
		{
			status,
			isHtml: html && sentence === undefined,
			isRoutingFailure: isRoutingFailure(json),
			isRefusal: sentence !== undefined && !passing && isRefusal(sentence),
			isExplained: reasonIn(sentence) !== 'unexplained',
			asksForOtherSignIn: asksForOtherSignIn(headers['www-authenticate']),
		},
		asked,
	);
	const { kind, reason, cure } = MEANINGS[cause];
	// The page "Request Error" is the exception of a service, also with status 400 (contract 6.2).
	const isException = html && sentence !== undefined && status === 400;
	const isServers = kind === 'invalid' && (isException || passing);
	const error = new CreatioError(
		isServers ? 'server' : kind,
		messageOf(cause, sentence, html ? text : '', status, asked),
		{
			...detailsOf(status, sentence, asked),
			...(reason !== undefined && { reason }),
			cure: cureOf(sentence) ?? cure,
			retryAfterMs: retryAfter(headers['retry-after']),
			perhapsDone: isWrite(asked) && (isException || perhapsDoneAfter(status, cause, asked)),
		},
	);
	if (cause === 'signedOut' || cause === 'otherSignIn') return signInAgain(true, error);
	// A bare 403 is a CSRF mismatch or missing rights (contract 1.3): worth one sign-in. With words it is the latter.
	return cause === 'noRight' && text.trim() === '' ? signInAgain(true, error) : failed(error);
}

function messageOf(
	cause: Cause,
	sentence: string | undefined,
	page: string,
	status: number,
	asked: Asked,
): string {
	const own = says(cause, status, asked);
	const { siteWords } = MEANINGS[cause];
	if (siteWords === 'hidden') return own;
	if (siteWords === 'instead' && sentence !== undefined) return sentence;
	const words = sentence ?? (cause === 'unavailable' ? undefined : titleOf(page));
	return words === undefined ? own : `${own}: ${words}`;
}

/**
 * A record may be stored although the answer is a 5xx: what runs after it has failed (contract 14). What the database refuses
 * is not stored, but only where doing it twice is harmless is that taken as certain.
 */
function perhapsDoneAfter(status: number, cause: Cause, { repeat }: Asked): boolean {
	if (cause === 'verbRefused') return false;
	if (cause === 'unavailable') return true;
	return status >= 500 && (repeat === 'once' || cause !== 'refused');
}

function says(cause: Cause, status: number, asked: Asked): string {
	return MEANINGS[cause].says(hostOf(asked), status, asked);
}

function detailsOf(status: number, sentence: string | undefined, asked: Asked): ErrorDetails {
	const reason = reasonIn(sentence);
	return {
		status,
		reason,
		cure: cureOf(sentence),
		perhapsDone: isWrite(asked),
		mayPass: passes(sentence) || undefined,
	};
}

function isWrite({ repeat }: Asked): boolean {
	return repeat !== 'read';
}

function hostOf({ url }: Asked): string {
	return new URL(url).host;
}

/** A whole answer may come the next time. */
function cutAnswer(status: number, asked: Asked, message: string, reason?: ErrorReason): CreatioError {
	return new CreatioError(
		'unreadable',
		message.replace('$', () => hostOf(asked)),
		{
			status,
			reason,
			mayPass: true,
			perhapsDone: isWrite(asked),
			cure: 'Run again. If it happens often, a gateway before the site may cut long answers.',
		},
	);
}

function tooDeep(status: number, asked: Asked): CreatioError {
	const message = `${hostOf(asked)} answered with data that is nested more than ${MOST_LEVELS} levels deep`;
	return new CreatioError('unreadable', message, {
		status,
		reason: 'notJson',
		perhapsDone: isWrite(asked),
		cure: NOT_CREATIO,
	});
}

function signInAgain(refused: boolean, error: CreatioError): Verdict {
	return { kind: 'signInAgain', refused, error };
}

function failed(error: CreatioError): Verdict {
	return { kind: 'failed', error };
}

function judgeRedirect({ status, headers }: HttpResponse, asked: Asked): Verdict {
	const location = headers.location ?? '';
	const host = hostOf(asked);
	if (/\/login\//i.test(location) || /ReturnUrl=/i.test(location)) {
		return signInAgain(true, new CreatioError('session', `${host} asks to sign in`, { status }));
	}
	const target = URL.canParse(location, asked.url) ? new URL(location, asked.url).origin : location;
	return failed(
		new CreatioError('address', `${host} redirects requests to ${target}`, {
			status,
			cure: `Use that address as the ${LABELS.siteAddress} if it is the site you mean.`,
		}),
	);
}

/** A page with a good status. It alone does not prove that the session ended: a gateway may have sent it (contract 1.5). */
function judgePage(text: string, status: number, asked: Asked): Verdict {
	const host = hostOf(asked);
	const details = { status, perhapsDone: isWrite(asked) };
	if (isLoginPage(text)) {
		return signInAgain(false, new CreatioError('session', `${host} answered with its login page`, details));
	}
	const words = sentenceIn(text, undefined);
	if (words !== undefined) return failed(new CreatioError('server', words, detailsOf(status, words, asked)));
	const title = titleOf(text);
	const message = `${host} answered with a web page instead of data${title === undefined ? '' : `: ${title}`}`;
	return failed(new CreatioError('unreadable', message, { ...details, mayPass: true, cure: NOT_CREATIO }));
}

/** What to do about what the site says. */
function cureOf(sentence: string | undefined): string | undefined {
	if (sentence === undefined) return undefined;
	if (reasonIn(sentence) === 'outOfMemory') return 'Return fewer columns, or read fewer records at a time.';
	if (/Column by path \w{1,200}Id not found/i.test(sentence))
		return 'Name a lookup by its key, Account/Id instead of AccountId; in DataService it is Account.';
	if (/23503|foreign key|REFERENCE constraint/i.test(sentence)) {
		return 'A lookup holds an ID that does not exist in its object, or the record to delete is used by others.';
	}
	if (/23505|unique constraint|duplicate key|must hold a unique value/i.test(sentence))
		return 'A record with this ID, or with a value that must be unique, already exists.';
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
	if (passes(given)) return new CreatioError('server', sentence, { status, reason, mayPass: true });
	if (/Security|AccessDenied|Rights/i.test(code)) {
		return new CreatioError('forbidden', sentence, { status, reason, cure: MEANINGS.noRight.cure });
	}
	const cure =
		reason === 'unexplained'
			? 'Run again. If the error persists, an administrator can find the reason in the error log of the site.'
			: cureOf(sentence);
	return new CreatioError('invalid', sentence, { status, reason, cure });
}

/** An answer that lacks a required part: from a proxy or another application, or truncated. */
export function unreadable(what: string, lacks: string, isWrite: boolean): CreatioError {
	return new CreatioError('unreadable', `Creatio answered ${what} without ${lacks}`, {
		cure: 'Check the site address; a proxy or another application may answer in its place.',
		perhapsDone: isWrite,
	});
}
