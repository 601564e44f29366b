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

/** Before the end of a ZIP64 file: where its longer end is. */
const LOCATOR = 0x07064b50;
const LOCATOR_LENGTH = 20;

/** The longer end of a ZIP64 file. */
const LONG_END = 0x06064b50;
const LONG_END_LENGTH = 56;

/** The end with the longest comment that it may have, and what is before it in a ZIP64 file. */
const LONGEST_END = LOCATOR_LENGTH + END_LENGTH + 0xffff;

/** Of a directory, in bytes: workbooks have some hundred entries, with 100 bytes each. */
const LARGEST_DIRECTORY = 10_000_000;

/** What stands for numbers that are elsewhere in a ZIP64 file: programs that do not know how large a file gets write all of them in this way. */
const LONG = 0xffff_ffff;
const LONG_COUNT = 0xffff;

/** The tag of the numbers of an entry that are elsewhere. */
const LONG_NUMBERS = 1;

interface Directory {
	readonly count: number;
	/** In bytes. */
	readonly size: number;
	readonly offset: number;
}

/** Reads what a ZIP file has at its end, also one in the format ZIP64. Rejects with an `UnreadableFile` where it is cut off or damaged. */
export async function openArchive(source: TableSource): Promise<ZipArchive> {
	const { tail, length } = await tailOf(source);
	const at = tail.lastIndexOf(END);
	if (at < 0 || at + END_LENGTH > tail.length) throw damaged('the ZIP file ends too early');
	const between = async (start: number, end: number): Promise<Buffer> => {
		if (end > length) throw damagedDirectory();
		const before = length - tail.length;
		return start >= before
			? tail.subarray(start - before, end - before)
			: await bytesBetween(source, start, end);
	};
	const { count, size, offset } = await directoryOf(tail, at, between);
	if (size > LARGEST_DIRECTORY) throw damagedDirectory();
	const entries = entriesIn(await between(offset, offset + size), count);
	return { source, entries: new Map(entries.map((entry) => [partKey(entry.name), entry])) };
}

async function directoryOf(
	tail: Buffer,
	at: number,
	between: (start: number, end: number) => Promise<Buffer>,
): Promise<Directory> {
	const count = tail.readUInt16LE(at + 10);
	const size = tail.readUInt32LE(at + 12);
	const offset = tail.readUInt32LE(at + 16);
	if (count !== LONG_COUNT && size !== LONG && offset !== LONG) return { count, size, offset };
	const locator = at - LOCATOR_LENGTH;
	if (locator < 0 || tail.readUInt32LE(locator) !== LOCATOR) throw damagedDirectory();
	const start = longNumber(tail, locator + 8);
	const end = await between(start, start + LONG_END_LENGTH);
	if (end.readUInt32LE(0) !== LONG_END) throw damagedDirectory();
	return { count: longNumber(end, 32), size: longNumber(end, 40), offset: longNumber(end, 48) };
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
			throw damagedDirectory();
		}
		const [nameLength, extraLength, commentLength] = [28, 30, 32].map((where) =>
			directory.readUInt16LE(at + where),
		) as [number, number, number];
		const extra = at + ENTRY_LENGTH + nameLength;
		const short = [24, 20, 42].map((where) => directory.readUInt32LE(at + where));
		const [size, packedSize, offset] = numbersOf(short, directory.subarray(extra, extra + extraLength));
		entries.push({
			name: directory.toString('utf8', at + ENTRY_LENGTH, extra),
			isEncrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
			method: directory.readUInt16LE(at + 10),
			checksum: directory.readUInt32LE(at + 16),
			...{ packedSize, size, offset },
		});
		at += ENTRY_LENGTH + nameLength + extraLength + commentLength;
	}
	return entries;
}

/** The numbers of an entry: those that are not in their place follow each other in a field behind its name. */
function numbersOf(short: readonly number[], extra: Buffer): [number, number, number] {
	const long = short.includes(LONG) ? fieldIn(extra, LONG_NUMBERS) : Buffer.alloc(0);
	let at = -8;
	return short.map((number) => (number === LONG ? longNumber(long, (at += 8)) : number)) as [
		number,
		number,
		number,
	];
}

/** The content of one of the fields behind the name of an entry; empty where it is not there. */
function fieldIn(extra: Buffer, tag: number): Buffer {
	let at = 0;
	while (at + 4 <= extra.length) {
		const end = at + 4 + extra.readUInt16LE(at + 2);
		if (extra.readUInt16LE(at) === tag) return extra.subarray(at + 4, end);
		at = end;
	}
	return Buffer.alloc(0);
}

/** A number of eight bytes. */
function longNumber(bytes: Buffer, at: number): number {
	const number = at + 8 <= bytes.length ? Number(bytes.readBigUInt64LE(at)) : Infinity;
	if (!Number.isSafeInteger(number)) throw damagedDirectory();
	return number;
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

function damagedDirectory() {
	return damaged('the directory of the ZIP file is damaged');
}
