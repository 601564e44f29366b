import { inSmallPieces } from '../pieces';
import type { TableSource } from '../table';
import { damaged } from './damaged';

/** A file in a ZIP file, as the directory at its end describes it. */
export interface ZipEntry {
	readonly name: string;
	readonly isEncrypted: boolean;
	/** 0: stored as it is; 8: packed with Deflate. */
	readonly method: number;
	/** CRC-32 of its unpacked bytes. */
	readonly checksum: number;
	readonly packedSize: number;
	readonly size: number;
	/** Where its local header begins. */
	readonly offset: number;
}

export interface ZipArchive {
	readonly source: TableSource;
	/** By their names in lower case: those of parts of a workbook have no case. */
	readonly entries: ReadonlyMap<string, ZipEntry>;
}

const END = Buffer.from('PK\x05\x06', 'latin1');
const END_LENGTH = 22;
const ENTRY = 0x02014b50;
const ENTRY_LENGTH = 46;

/** The end with the longest comment that it may have. */
const LONGEST_END = END_LENGTH + 0xffff;

/** Of a directory, in bytes: workbooks have some hundred entries, with 100 bytes each. */
const LARGEST_DIRECTORY = 10_000_000;

/** What stands for a number that only ZIP64 can hold. */
const BEYOND = 0xffff_ffff;

/** Reads what a ZIP file has at its end. Rejects with an `UnreadableFile` where it is cut off, damaged or in the format ZIP64. */
export async function openArchive(source: TableSource): Promise<ZipArchive> {
	const { tail, length } = await tailOf(source);
	const at = tail.lastIndexOf(END);
	if (at < 0 || at + END_LENGTH > tail.length) throw damaged('the ZIP file ends too early');
	const count = tail.readUInt16LE(at + 10);
	const size = tail.readUInt32LE(at + 12);
	const offset = tail.readUInt32LE(at + 16);
	if (count === 0xffff || size === BEYOND || offset === BEYOND) throw zip64();
	if (size > LARGEST_DIRECTORY || offset + size > length)
		throw damaged('the directory of the ZIP file is damaged');
	const start = length - tail.length;
	const directory =
		offset >= start
			? tail.subarray(offset - start, offset - start + size)
			: await bytesBetween(source, offset, offset + size);
	return {
		source,
		entries: new Map(entriesIn(directory, count).map((entry) => [partKey(entry.name), entry])),
	};
}

/** How a part is found by its name: some programs write other strokes, or another case. */
export function partKey(name: string): string {
	return name.replaceAll('\\', '/').toLowerCase();
}

function entriesIn(directory: Buffer, count: number): ZipEntry[] {
	const entries: ZipEntry[] = [];
	let at = 0;
	for (let index = 0; index < count; index++) {
		if (at + ENTRY_LENGTH > directory.length || directory.readUInt32LE(at) !== ENTRY) {
			throw damaged('the directory of the ZIP file is damaged');
		}
		const [nameLength, extraLength, commentLength] = [28, 30, 32].map((where) =>
			directory.readUInt16LE(at + where),
		) as [number, number, number];
		const entry: ZipEntry = {
			name: directory.toString('utf8', at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength),
			isEncrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
			method: directory.readUInt16LE(at + 10),
			checksum: directory.readUInt32LE(at + 16),
			packedSize: directory.readUInt32LE(at + 20),
			size: directory.readUInt32LE(at + 24),
			offset: directory.readUInt32LE(at + 42),
		};
		if ([entry.packedSize, entry.size, entry.offset].includes(BEYOND)) throw zip64();
		entries.push(entry);
		at += ENTRY_LENGTH + nameLength + extraLength + commentLength;
	}
	return entries;
}

async function tailOf(source: TableSource): Promise<{ readonly tail: Buffer; readonly length: number }> {
	let tail = Buffer.alloc(0);
	let length = 0;
	for await (const piece of inSmallPieces(source.open())) {
		length += piece.length;
		tail = Buffer.concat([tail, piece]).subarray(-LONGEST_END);
	}
	return { tail, length };
}

async function bytesBetween(source: TableSource, start: number, end: number): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	let left = end - start;
	for await (const piece of bytesFrom(source, start)) {
		pieces.push(piece.subarray(0, left));
		left -= piece.length;
		if (left <= 0) break;
	}
	return Buffer.concat(pieces);
}

/** What a file has behind its first `start` bytes, in small pieces. */
export async function* bytesFrom(source: TableSource, start: number): AsyncGenerator<Uint8Array> {
	let before = start;
	for await (const piece of inSmallPieces(source.open())) {
		if (before < piece.length) yield piece.subarray(before);
		before = Math.max(0, before - piece.length);
	}
}

function zip64() {
	return damaged('it is in the format ZIP64, which is for files of more than 4 GB');
}
