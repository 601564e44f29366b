import { parse } from 'csv-parse/sync';
import fc from 'fast-check';

import { inputError } from '../../../../nodes/shared/basics/errors';
import { failedRows, RESULT_HEAD, resultLine } from '../../../../nodes/shared/creatio/import/resultFile';

const error = inputError('Age takes a number', 'Write 40, for example.');
const cell = fc.string({ maxLength: 12 });

describe('the files of an import', () => {
	it('name each row with its records, and why it failed', () => {
		const lines = [
			resultLine({ row: { number: 2, values: {}, source: [] }, result: 'updated', ids: ['a', 'b'] }),
			resultLine({ row: { number: 3, values: {}, source: [] }, result: 'failed', ids: [], error }),
		];
		expect(parse(RESULT_HEAD + lines.join(''), { columns: true })).toEqual([
			{ Row: '2', Id: 'a b', Result: 'updated', Message: '' },
			{ Row: '3', Id: '', Result: 'failed', Message: 'Age takes a number. Write 40, for example.' },
		]);
	});

	it('have failed rows as they were, whatever is in them, with the reason before', () => {
		const delimiters = fc.constantFrom(',', ';', '\t', '|');
		fc.assert(
			fc.property(delimiters, fc.array(cell, { minLength: 2, maxLength: 5 }), (delimiter, source) => {
				const header = ['A', 'B'];
				const failed = failedRows({ format: 'csv', header, delimiter });
				const row = { number: 2, values: {}, source };
				const text = failed.head + failed.line({ row, result: 'failed', ids: [], error });
				const [head, line] = parse(text, { bom: true, delimiter, relax_column_count: true });
				expect(head).toEqual(['Import Error', ...header]);
				expect(line?.slice(1)).toEqual(source);
			}),
		);
	});

	it('have the reason once where the file had reasons before', () => {
		const header = ['Import Error', 'Name'];
		const failed = failedRows({ format: 'csv', header, delimiter: ',' });
		const row = { number: 2, values: {}, source: ['an old reason', 'Ann'] };
		const text = failed.head + failed.line({ row, result: 'failed', ids: [], message: 'new' });
		expect(parse(text, { bom: true })).toEqual([header, ['new', 'Ann']]);
	});

	it('have lines of JSON with the reason as a member, and others as they were', () => {
		const { line, head } = failedRows({ format: 'jsonl', header: [], delimiter: ',' });
		const values = { Name: 'Ann', 'Import Error': 'old' };
		const row = { number: 1, values, source: JSON.stringify(values) };
		expect(head).toBe('');
		expect(line({ row, result: 'failed', ids: [], message: 'new' })).toBe(
			'{"Import Error":"new","Name":"Ann"}\n',
		);
		const broken = { number: 2, values: {}, source: '{"a":', fault: { message: 'is not JSON' } };
		expect(line({ row: broken, result: 'failed', ids: [], error })).toBe('{"a":\n');
	});
});
