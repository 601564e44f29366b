import { builtInDateKind, type DateKind, dateKindOf } from './dateFormats';
import { readXmlPart } from './xmlPart';
import type { ZipArchive } from './zipArchive';

/** What numbers mean by the style of their cell: a date, or `undefined` for a number. */
export type DateKinds = ReadonlyArray<DateKind | undefined>;

/** Reads which styles of a workbook show dates. */
export async function readDateKinds(archive: ZipArchive, part: string | undefined): Promise<DateKinds> {
	const kinds: Array<DateKind | undefined> = [];
	if (part === undefined) return kinds;
	const own = new Map<number, DateKind | undefined>();
	let isOfCells = false;
	await readXmlPart(archive, part, {
		open(element, { numFmtId = '0', formatCode = '' }) {
			const id = Number(numFmtId);
			if (element === 'cellXfs') isOfCells = true;
			else if (element === 'numFmt') own.set(id, dateKindOf(formatCode));
			else if (element === 'xf' && isOfCells) kinds.push(own.has(id) ? own.get(id) : builtInDateKind(id));
		},
		close(element) {
			if (element === 'cellXfs') isOfCells = false;
		},
	});
	return kinds;
}
