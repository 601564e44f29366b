import fc from 'fast-check';

import { csvLine } from '../../../nodes/shared/tables/csvLine';
import { isNightly } from '../../support/nightly';
import { faultsIn, fileOf, refusalOf, tableIn, valuesIn } from './files';

describe('a CSV file', () => {
	it('is the rows below its header, whose texts are known by its names', async () => {
		const { table, rows } = await tableIn('Name, City \r\n"Smith, ""Jo""",Oslo\r\nMüller,"a\nb"\r\n');
		expect(table).toMatchObject({ format: 'csv', delimiter: ',', header: ['Name', 'City'], rowCount: 2 });
		expect(rows).toEqual([
			{ number: 2, values: { Name: 'Smith, "Jo"', City: 'Oslo' }, source: ['Smith, "Jo"', 'Oslo'] },
			{ number: 3, values: { Name: 'Müller', City: 'a\nb' }, source: ['Müller', 'a\nb'] },
		]);
	});

	it('is read as it was written, whatever is in the cells and wherever the pieces of the file end', async () => {
		const part = fc.oneof(
			fc.string({ unit: 'grapheme' }),
			fc.constantFrom('"', '""', '\r\n', '\n', '\r', ',', ';', '\t', '|', ' a ', '\uFEFF', '\uFFFD', '😀'),
		);
		const cell = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(''));
		const rows = fc.array(fc.tuple(fc.constant('x'), cell, cell), { maxLength: 5 });
		const header = ['A', '__proto__', 'C'];
		await fc.assert(
			fc.asyncProperty(
				rows,
				fc.constantFrom(',', ';', '\t', '|'),
				fc.integer({ min: 1, max: 40 }),
				fc.boolean(),
				async (given, delimiter, pieceLength, hasLastLineEnd) => {
					const lines = [header, ...given].map((cells) => csvLine(cells, delimiter)).join('');
					const text = hasLastLineEnd ? lines : lines.slice(0, -2);
					const { table, rows: read } = await tableIn(fileOf(text, pieceLength));
					expect(table).toMatchObject({ delimiter, rowCount: given.length });
					expect(read.map(({ source }) => source)).toEqual(given);
					expect(read.map(({ values }) => Object.entries(values))).toEqual(
						given.map((cells) => header.map((name, index) => [name, cells[index]])),
					);
				},
			),
		);
	});

	it.each([
		['a semicolon', 'A;"B, with, commas";C\n1;2;3\n', ';'],
		['a tab', 'A\tB\n1\t2\n', '\t'],
		['a pipe', 'A|B\n1|2\n', '|'],
		['a comma, also where texts of the rows have more of others', 'A,B\n1;2;3,4;5;6\n', ','],
		['a comma where there is one column', 'A\n1;2\n', ','],
		['what the header has, not the lines above it', ' , \n;\n\nA;B\n1;2\n', ';'],
	])('has between its values %s', async (_, text, delimiter) => {
		expect((await tableIn(text)).table.delimiter).toBe(delimiter);
	});

	it('may have between its values what was chosen', async () => {
		expect(await valuesIn('A;B,C\n1;2,3\n', { delimiter: ',' })).toEqual([{ 'A;B': '1;2', C: '3' }]);
	});

	it('may begin with the line by which Excel knows the delimiter', async () => {
		const { table, rows } = await tableIn('sep=;\r\nA;B\r\nsep=;x\r\n');
		expect(table.header).toEqual(['A', 'B']);
		expect(rows).toMatchObject([{ number: 3, values: { A: 'sep=', B: 'x' } }]);
	});

	it('may have lines that end in different ways', async () => {
		expect(await valuesIn('A,B\r\n1,2\n3,4\r5,6')).toEqual([
			{ A: '1', B: '2' },
			{ A: '3', B: '4' },
			{ A: '5', B: '6' },
		]);
	});

	it('numbers its rows as a spreadsheet does: empty ones count, and line ends in a cell do not', async () => {
		const { table, rows } = await tableIn('\nA,B\r\n\r\n"x\r\ny",1\r\n\n , \n,,,\n"z\nz",2\n');
		expect(rows.map(({ number, values: { B } }) => [number, B])).toEqual([
			[4, '1'],
			[8, '2'],
		]);
		expect(table.rowCount).toBe(2);
	});

	it('has empty texts for the last cells of a row that are not there, as Excel writes some files', async () => {
		expect(await valuesIn('A,B,C\n1\n')).toEqual([{ A: '1', B: '', C: '' }]);
	});

	it('has no columns behind its last name, as long as there are no values', async () => {
		const file = 'A,B,, \n1,2,,\n1,2\n1,2,,,,, \n1,2,3\n1,2,,,5\n';
		expect((await tableIn(file)).table.header).toEqual(['A', 'B']);
		expect(await faultsIn(file)).toEqual({
			5: 'The row has 3 values, but the header has 2 columns',
			6: 'The row has 5 values, but the header has 2 columns',
		});
		expect(await faultsIn('A\n1,2\n3\n')).toEqual({
			2: 'The row has 2 values, but the header has 1 column',
		});
	});

	it('keeps all cells of a row with too many', async () => {
		expect((await tableIn('A\n1,2\n')).rows[0]?.source).toEqual(['1', '2']);
	});

	it('may have no rows', async () => {
		expect((await tableIn('A,B\n')).table).toMatchObject({ header: ['A', 'B'], rowCount: 0 });
	});

	it('may have 1 MB in one cell', async () => {
		const long = 'x"\n'.repeat(333_333) + 'x';
		expect(await valuesIn(csvLine(['A'], ',') + csvLine([long], ','))).toEqual([{ A: long }]);
	});
});

describe('a CSV file is refused', () => {
	it.each([
		['with a value that is not closed', 'A,B\n\n1,2\n3,"4\n5,6\n', 4, 'B', 'a value begins with a quote'],
		[
			'with a quote in a value',
			'A,B\n"x\ny",2\n3,19" screen\n5,6\n',
			3,
			'B',
			'a quote stands where none may',
		],
		['with a value that goes on after its quote', 'A,B\n"1" ,2\n', 2, 'A', 'a quote stands where none may'],
		['with a wrong quote behind the last column', 'A\n1,2"\n', 2, 2, 'a quote stands where none may'],
		['with a wrong quote in the header', 'A,"B\n1,2\n', 1, 2, 'a value begins with a quote'],
	])('%s', async (_, text, row, column, finding) => {
		const place = typeof column === 'number' ? column : `"${column}"`;
		for (const source of [fileOf(text), fileOf(text, 1)]) {
			const { kind, message, cure } = await refusalOf(source);
			expect(kind).toBe('input');
			expect(message).toContain(`The file cannot be read from row ${row} on (column ${place}): ${finding}`);
			expect(cure).toContain('quote');
		}
	});

	// The parser is slow in the sandbox of the tests.
	(isNightly ? it : it.skip)('with a row of more than 10 MB, which a lost quote makes', async () => {
		const { message, cure } = await refusalOf(`A,B\n1,"2\n${'3,4\n'.repeat(2_600_000)}5,"6\n`);
		expect(message).toBe('The file cannot be read from row 2 on (column "B"): the row is longer than 10 MB');
		expect(cure).toContain('quotes');
	});

	(isNightly ? it : it.skip)('with a header of more than 1 MB', async () => {
		const { message } = await refusalOf(`A,"${'x\n'.repeat(600_000)}",C\n1,2,3\n`);
		expect(message).toBe('The file cannot be read from row 1 on (column 2): the header is longer than 1 MB');
	});

	it('with the beginning of a long name', async () => {
		const name = 'x'.repeat(70);
		expect((await refusalOf(`A,${name}\n1,"2`)).message).toContain(`(column "${'x'.repeat(60)}…"): a value`);
		expect((await refusalOf(`${name},${name}`)).message).toContain(`both called "${'x'.repeat(60)}…" in`);
	});

	it.each([
		['of 0 bytes', '', 'The file is empty'],
		['of empty lines', '\n\r\n  \n,,\n', 'The file has only empty lines'],
		['with a column without name', '\nA, ,C\n1,2,3\n', 'Column 2 has no name in row 2, the header'],
		['with a name twice', 'A,B, A\n', 'Columns 1 and 3 are both called "A" in row 1, the header'],
	])('%s', async (_, text, message) => {
		expect(await refusalOf(text)).toMatchObject({ kind: 'input', message, cure: expect.any(String) });
	});
});
