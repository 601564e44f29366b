import type { HttpResponse } from '../http/types';

export function isLoginPage(text: string): boolean {
	return /\/Login\/|bootstrap\.login|NuiLogin/i.test(text);
}

export function isHtml({ headers }: Pick<HttpResponse, 'headers'>, text: string): boolean {
	return (
		/text\/html/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype html|html)/i.test(text.slice(0, 200))
	);
}

/** The sentence of the page "Request Error", with which .NET Framework reports an exception in a service (contract 6.2). */
export function wordsOfErrorPage(text: string): string | undefined {
	const paragraph = /<p>\s*(The server encountered an error[\s\S]*?)<\/p>/i.exec(text)?.[1];
	const words = paragraph?.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');
	const [sentence] = words?.split(/ See server logs| Please see the/) ?? [];
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
