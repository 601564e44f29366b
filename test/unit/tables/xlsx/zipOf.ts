import { crc32, deflateRawSync } from 'node:zlib';

/** How a ZIP file is written, or what is wrong with it. */
export interface Zipping {
	readonly stored?: boolean;
	/** Sizes behind the content, as programs write them that do not know them before. */
	readonly descriptors?: boolean;
	readonly comment?: string;
	/** ZIP64, as programs write it that do not know how large a file gets: sizes and places are elsewhere, all or only those of the members. */
	readonly zip64?: 'all' | 'members';
	/** Changes what such a file has behind the name of an entry: a field of another program, a tag, a length and the numbers. */
	readonly extra?: (extra: Buffer, name: string) => void;
	/** Changes its longer end, and where that is. */
	readonly longEnd?: (longEnd: Buffer) => void;
	/** Changes the entry of a file in the directory, whose fixed part has 46 bytes. */
	readonly entry?: (entry: Buffer, name: string) => void;
	/** Changes the end of the directory. */
	readonly end?: (end: Buffer) => void;
}

/** A ZIP file with these files, in this order. */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>, zipping: Zipping = {}): Buffer {
	const pieces: Buffer[] = [];
	const directory: Buffer[] = [];
	let at = 0;
	const put = (piece: Buffer) => {
		pieces.push(piece);
		at += piece.length;
	};
	for (const [name, text] of Object.entries(files)) {
		const content = Buffer.from(text);
		const packed = zipping.stored ? content : deflateRawSync(content);
		const sizes = [crc32(content), packed.length, content.length];
		const method = zipping.stored ? 0 : 8;
		const flags = zipping.descriptors ? 8 : 0;
		const offset = at;
		put(header(0x04034b50, [20, flags, method, 0, 0x21], zipping.descriptors ? [0, 0, 0] : sizes, name));
		// A local header may have more behind its name than the directory says.
		pieces.at(-1)?.writeUInt16LE(4, 28);
		put(Buffer.from([0xff, 0xca, 0, 0]));
		put(packed);
		if (zipping.descriptors) put(words(0x08074b50, ...sizes));
		const entry = header(0x02014b50, [20, 20, flags, method, 0, 0x21], sizes, name, 46);
		entry.writeUInt32LE(offset, 42);
		zipping.entry?.(entry, name);
		directory.push(entry);
		if (zipping.zip64 === undefined) continue;
		for (const where of [20, 24, 42]) entry.writeUInt32LE(BEYOND, where);
		const extra = Buffer.concat([
			Buffer.from([0x55, 0x54, 2, 0, 7, 7, 1, 0, 24, 0]),
			long(content.length, packed.length, offset),
		]);
		entry.writeUInt16LE(extra.length, 30);
		zipping.extra?.(extra, name);
		directory.push(extra);
	}
	const comment = Buffer.from(zipping.comment ?? '');
	const count = Object.keys(files).length;
	const size = Buffer.concat(directory).length;
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50);
	end.writeUInt16LE(count, 8);
	end.writeUInt16LE(count, 10);
	end.writeUInt32LE(size, 12);
	end.writeUInt32LE(at, 16);
	end.writeUInt16LE(comment.length, 20);
	const longEnd = Buffer.concat([
		...[words(0x06064b50), long(44), words(0x2d002d, 0, 0), long(count, count, size, at)],
		...[words(0x07064b50, 0), long(at + size), words(1)],
	]);
	zipping.longEnd?.(longEnd);
	if (zipping.zip64 === 'all') end.fill(0xff, 8, 20);
	zipping.end?.(end);
	return Buffer.concat([
		...[...pieces, ...directory],
		...(zipping.zip64 === 'all' ? [longEnd] : []),
		...[end, comment],
	]);
}

/** What stands for a number that is elsewhere. */
const BEYOND = 0xffff_ffff;

/** Numbers of eight bytes. */
function long(...values: readonly number[]): Buffer {
	return Buffer.concat(values.map((value) => words(value % 2 ** 32, Math.floor(value / 2 ** 32))));
}

function words(...values: readonly number[]): Buffer {
	const bytes = Buffer.alloc(4 * values.length);
	for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, 4 * index);
	return bytes;
}

function header(
	signature: number,
	halves: readonly number[],
	sizes: readonly number[],
	name: string,
	length = 30,
): Buffer {
	const bytes = Buffer.alloc(length);
	bytes.writeUInt32LE(signature);
	for (const [index, value] of halves.entries()) bytes.writeUInt16LE(value, 4 + 2 * index);
	const at = 4 + 2 * halves.length;
	words(...sizes).copy(bytes, at);
	bytes.writeUInt16LE(Buffer.byteLength(name), at + 12);
	return Buffer.concat([bytes, Buffer.from(name)]);
}
