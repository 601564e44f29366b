import type { Asked } from './asked';

/** What a request may break; the names are those of the causes. */
export type BrokenLimit = 'tooLarge' | 'addressTooLong' | 'deniedSequence';

/** Limits of IIS and ASP.NET with default settings, in bytes as they are sent (contract 10.1). */
export const HOST_LIMITS = { query: 2_048, path: 260, body: 30_000_000 } as const;

/** Sequences that IIS refuses in a query string from Creatio 8.2.1 on, raw or decoded (contract 10.1). */
const DENIED = /\.\.[/\\]|\.\.%2f|\.\.%5c|2e%2e[/\\]|2e%2e%2f|2e%2e%5c|%255c/i;

/** The query string of a path as it is sent: an address encodes more characters than its parts, such as quotation marks. */
export function queryAsSent(path: string): string {
	return new URL(path, 'https://site/').search.slice(1);
}

/** Whether IIS may refuse the query string for what it holds (contract 10.1). */
export function hasDeniedSequence(query: string): boolean {
	const decoded = query.replace(/%(25|2e|2f|5c)/gi, (_, code: string) =>
		String.fromCharCode(Number.parseInt(code, 16)),
	);
	return DENIED.test(query) || DENIED.test(decoded);
}

/** Why IIS may have refused a request by 404 or 400 in HTML, which does not say so (contract 10.1). */
export function brokenLimit({ url, isPart, bytes = 0 }: Asked): BrokenLimit | undefined {
	if (isPart) return undefined;
	if (bytes > HOST_LIMITS.body) return 'tooLarge';
	const { pathname, search } = new URL(url);
	if (search.length - 1 > HOST_LIMITS.query || pathname.length > HOST_LIMITS.path) return 'addressTooLong';
	return hasDeniedSequence(search) ? 'deniedSequence' : undefined;
}
