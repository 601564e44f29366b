import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

import { openS3Bucket } from '../support/s3Bucket';
import { startEngine } from '../support/engine';
import { tableIn } from '../unit/tables/files';
import { sha256 } from './fileSite';
import { type Bench, conditions, failure, object, openSite, type Parameters, SITES, useBench } from './setup';

const contacts = { operation: 'exportFile', object: object('Contact') };

type Cells = Readonly<Record<string, string>>;

const linesOf = (csv: string): Cells[] => parse(csv, { columns: true, bom: true, record_delimiter: '\r\n' });

/** What an export puts out: its item, and the content of its file. */
async function exported(bench: Bench, parameters: Parameters) {
	const run = await bench.creatio({ ...contacts, ...parameters });
	if (run.error) throw new Error(run.error.message);
	const [item] = run.items;
	const data = item?.binary?.data;
	return {
		json: item?.json ?? {},
		data,
		hints: run.hints,
		bytes: Buffer.from(await bench.engine.file(data)),
	};
}

const csvOf = async (bench: Bench, parameters: Parameters = {}) =>
	linesOf((await exported(bench, parameters)).bytes.toString('utf8'));

const ids = (rows: ReadonlyArray<Readonly<Record<string, unknown>>>) => rows.map(({ Id }) => String(Id));

describe.each(SITES)('%s', (_, options) => {
	const bench = useBench(options);

	it('a file has every record once, in the order of keys, with the columns of Get Many', async () => {
		const { json, data, bytes } = await exported(bench, {});
		const requests = bench.odata().length;
		const rows = linesOf(bytes.toString('utf8'));
		const stored = ids(bench.site.store.rows('Contact', '1 ORDER BY Id'));
		expect(ids(rows)).toEqual(stored);
		expect(json).toEqual({
			...{ object: 'Contact', rows: stored.length, bytes: bytes.length, checksum: sha256(bytes) },
			...{ seconds: expect.any(Number), fileName: 'Contact.csv' },
		});
		expect(data).toMatchObject({ fileName: 'Contact.csv', mimeType: 'text/csv' });
		// A page of keys, and one for each 2,000 records.
		expect(requests).toBe(1 + Math.ceil(stored.length / 2_000));
		const many = await bench.creatio({ operation: 'getAll', returnAll: true, object: object('Contact') });
		const items = new Map(many.items.map(({ json: item }) => [item.Id, item]));
		expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(many.items[0]?.json ?? {}));
		for (const row of rows) {
			const texts = Object.entries(items.get(row.Id) ?? {}).map(([key, value]) => [key, String(value ?? '')]);
			expect(row).toEqual(Object.fromEntries(texts));
		}
	});

	it('a hint counts each record once', async () => {
		const { json, hints } = await exported(bench, { options: { showCosts: true } });
		expect(JSON.stringify(hints)).toContain(` ${Number(json.rows).toLocaleString('en')} rows`);
	});

	it('conditions, columns, behind lookups too, and the output of lookups are those of Get Many', async () => {
		const rows = await csvOf(bench, {
			conditions: conditions(['Email', 'isNotEmpty', '']),
			options: {
				outputColumns: ['Name', 'Account'],
				lookups: 'text',
				relatedColumns: { column: [{ column: { __rl: true, mode: 'name', value: 'Account.Type' } }] },
			},
		});
		expect(Object.keys(rows[0] ?? {})).toEqual(['Id', 'Name', 'Account', 'Account.Type']);
		expect(rows).toHaveLength(bench.site.store.count('Contact', '"Email" <> ?', ''));
		const names = new Map(bench.site.store.rows('Account').map(({ Id, Name }) => [Id, Name]));
		const accounts = new Map(bench.site.store.rows('Contact').map(({ Id, AccountId }) => [Id, AccountId]));
		for (const { Id = '', Account } of rows) expect(Account).toBe(names.get(accounts.get(Id) ?? '') ?? '');
	});

	it('JSON Lines keep types, and say nothing as null', async () => {
		const { bytes, data } = await exported(bench, {
			format: 'jsonl',
			options: { outputColumns: ['Name', 'Age', 'Account'] },
		});
		const rows = bytes
			.toString('utf8')
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line) as Record<string, unknown>);
		expect(rows).toHaveLength(bench.site.store.count('Contact'));
		expect(rows.every(({ Age }) => typeof Age === 'number')).toBe(true);
		expect(rows.some(({ Account, AccountId }) => Account === null && AccountId === null)).toBe(true);
		expect(data).toMatchObject({ fileName: 'Contact.jsonl', mimeType: 'application/jsonl' });
	});

	it('small pages, several at the same time, and ranges give the same file', async () => {
		const whole = (await exported(bench, {})).json.checksum;
		const small = await exported(bench, { options: { pageSize: 70, parallel: 8 } });
		expect(small.json.checksum).toBe(whole);
		const split = await bench.creatio({ operation: 'splitRanges', object: object('Contact'), parts: 3 });
		const parts: Cells[] = [];
		for (const { json } of split.items)
			parts.push(...(await csvOf(bench, { options: { range: json.range } })));
		expect(ids(parts)).toEqual(ids(bench.site.store.rows('Contact', '1 ORDER BY Id')));
	});

	it('records that are deleted, and added, while a file is written leave the others as they are', async () => {
		const { store } = bench.site;
		const before = ids(store.rows('Contact', '1 ORDER BY Id'));
		const gone = before.filter((_, index) => index % 7 === 3);
		const rows = store.rows('Contact').filter(({ Id }) => gone.includes(String(Id)));
		let added = '';
		bench.site.faults.add({
			match: { method: 'GET', path: /Contact.*select=.*Name/, nth: 3 },
			fault: {
				kind: 'meanwhile',
				happens: () => {
					for (const id of gone) store.remove('Contact', id);
					added = store.insert('Contact', { Name: 'Came later' });
				},
			},
		});
		const found = ids(await csvOf(bench, { options: { pageSize: 100, parallel: 2 } }));
		store.remove('Contact', added);
		for (const row of rows) store.insert('Contact', row);
		expect(new Set(found).size).toBe(found.length);
		const stayed = before.filter((id) => !gone.includes(id));
		expect(found.filter((id) => stayed.includes(id))).toEqual(stayed);
	});

	it('conditions of several requests are one file, and a time zone that does not exist is refused', async () => {
		const value = Array.from({ length: 60 }, (_, age) => age).join(',');
		const split = await csvOf(bench, { conditions: conditions(['Age', 'isAnyOf', value]) });
		expect(ids(split).sort()).toEqual(ids(bench.site.store.rows('Contact', '"Age" BETWEEN 0 AND 59')).sort());
		const zone = await bench.creatio({ ...contacts, options: { timeZone: 'Mars/Base' } });
		expect(zone.error).toMatchObject(failure('input', 'no time zone "Mars/Base"'));
	});

	it('no record is a file with its header', async () => {
		const { json, bytes } = await exported(bench, {
			conditions: conditions(['Name', 'equals', 'Nobody at all']),
		});
		expect(json.rows).toBe(0);
		expect(bytes.toString('utf8').split('\r\n')).toHaveLength(2);
	});
});

describe('options of the file', () => {
	const bench = useBench();

	it('delimiter, mark and compression', async () => {
		const { bytes, data, json } = await exported(bench, {
			options: { delimiter: ';', byteOrderMark: true, gzip: true, outputColumns: ['Name'] },
		});
		const text = gunzipSync(bytes).toString('utf8');
		expect(text.startsWith('\uFEFFId;Name\r\n')).toBe(true);
		expect(data).toMatchObject({ fileName: 'Contact.csv.gz', mimeType: 'application/gzip' });
		expect(json).toMatchObject({ bytes: bytes.length, checksum: sha256(bytes) });
	});

	it('dates are those of a time zone, days and times of day as they are', async () => {
		const options = { outputColumns: ['CreatedOn', 'BirthDate'], timeZone: 'Asia/Tokyo' };
		const rows = await csvOf(bench, { options });
		const [row] = bench.site.store.rows('Contact', '"Id" = ?', rows[0]?.Id ?? '');
		const utc = new Date(String(row?.CreatedOn));
		const tokyo = new Date(utc.getTime() + 9 * 3_600_000).toISOString();
		expect(rows[0]?.CreatedOn).toBe(tokyo.slice(0, 19).replace('T', ' '));
		expect(rows.every(({ BirthDate = '' }) => /^(\d{4}-\d\d-\d\d)?$/.test(BirthDate))).toBe(true);
	});

	it('a workbook has the same records with their types, and dates of Excel in a time zone', async () => {
		const outputColumns = ['Name', 'Age', 'CreatedOn', 'BirthDate'];
		const [line] = await csvOf(bench, { options: { outputColumns, timeZone: 'Asia/Tokyo' } });
		const { bytes, data, json } = await exported(bench, {
			format: 'xlsx',
			// What does not apply to it changes nothing.
			options: { outputColumns, timeZone: 'Asia/Tokyo', gzip: true, delimiter: ';', byteOrderMark: true },
		});
		expect(data).toMatchObject({
			fileName: 'Contact.xlsx',
			mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		});
		expect(json).toMatchObject({ bytes: bytes.length, checksum: sha256(bytes), fileName: 'Contact.xlsx' });
		const { table, rows } = await tableIn(bytes, { sheet: 'Contact' });
		expect(table.header).toEqual(['Id', ...outputColumns]);
		expect(rows.map(({ values }) => values.Id)).toEqual(
			ids(bench.site.store.rows('Contact', '1 ORDER BY Id')),
		);
		expect(rows[0]?.values).toEqual({
			...line,
			Age: Number(line?.Age),
			CreatedOn: line?.CreatedOn?.replace(' ', 'T'),
			BirthDate: line?.BirthDate || null,
		});
		const utc = await exported(bench, { format: 'xlsx', options: { outputColumns } });
		const [first] = (await tableIn(utc.bytes)).rows;
		expect(first?.values.CreatedOn).toMatch(/^\d{4}-.*Z$/);
	});

	it('a name, and a name that leads into a folder', async () => {
		const named = await exported(bench, { options: { fileName: 'all.csv' } });
		expect(named.json.fileName).toBe('all.csv');
		const outside = await exported(bench, { options: { fileName: '../../etc/all.csv' } });
		expect(outside.json.fileName).toBe('.._.._etc_all.csv');
	});

	it('several items are several files', async () => {
		const run = await bench.creatio({ ...contacts, object: object('ContactType') }, { items: [{}, {}] });
		expect(run.items.map(({ binary }) => binary?.data?.fileName)).toEqual([
			'ContactType.csv',
			'ContactType.csv',
		]);
	});

	it('a site that fails in the middle fails the run with its own error', async () => {
		bench.site.faults.add({
			match: { method: 'GET', path: /select=.*Name/, nth: 2, times: 100 },
			fault: { kind: 'status', status: 500, body: 'broken' },
		});
		const run = await bench.creatio({ ...contacts, options: { pageSize: 100, retries: 0 } });
		expect(run.items).toEqual([]);
		expect(run.error).toMatchObject(failure('server', 'broken'));
	});
});

describe.each(['folder', 's3'] as const)('files that n8n keeps in %s', (mode) => {
	it('are written while they are read', async () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'export-'));
		const bucket = mode === 's3' ? await openS3Bucket() : undefined;
		const engine = await startEngine(bucket ? { ENGINE_S3: bucket.url } : { ENGINE_FILES: folder });
		try {
			const bench = await openSite(engine);
			const { json, bytes } = await exported(bench, { options: { pageSize: 100 } });
			expect(json).toMatchObject({ bytes: bytes.length, checksum: sha256(bytes) });
			expect(linesOf(bytes.toString('utf8'))).toHaveLength(bench.site.store.count('Contact'));
		} finally {
			await engine.stop();
			await bucket?.close();
			rmSync(folder, { recursive: true });
		}
	});
});

describe.each(['spread', 'bunched'] as const)('20,000 records whose keys are %s', (keys) => {
	const bench = useBench({ made: { Contact: { count: 20_000, keys } } });

	it('take a request for each page and one for the keys', async () => {
		const rows = await csvOf(bench, { options: { outputColumns: ['Name', 'Email'] } });
		expect(rows).toHaveLength(20_000);
		expect(new Set(ids(rows)).size).toBe(20_000);
		expect(bench.odata()).toHaveLength(12);
	});
});
