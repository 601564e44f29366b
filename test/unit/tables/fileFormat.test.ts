import type { TableFormatName } from '../../../nodes/shared/tables/table';
import { refusalOf, tableIn } from './files';

describe('the format of a file', () => {
	it.each<[string, string, string | undefined, TableFormatName]>([
		['an object of JSON at its beginning', '{"A":1}\n', 'a.csv', 'jsonl'],
		['the same behind empty lines', '\n {"A":1}\n', undefined, 'jsonl'],
		['its name', '7\n', 'folder.csv/A.NDJSON', 'jsonl'],
		['the name of a text', '[A]\n7\n', 'a.txt', 'csv'],
		['nothing, so that it is CSV', '[A],[B]\n7\n', 'a.unknown', 'csv'],
		['nothing, without a name', 'A\n7\n', undefined, 'csv'],
	])('is found by %s', async (_, text, name, format) => {
		expect((await tableIn(text, { name })).table.format).toBe(format);
	});

	it('is the one that was chosen', async () => {
		expect((await tableIn('{A},B\n1,2\n', { format: 'csv', name: 'a.jsonl' })).table.header).toEqual([
			'{A}',
			'B',
		]);
		expect((await tableIn('7\n', { format: 'jsonl', name: 'a.csv' })).table.format).toBe('jsonl');
	});

	const latin1 = (text: string) => Buffer.from(text, 'latin1');
	it.each([
		[
			'an old or encrypted workbook',
			latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'),
			'a workbook with a password or in the old format XLS',
		],
		['a PDF', latin1('%PDF-1.7\n'), 'a PDF document'],
		['a PNG', latin1('\x89PNG\r\n'), 'an image'],
		['a JPEG', latin1('\xff\xd8\xff\xe0'), 'an image'],
		['a 7z archive', latin1('7z\xbc\xaf\x27\x1c'), 'an archive'],
		['HTML', Buffer.from('\uFEFF\n<!DOCTYPE html><html>'), 'a web page'],
		['HTML in UTF-16', Buffer.from('\uFEFF<html><head>', 'utf16le'), 'a web page'],
		['XML', Buffer.from('<?xml version="1.0"?>'), 'an XML document'],
	])('is none for %s, whatever was chosen', async (_, bytes, what) => {
		for (const format of [undefined, 'csv', 'jsonl', 'xlsx'] as const) {
			const { kind, message, cure } = await refusalOf(bytes, { format });
			expect([kind, message]).toEqual(['input', `The file is ${what}, not a table`]);
			expect(cure).toContain('save it as CSV');
		}
	});

	it.each(['[{"A":1}]', '[\n\t{\n"A":1}]', '[]'])('is none for a list of JSON: %j', async (text) => {
		for (const options of [{ format: 'jsonl' as const }, { name: 'a.json' }, {}]) {
			expect((await refusalOf(text, options)).message).toContain('The file is a list of JSON');
		}
	});

	it('is not that of a workbook for a text, nor of a text for a workbook', async () => {
		const cure = 'Choose the format that it has, or let it be found out.';
		expect(await refusalOf('A\n1\n', { name: 'a.xlsx' })).toMatchObject({
			message: 'The file is a text, not a workbook (XLSX)',
			cure,
		});
		expect(await refusalOf('PK\x03\x04', { format: 'csv' })).toMatchObject({
			message: 'The file is a workbook (XLSX) or another ZIP file, not a CSV file',
			cure,
		});
	});
});
