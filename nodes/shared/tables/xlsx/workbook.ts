import { inputError } from '../../basics/errors';
import { relationshipsOf } from './relationships';
import { readXmlPart } from './xmlPart';
import type { ZipArchive } from './zipArchive';

export interface Sheet {
	readonly name: string;
	readonly isHidden: boolean;
	/** The name of the part that has its rows. */
	readonly part: string;
}

export interface Workbook {
	/** In their order, without those that are charts. */
	readonly sheets: readonly Sheet[];
	/** Whether days are counted from 1904 on, as Excel on a Mac once did. */
	readonly is1904: boolean;
	/** The names of the parts, where there are any. */
	readonly sharedStrings: string | undefined;
	readonly styles: string | undefined;
}

/** Rejects with kind `input` a ZIP file that is not a workbook, or a workbook of another kind. */
export async function readWorkbook(archive: ZipArchive): Promise<Workbook> {
	const [main] = (await relationshipsOf(archive, '')).filter(({ type }) => type === 'officeDocument');
	if (!main) throw noWorkbook('a ZIP file');
	if (main.part.endsWith('.bin')) throw noWorkbook('a binary workbook (XLSB)');
	const listed: Array<Omit<Sheet, 'part'> & { readonly id: string }> = [];
	let root: string | undefined;
	let is1904 = false;
	await readXmlPart(archive, main.part, {
		open(element, attributes) {
			root ??= element;
			if (element === 'workbookPr') is1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
			if (element !== 'sheet') return;
			// The prefix of the attribute varies; `sheetId` is another one.
			const [, id = ''] = Object.entries(attributes).find(([name]) => name.endsWith(':id')) ?? [];
			listed.push({ name: attributes.name ?? '', isHidden: /hidden$/i.test(attributes.state ?? ''), id });
		},
		close() {},
	});
	if (root !== 'workbook') throw noWorkbook('a document of another kind');
	const related = await relationshipsOf(archive, main.part);
	const partOf = (type: string) => related.find((one) => one.type === type)?.part;
	const sheets = listed.flatMap(({ name, isHidden, id }) => {
		const found = related.find((one) => one.id === id);
		return found?.type === 'worksheet' ? [{ name, isHidden, part: found.part }] : [];
	});
	return { sheets, is1904, sharedStrings: partOf('sharedStrings'), styles: partOf('styles') };
}

function noWorkbook(what: string) {
	return inputError(
		`The file is ${what}, not a workbook (XLSX)`,
		'Open it in a spreadsheet, if it is a table, and save it as a workbook (XLSX) or as CSV UTF-8.',
	);
}

/**
 * The sheet with a name, which has no case; without one, the first sheet that is not hidden. Rejects with kind `input` where there is none, and
 * says which there are.
 */
export function chosenSheet({ sheets }: Workbook, wanted: string | undefined): Sheet {
	const [first] = [...sheets].sort((a, b) => Number(a.isHidden) - Number(b.isHidden));
	if (!first)
		throw inputError('The workbook has no sheet with cells', 'Check the program that makes the file.');
	if (wanted === undefined) return first;
	const key = wanted.trim().toLowerCase();
	const found =
		sheets.find(({ name }) => name === wanted) ??
		sheets.find(({ name }) => name.trim().toLowerCase() === key);
	if (found) return found;
	throw inputError(`The workbook has no sheet "${wanted}"`, `Its sheets are: ${namesOf(sheets)}.`);
}

function namesOf(sheets: readonly Sheet[]): string {
	const names = sheets.slice(0, 50).map(({ name }) => `"${name}"`);
	return `${names.join(', ')}${sheets.length > 50 ? ', …' : ''}`;
}
