import { type Zipping, zipOf } from './zipOf';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** What a workbook has; the rows of a sheet are its XML. */
export interface WorkbookContent {
	/** By their names; one that begins with a dot is hidden. */
	readonly sheets: Readonly<Record<string, string>>;
	/** Inside of the `si` of each text. */
	readonly strings?: readonly string[];
	/** Own formats by their numbers. */
	readonly formats?: Readonly<Record<number, string>>;
	/** The numbers of the formats that cells refer to. */
	readonly styles?: readonly number[];
	readonly is1904?: boolean;
}

/** The parts of a workbook as Excel names and orders them: the shared strings come after the sheets. */
export function partsOf(content: WorkbookContent): Record<string, string> {
	const { sheets, strings, formats = {}, styles, is1904 } = content;
	const names = Object.keys(sheets);
	const related = [
		...names.map((_, index) => [`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`]),
		['rIdStyles', 'styles', 'styles.xml'],
		...(strings ? [['rIdStrings', 'sharedStrings', '/xl/sharedStrings.xml']] : []),
	];
	return {
		'[Content_Types].xml': `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		'_rels/.rels': relations([
			['rId3', 'extended-properties', 'docProps/app.xml'],
			['rId1', 'officeDocument', 'xl/workbook.xml'],
		]),
		'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><workbookPr${is1904 ? ' date1904="1"' : ''}/><sheets>${names
			.map(
				(name, index) =>
					`<sheet name="${name.replace(/^\./, '')}" sheetId="${index + 7}"${name.startsWith('.') ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
			)
			.join('')}</sheets></workbook>`,
		'xl/_rels/workbook.xml.rels': relations(related),
		...Object.fromEntries(
			Object.values(sheets).map((rows, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheetXml(rows)]),
		),
		'xl/styles.xml': `${XML}<styleSheet xmlns="${MAIN}"><numFmts>${Object.entries(formats)
			.map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code.replaceAll('"', '&quot;')}"/>`)
			.join('')}</numFmts><cellStyleXfs><xf numFmtId="22"/></cellStyleXfs><cellXfs>${(styles ?? [0])
			.map((id) => `<xf numFmtId="${id}" fontId="0"/>`)
			.join('')}</cellXfs></styleSheet>`,
		...(strings && {
			'xl/sharedStrings.xml': `${XML}<sst xmlns="${MAIN}" count="9" uniqueCount="${strings.length}">${strings
				.map((text) => `<si>${text}</si>`)
				.join('')}</sst>`,
		}),
	};
}

export function sheetXml(rows: string): string {
	return `${XML}<worksheet xmlns="${MAIN}"><dimension ref="A1"/><sheetViews><sheetView/></sheetViews><sheetData>${rows}</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>`;
}

function relations(list: ReadonlyArray<readonly string[]>): string {
	return `${XML}<Relationships xmlns="${PACKAGE}">${list
		.map(([id, type, target]) => `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`)
		.join('')}</Relationships>`;
}

export function workbookOf(content: WorkbookContent, zipping?: Zipping): Buffer {
	return zipOf(partsOf(content), zipping);
}

/** A workbook with one sheet. */
export function sheetOf(rows: string, others: Omit<WorkbookContent, 'sheets'> = {}): Buffer {
	return workbookOf({ ...others, sheets: { Contacts: rows } });
}

/** A row of texts that are in their cells, with or without the references that not every program writes. */
export function textRow(...texts: readonly string[]): string {
	return `<row>${texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`;
}
