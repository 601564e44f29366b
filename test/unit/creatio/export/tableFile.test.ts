import { parse } from 'csv-parse/sync';
import fc from 'fast-check';

import { gzipped, type Measured, measuredPieces } from '../../../../nodes/shared/tables/measured';
import {
	csvFormat,
	inZone,
	jsonLinesFormat,
	tableFile,
	type TableFormat,
} from '../../../../nodes/shared/creatio/export/tableFile';
import { localDate } from '../../../../nodes/shared/creatio/export/localDates';
import type { Row, TableShape } from '../../../../nodes/shared/creatio/model/rows';
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

const tableOf = (names: readonly string[]): TableShape => ({
	columns: names.map((name) => ({ name, type: 'text' })),
	cellsOf: (row) => names.map((name) => row[name] ?? null),
});

async function* pagesOf(...pages: Row[][]): AsyncGenerator<Row[]> {
	for (const page of pages) yield await Promise.resolve(page);
}

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const parts: Uint8Array[] = [];
	for await (const piece of pieces) parts.push(piece);
	return Buffer.concat(parts);
}

const fresh = (): Measured => ({ rows: 0, bytes: 0, checksum: '' });

const textOf = async (format: TableFormat, ...pages: Row[][]) =>
	(await bytesOf(tableFile(pagesOf(...pages), format, fresh()))).toString('utf8');

const CSV = { delimiter: ',', byteOrderMark: false };

it('what a CSV file holds is read back as it was, whatever is in the cells', async () => {
	const cell = fc.oneof(
		fc.string({ unit: 'grapheme' }),
		fc.constantFrom('"', '\r\n', '\n', '\r', ',', ';', '\t', ' a '),
	);
	const text = fc.array(cell, { maxLength: 4 }).map((parts) => parts.join(''));
	const rows = fc.array(fc.record({ A: text, B: text }), { maxLength: 5 });
	await fc.assert(
		fc.asyncProperty(rows, fc.constantFrom(',', ';', '\t', '|'), async (given, delimiter) => {
			const written = await textOf(csvFormat(tableOf(['A', 'B']), { ...CSV, delimiter }), given);
			const read: unknown = parse(written, { columns: true, delimiter, record_delimiter: '\r\n' });
			expect(read).toEqual(given);
		}),
	);
});

it('values have the text that a spreadsheet expects, and nothing stands for null', async () => {
	const row = { A: null, B: 1.5, C: false, D: { a: 1 }, E: '2026-01-31T10:00:00Z' };
	const names = ['A', 'B', 'C', 'D', 'E', 'F'];
	expect(await textOf(csvFormat(tableOf(names), CSV), [row])).toBe(
		'A,B,C,D,E,F\r\n,1.5,false,"{""a"":1}",2026-01-31T10:00:00Z,\r\n',
	);
	expect(await textOf(jsonLinesFormat(tableOf(names)), [row], [], [{ A: 'ä\n' }])).toBe(
		'{"A":null,"B":1.5,"C":false,"D":{"a":1},"E":"2026-01-31T10:00:00Z","F":null}\n' +
			'{"A":"ä\\n","B":null,"C":null,"D":null,"E":null,"F":null}\n',
	);
});

it('without rows, a CSV file has its header, and one of JSON Lines is empty', async () => {
	const marked = csvFormat(tableOf(['Id', 'Full, name']), { ...CSV, byteOrderMark: true });
	expect(await textOf(marked)).toBe('\uFEFFId,"Full, name"\r\n');
	expect(await textOf(jsonLinesFormat(tableOf(['Id'])))).toBe('');
});

it('counts rows and bytes, and the checksum is that of the file, compressed or not', async () => {
	const rows = Array.from({ length: 3_000 }, (_, index) => ({ A: `row ${index}` }));
	for (const through of [(pieces: AsyncIterable<Uint8Array<ArrayBuffer>>) => pieces, gzipped]) {
		const measured = fresh();
		const lines = tableFile(
			pagesOf(rows.slice(0, 2_000), rows.slice(2_000)),
			csvFormat(tableOf(['A']), CSV),
			measured,
		);
		const file = await bytesOf(measuredPieces(through(lines), measured));
		expect(measured).toEqual({
			rows: 3_000,
			bytes: file.length,
			checksum: createHash('sha256').update(file).digest('hex'),
		});
		const content = through === gzipped ? gunzipSync(file) : file;
		expect(content.toString().trimEnd().split('\r\n')).toHaveLength(3_001);
	}
});

it('a page that cannot be read ends the file with its error, compressed too', async () => {
	const failing = async function* (): AsyncGenerator<Row[]> {
		yield await Promise.resolve([{ A: 1 }]);
		throw new Error('gone');
	};
	const lines = () => tableFile(failing(), csvFormat(tableOf(['A']), CSV), fresh());
	await expect(bytesOf(lines())).rejects.toThrow('gone');
	await expect(bytesOf(gzipped(lines()))).rejects.toThrow('gone');
});

it.each([
	['dateTime', '2026-07-01T22:30:00Z', '2026-07-02 00:30:00'],
	['dateTime', '2026-01-01T22:30:00.123Z', '2026-01-01 23:30:00'],
	['date', '2026-07-01T00:00:00Z', '2026-07-01'],
	['time', '0001-01-01T08:05:00Z', '08:05:00'],
	['text', '2026-07-01T22:30:00Z', '2026-07-01T22:30:00Z'],
	['dateTime', null, null],
	['dateTime', 'soon', 'soon'],
] as const)('%s %s is %s in Berlin', (type, value, shown) => {
	expect(localDate(type, value, 'Europe/Berlin')).toBe(shown);
});

it('the dates of a table are those of a zone', () => {
	const table: TableShape = {
		columns: [
			{ name: 'At', type: 'dateTime' },
			{ name: 'Name', type: 'text' },
		],
		cellsOf: ({ At, Name }) => [At, Name],
	};
	expect(inZone(table, 'Asia/Tokyo').cellsOf({ At: '2026-01-01T20:00:00Z', Name: 'x' })).toEqual([
		'2026-01-02 05:00:00',
		'x',
	]);
});
