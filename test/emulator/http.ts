import type { IncomingHttpHeaders } from 'node:http';

/** A request as the routes see it. `$batch` makes these of its parts as well. */
export interface SiteRequest {
	method: string;
	/** As it came: path and query, still encoded. */
	url: string;
	/** Path below the path base, percent-decoded once. */
	path: string;
	/** Encoded path segments below the path base, each decoded once, so that `%2F` stays inside one. */
	segments: string[];
	query: QueryParameter[];
	headers: IncomingHttpHeaders;
	body: Buffer;
	/** The body was longer than the host takes, and is left out (contract 10.1). */
	bodyTooLarge?: boolean;
	/** Scheme and host by which the caller reached the site. */
	origin: string;
}

export interface QueryParameter {
	name: string;
	value: string;
}

export interface Answer {
	status: number;
	headers: Array<[string, string]>;
	body: Buffer | string | StreamedBody;
	/** Sent without a Content-Length, in chunks of HTTP. */
	isChunked?: boolean;
	/** The connection breaks off once the headers are sent. */
	breaksOff?: boolean;
}

/** A body that is read piece by piece while it is sent. */
export interface StreamedBody {
	/** Bytes of all pieces. */
	length: number;
	pieces(): Iterable<Uint8Array>;
}

/** An answer whose body is there as a whole. */
export interface WholeAnswer extends Answer {
	body: Buffer | string;
}

/** The whole body at once. */
export function bytesOf({ body }: Answer): Buffer {
	if (typeof body === 'string') return Buffer.from(body, 'utf8');
	return Buffer.isBuffer(body) ? body : Buffer.concat([...body.pieces()]);
}

/** The same answer with its body read. */
export function toWhole(answer: Answer): WholeAnswer {
	const { body } = answer;
	return { ...answer, body: isStreamed(body) ? bytesOf(answer) : body };
}

export function isStreamed(body: Answer['body']): body is StreamedBody {
	return typeof body !== 'string' && !Buffer.isBuffer(body);
}

export function empty(status: number, headers: Array<[string, string]> = []): Answer {
	return { status, headers, body: '' };
}

export function json(value: unknown, status = 200, headers: Array<[string, string]> = []): Answer {
	return {
		status,
		headers: [['Content-Type', 'application/json; charset=utf-8'], ...headers],
		body: JSON.stringify(value),
	};
}

export function html(body: string, status = 200): Answer {
	return { status, headers: [['Content-Type', 'text/html; charset=utf-8']], body };
}

export function escapeXml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function redirect(location: string, status = 302): Answer {
	return { status, headers: [['Location', location]], body: '' };
}

/**
 * Percent-decodes once, as .NET does: broken sequences stay as they are, broken UTF-8 becomes U+FFFD.
 */
export function decodePercent(text: string): string {
	return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) =>
		Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
	);
}

/** In a query string a plus sign is a space. In a path it is a plus sign. */
export function decodeQuery(raw: string): QueryParameter[] {
	if (raw === '') return [];
	return raw
		.split('&')
		.filter((pair) => pair !== '')
		.map((pair) => {
			const at = pair.indexOf('=');
			const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
			return {
				name: decodePercent(name.replaceAll('+', ' ')),
				value: decodePercent(value.replaceAll('+', ' ')),
			};
		});
}

/** Splits a raw URL (path and query) the way the site reads it. */
export function parseTarget(url: string): { segments: string[]; query: QueryParameter[] } {
	const mark = url.indexOf('?');
	const rawPath = mark < 0 ? url : url.slice(0, mark);
	const segments = rawPath.split('/').slice(1).map(decodePercent);
	return { segments, query: decodeQuery(mark < 0 ? '' : url.slice(mark + 1)) };
}

export function header(request: SiteRequest, name: string): string | undefined {
	const value = request.headers[name.toLowerCase()];
	return Array.isArray(value) ? value.join(', ') : value;
}

/** By name in lower case: sites take names of cookies in any letter case (contract 1.2). */
export function cookies(request: SiteRequest): Map<string, string> {
	const found = new Map<string, string>();
	for (const pair of (request.headers.cookie ?? '').split(';')) {
		const at = pair.indexOf('=');
		if (at > 0) found.set(pair.slice(0, at).trim().toLowerCase(), pair.slice(at + 1).trim());
	}
	return found;
}

export function parameter(query: QueryParameter[], name: string): string | undefined {
	return query.find((item) => item.name === name)?.value;
}
