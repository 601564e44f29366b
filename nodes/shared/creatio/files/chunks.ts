import type { StreamedBody } from '../../http/types';

/** Consecutive bytes of a file. Only these are in memory, so that they can be sent again. */
export interface Chunk {
	/** The position of the first byte. */
	readonly from: number;
	/** The position behind the last byte. */
	readonly to: number;
	readonly body: Uint8Array | StreamedBody;
}

/**
 * Cuts a file, however its parts come, into chunks of `size` bytes; only the last one may be shorter. That one comes after the
 * content was read to its end, so that a content of a wrong length is known before it is sent.
 */
export async function* chunksOf(content: StreamedBody, size: number): AsyncGenerator<Chunk, void, undefined> {
	let from = 0;
	let held: Uint8Array[] = [];
	let length = 0;
	const cut = () => {
		const chunk = { from, to: from + length, body: heldBody(held, length) };
		[from, held, length] = [chunk.to, [], 0];
		return chunk;
	};
	for await (const piece of content.open()) {
		for (let at = 0; at < piece.length;) {
			const part = piece.subarray(at, at + size - length);
			held.push(part);
			length += part.length;
			at += part.length;
			if (length === size && from + length < content.length) yield cut();
		}
	}
	if (length > 0) yield cut();
}

function heldBody(pieces: readonly Uint8Array[], length: number): Chunk['body'] {
	const [only, ...others] = pieces;
	if (only && others.length === 0) return only;
	return {
		length,
		// Only waiting for one keeps it from being read by `for await` as plain values.
		async *open() {
			yield* pieces;
		},
	};
}
