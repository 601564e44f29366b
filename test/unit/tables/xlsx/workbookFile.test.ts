import fc from 'fast-check';

import { SheetDate, sheetDate } from '../../../../nodes/shared/tables/xlsx/serialDates';
import {
	type Cells,
	type SheetColumns,
	workbookFile,
} from '../../../../nodes/shared/tables/xlsx/workbookFile';
import { tableIn, valuesIn } from '../files';

async function* pagesOf(...pages: ReadonlyArray<readonly Cells[]>): AsyncGenerator<readonly Cells[]> {
	for (const page of pages) yield await Promise.resolve(page);
}

const columnsOf = (...header: readonly string[]): SheetColumns => ({
	...{ name: 'Contact', header, kinds: header.map(() => undefined) },
});

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const parts: Uint8Array[] = [];
	for await (const piece of pieces) parts.push(piece);
	return Buffer.concat(parts);
}

const fileWith = async (header: readonly string[], ...pages: ReadonlyArray<readonly Cells[]>) =>
	await bytesOf(workbookFile(columnsOf(...header), pagesOf(...pages)));

it('what a workbook holds is read back as it was, whatever is in the cells', async () => {
	const text = fc.oneof(
		fc.string({ unit: 'grapheme' }),
		fc.string({ unit: 'binary' }),
		fc.constantFrom(
			' a ',
			'\r\n',
			'_x000D_',
			'_x005F_',
			'_',
			'<a>&amp;',
			']]>',
			'=1+1',
			'\0',
			'\uD83D',
			'\uFFFF',
		),
	);
	const number = fc.oneof(
		fc.integer(),
		fc.double({ noNaN: true, min: -1e300, max: 1e300 }).map((each) => Number(each.toPrecision(15))),
	);
	const cell = fc.oneof(text, number, fc.boolean(), fc.constant(null));
	const page = fc.array(fc.tuple(fc.constant('row'), cell, cell), { maxLength: 4 });
	await fc.assert(
		fc.asyncProperty(page, page, async (first, second) => {
			const read = await valuesIn(await fileWith(['A', 'B', 'C'], first, second));
			const shown = (value: unknown) => (value === '' ? null : value === 0 ? 0 : value);
			expect(read).toEqual([...first, ...second].map(([A, B, C]) => ({ A, B: shown(B), C: shown(C) })));
		}),
	);
});

it('numbers that Excel would round are texts, and what has no text of its own is JSON', async () => {
	const cells = [1234567890123456, 0.1 + 0.2, 123456789012345, { a: 1 }, undefined];
	expect(await valuesIn(await fileWith(['A', 'B', 'C', 'D', 'E'], [cells]))).toEqual([
		{ A: '1234567890123456', B: '0.30000000000000004', C: 123456789012345, D: '{"a":1}', E: null },
	]);
});

it.each([
	['date', '2026-01-31', '2026-01-31', 46053],
	['dateTime', '2026-01-31 14:30:00', '2026-01-31T14:30:00', 46053.604166666664],
	['dateTime', '2026-01-31 23:59:59', '2026-01-31T23:59:59', 46053.99998842592],
	['time', '14:30:00', '14:30:00', 0.6041666666666666],
	['date', '1900-03-01', '1900-03-01', 61],
] as const)('a %s %s is a date of Excel', async (kind, text, read, serial) => {
	const date = sheetDate(text, kind);
	expect(date).toEqual(new SheetDate(serial, kind));
	const pages = pagesOf([[date]]);
	const file = await bytesOf(workbookFile({ name: 'A', header: ['A'], kinds: [kind] }, pages));
	expect(await valuesIn(file)).toEqual([{ A: read }]);
});

it.each([
	['date', '1900-02-28'],
	['date', '0001-01-01'],
	['date', '14:30:00'],
	['dateTime', '2026-01-31T14:30:00Z'],
	['dateTime', '2026-02-31 25:00:00'],
	['time', '2026-01-31'],
	['time', 'soon'],
	['time', ''],
	['date', '2026-02-31'],
] as const)('as a %s, %s stays a text', (kind, text) => {
	expect(sheetDate(text, kind)).toBe(text);
});

it('more rows than a sheet holds go on in others', async () => {
	for (const [count, sheets] of [
		[0, ['Contact']],
		[3, ['Contact']],
		[4, ['Contact', '2']],
		[7, ['Contact', '2', '3']],
	] as const) {
		const rows = Array.from({ length: count }, (_, index) => [index]);
		const pages = pagesOf(rows.slice(0, 2), [], rows.slice(2));
		const file = await bytesOf(workbookFile(columnsOf('A'), pages, 3));
		const read: unknown[] = [];
		for (const sheet of sheets) {
			const { table, rows: found } = await tableIn(file, { sheet });
			expect(table.header).toEqual(['A']);
			read.push(...found.map(({ values }) => [values.A]));
		}
		expect(read).toEqual(rows);
		await expect(tableIn(file, { sheet: String(sheets.length + 1) })).rejects.toThrow('has no sheet');
	}
});

it('a sheet has a name that Excel takes', async () => {
	for (const [name, expected] of [
		['A/B: [1]?', 'A_B_ _1__'],
		['x'.repeat(40), 'x'.repeat(31)],
		['A "b" & <c>', 'A "b" & <c>'],
	] as const) {
		const file = await bytesOf(workbookFile({ ...columnsOf('A'), name }, pagesOf([['a']])));
		expect(await valuesIn(file, { sheet: expected })).toEqual([{ A: 'a' }]);
	}
});

it('equal rows make equal files, however they come', async () => {
	const rows = Array.from({ length: 5000 }, (_, index) => [`row ${index}`, index * 1.5]);
	const one = await fileWith(['A', 'B'], rows);
	expect((await fileWith(['A', 'B'], rows.slice(0, 100), rows.slice(100))).equals(one)).toBe(true);
});

describe('what no workbook can hold is refused', () => {
	it('as a text that is too long', async () => {
		expect((await fileWith(['Id', 'Notes'], [['a', 'x'.repeat(32_767)]])).length).toBeGreaterThan(1000);
		await expect(fileWith(['Id', 'Notes'], [['a', 'x'.repeat(32_768)]])).rejects.toMatchObject({
			kind: 'input',
			message:
				'The column Notes has a text of 32768 characters in the row that begins with "a", but a cell of Excel holds 32767',
		});
	});

	it('as too many columns', async () => {
		const header = Array.from({ length: 16_385 }, (_, index) => `C${index}`);
		await expect(fileWith(header, [])).rejects.toMatchObject({
			kind: 'input',
			message: 'The file would have 16385 columns, but a sheet of Excel has 16384',
		});
		const { table } = await tableIn(await fileWith(header.slice(1), []));
		expect(table.header.at(-1)).toBe('C16384');
	});
});

it('pages that cannot be read end the file with their error, and no more of them are read', async () => {
	let isClosed = false;
	async function* pages(isFailing: boolean): AsyncGenerator<readonly Cells[]> {
		isClosed = false;
		try {
			for (;;) {
				yield await Promise.resolve([['x'.repeat(30_000)]]);
				if (isFailing) throw new Error('gone');
			}
		} finally {
			isClosed = true;
		}
	}
	await expect(bytesOf(workbookFile(columnsOf('A'), pages(true)))).rejects.toThrow('gone');
	for await (const piece of workbookFile(columnsOf('A'), pages(false))) if (piece.length > 100) break;
	expect(isClosed).toBe(true);
});
