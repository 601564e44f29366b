import { CreatioError } from '../basics/errors';
import type { HttpResponse } from '../http/types';
import { jsonOf, saysJson } from './answerBody';
import { type Asked, isWrite } from './asked';
import { asksForOtherSignIn, type Cause, causeOf } from './causes';
import { isHtml, titleOf } from './htmlPages';
import { cureOf, detailsOf, MEANINGS, remedyFor, says, siteWordsFor } from './meanings';
import { retryAfter } from './retry';
import { isRefusal, isRoutingFailure, namesMissingRight, passes, reasonIn, sentenceIn } from './serverWords';
import { isErrorDocument } from './xmlAnswers';

/** The cause and the error of an answer with a status of 400 and more. `text` is its body. */
export function failureByStatus(
	response: HttpResponse,
	text: string,
	asked: Asked,
): { readonly cause: Cause; readonly error: CreatioError } {
	const { status, headers } = response;
	const html = isHtml(response, text);
	const json = html ? undefined : jsonOf(response, text);
	const sentence = sentenceIn(text, json);
	const passing = passes(sentence);
	const cause = causeOf(
		{
			status,
			isHtml: html && sentence === undefined,
			isPlainText:
				!html &&
				json === undefined &&
				text.trim() !== '' &&
				!saysJson(response, text) &&
				!isErrorDocument(text),
			isRoutingFailure: isRoutingFailure(json),
			isRefusal: sentence !== undefined && !passing && isRefusal(sentence),
			isForbidden: namesMissingRight(text),
			isExplained: reasonIn(sentence) !== 'unexplained',
			asksForOtherSignIn: asksForOtherSignIn(headers['www-authenticate']),
		},
		asked,
	);
	const { kind, reason, asksFor } = MEANINGS[cause];
	// The page "Request Error" is the exception of a service, also with status 400 (contract 6.2).
	const isException = html && sentence !== undefined && status === 400;
	const isServers = kind === 'invalid' && (isException || passing);
	const error = new CreatioError(
		isServers ? 'server' : kind,
		messageOf(cause, sentence, html ? text : '', status, asked),
		{
			...detailsOf(status, sentence, asked),
			...(reason !== undefined && { reason }),
			cure: cureOf(sentence) ?? remedyFor(cause, asked),
			asksFor: cureOf(sentence) === undefined ? asksFor : undefined,
			retryAfterMs: retryAfter(headers['retry-after']),
			perhapsDone: isWrite(asked) && (isException || perhapsDoneAfter(status, cause, asked)),
		},
	);
	return { cause, error };
}

function messageOf(
	cause: Cause,
	sentence: string | undefined,
	page: string,
	status: number,
	asked: Asked,
): string {
	const own = says(cause, status, asked);
	const siteWords = siteWordsFor(cause, asked);
	if (siteWords === 'hidden') return own;
	if (siteWords === 'instead' && sentence !== undefined) return sentence;
	const words = sentence ?? (cause === 'unavailable' ? undefined : titleOf(page));
	return words === undefined ? own : `${own}: ${words}`;
}

/**
 * Whether a write may have been done in spite of its failure.
 *
 * A record may be stored although the answer is a 5xx: what runs after it has failed (contract 14). What the database refuses
 * is not stored, but only where doing it twice is harmless is that taken as certain.
 */
export function perhapsDoneAfter(status: number, cause: Cause, { repeat }: Asked): boolean {
	if (cause === 'verbRefused') return false;
	if (cause === 'unavailable') return true;
	return status >= 500 && (repeat === 'once' || cause !== 'refused');
}
