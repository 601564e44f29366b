import { ANY_BYTES } from '../../basics/mimeTypes';
import { counted, isStreamed } from '../../http/streaming';
import type { HttpRequest } from '../../http/types';

/** A body in the form in which n8n's helpers send it byte for byte. */
export interface SentBody {
	readonly sent: string | Buffer | SentAsBlob | undefined;
	/** Releases what a streamed body reads from: the helpers leave that to the caller when a request fails. */
	close(): void;
}

/** What a `Blob` has to have to be sent piece by piece. The helpers also take streams of Node, which cannot be made here. */
interface SentAsBlob {
	/** Bytes. */
	readonly size: number;
	/** It replaces the header Content-Type of the request. */
	readonly type: string;
	readonly [Symbol.toStringTag]: 'Blob';
	stream(): AsyncIterable<Uint8Array>;
}

/** The type that the helpers take as text alone; every other text they would parse, or trim. */
const FORM = 'application/x-www-form-urlencoded';

/** The body of a request, opened for one attempt. */
export function openBody({ body, headers }: HttpRequest, onProgress: () => void): SentBody {
	const type = contentTypeOf(headers);
	if (!isStreamed(body)) return { sent: type === FORM ? body?.toString() : bytesOf(body), close: () => {} };
	const pieces = counted(body.open(), onProgress);
	return {
		sent: {
			size: body.length,
			type: type ?? ANY_BYTES,
			[Symbol.toStringTag]: 'Blob',
			stream: () => pieces,
		},
		close: () => void pieces.return(),
	};
}

function contentTypeOf(headers: HttpRequest['headers']): string | undefined {
	return Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
}

/** Of a part of a larger array, the helpers would send all of it. */
function bytesOf(body: string | Uint8Array | undefined): Buffer | undefined {
	if (body === undefined || Buffer.isBuffer(body)) return body;
	return typeof body === 'string'
		? Buffer.from(body)
		: Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
