import { type Answer, escapeXml, html, json, redirect, type SiteRequest } from './http';

/** An answer that quotes the request, as trace pages, debugging proxies and careless services do. */
export interface Echo {
	/**
	 * Where the quotation stands: on a page with a status, in an error of OData, in an envelope of DataService, in the refusal of a
	 * sign-in, in the error of an identity service, in the JSON of a service, in plain text, in headers, or in the address of
	 * a redirect.
	 */
	readonly form:
		| 'page'
		| 'error'
		| 'envelope'
		| 'refusedSignIn'
		| 'refusedClient'
		| 'json'
		| 'text'
		| 'headers'
		| 'redirect';
	/** Status of the forms that come with any; 500 when left out. */
	readonly status?: number;
	/** How the quotation is written, before it is put into the form; `plain` when left out. */
	readonly spelling?: 'plain' | 'address' | 'base64';
	/** More to quote, such as a request that came before. */
	readonly also?: string;
}

/** Of addresses, so that the headers do not become too large for the caller. */
const LONGEST_HEADER = 2_000;

export function echoAnswer(
	{ form, status = 500, spelling = 'plain', also = '' }: Echo,
	request: SiteRequest,
): Answer {
	const quoted = spelled(`${also}${quotationOf(request)}`, spelling);
	switch (form) {
		case 'page':
			return html(
				`<html><head><title>${escapeXml(quoted)}</title></head><body><h1>Trace</h1><pre>${escapeXml(quoted)}</pre></body></html>`,
				status,
			);
		case 'error':
			return json({ error: { code: '', message: quoted } }, status);
		case 'envelope':
			return json({ success: false, errorInfo: { errorCode: 'Trace', message: quoted, stackTrace: quoted } });
		case 'refusedSignIn':
			return json({ Code: 1, Message: quoted, Exception: { Message: quoted, Type: quoted.slice(0, 300) } });
		case 'refusedClient':
			return json({ error: quoted, error_description: quoted }, 400);
		case 'json':
			return json({ success: true, echo: quoted, headers: request.headers }, status);
		case 'text':
			return { status, headers: [['Content-Type', 'text/plain; charset=utf-8']], body: quoted };
		case 'headers':
			return {
				...json({}, status),
				headers: [
					['Content-Type', 'application/json'],
					['X-Trace', inHeader(quoted)],
				],
			};
		case 'redirect':
			return redirect(`/trace/${inHeader(quoted)}`);
	}
}

function quotationOf({ method, url, headers, body }: SiteRequest): string {
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
	// What authorizes a request comes first, so that it is seen where a quotation is cut.
	const isSecret = (line: string) => /^(?:cookie|bpmcsrf|crt_csrf|authorization):/.test(line);
	const sorted = [...lines.filter(isSecret), ...lines.filter((line) => !isSecret(line))];
	return [...sorted, body.toString('utf8'), `${method} ${url}`].join('\n');
}

function spelled(text: string, spelling: NonNullable<Echo['spelling']>): string {
	switch (spelling) {
		case 'plain':
			return text;
		case 'address':
			return encodeURIComponent(text);
		case 'base64':
			return Buffer.from(text).toString('base64');
	}
}

function inHeader(text: string): string {
	return encodeURIComponent(text).slice(0, LONGEST_HEADER);
}
