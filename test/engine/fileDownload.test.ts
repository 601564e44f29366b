import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { FILE_TYPES } from '../../nodes/shared/creatio/files/fileRow';
import { bytesOf, givenFile, sha256 } from './fileSite';
import {
	ANDREW,
	column,
	failure,
	object,
	type Parameters,
	record,
	type SiteOptions,
	SITES,
	useBench,
} from './setup';

/** Several pieces of the emulator and of the network. */
const LARGE = bytesOf(1_500_000);

/** Sites, and where n8n keeps files. */
const PLACES: ReadonlyArray<readonly [name: string, site: SiteOptions, mode: 'memory' | 'folder']> = [
	...SITES.map(([name, site]) => [name, site, 'memory'] as const),
	['framework, files in a folder', { hosting: 'framework' }, 'folder'],
];

describe.each(PLACES)('%s', (_, site, mode) => {
	const folder = mode === 'folder' ? mkdtempSync(path.join(tmpdir(), 'files-')) : undefined;
	const isOld = site.odataVersion === '3';
	const bench = useBench(site, folder === undefined ? {} : { ENGINE_FILES: folder });
	afterEach(() => Object.assign(bench.site.switches, original));
	let original: typeof bench.site.switches;
	beforeAll(() => {
		original = { ...bench.site.switches };
	});

	const given = (name: string, bytes: Uint8Array | null, more?: Parameters, files?: string) =>
		givenFile(bench, name, bytes, more, files);
	const download = (fileId: string, more: Parameters = {}) =>
		bench.creatio({
			resource: 'file',
			operation: 'download',
			object: object('Contact'),
			recordId: record(ANDREW),
			source: 'attachment',
			fileId: record(fileId),
			...more,
		});
	const contents = () =>
		bench.site.stats.requests
			.map(({ path: target }) => target)
			.filter((target) => /FileService|\/Data$|\/img\//.test(target));

	it('brings a file into n8n as it is, with its name and its type', async () => {
		const id = given('Предложение "А".pdf', LARGE);
		const { items, error, hints } = await download(id);
		expect(error).toBeUndefined();
		expect(hints.filter(({ message }) => message.includes('Size'))).toEqual([]);
		expect(items[0]?.json).toMatchObject({
			Id: id,
			Name: 'Предложение "А".pdf',
			Size: LARGE.length,
			Type: 'file',
			object: 'Contact',
			recordId: ANDREW,
			fileObject: 'ContactFile',
		});
		const binary = items[0]?.binary?.data;
		expect(binary).toMatchObject({
			fileName: 'Предложение "А".pdf',
			mimeType: 'application/pdf',
			fileExtension: 'pdf',
		});
		expect(binary?.id !== undefined).toBe(mode === 'folder');
		expect(sha256(await bench.engine.file(binary))).toBe(sha256(LARGE));
		expect(contents()).toEqual([expect.stringContaining(`FileService/Download/ContactFile/${id}`)]);
	});

	it('takes pages and JSON that are files themselves, and files without a length', async () => {
		bench.site.switches.downloadLength = 'chunked';
		const page = Buffer.from('<html><form action="/Login/NuiLogin.aspx"></form></html>');
		const json = Buffer.from('{"success":false}');
		for (const [name, bytes] of [['page.html', page] as const, ['data.json', json] as const]) {
			const { items, error } = await download(given(name, bytes));
			expect(error).toBeUndefined();
			expect(await bench.engine.file(items[0]?.binary?.data)).toEqual(bytes);
		}
	});

	it('names the file, its type and its field as the user wants', async () => {
		const { items } = await download(given('a.bin', bytesOf(10)), {
			binaryPropertyName: 'offer',
			options: { fileName: 'offer.docx', mimeType: 'application/msword' },
		});
		expect(items[0]?.binary?.offer).toMatchObject({
			fileName: 'offer.docx',
			mimeType: 'application/msword',
		});
	});

	it('knows the type of a file by its name where the site does not', async () => {
		const run = async (name: string) => (await download(given(name, bytesOf(10)))).items[0]?.binary?.data;
		expect(await run('mail.eml')).toMatchObject({ mimeType: 'message/rfc822' });
		expect(await run('unknown')).toMatchObject({ mimeType: 'application/octet-stream', fileName: 'unknown' });
	});

	it('reads files of objects without files of their own from SysFile', async () => {
		const RecordId = randomUUID();
		const id = given('a.txt', bytesOf(5), { RecordSchemaName: 'City', RecordId }, 'SysFile');
		const run = await download(id, { object: object('City'), recordId: record(RecordId) });
		expect(run.items[0]?.json).toMatchObject({ recordId: RecordId, fileObject: 'SysFile' });
		const other = await download(id, { object: object('Country'), recordId: record('') });
		expect(other.error).toMatchObject(failure('notFound', 'field File'));
	});

	it('needs no record where the ID is known, and refuses a file of another record', async () => {
		const id = given('a.txt', bytesOf(5), { ContactId: null });
		expect((await download(id, { recordId: record('') })).items).toHaveLength(1);
		expect((await download(id)).error).toMatchObject(failure('notFound', 'field File'));
		expect((await download(randomUUID())).error).toMatchObject(failure('notFound', 'field File'));
	});

	it('explains a link, a row without content and a missing right', async () => {
		const link = await download(given('https://creatio.com', null, { TypeId: FILE_TYPES.link }));
		expect(link.error).toMatchObject(failure('input', 'field File'));
		const nothing = await download(given('nothing.txt', null));
		expect(nothing.error).toMatchObject(failure('notFound', 'nothing.txt'));
		for (const missingFile of ['empty', 'notFound'] as const) {
			bench.site.switches.missingFile = missingFile;
			const id = given('secret.txt', null, { Size: 12 });
			bench.site.switches.filesWithoutRights = [id];
			expect((await download(id)).error).toMatchObject(failure('notFound', /secret\.txt.*12 bytes/));
		}
	});

	it('falls back to the stream of OData, if there is one, where the service does not find the file', async () => {
		const bytes = bytesOf(300_000);
		const id = given('a.bin', bytes);
		bench.site.switches.missingFile = 'notFound';
		bench.site.switches.filesWithoutRights = [id];
		const { items, error } = await download(id);
		expect(contents()).toHaveLength(2);
		if (isOld) {
			expect(error).toMatchObject(failure('notFound', 'a.bin'));
			expect(contents().filter((target) => !target.includes('FileService'))).toEqual([]);
			return;
		}
		expect(error).toBeUndefined();
		expect(await bench.engine.file(items[0]?.binary?.data)).toEqual(bytes);
	});

	it('downloads a file with a wrong Size twice, and says so', async () => {
		bench.site.switches.fileSizeCheck = 'ignored';
		const bytes = bytesOf(100);
		const { items, hints, error } = await download(given('a.bin', bytes, { Size: 70 }));
		expect(error).toBeUndefined();
		expect(await bench.engine.file(items[0]?.binary?.data)).toEqual(bytes);
		expect(hints[0]?.message).toMatch(/100 bytes.*70/);
		expect(contents()).toHaveLength(2);
	});

	it('explains a site that refuses a wrong Size', async () => {
		bench.site.switches.fileSizeCheck = 'checked';
		const run = await download(given('a.bin', bytesOf(100), { Size: 70 }));
		expect(run.error).toMatchObject(failure('invalid', /a\.bin.*Size/));
	});

	it.each([
		['a connection that breaks', { kind: 'cutBody', at: 400_000 }],
		['a gateway that cuts the file', { kind: 'shortAnswer' }],
		['a login page', { kind: 'htmlLogin' }],
		['a site that reloads', { kind: 'collectionModified' }],
		['a compressing gateway', { kind: 'compressed', encoding: 'gzip' }],
	] as const)('survives %s', async (__, fault) => {
		const id = given('a.bin', LARGE);
		bench.site.faults.add({ match: { path: /FileService/ }, fault });
		const { items, error, hints } = await download(id);
		expect(error).toBeUndefined();
		expect(hints.filter(({ message }) => message.includes('Size'))).toEqual([]);
		expect(sha256(await bench.engine.file(items[0]?.binary?.data))).toBe(sha256(LARGE));
	});

	it('does not return a file whose length changes', async () => {
		const id = given('a.bin', LARGE);
		bench.site.faults.add({ match: { path: /FileService/ }, fault: { kind: 'shortAnswer' } });
		bench.site.faults.add({
			match: { path: /FileService/, nth: 1, times: 5 },
			fault: { kind: 'status', status: 200, headers: { 'content-type': 'application/pdf' }, body: 'short' },
		});
		expect((await download(id)).error).toMatchObject(failure('unreadable', 'a.bin'));
	});

	it('belongs to its item where others fail', async () => {
		const id = given('a.bin', bytesOf(10));
		const run = await bench.creatio(
			{
				resource: 'file',
				operation: 'download',
				object: object('Contact'),
				recordId: record(ANDREW),
				source: 'attachment',
				fileId: record('={{ $json.file }}'),
			},
			{ items: [{ file: randomUUID() }, { file: id }], onError: 'continueRegularOutput' },
		);
		expect(run.items.map(({ binary }) => binary?.data?.fileName)).toEqual([undefined, 'a.bin']);
		expect(run.itemErrors).toMatchObject([{ item: 0, error: { kind: 'notFound' } }]);
	});

	describe('a picture in a column', () => {
		const picture = (more: Parameters = {}) =>
			bench.creatio({
				resource: 'file',
				operation: 'download',
				object: object('Contact'),
				recordId: record(ANDREW),
				source: 'image',
				column: column('Photo'),
				...more,
			});
		const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), bytesOf(500)]);

		function givenPhoto(bytes: Uint8Array | null): string {
			const Id = randomUUID();
			bench.site.store.insert('SysImage', {
				Id,
				Name: 'andrew.png',
				MimeType: 'image/png',
				...(bytes && { Data: bytes }),
			});
			bench.site.store.updateRaw(bench.site.store.entity('Contact'), ANDREW, { PhotoId: Id });
			return Id;
		}

		it('is downloaded by OData, or else by the address at which pages show it', async () => {
			const id = givenPhoto(PNG);
			for (const refused of [false, true]) {
				if (refused)
					bench.site.faults.add({
						match: { path: /SysImage.*\/Data$/ },
						fault: { kind: 'status', status: 404 },
					});
				const { items, error } = await picture();
				expect(error).toBeUndefined();
				expect(items[0]?.json).toMatchObject({
					Id: id,
					Name: 'andrew.png',
					recordId: ANDREW,
					column: 'Photo',
				});
				expect(items[0]?.binary?.data).toMatchObject({ fileName: 'andrew.png', mimeType: 'image/png' });
				expect(await bench.engine.file(items[0]?.binary?.data)).toEqual(PNG);
			}
			expect(contents().at(-1)).toContain('/img/entity/hash/SysImage/Data/');
			expect(contents()).toHaveLength(isOld ? 2 : 3);
		});

		it('is refused where there is none', async () => {
			givenPhoto(null);
			expect((await picture()).error).toMatchObject(failure('notFound', 'field Column'));
			bench.site.store.updateRaw(bench.site.store.entity('Contact'), ANDREW, { PhotoId: null });
			expect((await picture()).error).toMatchObject(failure('notFound', /Photo.*field Column/));
			expect((await picture({ column: column('Account') })).error).toMatchObject({
				kind: 'input',
				description: expect.stringContaining('Photo') as string,
			});
			expect((await picture({ recordId: record('') })).error).toMatchObject(failure('input', 'field Record'));
			expect((await picture({ recordId: record(randomUUID()) })).error).toMatchObject(
				failure('notFound', 'field Record'),
			);
		});
	});
});

describe('n8n that cannot store a file', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'files-'));
	const bench = useBench({}, { ENGINE_FILES: folder });

	it('is the reason, and nothing is retried', async () => {
		const fileId = givenFile(bench, 'a.bin', LARGE);
		rmSync(folder, { recursive: true });
		writeFileSync(folder, 'A file where the folder was');
		const run = await bench.creatio({
			resource: 'file',
			operation: 'download',
			object: object('Contact'),
			recordId: record(''),
			source: 'attachment',
			fileId: record(fileId),
		});
		expect(run.error).toMatchObject(failure('storage', 'a.bin'));
		expect(bench.site.stats.find('GET', /FileService/)).toHaveLength(1);
		rmSync(folder);
	});
});
