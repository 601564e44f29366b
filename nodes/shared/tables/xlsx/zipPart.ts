import { gunzipped } from '../gzipFile';
import { UnreadableFile } from '../unreadableFile';
import { damaged } from './damaged';
import { bytesFrom, partKey, type ZipArchive, type ZipEntry } from './zipArchive';

const LOCAL = 0x04034b50;
const LOCAL_LENGTH = 30;
const STORED = 0;
const DEFLATED = 8;

export function hasPart({ entries }: ZipArchive, name: string): boolean {
	return entries.has(partKey(name));
}

/**
 * The unpacked bytes of a file in a ZIP file, read as far as they are needed. Rejects with an `UnreadableFile` where it is not there,
 * damaged, encrypted, or far larger than its packed bytes or its entry in the directory say.
 * @param largest What it may have unpacked, in bytes.
 */
export async function* unpackedPart(
	archive: ZipArchive,
	name: string,
	largest = Infinity,
): AsyncGenerator<Uint8Array> {
	const entry = archive.entries.get(partKey(name));
	if (!entry) throw damaged(`it has no part ${name}`);
	if (entry.isEncrypted) throw damaged(`its part ${name} is encrypted`);
	if (entry.method !== STORED && entry.method !== DEFLATED) {
		throw damaged(`its part ${name} is packed in another way than Deflate`);
	}
	if (entry.size > largest) throw damaged(`its part ${name} has more than ${largest / 1_000_000} MB`);
	const packed = packedBytes(archive, entry);
	let size = 0;
	for await (const piece of entry.method === STORED ? packed : inflated(packed, entry)) {
		size += piece.length;
		if (size > entry.size) break;
		yield piece;
	}
	if (size !== entry.size) throw damaged(`its part ${name} has another size than the directory says`);
}

/** Both formats pack with Deflate: what gzip has around it lets the platform check the checksum. */
async function* inflated(packed: AsyncIterable<Uint8Array>, entry: ZipEntry): AsyncGenerator<Uint8Array> {
	try {
		yield* gunzipped(asGzip(packed, entry));
	} catch (error) {
		throw error instanceof UnreadableFile
			? damaged(`its part ${entry.name} is damaged, or unpacked far larger than any table`)
			: error;
	}
}

async function* packedBytes({ source }: ZipArchive, entry: ZipEntry): AsyncGenerator<Uint8Array> {
	let head: Buffer = Buffer.alloc(0);
	/** What is left of the local header, once its length is known. */
	let skipped: number | undefined;
	let left = entry.packedSize;
	for await (const piece of bytesFrom(source, entry.offset)) {
		let data = piece;
		if (skipped === undefined) {
			head = Buffer.concat([head, piece]);
			if (head.length < LOCAL_LENGTH) continue;
			if (head.readUInt32LE(0) !== LOCAL)
				throw damaged(`its part ${entry.name} is not where the directory says`);
			skipped = LOCAL_LENGTH + head.readUInt16LE(26) + head.readUInt16LE(28);
			data = head;
		}
		const part = data.subarray(skipped, skipped + left);
		skipped = Math.max(0, skipped - data.length);
		left -= part.length;
		if (part.length > 0) yield part;
		if (left === 0) return;
	}
	if (left > 0) throw damaged(`its part ${entry.name} ends too early`);
}

async function* asGzip(
	packed: AsyncIterable<Uint8Array>,
	{ checksum, size }: ZipEntry,
): AsyncGenerator<Uint8Array> {
	yield Uint8Array.of(0x1f, 0x8b, DEFLATED, 0, 0, 0, 0, 0, 0, 0xff);
	yield* packed;
	const end = Buffer.alloc(8);
	end.writeUInt32LE(checksum, 0);
	// As gzip has it: of a larger one, what is left of four bytes.
	end.writeUInt32LE(size >>> 0, 4);
	yield end;
}
