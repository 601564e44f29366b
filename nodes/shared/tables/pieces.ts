import { wait } from '../basics/wait';

/**
 * How many bytes are worked on at once. Sources may give a whole file as one piece, all of whose rows would be in memory
 * before the first of them is used.
 */
const PIECE = 65_536;

/**
 * How long work on pieces may go on without a pause, in milliseconds. Where n8n has a file in memory, nothing else would get a turn
 * before its end otherwise: a worker of n8n that does not renew its claim on a job for 30 seconds loses it.
 */
const TURN_MS = 50;

/** The same bytes in pieces that are not larger than `PIECE`, with pauses in which the rest of n8n goes on. */
export async function* inSmallPieces(
	pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
	let turn = performance.now();
	for await (const piece of pieces) {
		for (let at = 0; at < piece.length; at += PIECE) {
			yield piece.subarray(at, at + PIECE);
			if (performance.now() - turn < TURN_MS) continue;
			await wait(0);
			turn = performance.now();
		}
	}
}

/** So many of the first bytes, and perhaps some more, or all that there are. */
export async function startOf(pieces: AsyncIterable<Uint8Array>, length: number): Promise<Uint8Array> {
	const start: Uint8Array[] = [];
	let read = 0;
	for await (const piece of inSmallPieces(pieces)) {
		start.push(piece);
		read += piece.length;
		if (read >= length) break;
	}
	return Buffer.concat(start);
}
