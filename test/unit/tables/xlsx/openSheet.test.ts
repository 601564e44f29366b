import { randomBytes } from 'node:crypto';

import { openArchive } from '../../../../nodes/shared/tables/xlsx/zipArchive';
import { unpackedPart } from '../../../../nodes/shared/tables/xlsx/zipPart';
import { faultsIn, fileOf, refusalOf, tableIn, valuesIn } from '../files';
import { partsOf, sheetOf, sheetXml, textRow, workbookOf } from './workbookOf';
import { zipOf } from './zipOf';

const ROWS = `${textRow('Name', 'Age')}<row><c t="inlineStr"><is><t>Ann</t></is></c><c><v>7</v></c></row>`;
const VALUES = [{ Name: 'Ann', Age: 7 }];

/** The value of a cell in the column "A" of a sheet. */
async function valueOf(cell: string, others?: Parameters<typeof sheetOf>[1]): Promise<unknown> {
	const [row] = await valuesIn(sheetOf(`${textRow('A', 'B')}<row>${cell}<c><v>1</v></c></row>`, others));
	return row?.A;
}

describe('a sheet', () => {
	it('has its header in the first row with a value, and rows with the numbers that the spreadsheet shows', async () => {
		const sheet = `<row r="2"><c r="B2" s="1"/></row>
			<row r="3" spans="1:3"><c r="A3" t="s"><v>0</v></c><c r="C3" t="s"><v>2</v></c><c r="B3" t="s"><v>1</v></c></row>
			<row r="5"><c r="C5" t="b"><v>1</v></c></row><row r="6"><c r="A6" t="inlineStr"><is><t> </t></is></c></row>
			<row r="9"><c r="A9"><v>7</v></c><c r="D9" t="inlineStr"><is><t></t></is></c></row>`;
		const { table, rows } = await tableIn(
			sheetOf(sheet, { strings: ['<t>One</t>', '<t xml:space="preserve"> Two </t>', '<t>Three</t>'] }),
		);
		expect(table).toMatchObject({
			...{ format: 'xlsx', header: ['One', 'Two', 'Three'], delimiter: ',', rowCount: 2 },
		});
		expect(rows).toEqual([
			{ number: 5, values: { One: null, Two: null, Three: true }, source: [null, null, true] },
			{ number: 9, values: { One: 7, Two: null, Three: null }, source: [7, null, null, ''] },
		]);
	});

	it('may leave out the numbers of rows and the places of cells', async () => {
		const { rows } = await tableIn(
			sheetOf(`${ROWS}<row r="7"><c r="B7"><v>8</v></c></row><row><c><v>9</v></c></row>`),
		);
		expect(rows.map(({ number, source }) => [number, source])).toEqual([
			[2, ['Ann', 7]],
			[7, [null, 8]],
			[8, [9]],
		]);
	});

	it('may have elements with a prefix, and more behind its rows', async () => {
		const xml = sheetXml(ROWS)
			.replaceAll(/<(\/?)(?=[a-z])/g, '<$1x:')
			.replace('xmlns=', 'xmlns:x=')
			.replace('</x:worksheet>', '<x:row/><x:c><x:v>1</x:v></x:c></x:worksheet>');
		const parts = { ...partsOf({ sheets: { A: '' } }), 'xl/worksheets/sheet1.xml': xml };
		expect(await valuesIn(zipOf(parts))).toEqual(VALUES);
	});

	it('has rows again, wherever the pieces of the file end', async () => {
		for (const pieceLength of [1, 7, 1000]) {
			const { table, rows } = await tableIn(fileOf(sheetOf(ROWS), pieceLength));
			expect(rows.map(({ values }) => values)).toEqual(VALUES);
			for await (const { values } of table.rows()) expect(values).toEqual(VALUES[0]);
		}
	});
});

describe('a value', () => {
	it.each([
		['a number', '<c><v>-1.5</v></c>', -1.5],
		['a number as Excel writes it', '<c><v>1.1000000000000001</v></c>', 1.1],
		['a number as Gnumeric writes it', '<c><v>99.9899999999999899991</v></c>', 99.99],
		['a small number as Gnumeric writes it', '<c><v>-0.100000000000000000001</v></c>', -0.1],
		['a large number as Excel writes it', '<c><v>1.2345678901234499E+17</v></c>', 123456789012344990],
		['a whole number that JavaScript would round', '<c><v>12345678901234567</v></c>', '12345678901234567'],
		['a decimal of another program', '<c><v>1234567890.12345678901</v></c>', '1234567890.12345678901'],
		['a long number that is exact', '<c><v>9007199254740992</v></c>', 9007199254740992],
		['true', '<c t="b"><v>1</v></c>', true],
		['false', '<c t="b"><v>0</v></c>', false],
		['rich text', '<c t="inlineStr"><is><r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r></is></c>', 'ab'],
		['text without phonetic signs', '<c t="inlineStr"><is><t>東京</t><rPh><t>ト</t></rPh></is></c>', '東京'],
		['escaped text', '<c t="str"><v>a_x000D_&#10;b_x005F_x000D_&amp;</v></c>', 'a\r\nb_x000D_&'],
		['nothing', '<c/>', null],
		['nothing in the place of a number', '<c><v></v></c>', null],
		['a number by a formula', '<c><f>1+1</f><v>2</v></c>', 2],
		['a text by a formula', '<c t="str"><f>"a"</f><v>a</v></c>', 'a'],
		['an empty text by a formula', '<c t="str"><f>""</f><v></v></c>', ''],
	])('may be %s', async (_, cell, value) => {
		expect(await valueOf(cell)).toBe(value);
	});

	it('may be a shared text of any length', async () => {
		const texts = Array.from({ length: 40 }, (_, index) =>
			String.fromCharCode(0x430 + index).repeat(40_000 * (index % 3)),
		);
		const strings = texts.map((text) => `<t>${text}</t>`);
		const cells = strings.map((_, index) => `<row><c t="s"><v>${index}</v></c><c><v>1</v></c></row>`);
		const read = await valuesIn(sheetOf(textRow('A', 'B') + cells.join(''), { strings }));
		expect(read.map(({ A }) => A)).toEqual(texts);
	});

	it('may be a shared text, also a rich one, with its blanks', async () => {
		const strings = [
			'<t>a</t>',
			'<r><t xml:space="preserve">b </t></r><r><t>c😀</t></r><rPh><t>x</t></rPh>',
			'<t/>',
		];
		const value = async (index: number) => await valueOf(`<c t="s"><v>${index}</v></c>`, { strings });
		expect([await value(0), await value(1), await value(2)]).toEqual(['a', 'b c😀', '']);
	});
});

describe('a date', () => {
	it.each([
		['day of a built-in format', '14', '46053', '2026-01-31'],
		['day in East Asia', '57', '46053', '2026-01-31'],
		['day and time', '22', '46053.604166666664', '2026-01-31T14:30:00'],
		['day and time at midnight', '22', '46053', '2026-01-31T00:00:00'],
		['day whose format hides its time', '14', '46053.604166666664', '2026-01-31T14:30:00'],
		['time', '21', '0.604166666666667', '14:30:00'],
		['time whose format hides its day', '20', '46053.604166666664', '14:30:00'],
		['duration', '46', '1.5', '36:00:00'],
		['own format of a day', 'dd/mm/yyyy;@', '46053', '2026-01-31'],
		['own format of a month', 'mmm', '46053', '2026-01-31'],
		['format with a language', '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', '46053', '2026-01-31'],
		['own format of a day and time', 'yyyy\\-mm\\-dd" at "h:mm AM/PM', '46053.5', '2026-01-31T12:00:00'],
		['own format of a time', 'h:mm:ss.000', '0.25', '06:00:00'],
		['own format of a duration', '[h]:mm', '2', '48:00:00'],
		['first day', '14', '1', '1900-01-01'],
		['day before the one that there is not', '14', '59', '1900-02-28'],
		['day after it', '14', '61', '1900-03-01'],
		['last day', '14', '2958465', '9999-12-31'],
	])('is known by its format: %s', async (_, format, serial, text) => {
		const own = /^\d+$/.test(format) ? {} : { formats: { 164: format } };
		const styles = [0, own.formats ? 164 : Number(format)];
		expect(await valueOf(`<c s="1"><v>${serial}</v></c>`, { ...own, styles })).toBe(text);
	});

	it.each([
		'0.00E+00',
		'#,##0.00 "days"',
		'[Red]-0',
		'[$€-407] 0',
		'General',
		'@',
		'0\\d',
		'_(* #,##0_)',
		'0_h',
	])('is not one by the format %s', async (format) => {
		expect(await valueOf('<c s="1"><v>46053</v></c>', { formats: { 164: format }, styles: [0, 164] })).toBe(
			46053,
		);
	});

	it('may be counted from 1904 on', async () => {
		const others = { styles: [0, 14], is1904: true };
		expect(await valueOf('<c s="1"><v>0</v></c>', others)).toBe('1904-01-01');
		expect(await valueOf('<c s="1"><v>44591</v></c>', others)).toBe('2026-01-31');
	});

	it.each([
		['2026-01-31', '2026-01-31'],
		['2026-01-31T00:00:00', '2026-01-31'],
		['2026-01-31T14:30', '2026-01-31T14:30:00'],
		['2026-01-31T14:30:00.000Z', '2026-01-31T14:30:00'],
		['2026-01-31T14:30:00.25', '2026-01-31T14:30:00.25'],
		['14:30:00', '14:30:00'],
	])('may be written as text: %s', async (written, text) => {
		expect(await valueOf(`<c t="d" s="1"><v>${written}</v></c>`, { styles: [0, 14] })).toBe(text);
	});
});

it('a cell that cannot be used is a fault of its row, and the others are read', async () => {
	const cells = [
		'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
		'<c r="A3"><f>NOW()</f></c>',
		'<c r="A4" t="s"><v>5</v></c>',
		'<c r="A5"><v>seven</v></c>',
		'<c r="A6" s="1"><v>-1</v></c>',
		'<c r="A7" s="1"><v>60</v></c>',
		'<c r="A8" s="1"><v>2958466</v></c>',
		'<c r="AB9"><v>1</v></c>',
		'<c r="A10"><f>NOW()</f><v></v></c>',
		'<c r="A11"><v>1</v></c>',
	];
	const sheet = textRow('One', 'Two') + cells.map((cell) => `<row>${cell}</row>`).join('');
	const file = sheetOf(sheet, { styles: [0, 14] });
	expect(await faultsIn(file)).toEqual({
		2: 'Cell B2 has the error #DIV/0!',
		3: 'Cell A3 has a formula without a value, which a spreadsheet computes when it saves the file',
		4: 'Cell A4 has a text that is not in the workbook',
		5: 'Cell A5 has "seven", which is not a number',
		6: 'Cell A6 has the format of a date, but its value -1 is none',
		7: 'Cell A7 has the format of a date, but its value 60 is none',
		8: 'Cell A8 has the format of a date, but its value 2958466 is none',
		9: 'Cell AB9 has a value, but its column has no name in the header',
		10: 'Cell A10 has a formula without a value, which a spreadsheet computes when it saves the file',
	});
	const { rows } = await tableIn(file);
	expect(rows[0]).toMatchObject({ fault: { column: 'Two' }, source: [null, '#DIV/0!'] });
	expect(rows.at(-1)?.values).toEqual({ One: 1, Two: null });
});

describe('the sheet', () => {
	const file = workbookOf({ sheets: { '.Lists': textRow('Hidden'), Contacts: ROWS, Empty: '' } });

	it('is the first one that is not hidden, or the one with the name', async () => {
		expect(await valuesIn(file)).toEqual(VALUES);
		expect((await tableIn(file, { sheet: 'Lists' })).table.header).toEqual(['Hidden']);
		expect((await tableIn(file, { sheet: ' contacts' })).table.header).toEqual(['Name', 'Age']);
	});

	it('has to be there', async () => {
		expect(await refusalOf(file, { sheet: 'Contact' })).toMatchObject({
			...{ kind: 'input', message: 'The workbook has no sheet "Contact"' },
			cure: 'Its sheets are: "Lists", "Contacts", "Empty".',
		});
	});

	it('has to have a header', async () => {
		expect((await refusalOf(file, { sheet: 'Empty' })).message).toBe('The sheet "Empty" is empty');
		expect((await refusalOf(sheetOf(`${textRow('A', '', 'C')}`))).message).toContain(
			'Column 2 has no name in row 1',
		);
		expect((await refusalOf(sheetOf('<row r="4"><c t="e"><v>#REF!</v></c></row>'))).message).toBe(
			'Cell A4 has the error #REF! (in the header)',
		);
	});

	it('is not one that is a chart', async () => {
		const parts = partsOf({ sheets: { Chart: '', Contacts: ROWS } });
		const relations = parts['xl/_rels/workbook.xml.rels']?.replace('/worksheet"', '/chartsheet"') ?? '';
		expect(await valuesIn(zipOf({ ...parts, 'xl/_rels/workbook.xml.rels': relations }))).toEqual(VALUES);
	});
});

describe('the ZIP file', () => {
	const parts = partsOf({ sheets: { A: ROWS } });

	it.each([
		['not packed', { stored: true }],
		['written as a stream', { descriptors: true }],
		['ZIP64 for its members, as Apache POI writes it', { descriptors: true, zip64: 'members' }],
		['ZIP64 as a whole', { zip64: 'all', comment: 'x' }],
	] as const)('may be %s', async (_, zipping) => {
		expect(await valuesIn(zipOf(parts, zipping))).toEqual(VALUES);
	});

	it('may have a long comment, other strokes and another case in its names, and a long directory', async () => {
		const many = Object.fromEntries(
			Array.from({ length: 1500 }, (_, index) => [`media/image${index}.png`, 'x']),
		);
		const names = Object.entries(parts).map(([name, text]) => [
			name.replaceAll('/', '\\').toUpperCase(),
			text,
		]);
		const file = zipOf(
			{ ...(Object.fromEntries(names) as typeof parts), ...many },
			{ comment: 'x'.repeat(65_000) },
		);
		expect(await valuesIn(file)).toEqual(VALUES);
	});

	it('has to be a workbook', async () => {
		const cure =
			'Open it in a spreadsheet, if it is a table, and save it as a workbook (XLSX) or as CSV UTF-8.';
		const main = (target: string) => parts['_rels/.rels']?.replace('xl/workbook.xml', target) ?? '';
		for (const [files, what] of [
			[{ 'a.txt': 'A' }, 'a ZIP file'],
			[{ ...parts, '_rels/.rels': main('xl/workbook.bin') }, 'a binary workbook (XLSB)'],
			[{ ...parts, 'xl/workbook.xml': '<document/>' }, 'a document of another kind'],
		] as const) {
			expect(await refusalOf(zipOf(files))).toMatchObject({
				...{ kind: 'input', message: `The file is ${what}, not a workbook (XLSX)`, cure },
			});
		}
		expect((await refusalOf(zipOf({ ...parts, 'xl/workbook.xml': '<workbook/>' }))).message).toBe(
			'The workbook has no sheet with cells',
		);
	});

	const DIRECTORY = 'the directory of the ZIP file is damaged';
	const longEnd = (value: number, where: number) =>
		zipOf(parts, { zip64: 'all', longEnd: (end) => end.writeUInt32LE(value, where) });
	const extra = (change: (field: Buffer) => void) => zipOf(parts, { zip64: 'members', extra: change });
	const sheet = 'xl/worksheets/sheet1.xml';
	const onSheet = (change: (entry: Buffer) => void) => ({
		entry: (entry: Buffer, name: string) => name === sheet && change(entry),
	});
	it.each([
		['cut off', zipOf(parts).subarray(0, -30), 'the ZIP file ends too early'],
		['cut off in its end', zipOf(parts).subarray(0, -3), 'the ZIP file ends too early'],
		[
			'cut in its middle',
			Buffer.concat([zipOf(parts).subarray(0, 200), zipOf(parts).subarray(300)]),
			'the directory of the ZIP file is damaged',
		],
		['ZIP64 without its longer end', zipOf(parts, { end: (end) => end.fill(0xff, 16, 20) }), DIRECTORY],
		['ZIP64 with a longer end elsewhere', longEnd(7, 64), DIRECTORY],
		['ZIP64 with a longer end behind the file', longEnd(0xffffff, 64), DIRECTORY],
		['ZIP64 with another longer end', longEnd(7, 0), DIRECTORY],
		['ZIP64 with a place beyond all files', longEnd(0xffffffff, 52), DIRECTORY],
		['ZIP64 with a directory that is too large', longEnd(0xffffff, 40), DIRECTORY],
		['ZIP64 with more entries than there are', longEnd(99, 32), DIRECTORY],
		['ZIP64 for a part, without its numbers', extra((field) => field.writeUInt16LE(2, 6)), DIRECTORY],
		['ZIP64 for a part, with a number too few', extra((field) => field.writeUInt16LE(16, 8)), DIRECTORY],
		['ZIP64 for a part, with another size', extra((field) => field.writeUInt32LE(7, 10)), 'another size'],
		['ZIP64 for a part, with another place', extra((field) => field.writeUInt32LE(7, 26)), 'is damaged'],
		[
			'encrypted',
			zipOf(
				parts,
				onSheet((entry) => entry.writeUInt16LE(1, 8)),
			),
			'is encrypted',
		],
		[
			'packed otherwise',
			zipOf(
				parts,
				onSheet((entry) => entry.writeUInt16LE(12, 10)),
			),
			'another way than Deflate',
		],
		[
			'changed',
			zipOf(
				parts,
				onSheet((entry) => entry.writeUInt32LE(7, 16)),
			),
			`${sheet} is damaged`,
		],
		[
			'wrong in its places',
			zipOf(
				parts,
				onSheet((entry) => entry.writeUInt32LE(7, 42)),
			),
			'is damaged',
		],
		[
			'without the sheet',
			zipOf(
				{ ...parts, [sheet]: '' },
				onSheet((entry) => entry.write('y', 46)),
			),
			'has no part',
		],
		['no XML', zipOf({ ...parts, [sheet]: sheetXml(ROWS).slice(0, -20) }), 'is not XML'],
		['in Latin-1', zipOf({ ...parts, [sheet]: Buffer.from(sheetXml(textRow('é')), 'latin1') }), 'is not XML'],
		['deeply nested', zipOf({ ...parts, [sheet]: '<a>'.repeat(300) }), 'nested more than 200 levels'],
		['with entities', zipOf({ ...parts, [sheet]: `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>` }), 'is not XML'],
	])('is refused where it is %s', async (_, file, finding) => {
		const { kind, message, cure } = await refusalOf(file, { format: 'xlsx', name: 'a.xlsx' });
		expect([kind, message]).toEqual(['input', expect.stringContaining(finding)]);
		expect(cure).not.toBe(undefined);
	});

	it('is refused where rows have the same number, or cells are beyond the last column', async () => {
		const repeated = sheetOf(
			`${textRow('A')}<row r="2"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row>`,
		);
		expect((await refusalOf(repeated)).message).toContain(
			'from row 3 on: the rows of the sheet are not in order',
		);
		const wide = sheetOf(`${textRow('A')}<row r="2"><c r="XFE2"><v>1</v></c></row>`);
		expect((await refusalOf(wide)).message).toContain(
			'from row 2 on: a cell of the sheet is not in one of 16384',
		);
	});
});

describe('a hostile workbook', () => {
	const parts = partsOf({ sheets: { A: ROWS }, strings: ['<t>a</t>'] });
	/** A part of so many MB whose directory says another size. */
	const bomb = (name: string, megabytes: number, size: number) => {
		const content = Buffer.alloc(megabytes * 1_000_000, ' ');
		return zipOf(
			{ ...parts, [name]: content },
			{ entry: (entry, each) => each === name && entry.writeUInt32LE(size, 24) },
		);
	};

	it('is refused where a part unpacks to more than its entry says', async () => {
		expect((await refusalOf(bomb('xl/workbook.xml', 60, 500))).message).toContain(
			'its part xl/workbook.xml has another size than the directory says',
		);
	});

	it('is refused where a part is far larger than its packed bytes', async () => {
		const archive = await openArchive(fileOf(bomb('bomb.xml', 60, 60_000_000)));
		let size = 0;
		const read = (async () => {
			for await (const piece of unpackedPart(archive, 'bomb.xml')) size += piece.length;
		})();
		await expect(read).rejects.toThrow('its part bomb.xml is damaged, or unpacked far larger than any table');
		expect(size).toBeLessThan(51_000_000);
	});

	it('is refused where a part that stays in memory is larger than 50 MB', async () => {
		expect((await refusalOf(bomb('xl/styles.xml', 1, 50_000_001))).message).toContain(
			'its part xl/styles.xml has more than 50 MB',
		);
	});

	it('is refused where a text has more than 10 MB, or a row more cells than a sheet has columns', async () => {
		const long = `<row><c t="str"><v>${'x'.repeat(11_000_000)}</v></c></row>`;
		expect((await refusalOf(sheetOf(long))).message).toContain('more than 10 MB');
		const cells = '<c t="str"><v>x</v></c>'.repeat(16_385);
		expect((await refusalOf(sheetOf(`<row>${cells}</row>`))).message).toContain('16384 columns');
	});

	it('is refused where its texts take more than 50 MB', async () => {
		const text = randomBytes(10_000).toString('hex').repeat(45);
		const { message, cure } = await refusalOf(
			sheetOf(ROWS, { strings: Array.from({ length: 60 }, () => `<t>${text}</t>`) }),
		);
		expect(message).toBe('The file cannot be read: the texts of the workbook take more than 50 MB');
		expect(cure).toContain('Save its sheet as CSV');
	});
});
