import { crc32, deflateRawSync } from 'node:zlib';

/** How a ZIP file is written, or what is wrong with it. */
export interface Zipping {
	readonly stored?: boolean;
	/** Sizes behind the content, as programs write them that do not know them before. */
	readonly descriptors?: boolean;
	readonly comment?: string;
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
	}
	const comment = Buffer.from(zipping.comment ?? '');
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50);
	end.writeUInt16LE(directory.length, 8);
	end.writeUInt16LE(directory.length, 10);
	end.writeUInt32LE(Buffer.concat(directory).length, 12);
	end.writeUInt32LE(at, 16);
	end.writeUInt16LE(comment.length, 20);
	zipping.end?.(end);
	return Buffer.concat([...pieces, ...directory, end, comment]);
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
