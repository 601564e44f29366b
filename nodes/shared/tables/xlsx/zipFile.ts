import { type CreatioError, inputError } from '../../basics/errors';
import { gzipped } from '../measured';

/** A file to be put into a ZIP file. */
export interface ZipMember {
	readonly name: string;
	readonly content: AsyncIterable<Uint8Array>;
}

interface Packed {
	/** CRC-32 of the unpacked bytes. */
	readonly checksum: number;
	readonly packedSize: number;
	readonly size: number;
}

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const ENTRY = 0x02014b50;
const END = 0x06054b50;

/** Version 2.0, sizes behind the content, Deflate, and the first day that ZIP knows: equal contents make equal files. */
const MANNER = [20, 8, 8, 0, 0x21];

/** What numbers of four bytes can say. */
const LARGEST = 0xffff_ffff;

/**
 * A ZIP file of members that are taken one after the other, whose sizes are known only when they were written. Rejects with kind `input` where it, or
 * one of them, has more than 4 GB.
 */
export async function* zipFile(members: AsyncIterable<ZipMember>): AsyncGenerator<Uint8Array> {
	const entries: Buffer[] = [];
	let at = 0;
	for await (const { name, content } of members) {
		const offset = at;
		const head = headerOf(LOCAL, MANNER, [0, 0, 0], name);
		yield head;
		const { checksum, packedSize, size } = yield* deflated(content);
		yield words(DESCRIPTOR, checksum, packedSize, size);
		at += head.length + packedSize + 16;
		if (at > LARGEST) throw tooLarge();
		const entry = headerOf(ENTRY, [20, ...MANNER], [checksum, packedSize, size], name, 46);
		entry.writeUInt32LE(offset, 42);
		entries.push(entry);
	}
	const directory = Buffer.concat(entries);
	yield directory;
	const end = Buffer.alloc(22);
	end.writeUInt32LE(END, 0);
	end.writeUInt16LE(entries.length, 8);
	end.writeUInt16LE(entries.length, 10);
	end.writeUInt32LE(directory.length, 12);
	end.writeUInt32LE(at, 16);
	yield end;
}

const GZIP_HEAD = 10;
const GZIP_END = 8;

/** Both formats pack with Deflate: gzip has the checksum behind it, which the platform computes faster than we could. */
async function* deflated(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, Packed> {
	let size = 0;
	let packedSize = 0;
	async function* counted(): AsyncGenerator<Uint8Array> {
		for await (const piece of content) {
			size += piece.length;
			if (size > LARGEST) throw tooLarge();
			yield piece;
		}
	}
	let skipped = GZIP_HEAD;
	let held = Buffer.alloc(0);
	for await (const piece of gzipped(counted())) {
		const data = Buffer.concat([held, piece.subarray(skipped)]);
		skipped = Math.max(0, skipped - piece.length);
		const ready = data.subarray(0, -GZIP_END);
		held = data.subarray(ready.length);
		packedSize += ready.length;
		if (ready.length > 0) yield ready;
	}
	return { checksum: held.readUInt32LE(0), packedSize, size };
}

/** What stands before a member, and in the directory. */
function headerOf(
	signature: number,
	halves: readonly number[],
	sizes: readonly number[],
	name: string,
	length = 30,
): Buffer {
	const header = Buffer.alloc(length);
	header.writeUInt32LE(signature);
	for (const [index, half] of halves.entries()) header.writeUInt16LE(half, 4 + 2 * index);
	const at = 4 + 2 * halves.length;
	words(...sizes).copy(header, at);
	header.writeUInt16LE(Buffer.byteLength(name), at + 12);
	return Buffer.concat([header, Buffer.from(name)]);
}

function words(...values: readonly number[]): Buffer {
	const bytes = Buffer.alloc(4 * values.length);
	for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, 4 * index);
	return bytes;
}

function tooLarge(): CreatioError {
	return inputError(
		'The workbook gets larger than 4 GB, unpacked or packed',
		'Export fewer records or columns, or choose CSV or JSON Lines.',
	);
}
