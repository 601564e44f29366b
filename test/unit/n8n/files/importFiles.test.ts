import { buffer } from 'node:stream/consumers';

import { ImportFiles } from '../../../../nodes/shared/n8n/files/importFiles';
import type { Table } from '../../../../nodes/shared/tables/table';

type Prepare = (data: NodeJS.ReadableStream, fileName: string, mimeType: string) => Promise<unknown>;

const filesWith = (prepareBinaryData: Prepare, format: Table['format'] = 'csv') =>
	new ImportFiles(
		{ n8n: { helpers: { prepareBinaryData } } } as never,
		{ format, header: ['Name'], delimiter: ',' } as unknown as Table,
	);

const row = { number: 2, values: { Name: 'A' }, source: ['A'] };
const ROWS = [
	{ row, result: 'created', ids: ['1'] },
	{ row, result: 'failed', ids: [], message: 'x' },
] as const;

it.each([
	['csv', 'failed.csv', 'text/csv', '\uFEFFImport Error,Name\r\nx,A\r\n'],
	['jsonl', 'failed.jsonl', 'application/jsonl', '{"Import Error":"x","Name":"A"}\n'],
] as const)(
	'the failed rows of %s have its name, type and form',
	async (format, fileName, mimeType, data) => {
		const files = filesWith(
			async (content, name, type) => ({
				...{ fileName: name, mimeType: type },
				data: (await buffer(content)).toString(),
			}),
			format,
		);
		await files.write(ROWS);
		const result = 'Row,Id,Result,Message\r\n2,1,created,\r\n2,,failed,x\r\n';
		expect(await files.end()).toEqual({
			result: { fileName: 'result.csv', mimeType: 'text/csv', data: result },
			failed: { fileName, mimeType, data },
		});
	},
);

it('rows are counted that were imported, also where n8n cannot store what became of them', async () => {
	const files = filesWith(async () => await Promise.reject(new Error('no space left on device')));
	const written = async () => {
		for (let times = 0; times < 100; times++) await files.write(ROWS);
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
