import { ImportFiles } from '../../../../nodes/shared/n8n/files/importFiles';
import type { Table } from '../../../../nodes/shared/tables/table';

it('rows are counted that were imported, also where n8n cannot store what became of them', async () => {
	const prepareBinaryData = async () => await Promise.reject(new Error('no space left on device'));
	const files = new ImportFiles(
		{ n8n: { helpers: { prepareBinaryData } } } as never,
		{ format: 'csv', header: ['Name'], delimiter: ',' } as unknown as Table,
	);
	const row = { number: 2, values: {}, source: ['A'] };
	const rows = [
		{ row, result: 'created', ids: ['1'] },
		{ row, result: 'failed', ids: [], message: 'x' },
	] as const;
	const written = async () => {
		for (let times = 0; times < 100; times++) await files.write(rows);
	};
	await expect(written()).rejects.toMatchObject({
		kind: 'storage',
		message: expect.stringContaining('no space left'),
	});
	await expect(files.end()).rejects.toMatchObject({ kind: 'storage' });
	const { total, created, failed } = files.counts;
	expect(total).toBeGreaterThan(0);
	expect([created, failed]).toEqual([total / 2, total / 2]);
});
