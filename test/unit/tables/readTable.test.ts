import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { CreatioError } from '../../../nodes/shared/basics/errors';
import { readTable } from '../../../nodes/shared/tables/readTable';
import type { Table, TableSource } from '../../../nodes/shared/tables/table';
import { fileOf, tableIn } from './files';
import { sheetOf, textRow } from './xlsx/workbookOf';

const TEXT = 'A,B\n1,2\n3,4\n';

describe('a table', () => {
	it.each([
		['text', Buffer.from(TEXT)],
		['gzip file', gzipSync(TEXT)],
	])('has the checksum of its %s as it is stored', async (_, bytes) => {
		for (const pieceLength of [1, Infinity]) {
			const { table } = await tableIn(fileOf(bytes, pieceLength));
			expect(table.checksum).toBe(createHash('sha256').update(bytes).digest('hex'));
		}
	});

	it('has its rows again, as often as they are read', async () => {
		const { table, rows } = await tableIn(TEXT);
		expect(await rowsOf(table)).toEqual(rows);
		expect(rows).toHaveLength(2);
	});
});

describe('a file that changes after it was checked', () => {
	it.each([
		['is longer', `${TEXT}5,6\n`],
		['is shorter', TEXT.slice(0, -4)],
		['has other values', TEXT.replace('4', '5')],
		['cannot be read any more', TEXT.replace('3', '"')],
		['is not there any more', ''],
		['has a bad byte', Buffer.concat([Buffer.from(TEXT.slice(0, -2)), Buffer.from([0xff, 0x0a])])],
	])('and %s is told after the rows that are the same', async (_, changed) => {
		for (const pack of [(content: string | Uint8Array) => Buffer.from(content), gzipSync]) {
			let content = pack(TEXT);
			const table = await readTable({ open: () => fileOf(content, 5).open() }, {});
			content = pack(changed);
			const error: unknown = await rowsOf(table).catch((reason: unknown) => reason);
			expect(error).toBeInstanceOf(CreatioError);
			expect(error).toMatchObject({ kind: 'storage', message: 'The file has changed while it was read' });
		}
	});

	it('by more bytes is told at once', async () => {
		const table = await readTable(growing([TEXT, `${TEXT}1,2\n`, new Error('Not read')]), {});
		await expect(rowsOf(table)).rejects.toMatchObject({ kind: 'storage' });

		function growing(parts: Array<string | Error>): TableSource {
			let opened = 0;
			return {
				async *open() {
					const isChanged = ++opened > 2;
					for (const part of isChanged ? parts.slice(1) : parts.slice(0, 1)) {
						if (part instanceof Error) throw part;
						yield await Promise.resolve(Buffer.from(part));
					}
				},
			};
		}
	});

	it('is not told of one that was read in part', async () => {
		let content = Buffer.from(TEXT);
		const table = await readTable({ open: () => fileOf(content, 5).open() }, {});
		content = Buffer.from(TEXT.replace('4', '5'));
		for await (const { values } of table.rows()) {
			expect(values).toEqual({ A: '1', B: '2' });
			break;
		}
	});
});

it('a failure of the storage is passed on as it is', async () => {
	const lost = new CreatioError('storage', 'Lost');
	for (const start of [Buffer.from(TEXT), gzipSync(TEXT).subarray(0, 20), Buffer.from('{"A":1}\n')]) {
		let left = 1;
		const source = {
			async *open() {
				yield await Promise.resolve(start);
				if (left-- === 0) throw lost;
				yield Buffer.alloc(2_000_000, '\n');
			},
		};
		await expect(readTable(source, {})).rejects.toBe(lost);
	}
});

const PIECE = 65_536;

/** A line that gzip makes hardly shorter. */
const hardlyPacked = () => `{"A":"${randomBytes(190).toString('base64')}"}\n`;

describe.each([
	['CSV', Buffer.from(`1234567,${'x'.repeat(247)}\n`.repeat(1792))],
	['JSON Lines', Buffer.from(`{"A":"${'x'.repeat(247)}"}\n`.repeat(5120))],
	['gzip', gzipSync(Array.from({ length: 6000 }, hardlyPacked).join(''))],
	['XLSX', sheetOf(textRow('A') + Array.from({ length: 6000 }, () => textRow(hardlyPacked())).join(''))],
])('of a long file (%s)', (_, bytes) => {
	const pieces = Math.ceil(bytes.length / PIECE);
	/** How far it was read, and how many readings are not closed. */
	const state = { read: 0, open: 0 };
	const file: TableSource = {
		async *open() {
			state.read = 0;
			state.open++;
			try {
				for await (const piece of fileOf(bytes, PIECE).open()) {
					yield piece;
					state.read++;
				}
			} finally {
				state.open--;
			}
		},
	};

	it('hardly more than the rows that are worked on is read, and it is closed after the last one', async () => {
		const table = await readTable(file, {});
		expect(state.open).toBe(0);
		const inPiece = table.rowCount / pieces;
		let count = 0;
		let ahead = 0;
		for await (const { fault } of table.rows()) {
			if (!fault) ahead = Math.max(ahead, state.read - count++ / inPiece);
		}
		expect(count).toBe(table.rowCount);
		expect(ahead).toBeLessThan(3);
		expect(state).toEqual({ read: pieces, open: 0 });
	});

	it('no more is read where the rows are not read on, and it is closed', async () => {
		const table = await readTable(file, {});
		for await (const { fault } of table.rows()) if (!fault) break;
		expect(state.read).toBeLessThan(3);
		expect(state.open).toBe(0);
	});
});

async function rowsOf(table: Table): Promise<unknown[]> {
	const rows: unknown[] = [];
	for await (const row of table.rows()) rows.push(row);
	return rows;
}
