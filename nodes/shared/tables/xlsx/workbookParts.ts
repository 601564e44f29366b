import { escaped } from './escapes';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const FORMATS = 'http://schemas.openxmlformats.org';
const MAIN = `${FORMATS}/spreadsheetml/2006/main`;
const RELATIONS = `${FORMATS}/officeDocument/2006/relationships`;
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** How wide columns of dates are, in characters: Excel shows signs instead of dates that do not fit. */
const WIDTHS: Readonly<Record<string, number>> = { date: 11, dateTime: 19.5, time: 9 };

/** What stands before the rows of a sheet. `kinds`: which columns have dates. */
export function sheetStart(kinds: ReadonlyArray<string | undefined>): string {
	const columns = kinds.flatMap((kind, index) =>
		kind === undefined
			? []
			: [`<col min="${index + 1}" max="${index + 1}" width="${WIDTHS[kind]}" customWidth="1"/>`],
	);
	const widths = columns.length === 0 ? '' : `<cols>${columns.join('')}</cols>`;
	return `${XML}<worksheet xmlns="${MAIN}">${widths}<sheetData>`;
}

export const SHEET_END = '</sheetData></worksheet>';

export function sheetPart(number: number): string {
	return `xl/worksheets/sheet${number}.xml`;
}

/** All parts but the sheets, by their names. */
export function otherParts(names: readonly string[]): Readonly<Record<string, string>> {
	const numbers = names.map((_, index) => index + 1);
	const overrides = [
		['xl/workbook.xml', 'sheet.main'],
		['xl/styles.xml', 'styles'],
		...numbers.map((number) => [sheetPart(number), 'worksheet']),
	].map(([part, type]) => `<Override PartName="/${part}" ContentType="${TYPES}.${type}+xml"/>`);
	const sheets = names.map(
		(name, index) => `<sheet name="${attribute(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
	);
	return {
		'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets.join('')}</sheets></workbook>`,
		'xl/_rels/workbook.xml.rels': relations([
			...numbers.map((number) => ['worksheet', `worksheets/sheet${number}.xml`] as const),
			['styles', 'styles.xml'],
		]),
		'xl/styles.xml': STYLES,
		'_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
		'[Content_Types].xml': `${XML}<Types xmlns="${FORMATS}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`,
	};
}

function relations(list: ReadonlyArray<readonly [type: string, target: string]>): string {
	const items = list.map(
		([type, target], index) =>
			`<Relationship Id="rId${index + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
	);
	return `${XML}<Relationships xmlns="${FORMATS}/package/2006/relationships">${items.join('')}</Relationships>`;
}

function attribute(text: string): string {
	return escaped(text).replaceAll('"', '&quot;');
}

/** The styles of dates, as `RowXml` numbers them, and what Excel expects beside them. */
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">${[
	0, 164, 165, 21,
]
	.map((id) => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`)
	.join(
		'',
	)}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
