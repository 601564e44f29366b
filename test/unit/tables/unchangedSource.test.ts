import { createHash } from 'node:crypto';

import { UnchangedSource } from '../../../nodes/shared/tables/unchangedSource';
import { fileOf } from './files';

/** A source with a table of which only the first byte is read for each row, as the end of a workbook is read first. */
function partlyRead(content: () => string): { source: UnchangedSource; rows(): AsyncGenerator<number> } {
	const source = new UnchangedSource({ open: () => fileOf(content(), 2).open() });
	return {
		source,
		async *rows() {
			for await (const [byte = 0] of source.open()) return yield byte;
		},
	};
}

async function all(rows: AsyncIterable<number>): Promise<number[]> {
	const read: number[] = [];
	for await (const row of rows) read.push(row);
	return read;
}

describe('a source whose rows are not all of its bytes', () => {
	it('has the checksum of all of them', async () => {
		const { source, rows } = partlyRead(() => 'abc');
		await all(rows());
		expect(await source.checksum()).toBe(createHash('sha256').update('abc').digest('hex'));
	});

	it('is read as a whole after the last row, so that any change is found', async () => {
		let content = 'abc';
		const { source, rows } = partlyRead(() => content);
		await source.checksum();
		expect(await all(source.checked(rows()))).toEqual([97]);
		content = 'abd';
		const read: number[] = [];
		const reading = (async () => {
			for await (const row of source.checked(rows())) read.push(row);
		})();
		await expect(reading).rejects.toMatchObject({ kind: 'storage' });
		expect(read).toEqual([97]);
	});
});
