import { randomBytes } from 'node:crypto';

import type { Fault } from '../emulator';
import type { RunOptions } from '../support/engine';
import { someOf } from '../support/nightly';
import { givenFile, sha256 } from './fileSite';
import { ACCOM, ANDREW, column, failure, object, record, SITES, useBench, wordsOf } from './setup';

const MB = 1_048_576;
/** The newer method of the service, and the older one. */
const UPLOADS = /FileApiService\/Upload(?:File)?\?/;
const hash = (bytes: Uint8Array | undefined) => sha256(bytes ?? new Uint8Array());

const PDF = Buffer.from('%PDF-1.7 a small file');
/** Its files are in SysFile. */
const SHARED = 'ContactType';
/** Three chunks of 1 MB. */
const LARGE = randomBytes(2.5 * MB);
const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
);

const TO_ANDREW = {
	resource: 'file',
	operation: 'upload',
	object: object('Contact'),
	recordId: record(ANDREW),
	binaryPropertyName: 'data',
};

interface Given {
	readonly bytes: Uint8Array;
	readonly fileName?: string;
	readonly mimeType?: string;
}

describe.each(SITES)('%s', (_, site) => {
	const bench = useBench({ ...site, switches: { ...site.switches, fileSizeCheck: 'ignored' } });
	const isOld = site.odataVersion === '3';
	const uploads = isOld ? /\/Upload\?/ : /\/UploadFile\?/;

	const upload = (
		files: readonly Given[],
		options: Readonly<Record<string, unknown>> = {},
		more: Readonly<Record<string, unknown>> = {},
		run: Partial<RunOptions> = {},
	) =>
		bench.creatio(
			{ ...TO_ANDREW, options, ...more },
			{ items: files.map(() => ({})), files: files.map((data) => ({ data })), ...run },
		);
	const stored = (id: unknown, name = 'ContactFile') =>
		hash(bench.site.store.contents.read({ object: name, id: String(id), column: 'Data' }));
	const rowsNamed = (name: string) => bench.site.store.rows('ContactFile', '"Name" = ?', name);
	const chunks = () =>
		bench.site.stats.requests
			.filter((request) => uploads.test(request.path))
			.map(({ headers }) => headers.find(([name]) => name.toLowerCase() === 'content-range')?.[1]);

	/** The methods of FileApiService that were called. */
	const asked = () =>
		bench.site.stats.requests.flatMap(({ path }) => /FileApiService\/(\w+)\?/.exec(path)?.[1] ?? []);

	it('uploads a file as one chunk and returns its row', async () => {
		const result = await upload([{ bytes: PDF, fileName: 'u-one.pdf', mimeType: 'application/pdf' }], {
			description: 'Signed & sent',
		});
		expect(result.items).toMatchObject([
			{
				json: {
					Name: 'u-one.pdf',
					Size: PDF.length,
					Type: 'file',
					Notes: 'Signed & sent',
					object: 'Contact',
					recordId: ANDREW,
					fileObject: 'ContactFile',
				},
			},
		]);
		expect(stored(result.items[0]?.json.Id)).toBe(hash(PDF));
		expect(chunks()).toEqual([`bytes 0-${PDF.length - 1}/${PDF.length}`]);
	});

	it('uploads in chunks of the chosen size', async () => {
		const result = await upload([{ bytes: LARGE, fileName: 'u-large.bin' }], { chunkSize: 1 });
		expect(stored(result.items[0]?.json.Id)).toBe(hash(LARGE));
		expect(chunks()).toEqual([
			`bytes 0-${MB - 1}/${LARGE.length}`,
			`bytes ${MB}-${2 * MB - 1}/${LARGE.length}`,
			`bytes ${2 * MB}-${LARGE.length - 1}/${LARGE.length}`,
		]);
	});

	it.each([
		'📎 Angebot "neu" 50% #1 + Прайс \'24\'.pdf',
		`${'ж'.repeat(240)}.pdf`,
		`${'漢'.repeat(246)}.pdf`,
		'a..%2fb%255c.pdf',
	])('keeps the name %s', async (fileName) => {
		const result = await upload([{ bytes: PDF }], { fileName });
		expect(result.items).toMatchObject([{ json: { Name: fileName } }]);
		for (const { url } of bench.site.stats.requests) expect(url.length).toBeLessThan(2_300);
	});

	it('writes a description that does not fit into an address afterwards', async () => {
		const description = 'Long '.repeat(400);
		const result = await upload([{ bytes: PDF, fileName: 'u-notes.pdf' }], { description });
		expect(result.items).toMatchObject([{ json: { Name: 'u-notes.pdf', Notes: description } }]);
	});

	it('uploads to SysFile where the object has no files of its own', async () => {
		const result = await upload(
			[{ bytes: PDF, fileName: 'u-shared.pdf' }],
			{ description: 'Shared' },
			{ object: object(SHARED), recordId: record(bench.site.store.rows(SHARED)[0]?.Id) },
		);
		expect(result.items).toMatchObject([
			{ json: { Name: 'u-shared.pdf', Notes: 'Shared', fileObject: 'SysFile', object: SHARED } },
		]);
		expect(stored(result.items[0]?.json.Id, 'SysFile')).toBe(hash(PDF));
	});

	it('replaces the content of the file of the same name that was changed last', async () => {
		const before = await upload([{ bytes: PDF, fileName: 'u-same.pdf' }]);
		const again = await upload([{ bytes: LARGE, fileName: 'u-same.pdf' }], { replace: true, chunkSize: 1 });
		expect(again.items[0]?.json).toMatchObject({ Id: before.items[0]?.json.Id, Size: LARGE.length });
		expect(stored(again.items[0]?.json.Id)).toBe(hash(LARGE));
		await upload([{ bytes: PDF, fileName: 'u-same.pdf' }]);
		const third = await upload([{ bytes: PDF, fileName: 'u-same.pdf' }], { replace: true });
		expect(third.hints).toContainEqual({ message: expect.stringContaining('2 files with the name') });
	});

	it('makes one file of several items with the same name that replace it', async () => {
		const files = [PDF, PNG, LARGE].map((bytes) => ({ bytes, fileName: 'u-race.pdf' }));
		const result = await upload(files, { replace: true });
		expect(new Set(result.items.map(({ json }) => json.Id)).size).toBe(1);
		expect(stored(result.items[0]?.json.Id)).toBe(hash(LARGE));
	});

	it.each<[string, Fault]>([
		['reset before', { kind: 'resetBefore' }],
		['reset after', { kind: 'resetAfter' }],
		['401', { kind: 'status', status: 401 }],
		['login page', { kind: 'htmlLogin' }],
		['login page after the work', { kind: 'htmlLogin', after: true }],
		['503 page', { kind: 'outage', by: 'iis', status: 503 }],
		['503 page after the work', { kind: 'outage', by: 'iis', status: 503, after: true }],
		['an empty answer', { kind: 'emptyAnswer', body: '', after: true }],
		['duplicate', { kind: 'duplicate' }],
	])('stores a file once and whole: %s at a chunk', async (what, fault) => {
		for (const nth of someOf([1, 2, 3], { every: 3, offset: what.length })) {
			bench.site.faults.clear();
			bench.site.faults.add({ match: { path: uploads, nth }, fault });
			const fileName = `u-fault-${what}-${nth}.bin`;
			const result = await upload([{ bytes: LARGE, fileName }], { chunkSize: 1 });
			expect([result.error, stored(result.items[0]?.json.Id)]).toEqual([undefined, hash(LARGE)]);
			expect(rowsNamed(fileName)).toHaveLength(1);
		}
	});

	it('begins anew where the site does not show the length of a part', async () => {
		bench.site.switches.fileSizeCheck = 'checked';
		bench.site.faults.add({ match: { path: uploads, nth: 2 }, fault: { kind: 'resetAfter' } });
		bench.site.faults.add({
			match: { method: 'GET', path: /\/Data$/ },
			fault: { kind: 'status', status: 422 },
		});
		const result = await upload([{ bytes: LARGE, fileName: 'u-checked.bin' }], { chunkSize: 1 });
		bench.site.switches.fileSizeCheck = 'ignored';
		expect(stored(result.items[0]?.json.Id)).toBe(hash(LARGE));
		expect(chunks().filter((range) => range?.startsWith('bytes 0-'))).toHaveLength(2);
	});

	it('counts the stored bytes where a download has no length', async () => {
		bench.site.switches.downloadLength = 'chunked';
		bench.site.faults.add({ match: { path: uploads, nth: 3 }, fault: { kind: 'duplicate' } });
		const result = await upload([{ bytes: LARGE, fileName: 'u-chunked.bin' }], { chunkSize: 1 });
		bench.site.switches.downloadLength = 'contentLength';
		expect(stored(result.items[0]?.json.Id)).toBe(hash(LARGE));
	});

	it('deletes what it has begun when a chunk fails for good, and ends', async () => {
		bench.site.faults.add({ match: { path: uploads, nth: 2, times: 100 }, fault: { kind: 'duplicate' } });
		const result = await upload([{ bytes: LARGE, fileName: 'u-never.bin' }], { chunkSize: 1, retries: 1 });
		expect(result.error).toMatchObject(failure('unreadable', 'u-never.bin'));
		expect(wordsOf(result.error)).toContain('has been deleted again');
		expect(rowsNamed('u-never.bin')).toEqual([]);
	});

	it('says what is left where it cannot delete it', async () => {
		bench.site.faults.add({ match: { path: uploads, nth: 2, times: 100 }, fault: { kind: 'duplicate' } });
		bench.site.faults.add({
			match: { path: /\$batch|ContactFile(?:Collection)?\(/, times: 100 },
			fault: { kind: 'status', status: 500 },
		});
		const result = await upload([{ bytes: LARGE, fileName: 'u-left.bin' }], { chunkSize: 1, retries: 0 });
		expect(result.error).toMatchObject(failure('unreadable', 'u-left.bin', { perhapsDone: true }));
		const [left] = rowsNamed('u-left.bin');
		expect(wordsOf(result.error)).toContain(String(left?.Id));
	});

	it('sends no further chunk when the execution is cancelled', async () => {
		bench.site.faults.add({ match: { path: uploads, nth: 2 }, fault: { kind: 'delay', ms: 600 } });
		const result = await upload(
			[{ bytes: LARGE, fileName: 'u-cancelled.bin' }],
			{ chunkSize: 1 },
			{},
			{ cancelAfterMs: 400 },
		);
		expect(result.status).not.toBe('success');
		expect(chunks().length).toBeLessThan(3);
	});

	if (isOld) {
		it('finds out once that the site has the older method alone', async () => {
			const files = ['u-1.pdf', 'u-2.pdf'].map((fileName) => ({ bytes: PDF, fileName }));
			const { items } = await upload(files, { parallel: 1, description: 'Older' });
			expect(items).toMatchObject([{ json: { Notes: 'Older' } }, { json: { Notes: 'Older' } }]);
			expect(asked()).toEqual(['UploadFile', 'Upload', 'Upload']);
		});

		it('explains a file that the older method refuses', async () => {
			bench.site.faults.add({
				match: { path: /QuerySysSettings/, times: 9 },
				fault: { kind: 'status', status: 403, body: '{"message":"No right"}' },
			});
			const results = [
				await upload([{ bytes: PDF, fileName: 'u-refused.exe' }]),
				await upload([{ bytes: Buffer.alloc(10 * MB + 1), fileName: 'u-refused.bin' }]),
			];
			expect(wordsOf(results[0]?.error)).toContain('FileExtensionsDenyList');
			expect(wordsOf(results[1]?.error)).toContain('MaxFileSize');
			expect([...rowsNamed('u-refused.exe'), ...rowsNamed('u-refused.bin')]).toEqual([]);
		});
	}

	it('gives each item its outcome', async () => {
		const result = await upload(
			[
				{ bytes: PDF, fileName: 'u-first.pdf' },
				{ bytes: PDF, fileName: 'u-second.exe' },
				{ bytes: PDF, fileName: 'u-third.pdf' },
			],
			{},
			{},
			{ onError: 'continueErrorOutput' },
		);
		expect(result.outputs[0]?.map(({ json }) => json.Name)).toEqual(['u-first.pdf', 'u-third.pdf']);
		expect(result.outputs[1]).toHaveLength(1);
	});

	describe('without FileApiService', () => {
		beforeAll(() => {
			bench.site.switches.fileApi = 'missing';
		});
		afterAll(() => {
			bench.site.switches.fileApi = 'byVersion';
		});

		if (isOld) {
			it('says what the site lacks, and writes nothing', async () => {
				const before = await upload([{ bytes: PDF, fileName: 'u-kept.pdf' }]);
				expect(before.error).toMatchObject(failure('notFound', 'FileApiService'));
				expect(wordsOf(before.error)).toContain('OData Version');
				expect(rowsNamed('u-kept.pdf')).toEqual([]);
				expect(asked()).toEqual(['UploadFile', 'Upload']);
				expect(bench.odata().filter(({ method }) => method !== 'GET')).toEqual([]);
			});

			it('leaves a file that it was to replace as it is', async () => {
				const id = givenFile(bench, 'u-kept.pdf', PDF);
				const { error } = await upload([{ bytes: LARGE, fileName: 'u-kept.pdf' }], { replace: true });
				expect(error).toMatchObject(failure('notFound', 'FileApiService'));
				expect(stored(id)).toBe(hash(PDF));
			});
			return;
		}

		it('uploads by OData, and finds that out once', async () => {
			const files = [PDF, LARGE].map((bytes, index) => ({ bytes, fileName: `u-stream-${index}.bin` }));
			const result = await upload(files, { parallel: 1, description: 'By OData' });
			expect(result.items).toMatchObject([
				{ json: { Name: 'u-stream-0.bin', Size: PDF.length, Notes: 'By OData', Type: 'file' } },
				{ json: { Name: 'u-stream-1.bin', Size: LARGE.length } },
			]);
			expect(result.items.map(({ json }) => stored(json.Id))).toEqual([hash(PDF), hash(LARGE)]);
			expect(asked()).toEqual(['UploadFile', 'Upload']);
		});

		it('replaces by OData', async () => {
			const before = await upload([{ bytes: PDF, fileName: 'u-stream.bin' }]);
			const after = await upload([{ bytes: LARGE, fileName: 'u-stream.bin' }], { replace: true });
			expect(after.items[0]?.json).toMatchObject({ Id: before.items[0]?.json.Id, Size: LARGE.length });
		});

		it.each<[string, Fault]>([
			['reset after', { kind: 'resetAfter' }],
			['503', { kind: 'outage', by: 'iis', status: 503, after: true }],
		])('sends the content again: %s', async (what, fault) => {
			bench.site.faults.add({ match: { method: 'PUT', path: /\/Data/ }, fault });
			const result = await upload([{ bytes: LARGE, fileName: `u-put-${what}.bin` }]);
			expect(stored(result.items[0]?.json.Id)).toBe(hash(LARGE));
		});
	});

	describe('Set Image', () => {
		const setImage = (
			file: Given,
			more: Readonly<Record<string, unknown>> = {},
			options: Readonly<Record<string, unknown>> = {},
		) => upload([file], options, { operation: 'setImage', column: column('Photo'), ...more });
		const photo = () => bench.site.store.rows('Contact', '"Id" = ?', ANDREW)[0]?.PhotoId;
		const png = { bytes: PNG, fileName: 'Фото "1".png', mimeType: 'image/png' };

		it('stores an image and points the lookup to it', async () => {
			const result = await setImage(png);
			expect(result.items).toMatchObject([{ json: { Id: ANDREW, PhotoId: photo() } }]);
			expect(stored(photo(), 'SysImage')).toBe(hash(PNG));
		});

		if (isOld) {
			it('says what the site lacks where it has no service for images, and writes nothing', async () => {
				const count = bench.site.store.count('SysImage');
				const before = photo();
				bench.site.faults.add({
					match: { path: /ImageAPI/, times: 9 },
					fault: { kind: 'status', status: 404 },
				});
				const { error } = await setImage(png);
				expect(error).toMatchObject(failure('notFound', 'ImageAPIService'));
				expect([bench.site.store.count('SysImage'), photo()]).toEqual([count, before]);
			});
		}

		it('stores the logo of an account', async () => {
			const more = { object: object('Account'), recordId: record(ACCOM), column: column('AccountLogo') };
			const result = await setImage(png, more);
			expect(result.error ?? result.items[0]?.json).toMatchObject({ Id: ACCOM });
		});

		it.each<[string, Given, Readonly<Record<string, unknown>>, string]>([
			[
				'not an image',
				{ bytes: PDF, fileName: 'a.pdf', mimeType: 'application/pdf' },
				{},
				'Input Data Field Name',
			],
			[
				'not an image inside',
				{ bytes: PDF, fileName: 'a.png', mimeType: 'image/png' },
				{},
				'Input Data Field Name',
			],
			['not an image column', png, { column: column('Account') }, 'field Column'],
			['no such column', png, { column: column('Nope') }, 'field Column'],
		])('refuses %s', async (_, file, more, place) => {
			expect((await setImage(file, more)).error).toMatchObject(failure('input', place));
			expect(bench.site.stats.requests.filter(({ path: url }) => /ImageAPI/.test(url))).toEqual([]);
		});

		it('deletes the image again where the lookup is refused', async () => {
			bench.site.faults.add({
				match: { method: isOld ? 'MERGE' : 'PATCH', path: /Contact(?:Collection)?\(/ },
				fault: { kind: 'status', status: 400, body: '{"error":{"message":"No"}}' },
			});
			const count = () => bench.site.store.count('SysImage');
			const before = count();
			const result = await setImage(png);
			expect(result.error).toMatchObject(failure('invalid', ''));
			expect(count()).toBe(before);
		});

		it.each<[string, Fault]>([
			['reset after', { kind: 'resetAfter' }],
			['login page', { kind: 'htmlLogin', after: true }],
		])('is done once: %s', async (_, fault) => {
			bench.site.faults.add({ match: { path: /ImageAPI/ }, fault });
			const result = await setImage(png);
			expect(result.items[0]?.json.PhotoId).toBe(photo());
		});
	});
});

describe('what is refused', () => {
	const bench = useBench();
	const run = (parameters: Readonly<Record<string, unknown>>, files: RunOptions['files']) =>
		bench.creatio({ ...TO_ANDREW, options: {}, ...parameters }, { files });
	const pdf = [{ data: { bytes: PDF, fileName: 'a.pdf', mimeType: 'application/pdf' } }];
	const named = (fileName: string) => ({ options: { fileName } });

	it.each<[string, Readonly<Record<string, unknown>>, RunOptions['files'], string]>([
		['no files', {}, undefined, 'Input Data Field Name'],
		['no file of that name', { binaryPropertyName: 'other' }, pdf, 'Input Data Field Name'],
		['no field', { binaryPropertyName: ' ' }, pdf, 'Input Data Field Name'],
		['an empty file', {}, [{ data: { bytes: Buffer.alloc(0), fileName: 'a.pdf' } }], 'Input Data Field Name'],
		['what is not Base64', {}, [{ data: { stored: { data: 'ä?', mimeType: 'text/plain' } } }], 'Input Data'],
		[
			'a size above the limit',
			{},
			[{ data: { bytes: Buffer.alloc(10 * MB + 1), fileName: 'a.bin' } }],
			'Input Data',
		],
		['a refused type', named('a.EXE'), pdf, 'Input Data Field Name'],
		['a slash', named('a/b.pdf'), pdf, 'option File Name'],
		['a backslash', named('a\\b.pdf'), pdf, 'option File Name'],
		['a folder', named('..'), pdf, 'option File Name'],
		['a control character', named('a\nb.pdf'), pdf, 'option File Name'],
		['half of a character', named('a\ud83d.pdf'), pdf, 'option File Name'],
		['a dot at the end', named('a.pdf.'), pdf, 'option File Name'],
		['300 letters', named('a'.repeat(300)), pdf, 'option File Name'],
		['300 emoji', named('📎'.repeat(300)), pdf, 'option File Name'],
		['chunks of 0 MB', { options: { chunkSize: 0 } }, pdf, 'option Chunk Size'],
		['chunks of 1 GB', { options: { chunkSize: 1024 } }, pdf, 'option Chunk Size'],
		['a type that is none', { options: { mimeType: 'pdf' } }, pdf, 'option MIME Type'],
		['an object that holds files', { object: object('ContactFile') }, pdf, 'field Object'],
		['no such object', { object: object('Nope') }, pdf, 'field Object'],
	])('%s', async (_, parameters, files, place) => {
		const { error } = await run(parameters, files);
		expect(error).toMatchObject(failure('input', place));
		expect(bench.site.stats.requests.filter(({ path: url }) => UPLOADS.test(url))).toEqual([]);
	});

	it('a record that does not exist', async () => {
		const { error } = await run({ recordId: record('11111111-1111-4111-8111-111111111111') }, pdf);
		expect(error).toMatchObject(failure('notFound', 'field Record'));
	});

	it('a file that the site refuses although its settings cannot be read', async () => {
		bench.site.faults.add({
			match: { path: /QuerySysSettings/, times: 10 },
			fault: { kind: 'status', status: 403, body: '{"message":"No right"}' },
		});
		const tooLarge = [{ data: { bytes: Buffer.alloc(10 * MB + 1), fileName: 'a.bin' } }];
		const results = [await run({}, tooLarge), await run(named('a.exe'), pdf)];
		expect(results.map(({ error }) => error)).toMatchObject([
			failure('invalid', 'Input Data Field Name'),
			failure('invalid', 'Input Data Field Name'),
		]);
		expect(wordsOf(results[0]?.error)).toContain('MaxFileSize');
		expect(wordsOf(results[1]?.error)).toContain('FileExtensionsDenyList');
	});
});
