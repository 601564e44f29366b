import { CreatioError } from '../../basics/errors';
import { isMembers, isTooDeepJson, jsonIn, member, type Members, MOST_LEVELS } from '../../basics/json';
import { LABELS } from '../../basics/labels';
import { withoutWcf } from '../../basics/netJson';
import type { ServiceAnswer } from '../../connection/serviceCall';
import { envelopeFailure } from '../../connection/verdict';
import { fileNameIn } from './fileName';
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

const CHOOSE_TEXT = `Set the option "${LABELS.responseFormat}" to "Text" to return it unchanged.`;

/** The members in which custom services return a reason, beside those of the platform's services. */
const WORDS = ['error', 'errorMessage', 'reason', 'description'];

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
	const bytes = answer.bytes ?? new TextEncoder().encode(answer.text);
	if (bytes.length === 0) return { kind: 'nothing' };
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

function mimeTypeOf({ headers }: ServiceAnswer): string {
	return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
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
	const names = Object.keys(value);
	const isError = names.length === 1 && names[0]?.toLowerCase() === 'error';
	const words = isError ? ownWords(value) : undefined;
	return words === undefined ? undefined : new CreatioError('invalid', words, { status });
}

function refusal(value: Members, status: number): CreatioError | undefined {
	const words = ownWords(value);
	// These two members mean a success in the answers of system settings (contract 4.9), but not here.
	const own = Object.entries(value).filter(([name]) => !/^(values|saveResult)$/i.test(name));
	const failure = envelopeFailure(Object.fromEntries(own), status);
	const isUnexplained = failure?.reason === 'unexplained';
	return isUnexplained && words !== undefined ? new CreatioError('invalid', words, { status }) : failure;
}

function ownWords(value: Members): string | undefined {
	return WORDS.map((name) => member(value, name))
		.find((text): text is string => typeof text === 'string' && text.trim() !== '')
		?.slice(0, 2_000);
}

function noJson({ status, text }: ServiceAnswer): CreatioError {
	const what = isTooDeepJson(text)
		? `JSON that is nested more than ${MOST_LEVELS} levels deep`
		: 'text that is not JSON';
	return new CreatioError('unreadable', `The web service answered with ${what}`, {
		status,
		cure: CHOOSE_TEXT,
		perhapsDone: true,
	});
}
