import { createHash } from 'node:crypto';

import { piped } from './piped';

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
export function gzipped(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	return piped(pieces, new CompressionStream('gzip'));
}
