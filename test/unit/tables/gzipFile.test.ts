import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { fileOf, refusalOf, tableIn, valuesIn } from './files';

/** Lines of JSON, more than what is looked at first, also when they are packed. */
const LONG = Array.from({ length: 4000 }, () => `{"A":"${randomBytes(400).toString('base64')}"}\n`).join('');

describe('a gzip file', () => {
	it('is unpacked, whatever its name and wherever its pieces end', async () => {
		const file = gzipSync('A,B\n1,2\n');
		for (const pieceLength of [1, 7, Infinity]) {
			expect(await valuesIn(fileOf(file, pieceLength))).toEqual([{ A: '1', B: '2' }]);
		}
	});

	it('has the format that its name has without .gz', async () => {
		const { table } = await tableIn(gzipSync('7\n'), { name: 'a.JSONL.gz' });
		expect(table).toMatchObject({ format: 'jsonl', rowCount: 1 });
	});

	it('may be long', async () => {
		const packed = gzipSync(LONG);
		expect(packed.length).toBeGreaterThan(1_500_000);
		const { table, rows } = await tableIn(fileOf(packed, 300_000));
		expect(table.rowCount).toBe(4000);
		expect(rows.map(({ source }) => `${source as string}\n`).join('')).toBe(LONG);
	});

	it('that ends too early is refused', async () => {
		const packed = gzipSync(LONG);
		for (const [length, row] of [
			[packed.length - 4, '4001'],
			[packed.length - 1000, '399\\d'],
			[1000, '\\d'],
		] as const) {
			const { kind, message } = await refusalOf(packed.subarray(0, length));
			expect(kind).toBe('input');
			expect(message).toMatch(
				new RegExp(`^The file cannot be read from row ${row} on: the gzip file ends too early$`),
			);
		}
		expect((await refusalOf(packed.subarray(0, 20))).message).toBe(
			'The file cannot be read: the gzip file ends too early',
		);
	});

	it('that is damaged is refused', async () => {
		const packed = gzipSync(LONG);
		packed.fill(0xff, 1_200_000, 1_200_100);
		const { kind, message } = await refusalOf(packed);
		expect(kind).toBe('input');
		expect(message).toMatch(/from row \d{4} on: the gzip file is damaged/);
	});

	it('that is followed by another one is read with it or refused, as the Node does', async () => {
		const packed = Buffer.concat([gzipSync('A\n1\n'), gzipSync('2\n')]);
		const read = await valuesIn(packed).catch((error: Error) => error.message);
		const refused = expect.stringMatching(/something follows the end of the gzip file, perhaps another one$/);
		const asNodeDoes = Number(process.versions.node.split('.')[0]) < 24 ? [{ A: '1' }, { A: '2' }] : refused;
		expect(read).toEqual(asNodeDoes);
	});

	it('that is far larger than it should be is refused, before all of it is unpacked', async () => {
		const packed = gzipSync(`{}\n${`${' '.repeat(1_000_000)}\n`.repeat(60)}`);
		const { kind, message } = await refusalOf(packed);
		expect(kind).toBe('input');
		expect(message).toContain('the gzip file is more than 400 times larger when it is unpacked');
	});
});
