import fc from 'fast-check';

import { csvLine } from '../../../nodes/shared/tables/csvLine';
import { fileOf, tableIn } from './files';

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
		await fc.assert(
			fc.asyncProperty(
				rows,
				fc.constantFrom(',', ';', '\t', '|'),
				fc.integer({ min: 1, max: 40 }),
				fc.boolean(),
				async (given, delimiter, pieceLength, hasLastLineEnd) => {
					const lines = [['A', '__proto__', 'C'], ...given]
						.map((cells) => csvLine(cells, delimiter))
						.join('');
					const text = hasLastLineEnd ? lines : lines.slice(0, -2);
					const { table, rows: read } = await tableIn(fileOf(text, pieceLength));
					expect(table).toMatchObject({ delimiter, rowCount: given.length });
					expect(read.map(({ source }) => source)).toEqual(given);
					expect(read.map(({ values }) => Object.entries(values))).toEqual(
						given.map(([a, b, c]) => [
							['A', a],
							['__proto__', b],
							['C', c],
						]),
					);
				},
			),
		);
	});
});
