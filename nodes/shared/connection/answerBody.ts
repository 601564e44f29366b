import { jsonIn } from '../basics/json';
import type { HttpResponse } from '../http/types';

export function textOf({ body }: Pick<HttpResponse, 'body'>): string {
	return new TextDecoder('utf-8').decode(body);
}

/** The type that an answer says, without parameters, in lower case; empty text where it does not say one. */
export function mimeTypeOf({ headers }: Pick<HttpResponse, 'headers'>): string {
	return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** Whether an answer that is not empty calls itself JSON. */
export function saysJson({ headers }: Pick<HttpResponse, 'headers'>, text: string): boolean {
	return /json/i.test(headers['content-type'] ?? '') && text.trim() !== '';
}

/** Whether an answer that is not empty calls itself XML. The text of a column may begin as XML does. */
export function saysXml(response: Pick<HttpResponse, 'headers'>, text: string): boolean {
	const isXml = /[/+]xml$/.test(mimeTypeOf(response)) || text.slice(0, 100).trimStart().startsWith('<?xml');
	return isXml && text.trim() !== '';
}

/**
 * The JSON of an answer; `undefined` if it has none that can be read. A text that calls itself JSON may also be a bare
 * number, `true` or `null` (contract 6.1).
 */
export function jsonOf(response: Pick<HttpResponse, 'headers'>, text: string): unknown {
	const trimmed = text.trimStart();
	return saysJson(response, text) || /^[[{"]/.test(trimmed) ? jsonIn(trimmed) : undefined;
}
