/** The messages inside of `multipart/mixed` (contract 2.14). Lines may end in LF or CRLF. */

export interface MimePart {
	/** Lower-case names. */
	headers: Map<string, string>;
	body: string;
}

export function boundaryOf(contentType: string): string | undefined {
	const match = /boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
	return match?.[1] ?? match?.[2];
}

/** Splits a body at its boundary. What stands before the first and after the last is dropped. */
export function splitParts(body: string, boundary: string): MimePart[] {
	const marker = `--${boundary}`;
	const parts: string[][] = [];
	let open: string[] | undefined;
	for (const line of body.split('\n')) {
		const bare = line.trimEnd();
		if (bare === `${marker}--`) break;
		if (bare === marker) {
			open = [];
			parts.push(open);
		} else {
			open?.push(line);
		}
	}
	return parts.map((lines) => readPart(lines.join('\n')));
}

/** Headers, an empty line, the rest. */
function readPart(text: string): MimePart {
	const match = /\r?\n\r?\n/.exec(text);
	const startsEmpty = /^\r?\n/.exec(text);
	if (startsEmpty) return { headers: new Map(), body: text.slice(startsEmpty[0].length) };
	const head = match ? text.slice(0, match.index) : text;
	const headers = new Map<string, string>();
	for (const line of head.split(/\r?\n/)) {
		const at = line.indexOf(':');
		if (at > 0) headers.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim());
	}
	return { headers, body: match ? text.slice(match.index + match[0].length) : '' };
}

export interface HttpMessage {
	method: string;
	url: string;
	headers: Map<string, string>;
	body: string;
}

/** An `application/http` request: request line, headers, empty line, body. */
export function readHttpRequest(text: string): HttpMessage | undefined {
	const trimmed = text.trimStart();
	const end = trimmed.search(/\r?\n/);
	const line = end < 0 ? trimmed : trimmed.slice(0, end);
	const [method, url] = readRequestLine(line.trimEnd());
	if (url === '') return undefined;
	const after = end < 0 ? '' : trimmed.slice(end).replace(/^\r?\n/, '');
	const { headers, body } = readPart(after);
	return { method, url, headers, body: body.slice(0, endOfContent(body)) };
}

/** `GET City HTTP/1.1`; both are empty where the line is not one of a request. */
function readRequestLine(line: string): [method: string, url: string] {
	const method = /^(?:GET|DELETE|PUT|POST|PATCH)(?=\s)/.exec(line)?.[0];
	if (method === undefined || !/\sHTTP\/1\.1$/.test(line)) return ['', ''];
	return [method, line.slice(method.length, -'HTTP/1.1'.length).trim()];
}

/** Where the empty lines at the end begin. */
function endOfContent(body: string): number {
	let end = body.length;
	while (body[end - 1] === '\n') end -= body[end - 2] === '\r' ? 2 : 1;
	return end;
}
