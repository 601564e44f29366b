import { UnreadableFile } from '../unreadableFile';
import { unescaped } from './escapes';
import { xmlPieces } from './xmlPart';
import type { ZipArchive } from './zipArchive';

/** What the texts of a workbook may take in memory, in bytes. */
const MOST_MEMORY = 50_000_000;

/** What the number of a place takes beside the text. */
const PLACE = 8;

/** The bytes of texts that are kept together. */
const BLOCK = 1_048_576;

/**
 * The texts that the cells of a workbook refer to by number. They are kept as bytes outside of the heap: texts out of a parser would keep all of
 * the XML that they were cut out of.
 */
export class SharedStrings {
	private readonly blocks: Buffer[] = [];
	/** Where each text ends, counted through all blocks. */
	private readonly ends: number[] = [];

	/** Rejects with an `UnreadableFile` where they take too much. */
	add(text: string): void {
		const start = this.ends.at(-1) ?? 0;
		const bytes = Buffer.from(text);
		const end = start + bytes.length;
		if (end + (this.ends.length + 1) * PLACE > MOST_MEMORY) throw tooMany();
		while (this.blocks.length * BLOCK < end) this.blocks.push(Buffer.allocUnsafeSlow(BLOCK));
		for (let at = start; at < end; at += BLOCK - (at % BLOCK)) {
			bytes.copy(this.blocks[Math.floor(at / BLOCK)] as Buffer, at % BLOCK, at - start);
		}
		this.ends.push(end);
	}

	/** `undefined` where there is no text with the number. */
	at(index: number): string | undefined {
		const end = this.ends[index];
		if (end === undefined) return undefined;
		const start = this.ends[index - 1] ?? 0;
		const first = Math.floor(start / BLOCK);
		const last = Math.floor(end / BLOCK);
		const from = first * BLOCK;
		const bytes = first === last ? this.blocks[first] : Buffer.concat(this.blocks.slice(first, last + 1));
		return unescaped(bytes?.toString('utf8', start - from, end - from) ?? '');
	}
}

/** Reads the texts of a workbook. Phonetic signs beside them are not part of them. */
export async function readSharedStrings(
	archive: ZipArchive,
	part: string | undefined,
): Promise<SharedStrings> {
	const strings = new SharedStrings();
	if (part === undefined) return strings;
	let text = '';
	let isText = false;
	let isPhonetic = false;
	const handlers = {
		open(element: string) {
			if (element === 'si') text = '';
			else if (element === 'rPh') isPhonetic = true;
			else if (element === 't') isText = !isPhonetic;
		},
		close(element: string) {
			if (element === 'si') strings.add(text);
			else if (element === 'rPh') isPhonetic = false;
			else if (element === 't') isText = false;
		},
		text(piece: string) {
			if (isText) text += piece;
		},
	};
	for await (const _ of xmlPieces(archive, part, handlers));
	return strings;
}

function tooMany(): UnreadableFile {
	return new UnreadableFile(
		`the texts of the workbook take more than ${MOST_MEMORY / 1_000_000} MB`,
		'Save its sheet as CSV UTF-8, which can have any length.',
	);
}
