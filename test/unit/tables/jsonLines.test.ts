import fc from 'fast-check';

import { faultsIn, fileOf, refusalOf, tableIn, valuesIn } from './files';

describe('a file of JSON Lines', () => {
	it('has an object in each line, which may be empty', async () => {
		const { table, rows } = await tableIn('{"A":1,"B":[null]}\r\n\n  \n{"C":"x\\n"}');
		expect(table).toMatchObject({ format: 'jsonl', header: [], rowCount: 2 });
		expect(rows).toEqual([
			{ number: 1, values: { A: 1, B: [null] }, source: '{"A":1,"B":[null]}\r' },
			{ number: 4, values: { C: 'x\n' }, source: '{"C":"x\\n"}' },
		]);
	});

	it('is read as it was written, wherever the pieces of the file end', async () => {
		const rows = fc.array(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 2 })), {
			maxLength: 5,
		});
		await fc.assert(
			fc.asyncProperty(rows, fc.integer({ min: 1, max: 40 }), async (given, pieceLength) => {
				const lines = given.map((row) => `${JSON.stringify(row)}\n`).join('');
				const read = await valuesIn(fileOf(lines || '\n', pieceLength), { format: 'jsonl' });
				expect(read).toEqual(JSON.parse(JSON.stringify(given)));
			}),
		);
	});

	it('keeps numbers that JavaScript would round', async () => {
		expect(await valuesIn('{"A":12345678901234567890}')).toEqual([{ A: '12345678901234567890' }]);
	});

	it('says of lines that cannot be used why, and goes on', async () => {
		const deep = `{"A":${'['.repeat(300)}${']'.repeat(300)}}`;
		const lines = ['{"A":1}', '{"A":', '[1]', 'null', '"x"', '7', 'true', '{"A":1,"A":2}', deep, '{"A":2}'];
		expect(await faultsIn(lines.join('\n'))).toEqual({
			2: 'The line is not JSON',
			3: 'The line is a list, not an object',
			4: 'The line is null, not an object',
			5: 'The line is a text, not an object',
			6: 'The line is a number, not an object',
			7: 'The line is true or false, not an object',
			8: 'The line has "A" twice in one object',
			9: 'The line is nested more than 200 levels deep',
		});
		expect((await tableIn(lines.join('\n'))).rows.at(-1)?.values).toEqual({ A: 2 });
	});

	it('may have no lines', async () => {
		expect((await tableIn('\n\n', { name: 'a.jsonl' })).table.rowCount).toBe(0);
	});

	it('is refused with a line of more than 10 MB', async () => {
		const { message } = await refusalOf(`{"A":1}\n\n{"A":"${'x'.repeat(10_000_000)}"}\n{"A":2}`);
		expect(message).toBe('The file cannot be read from row 3 on: the row is longer than 10 MB');
	});
});
