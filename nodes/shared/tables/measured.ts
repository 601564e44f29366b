import { createHash } from 'node:crypto';

/** What a file holds that is written piece by piece. */
export interface Measured {
	rows: number;
	bytes: number;
	/** SHA-256 in hexadecimal digits, when all pieces were read. */
	checksum: string;
}

/** The same pieces, whose bytes are counted. */
export async function* measuredPieces(
	pieces: AsyncIterable<Uint8Array>,
	measured: Measured,
): AsyncGenerator<Uint8Array> {
	const hash = createHash('sha256');
	for await (const piece of pieces) {
		hash.update(piece);
		measured.bytes += piece.length;
		yield piece;
	}
	measured.checksum = hash.digest('hex');
}

/** The same content as a gzip file. */
export async function* gzipped(pieces: AsyncIterable<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array> {
	const { readable, writable } = new CompressionStream('gzip');
	const written = writeAll(pieces, writable);
	// Its failure ends the reading, too.
	written.catch(() => {});
	const reader = readable.getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			yield value;
		}
	} finally {
		await reader.cancel().catch(() => {});
		await Promise.allSettled([written]);
	}
}

async function writeAll(
	pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
	writable: CompressionStream['writable'],
): Promise<void> {
	const writer = writable.getWriter();
	try {
		for await (const piece of pieces) await writer.write(piece);
		await writer.close();
	} catch (error) {
		await writer.abort(error);
	}
}
