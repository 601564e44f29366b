import { isCreatioError } from '../basics/errors';
import { isMembers } from '../basics/json';
import { inSmallPieces } from './pieces';
import { piped } from './piped';
import { UnreadableFile } from './unreadableFile';

/** Tables are packed to a fifth or a twentieth, those that repeat one row to a two-hundredth. */
const MOST_TIMES_LARGER = 400;

/** What any file may have unpacked, since short files of one row are packed much better. In bytes. */
const ALWAYS_ALLOWED = 50_000_000;

export function isGzip(start: Uint8Array): boolean {
	return start[0] === 0x1f && start[1] === 0x8b;
}

/**
 * What a gzip file holds. Rejects with an `UnreadableFile` where the file is damaged, cut off or made of several ones, and where it
 * is far larger unpacked than any table.
 */
export async function* gunzipped(stored: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	let packed = 0;
	let unpacked = 0;
	async function* counted(): AsyncGenerator<Uint8Array> {
		for await (const piece of inSmallPieces(stored)) {
			packed += piece.length;
			yield piece;
		}
	}
	try {
		for await (const piece of piped(counted(), new DecompressionStream('gzip'))) {
			unpacked += piece.length;
			if (unpacked > ALWAYS_ALLOWED && unpacked > packed * MOST_TIMES_LARGER) throw tooLarge();
			yield piece;
		}
	} catch (error) {
		throw isCreatioError(error) ? error : (failureOf(error) ?? error);
	}
}

/** The first bytes of what a gzip file holds, as far as they can be unpacked from its own first bytes. */
export async function unpackedStart(start: Uint8Array, length: number): Promise<Uint8Array> {
	const pieces: Uint8Array[] = [];
	let read = 0;
	let failure: unknown;
	try {
		for await (const piece of gunzipped(inSmallPieces([start]))) {
			pieces.push(piece);
			read += piece.length;
			if (read >= length) break;
		}
	} catch (error) {
		failure = error;
	}
	// Bytes that were cut off are not a whole file. What else is wrong with it is found when it is read to its end.
	if (failure !== undefined && read === 0) throw failure;
	return Buffer.concat(pieces);
}

/** Node names the failure in the error or in its cause, depending on its version. */
function failureOf(error: unknown): UnreadableFile | undefined {
	const code = codeOf(error) ?? (error instanceof Error ? codeOf(error.cause) : undefined);
	if (code === 'ERR_TRAILING_JUNK_AFTER_STREAM_END') {
		return new UnreadableFile(
			'something follows the end of the gzip file, perhaps another one',
			'Unpack it before, or pack all rows as one file.',
		);
	}
	if (code === 'Z_BUF_ERROR') {
		return new UnreadableFile('the gzip file ends too early', 'Check that it was transferred as a whole.');
	}
	if (code?.startsWith('Z_') !== true) return undefined;
	return new UnreadableFile(
		`the gzip file is damaged (${code})`,
		'Check that it was transferred without changes, or unpack it before.',
	);
}

function codeOf(error: unknown): string | undefined {
	return isMembers(error) && typeof error.code === 'string' ? error.code : undefined;
}

function tooLarge(): UnreadableFile {
	return new UnreadableFile(
		`the gzip file is more than ${MOST_TIMES_LARGER} times larger when it is unpacked`,
		'Check where it comes from. If that is right, unpack it before.',
	);
}
