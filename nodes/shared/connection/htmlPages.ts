import type { HttpResponse } from '../http/types';

/** A page shows what it is near its beginning. */
const SEARCHED = 50_000;

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
	const paragraph = /<p(?:\s[^<>]*)?>\s*(The server encountered an error[\s\S]*?)<\/p>/i.exec(text)?.[1];
	const words = paragraph
		?.replace(/<[^>]*>/g, '')
		.replace(/\s+/g, ' ')
		.replace(/ Please see the [^.]*\./, '');
	const [sentence] = words?.split(' See server logs') ?? [];
	return sentence && withoutEntities(sentence).trim().slice(0, 2_000);
}

function withoutEntities(html: string): string {
	const characters: ReadonlyArray<readonly [string, string]> = [
		['&lt;', '<'],
		['&gt;', '>'],
		['&quot;', '"'],
		['&#39;', "'"],
		// Last, or it would create new entities.
		['&amp;', '&'],
	];
	return characters.reduce((text, [entity, character]) => text.replaceAll(entity, character), html);
}
