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
		const bare = line.replace(/\s+$/, '');
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
	const trimmed = text.replace(/^\s+/, '');
	const end = trimmed.search(/\r?\n/);
	const line = end < 0 ? trimmed : trimmed.slice(0, end);
	const match = /^(GET|DELETE|PUT|POST|PATCH)\s+(\S.*)\s+HTTP\/1\.1\s*$/.exec(line);
	if (!match) return undefined;
	const after = end < 0 ? '' : trimmed.slice(end).replace(/^\r?\n/, '');
	const { headers, body } = readPart(after);
	return { method: match[1] ?? '', url: match[2] ?? '', headers, body: body.replace(/(\r?\n)+$/, '') };
}
