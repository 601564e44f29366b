import { attempt } from '../../basics/attempt';
import { ANY_BYTES } from '../../basics/mimeTypes';
import { counted, isStreamed } from '../../http/streaming';
import type { HttpRequest, Pieces } from '../../http/types';

/** A body, and the headers of its request, in the form in which n8n's helpers send them byte for byte. */
export interface SentBody {
	readonly headers: HttpRequest['headers'];
	readonly sent: Buffer | SentAsBlob | undefined;
	/** Why a streamed body could not be read: the helpers wrap the error, and lose its kind. */
	failure(): unknown;
	/** Releases what a streamed body reads from: the helpers leave that to the caller when a request fails. */
	close(): void;
}

/** What a `Blob` has to have to be sent piece by piece. The helpers also take streams of Node, which cannot be made here. */
interface SentAsBlob {
	/** Bytes. */
	readonly size: number;
	/** The header Content-Type of the request. */
	readonly type: string;
	readonly [Symbol.toStringTag]: 'Blob';
	stream(): Pieces;
}

/** Types whose bodies the helpers take apart where they see them in the headers. */
const TAKEN_APART = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)/i;

/** The body of a request, opened for one attempt. */
export function openBody({ body, headers }: HttpRequest, onProgress: () => void): SentBody {
	const [typeName, type = ANY_BYTES] =
		Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
	const asBlob = (size: number, pieces: Pieces) => ({
		headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== typeName)),
		sent: { size, type, [Symbol.toStringTag]: 'Blob', stream: () => pieces } as const,
	});
	const whole = { failure: () => undefined, close: () => {} };
	if (body === undefined) return { headers, sent: undefined, ...whole };
	if (!isStreamed(body)) {
		const bytes = bytesOf(body);
		return TAKEN_APART.test(type)
			? { ...asBlob(bytes.length, once(bytes)), ...whole }
			: { headers, sent: bytes, ...whole };
	}
	let failure: unknown;
	const pieces = counted(body.open(), onProgress);
	const kept = keeping(pieces, (error) => (failure = error));
	return { ...asBlob(body.length, kept), failure: () => failure, close: () => void pieces.return() };
}

/** Of a part of a larger array, the helpers would send all of it; text in JSON they would parse, and trim. */
function bytesOf(body: string | Uint8Array): Buffer {
	if (Buffer.isBuffer(body)) return body;
	return typeof body === 'string'
		? Buffer.from(body)
		: Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

async function* once(bytes: Uint8Array): Pieces {
	yield bytes;
}

async function* keeping(
	pieces: AsyncGenerator<Uint8Array, void, void>,
	onFailure: (error: unknown) => void,
): Pieces {
	for (;;) {
		const next = await attempt(pieces.next());
		if (!next.done) {
			onFailure(next.error);
			throw next.error;
		}
		if (next.value.done) return;
		yield next.value.value;
	}
}
