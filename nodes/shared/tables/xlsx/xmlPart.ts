import { isCreatioError, messageOf } from '../../basics/errors';
import { type XmlHandlers, xmlReader } from '../../basics/xml';
import { LARGEST_ROW } from '../largestRow';
import { damaged } from './damaged';
import type { ZipArchive } from './zipArchive';
import { unpackedPart } from './zipPart';

/** What a part may have that is kept in memory, in bytes. Sheets are not. */
const LARGEST_PART = 50_000_000;

/**
 * Calls the handlers for what a part of a workbook has, and yields after each piece of it. Rejects with an `UnreadableFile` where the part is not
 * whole.
 * @param largest What the part may have, in bytes.
 */
export async function* xmlPieces(
	archive: ZipArchive,
	name: string,
	handlers: XmlHandlers,
	largest = Infinity,
): AsyncGenerator<void> {
	/** Characters since an element began or ended. The parser keeps them. */
	let silent = 0;
	const reader = xmlReader({
		...handlers,
		open(element, attributes) {
			silent = 0;
			handlers.open(element, attributes);
		},
		close(element) {
			silent = 0;
			handlers.close(element);
		},
	});
	const decoder = new TextDecoder('utf-8', { fatal: true });
	const isXml = (work: () => unknown) => {
		try {
			work();
		} catch (error) {
			throw isCreatioError(error) ? error : damaged(`its part ${name} is not XML (${messageOf(error)})`);
		}
	};
	for await (const piece of unpackedPart(archive, name, largest)) {
		silent += piece.length;
		isXml(() => reader.write(decoder.decode(piece, { stream: true })));
		if (silent > LARGEST_ROW)
			throw damaged(`its part ${name} has a text of more than ${LARGEST_ROW / 1_000_000} MB`);
		yield;
	}
	isXml(() => reader.write(decoder.decode()));
	isXml(() => reader.close());
}

/** Reads a part as a whole that is not a sheet. */
export async function readXmlPart(archive: ZipArchive, name: string, handlers: XmlHandlers): Promise<void> {
	for await (const _ of xmlPieces(archive, name, handlers, LARGEST_PART));
}
