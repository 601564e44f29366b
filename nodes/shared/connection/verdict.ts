import { CreatioError, type ErrorReason } from '../basics/errors';
import { isTooDeepJson, MOST_LEVELS } from '../basics/json';
import { LABELS } from '../basics/labels';
import type { HttpResponse } from '../http/types';
import { jsonOf, saysJson, saysXml, textOf } from './answerBody';
import { type Asked, hostOf, isWrite } from './asked';
import { isOfPlatform } from './causes';
import { envelopeFailure } from './envelopeFailure';
import { failureByStatus, perhapsDoneAfter } from './failureByStatus';
import { isHtml, isLoginPage, titleOf } from './htmlPages';
import { detailsOf, NOT_CREATIO, says } from './meanings';
import { isErrorBody, isGlobalFailure, isRefusal, passes, sentenceIn, serverSentence } from './serverWords';
import type { AnswerForm, ServiceAnswer } from './serviceCall';
import { isCutXml, isErrorDocument } from './xmlAnswers';

/** What a response means for the session that sent the request. */
export type Verdict =
	| { readonly kind: 'ok'; readonly answer: ServiceAnswer }
	/** The session was not accepted. `refused`: before any work, so that even a write may be sent again. */
	| { readonly kind: 'signInAgain'; readonly refused: boolean; readonly error: CreatioError }
	| { readonly kind: 'failed'; readonly error: CreatioError };

/**
 * Decides what an answer means: its status first, then its form, then its words (design section 7). A good status proves
 * nothing: it may be a login page, a cut body or an envelope that says `success: false` (contract 1.5, 2.12, 4.8, 6.2).
 */
export function judge(response: HttpResponse, asked: Asked, form: AnswerForm = 'service'): Verdict {
	const { status, headers } = response;
	const text = textOf(response);
	if (status >= 300 && status < 400) return judgeRedirect(response, asked);
	if (status >= 400) return judgeFailure(response, text, asked);
	// A file may be a page or a text with JSON itself.
	if (response.received !== undefined)
		return {
			kind: 'ok',
			answer: { status, headers, json: undefined, text: '', received: response.received },
		};
	if (isHtml(response, text)) return judgePage(text, status, asked);
	const json = jsonOf(response, text);
	const error = hiddenFailure(response, text, json, asked, form);
	if (error) return failed(error);
	const answer = { status, headers, json, text };
	return { kind: 'ok', answer: isOwn(form) ? { ...answer, bytes: response.body } : answer };
}

/** Forms whose content the caller judges. */
function isOwn(form: AnswerForm): boolean {
	return form === 'own' || form === 'raw';
}

/** The failure in an answer with a good status that is not a page; `undefined` for a success. */
function hiddenFailure(
	response: HttpResponse,
	text: string,
	json: unknown,
	asked: Asked,
	form: AnswerForm,
): CreatioError | undefined {
	const { status } = response;
	if (isGlobalFailure(json)) {
		const words = serverSentence(json);
		return new CreatioError(
			'server',
			words ?? says('failed', status, asked),
			detailsOf(status, words, asked),
		);
	}
	if (json === undefined && form !== 'raw' && saysJson(response, text)) {
		return isTooDeepJson(text)
			? tooDeep(status, asked)
			: cutAnswer(`The answer of ${hostOf(asked)} was cut off`, status, asked, 'notJson');
	}
	if (isOwn(form)) {
		// A site that reloads its routes is worth a retry.
		const passing = isWrite(asked) ? undefined : envelopeFailure(json, status);
		return passing?.kind === 'server' ? passing : undefined;
	}
	// A read that returns nothing has failed, whatever its status (contract 14).
	if (!isWrite(asked) && returnsNothing(text, json, asked))
		return cutAnswer(`${hostOf(asked)} answered with nothing`, status, asked);
	if (isCutDescription(text, asked)) {
		return cutAnswer("The description of the site's objects ($metadata) was cut off", status, asked);
	}
	const isXml = form === 'odata' && saysXml(response, text);
	if ((form === 'odata' && isErrorBody(json)) || (isXml && isErrorDocument(text)))
		return errorOfBody(sentenceIn(text, json), status, asked);
	// Some sites answer OData 3 in Atom, whatever was asked for.
	if (isXml && isCutXml(text)) return cutAnswer(`The answer of ${hostOf(asked)} was cut off`, status, asked);
	return errorOfEnvelope(json, status, asked);
}

/** No answer of OData and DataService is JSON without any data. */
function returnsNothing(text: string, json: unknown, { service }: Asked): boolean {
	if (text.trim() === '') return true;
	if (!isOfPlatform(service)) return false;
	return json === null || (typeof json === 'object' && Object.keys(json).length === 0);
}

function isCutDescription(text: string, { url, service }: Asked): boolean {
	return (
		service === 'odata' &&
		url.endsWith('/$metadata') &&
		!/<\/(?:\w{1,20}:)?Edmx>\s{0,50}$/.test(text.slice(-100))
	);
}

/** The error of a body of OData that is only an error: some sites send it with status 200 (contract 2.12). */
function errorOfBody(given: string | undefined, status: number, asked: Asked): CreatioError {
	const sentence = given ?? `${hostOf(asked)} answered with an error`;
	const isFinal = isRefusal(sentence) && !passes(given);
	return new CreatioError(isFinal ? 'invalid' : 'server', sentence, {
		...detailsOf(status, given, asked),
		perhapsDone: isWrite(asked) && perhapsDoneAfter(500, isFinal ? 'refused' : 'failed', asked),
	});
}

function errorOfEnvelope(json: unknown, status: number, asked: Asked): CreatioError | undefined {
	const inner = envelopeFailure(json, status);
	// Sometimes a site that reloads its routes answers only this (contract 4.8).
	if (inner?.kind === 'invalid' && inner.reason === 'unexplained' && !isWrite(asked)) {
		const details = { status, reason: 'reloading', cure: inner.cure } as const;
		return new CreatioError('server', inner.message, details);
	}
	// It is not known how far the write came before the site failed.
	if (inner?.kind === 'server' && isWrite(asked))
		return new CreatioError('server', inner.message, detailsOf(status, inner.message, asked));
	return inner;
}

/** An answer with a status of 400 and more. */
function judgeFailure(response: HttpResponse, text: string, asked: Asked): Verdict {
	const { status } = response;
	if (status < 500 && isHtml(response, text) && isLoginPage(text)) return judgePage(text, status, asked);
	const { cause, error } = failureByStatus(response, text, asked);
	if (cause === 'signedOut' || cause === 'otherSignIn') return signInAgain(true, error);
	// A 403 without a body is a CSRF mismatch or a missing right (contract 1.3), so it is worth one sign-in; with words it is the latter.
	return cause === 'noRight' && text.trim() === '' ? signInAgain(true, error) : failed(error);
}

/** A whole answer may come the next time. */
function cutAnswer(message: string, status: number, asked: Asked, reason?: ErrorReason): CreatioError {
	return new CreatioError('unreadable', message, {
		status,
		reason,
		mayPass: true,
		perhapsDone: isWrite(asked),
		cure: 'Run again. If it happens often, a gateway in front of the site may cut long answers.',
	});
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

const LONGEST_PATH = 200;

const OTHER_PAGE = `Open the address in a browser to see why, such as maintenance or a sign-in of a gateway. Check the ${LABELS.siteAddress} if its path is another one.`;

function judgeRedirect({ status, headers }: HttpResponse, asked: Asked): Verdict {
	const location = headers.location ?? '';
	const host = hostOf(asked);
	if (/\/login\//i.test(location) || /ReturnUrl=/i.test(location)) {
		return signInAgain(true, new CreatioError('session', `${host} asks to sign in`, { status }));
	}
	const known = URL.canParse(location, asked.url) ? new URL(location, asked.url) : undefined;
	if (known?.origin === new URL(asked.url).origin) {
		const message = `${host} redirects requests to its page ${known.pathname.slice(0, LONGEST_PATH)}`;
		return failed(new CreatioError('address', message, { status, cure: OTHER_PAGE }));
	}
	const target = known?.origin ?? location;
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
	return failed(
		new CreatioError('unreadable', message, {
			...details,
			reason: 'webPage',
			mayPass: true,
			cure: NOT_CREATIO,
		}),
	);
}
