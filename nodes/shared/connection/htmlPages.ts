import type { HttpResponse } from '../http/types';

/** A page shows what it is near its beginning. */
const SEARCHED = 50_000;

/** Characters of a tag and the blanks behind it. */
const LONGEST_TAG = 300;

export function isLoginPage(text: string): boolean {
	return /\/Login\/|bootstrap\.login|NuiLogin/i.test(text);
}

export function isHtml({ headers }: Pick<HttpResponse, 'headers'>, text: string): boolean {
	return (
		/text\/html/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype html|html)/i.test(text.slice(0, 200))
	);
}

/** The title of a page, unless it is empty or long. */
export function titleOf(text: string): string | undefined {
	const start = text.slice(0, SEARCHED);
	const from = start.search(/<title>/i);
	const to = start.search(/<\/title>/i);
	if (from < 0 || to < from) return undefined;
	const title = start.slice(from + '<title>'.length, to).trim();
	return title === '' || title.length > 120 || title.includes('<') ? undefined : title;
}

/**
 * The sentence of the page "Request Error", with which .NET Framework reports an exception in a service (contract 6.2).
 * With help switched on the paragraph has an attribute, and a sentence about the help page.
 */
export function wordsOfErrorPage(text: string): string | undefined {
	const start = text.slice(0, SEARCHED);
	const from = start.search(/The server encountered an error/i);
	const isInParagraph = /<p(?:\s[^<>]*)?>\s*$/i.test(start.slice(Math.max(0, from - LONGEST_TAG), from));
	const length = start.slice(from).search(/<\/p>/i);
	if (from < 0 || length < 0 || !isInParagraph) return undefined;
	const words = start
		.slice(from, from + length)
		.replace(/<[^<>]*>/g, '')
		.replace(/\s+/g, ' ')
		.replace(/ Please see the [^.]{0,100}\./, '');
	const [sentence = ''] = words.split(' See server logs', 1);
	return withoutEntities(sentence).trim().slice(0, 2_000);
}

/** A text with the characters that HTML and XML write as entities. */
export function withoutEntities(html: string): string {
	const characters: ReadonlyArray<readonly [string, string]> = [
		['&lt;', '<'],
		['&gt;', '>'],
		['&quot;', '"'],
		['&#39;', "'"],
		['&apos;', "'"],
		['&#xD;', '\r'],
		['&#xA;', '\n'],
		// Last, or it would create new entities.
		['&amp;', '&'],
	];
	return characters.reduce((text, [entity, character]) => text.replaceAll(entity, character), html);
}
