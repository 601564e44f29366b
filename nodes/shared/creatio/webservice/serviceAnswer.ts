import { CreatioError } from '../../basics/errors';
import {
	isMembers,
	isTooDeepJson,
	jsonIn,
	member,
	type Members,
	MOST_LEVELS,
	textIn,
} from '../../basics/json';
import { withoutWcf } from '../../basics/netJson';
import { mimeTypeOf } from '../../connection/answerBody';
import type { ServiceAnswer } from '../../connection/serviceCall';
import { serverSentence } from '../../connection/serverWords';
import { envelopeFailure } from '../../connection/envelopeFailure';
import { fileNameIn } from '../../basics/fileName';
import { methodParts } from './serviceAddress';

/** What a web service returned. */
export type WebServiceAnswer =
	| { readonly kind: 'nothing' }
	| { readonly kind: 'json'; readonly value: unknown }
	| { readonly kind: 'text' | 'xml'; readonly text: string }
	| {
			readonly kind: 'file';
			readonly bytes: Uint8Array;
			readonly mimeType: string;
			readonly fileName: string | undefined;
	  };

export interface AnswerReading {
	/** The method that was called, as entered: its name is part of the answer. */
	readonly method: string;
	/** `auto`: by the content type. */
	readonly as: 'auto' | 'json' | 'text' | 'file';
	/**
	 * Shows the value alone: without `<Method>Result` around it, JSON in a text as JSON, and without the notations of .NET
	 * Framework (contract 6.1). Otherwise the answer is returned unchanged.
	 */
	readonly simplify: boolean;
}

/** Members in which only custom services return a reason, where they report a failure. */
const WORDS = ['reason', 'description'];

const LONGEST_WORDS = 2_000;

/**
 * Reads the answer of a custom web service. Rejects with the server's sentence when the answer says that it is a
 * failure, at the top, in `<Method>Result`, or in JSON within its text (contract 6.2, 6.3); with kind `unreadable` when
 * it is not what its type says.
 */
export function readWebServiceAnswer(answer: ServiceAnswer, reading: AnswerReading): WebServiceAnswer {
	const result = unwrapped(answer.json, reading.method);
	const nested = typeof result === 'string' && /^\s*[[{]/.test(result) ? jsonIn(result) : undefined;
	for (const value of [answer.json, result, nested]) {
		const failure = failureIn(value, answer.status);
		if (failure) throw failure;
	}
	const isProblem = mimeTypeOf(answer) === 'application/problem+json';
	const problem = isProblem ? saidFailure(answer.json, answer.status) : undefined;
	if (problem) throw problem;
	const bytes = answer.bytes ?? new TextEncoder().encode(answer.text);
	if (bytes.length === 0 && reading.as !== 'json') return { kind: 'nothing' };
	const kind = reading.as === 'auto' ? kindOf(answer, bytes) : reading.as;
	switch (kind) {
		case 'json':
			if (answer.json === undefined) throw noJson(answer);
			return { kind, value: reading.simplify ? withoutWcf(nested ?? result) : answer.json };
		case 'file':
			return {
				kind,
				bytes,
				mimeType: mimeTypeOf(answer) || 'application/octet-stream',
				fileName: fileNameIn(answer.headers['content-disposition']),
			};
		case 'text':
		case 'xml':
			return { kind, text: answer.text };
	}
}

function kindOf(answer: ServiceAnswer, bytes: Uint8Array): Exclude<WebServiceAnswer['kind'], 'nothing'> {
	const type = mimeTypeOf(answer);
	if (/^\s*attachment/i.test(answer.headers['content-disposition'] ?? '')) return 'file';
	if (/[/+]json$/.test(type)) return 'json';
	if (/[/+]xml$/.test(type)) return 'xml';
	const isText = type.startsWith('text/') || (type === '' && isUtf8(bytes));
	if (!isText) return 'file';
	if (answer.json !== undefined) return 'json';
	return answer.text.startsWith('<?xml') ? 'xml' : 'text';
}

function isUtf8(bytes: Uint8Array): boolean {
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return true;
	} catch {
		return false;
	}
}

/** The value of `{ "<Method>Result": value }`, or the whole answer where it is bare or has more members. */
function unwrapped(json: unknown, method: string): unknown {
	if (!isMembers(json)) return json;
	const [only, ...others] = Object.entries(json);
	if (!only || others.length > 0) return json;
	const wrappers = methodParts(method).map((part) => `${part}Result`.toLowerCase());
	return wrappers.includes(only[0].toLowerCase()) ? only[1] : json;
}

function failureIn(value: unknown, status: number): CreatioError | undefined {
	if (!isMembers(value)) return undefined;
	if (member(value, 'success') === false) return refusal(value, status);
	// Used by the service for images (contract 7.4), and by many custom services.
	const [only, ...others] = Object.keys(value);
	return others.length > 0 || !/^(errors?|errorMessage)$/i.test(only ?? '')
		? undefined
		: saidFailure(value, status);
}

function saidFailure(value: unknown, status: number): CreatioError | undefined {
	const words = serverSentence(value);
	return words === undefined ? undefined : new CreatioError('invalid', words, { status });
}

function refusal(value: Members, status: number): CreatioError | undefined {
	// These two members mean a success in the answers of system settings (contract 4.9), but not here.
	const own = Object.entries(value).filter(([name]) => !/^(values|saveResult)$/i.test(name));
	const failure = envelopeFailure(Object.fromEntries(own), status);
	const words = WORDS.map((name) => textIn(value, name)).find((text) => text !== undefined);
	const isUnexplained = failure?.reason === 'unexplained';
	return isUnexplained && words !== undefined
		? new CreatioError('invalid', words.slice(0, LONGEST_WORDS), { status })
		: failure;
}

function noJson({ status, text }: ServiceAnswer): CreatioError {
	const what = isTooDeepJson(text)
		? `JSON that is nested more than ${MOST_LEVELS} levels deep`
		: 'text that is not JSON';
	return new CreatioError('unreadable', `The web service answered with ${what}`, {
		status,
		reason: 'notJson',
	});
}
