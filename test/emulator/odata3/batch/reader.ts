import { unreadable } from '../errors';

/** One request of a batch, as it is written there. */
export interface Operation {
	method: string;
	/** Absolute, relative to the service, or `$` and a content id. */
	url: string;
	/** Lower-case names. */
	headers: Record<string, string>;
	body: Buffer;
}

export type BatchEvent =
	{ kind: 'operation'; operation: Operation } | { kind: 'changeSetStart' } | { kind: 'changeSetEnd' };

/** Verbs that the library's HTTP layer knows. */
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'MERGE', 'PATCH'];

/** The boundary of `multipart/mixed`; `undefined` for any other type. */
export function boundaryOf(contentType: string): string | undefined {
	const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim());
	if (type.toLowerCase() !== 'multipart/mixed') return undefined;
	for (const parameter of parameters) {
		const match = /^boundary\s*=\s*(?:"([^"]+)"|(\S+))$/i.exec(parameter);
		if (match) return match[1] ?? match[2];
	}
	return undefined;
}

/**
 * Reads a batch as the library's ODataBatchReader does (contract 3.7): piece by piece, so that what stands before a
 * malformed part is carried out, and a change set that breaks off counts as ended. Throws for a malformed part, behind
 * which nothing can be read.
 */
export function* readBatch(bytes: Buffer, boundary: string): Generator<BatchEvent> {
	const reader = new Reader(bytes, boundary);
	while (reader.toPart()) {
		const changeSet = reader.changeSetBoundary(reader.headers());
		if (changeSet === undefined) {
			yield { kind: 'operation', operation: reader.operation(false) };
			continue;
		}
		yield { kind: 'changeSetStart' };
		reader.enter(changeSet);
		while (reader.toPart()) {
			if (reader.changeSetBoundary(reader.headers()) !== undefined)
				throw unreadable('Nested change sets are not allowed in a batch.');
			yield { kind: 'operation', operation: reader.operation(true) };
		}
		reader.leave();
		yield { kind: 'changeSetEnd' };
	}
}

interface Mark {
	/** Where its line begins and ends. */
	start: number;
	end: number;
	isEnd: boolean;
	isParent: boolean;
}

class Reader {
	private at = 0;
	private changeSet: string | undefined;
	/** One character is one byte. */
	private readonly text: string;

	constructor(
		private readonly bytes: Buffer,
		private readonly boundary: string,
	) {
		this.text = bytes.toString('latin1');
	}

	enter(changeSet: string): void {
		this.changeSet = changeSet;
	}

	leave(): void {
		this.changeSet = undefined;
	}

	/** Goes behind the next boundary; false where no part follows. */
	toPart(): boolean {
		const mark = this.nextMark();
		if (!mark) {
			this.at = this.text.length;
			return false;
		}
		if (mark.isParent) {
			// The boundary of the batch ends a change set, and is read again as its own.
			this.at = mark.start;
			return false;
		}
		this.at = mark.end;
		if (mark.isEnd && this.changeSet === undefined) this.at = this.text.length;
		return !mark.isEnd;
	}

	/** Header lines up to an empty one. */
	headers(): Map<string, string> {
		const headers = new Map<string, string>();
		for (let line = this.line(); line !== ''; line = this.line()) {
			const colon = line.indexOf(':');
			if (colon <= 0)
				throw unreadable(`An invalid header line '${line.slice(0, 100)}' was found in a batch.`);
			const name = line.slice(0, colon).trim().toLowerCase();
			if (headers.has(name)) throw unreadable(`A duplicate header '${name}' was found in a batch.`);
			headers.set(name, line.slice(colon + 1).trim());
		}
		return headers;
	}

	/** The boundary of the change set that a part is, if it is one. */
	changeSetBoundary(headers: ReadonlyMap<string, string>): string | undefined {
		const type = headers.get('content-type');
		if (type === undefined) throw unreadable('Missing Content-Type header in a part of a batch.');
		const boundary = boundaryOf(type);
		if (boundary !== undefined) return boundary;
		if (!/^application\/http\s*(;|$)/i.test(type))
			throw unreadable(`The Content-Type '${type}' is not valid for a part of a batch.`);
		if (headers.get('content-transfer-encoding')?.toLowerCase() !== 'binary')
			throw unreadable("The Content-Transfer-Encoding of a part of a batch must be 'binary'.");
		return undefined;
	}

	operation(inChangeSet: boolean): Operation {
		let line = this.line();
		while (line === '' && this.at < this.text.length) line = this.line();
		const first = line.indexOf(' ');
		const last = line.lastIndexOf(' ');
		if (first <= 0 || last - first <= 1)
			throw unreadable(`The request line '${line.slice(0, 100)}' of a batch is not valid.`);
		const method = line.slice(0, first);
		if (line.slice(last + 1) !== 'HTTP/1.1')
			throw unreadable(`The HTTP version '${line.slice(last + 1)}' is not 'HTTP/1.1'.`);
		if (!METHODS.includes(method)) throw unreadable(`The HTTP method '${method.slice(0, 20)}' is not valid.`);
		if (inChangeSet === (method === 'GET')) {
			throw unreadable(
				inChangeSet
					? "An invalid HTTP method 'GET' was detected for a request in a change set. Requests in change sets only support the HTTP methods 'POST', 'PUT', 'DELETE', 'MERGE' and 'PATCH'."
					: `An invalid HTTP method '${method}' was detected for a query operation. Query operations only support the HTTP 'GET' method.`,
			);
		}
		const url = Buffer.from(line.slice(first + 1, last), 'latin1').toString('utf8');
		const headers = this.headers();
		return { method, url, headers: Object.fromEntries(headers), body: this.body(headers) };
	}

	/** So many bytes as `Content-Length` says; without it up to the next boundary. */
	private body(headers: ReadonlyMap<string, string>): Buffer {
		const given = headers.get('content-length');
		if (given === undefined) {
			const end = this.nextMark()?.start ?? this.text.length;
			return this.bytes.subarray(this.at, this.endOfContent(end));
		}
		if (!/^\d{1,10}$/.test(given)) throw unreadable(`The Content-Length '${given}' of a part is not valid.`);
		const end = this.at + Number(given);
		if (end > this.text.length) throw unreadable('A part of a batch is shorter than its Content-Length.');
		const body = this.bytes.subarray(this.at, end);
		this.at = end;
		return body;
	}

	/** The end of a line in front of a boundary belongs to it. */
	private endOfContent(end: number): number {
		if (this.text[end - 1] !== '\n') return Math.max(end, this.at);
		const length = this.text[end - 2] === '\r' ? 2 : 1;
		return Math.max(end - length, this.at);
	}

	private line(): string {
		const end = this.text.indexOf('\n', this.at);
		const line = this.text.slice(this.at, end < 0 ? undefined : end);
		this.at = end < 0 ? this.text.length : end + 1;
		return line.endsWith('\r') ? line.slice(0, -1) : line;
	}

	/** The next line that is a boundary, from where the reader stands. */
	private nextMark(): Mark | undefined {
		const own = this.changeSet ?? this.boundary;
		let from = this.at;
		for (;;) {
			const start = this.text.indexOf('--', from);
			if (start < 0) return undefined;
			from = start + 2;
			if (start > 0 && this.text[start - 1] !== '\n') continue;
			for (const boundary of own === this.boundary ? [own] : [own, this.boundary]) {
				const mark = this.markAt(start, boundary);
				if (mark) return { ...mark, isParent: boundary !== own };
			}
		}
	}

	private markAt(start: number, boundary: string): Omit<Mark, 'isParent'> | undefined {
		if (!this.text.startsWith(boundary, start + 2)) return undefined;
		const lineEnd = this.text.indexOf('\n', start);
		const end = lineEnd < 0 ? this.text.length : lineEnd + 1;
		const rest = this.text.slice(start + 2 + boundary.length, end);
		if (!/^(--)?[ \t]*\r?\n?$/.test(rest)) return undefined;
		return { start, end, isEnd: rest.startsWith('--') };
	}
}
