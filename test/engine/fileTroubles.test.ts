import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Fault, Version } from '../emulator';
import { type RunOptions, startEngine } from '../support/engine';
import { bytesOf, givenFile, sha256 } from './fileSite';
import {
	ANDREW,
	type Bench,
	column,
	failure,
	object,
	openSite,
	type Parameters,
	record,
	SIMILAR_HOSTINGS,
	SITES,
	useBench,
	wordsOf,
} from './setup';

const MB = 1_048_576;
const SMALL = Buffer.from('A small file');
/** Three chunks of 1 MB. */
const LARGE = bytesOf(2.5 * MB);
const GIF = Buffer.from('GIF89a');
const UPLOADS = /UploadFile/;
const IMAGE_SERVICE = /ImageAPI/;

type Files = NonNullable<RunOptions['files']>;

function upload(
	bench: Bench,
	bytes: Uint8Array,
	options: Parameters,
	more: Parameters = {},
	run: Partial<RunOptions> = {},
) {
	const files: Files = [{ data: { bytes, fileName: 'a.bin' } }];
	return bench.creatio(
		{
			resource: 'file',
			operation: 'upload',
			object: object('Contact'),
			recordId: record(ANDREW),
			binaryPropertyName: 'data',
			options,
			...more,
		},
		{ files, ...run },
	);
}

function setImage(bench: Bench, run: Partial<RunOptions> = {}) {
	const files: Files = [{ data: { bytes: GIF, fileName: 'a.gif', mimeType: 'image/gif' } }];
	const parameters = { operation: 'setImage', column: column('Photo') };
	return upload(bench, GIF, { retries: 0 }, parameters, { files, ...run });
}

function download(bench: Bench, fileId: string, more: Parameters = {}, run: Partial<RunOptions> = {}) {
	return bench.creatio(
		{
			resource: 'file',
			operation: 'download',
			object: object('Contact'),
			recordId: record(''),
			source: 'attachment',
			fileId: { __rl: true, mode: 'id', value: fileId },
			binaryPropertyName: 'data',
			options: {},
			...more,
		},
		run,
	);
}

const storedIn = ({ site }: Bench, id: unknown, name = 'ContactFile') =>
	sha256(site.store.contents.read({ object: name, id: String(id), column: 'Data' }) ?? Buffer.alloc(0));
const rowsNamed = ({ site }: Bench, name: string) => site.store.rows('ContactFile', '"Name" = ?', name);
const imagesIn = ({ site }: Bench) => site.store.count('SysImage');
const photoIn = ({ site }: Bench) => site.store.rows('Contact', '"Id" = ?', ANDREW)[0]?.PhotoId;
const requestsTo = ({ site }: Bench, address: RegExp) =>
	site.stats.requests.filter((request) => address.test(request.path));

describe.each(SITES)('%s', (_, site) => {
	const bench = useBench(site);
	const isOld = site.odataVersion === '3';
	const uploads = isOld ? /\/Upload\?/ : UPLOADS;

	it('a name with a sequence that hosts deny is uploaded in chunks, and found when it is replaced', async () => {
		const fileName = 'a..%2fb%255c.pdf';
		const first = await upload(bench, SMALL, { fileName });
		const second = await upload(bench, LARGE, { fileName, replace: true, chunkSize: 1 });
		expect(second.items[0]?.json).toMatchObject({ Id: first.items[0]?.json.Id, Name: fileName });
		expect(storedIn(bench, first.items[0]?.json.Id)).toBe(sha256(LARGE));
		expect(requestsTo(bench, uploads)).toHaveLength(4);
	});

	it.each<[string, Fault]>([
		['that of nginx', { kind: 'outage', by: 'nginx', status: 413 }],
		['one without words', { kind: 'status', status: 413 }],
	])('a gateway that limits requests: the message names the option (%s)', async (_, fault) => {
		bench.site.faults.add({ match: { path: uploads, times: 9 }, fault });
		const { error } = await upload(bench, LARGE, {});
		expect(error).toMatchObject(failure('tooLarge', 'a part of the file'));
		expect(wordsOf(error)).toContain('Chunk Size');
	});

	it('a sign-in in the middle of the chunks', async () => {
		bench.site.faults.add({ match: { path: uploads, nth: 2 }, fault: { kind: 'redirectToLogin' } });
		const { items } = await upload(bench, LARGE, { chunkSize: 1 });
		expect(storedIn(bench, items[0]?.json.Id)).toBe(sha256(LARGE));
		expect(requestsTo(bench, uploads)).toHaveLength(4);
	});

	it('an execution that is begun again overwrites its file', async () => {
		const run = { executionId: '4711' };
		const before = await upload(bench, SMALL, { fileName: 'begun.bin' }, {}, run);
		const after = await upload(bench, LARGE, { fileName: 'begun.bin' }, {}, run);
		expect(after.items[0]?.json.Id).toBe(before.items[0]?.json.Id);
		expect(rowsNamed(bench, 'begun.bin')).toHaveLength(1);
	});

	describe('Set Image', () => {
		const images = () => imagesIn(bench);
		const photo = () => photoIn(bench);

		it.each<[string, Fault]>([
			['a lost answer', { kind: 'resetAfter' }],
			['an answer without words', { kind: 'emptyAnswer', body: '', after: true }],
			['a failure', { kind: 'status', status: 500, after: true }],
		])('leaves no image where the service fails for good: %s', async (_, fault) => {
			const before = images();
			bench.site.faults.add({ match: { path: IMAGE_SERVICE, times: 9 }, fault });
			expect((await setImage(bench)).error).toMatchObject({ perhapsDone: false });
			expect(images()).toBe(before);
		});

		it('says what may be left where the lookup may have been written', async () => {
			bench.site.faults.add({
				match: { method: isOld ? 'MERGE' : 'PATCH', path: /Contact(?:Collection)?\(/, times: 9 },
				fault: { kind: 'resetAfter' },
			});
			const { error } = await setImage(bench);
			expect(error?.perhapsDone).toBe(true);
			expect(wordsOf(error)).toContain(String(photo()));
		});

		it('a refusal with a good status is one', async () => {
			bench.site.faults.add({
				match: { path: IMAGE_SERVICE },
				fault: { kind: 'status', status: 200, body: '{"error":"File is not an image."}' },
			});
			expect((await setImage(bench)).error).toMatchObject(failure('invalid', 'Input Data Field Name'));
			expect(requestsTo(bench, /Contact(?:Collection)?\(/)).toEqual([]);
		});

		it.each([2, 3])('Retry On Fail with %s tries sets one image', async (tries) => {
			const before = images();
			bench.site.faults.add({
				match: { path: IMAGE_SERVICE, times: tries - 1 },
				fault: { kind: 'status', status: 500, after: true },
			});
			expect((await setImage(bench, { tries })).error).toBeUndefined();
			expect(images()).toBe(before + 1);
		});
	});

	it('an image whose row is missing is not a missing service', async () => {
		await setImage(bench);
		bench.site.faults.add({ match: { path: /SysImage/, times: 9 }, fault: { kind: 'status', status: 404 } });
		const image = { source: 'image', recordId: record(ANDREW), column: column('Photo') };
		const { error } = await download(bench, '', image);
		expect(error).toMatchObject(failure('notFound', 'field Column'));
	});
});

describe.each(SIMILAR_HOSTINGS)('%s with streams of OData', (hosting) => {
	const bench = useBench({ hosting });

	it('a first chunk that is refused leaves no row behind', async () => {
		bench.site.switches.largeChunks = 'needSizeRight';
		const { error } = await upload(bench, LARGE, { fileName: 'refused.bin' });
		bench.site.switches.largeChunks = 'taken';
		expect(error).toMatchObject(failure('forbidden', 'Size'));
		expect(rowsNamed(bench, 'refused.bin')).toEqual([]);
	});

	it.each<Version>(['8.1', '8.2.3', '8.3.2'])(
		'%s: a chunk that was stored is not sent again',
		async (version) => {
			const other = await openSite(bench.engine, { hosting, version });
			other.site.faults.add({ match: { path: UPLOADS, nth: 2 }, fault: { kind: 'resetAfter' } });
			const { items } = await upload(other, LARGE, { chunkSize: 1 });
			expect(storedIn(other, items[0]?.json.Id)).toBe(sha256(LARGE));
			expect(requestsTo(other, UPLOADS)).toHaveLength(3);
		},
	);

	describe('Set Image', () => {
		const noService: Fault = { kind: 'status', status: 404, body: '<html><h1>Not Found</h1></html>' };
		const refused = (status: number): Fault => ({
			kind: 'status',
			status,
			body: '{"error":{"message":"Refused"}}',
		});
		const images = () => imagesIn(bench);
		const photo = () => photoIn(bench);

		it('without its service, by OData', async () => {
			bench.site.faults.add({ match: { path: IMAGE_SERVICE }, fault: noService });
			const result = await setImage(bench);
			expect(result.items).toMatchObject([{ json: { Id: ANDREW, PhotoId: photo() } }]);
			expect(storedIn(bench, photo(), 'SysImage')).toBe(sha256(GIF));
		});

		it.each<[string, string, RegExp, Fault]>([
			['the row', 'POST', /odata\/SysImage/, refused(403)],
			['the content', 'PUT', /Data$/, refused(400)],
			['the content, with an open outcome', 'PUT', /Data$/, refused(500)],
			['the lookup', 'PATCH', /Contact\(/, refused(403)],
		])('leaves no image where a step by OData fails: %s', async (_, method, address, fault) => {
			const before = [images(), photo()];
			bench.site.faults.add({ match: { path: IMAGE_SERVICE }, fault: noService });
			bench.site.faults.add({ match: { method, path: address, times: 9 }, fault });
			const { error } = await setImage(bench);
			expect(error?.perhapsDone).toBe(false);
			expect([images(), photo()]).toEqual(before);
		});
	});
});

describe('without FileApiService', () => {
	const bench = useBench({ switches: { fileApi: 'missing' } });

	it('a refused type is explained', async () => {
		bench.site.faults.add({
			match: { path: /QuerySysSettings/, times: 9 },
			fault: { kind: 'status', status: 403, body: '{"message":"No right"}' },
		});
		const { error } = await upload(bench, SMALL, { fileName: 'a.exe' });
		expect(wordsOf(error)).toContain('FileExtensionsDenyList');
		expect(rowsNamed(bench, 'a.exe')).toEqual([]);
	});
});

describe('cancelling', () => {
	const bench = useBench();

	it('in the middle of a download ends it', async () => {
		const id = givenFile(bench, 'slow.bin', LARGE);
		bench.site.faults.add({ match: { path: /FileService/ }, fault: { kind: 'delay', ms: 800 } });
		const result = await download(bench, id, {}, { cancelAfterMs: 300 });
		expect(result.status).not.toBe('success');
		expect(requestsTo(bench, /FileService/).length).toBeLessThan(2);
	});
});

it('takes files that a workflow keeps among the values of its items', async () => {
	const folder = await mkdtemp(path.join(tmpdir(), 'combined-'));
	const engine = await startEngine({ ENGINE_FILES: folder });
	try {
		const bench = await openSite(engine);
		const binaryPropertyName = '_files.data';
		const combined = { binaryMode: 'combined' } as const;
		const done = await upload(bench, LARGE, { chunkSize: 1 }, { binaryPropertyName }, combined);
		const id = String(done.items[0]?.json.Id);
		expect(storedIn(bench, id)).toBe(sha256(LARGE));
		const wrong = await upload(bench, SMALL, {}, {}, combined);
		expect(wordsOf(wrong.error)).toContain(binaryPropertyName);
		const { items } = await download(bench, id, {}, combined);
		expect(items[0]?.json).toMatchObject({ _files: { data: { fileName: 'a.bin' } } });
	} finally {
		await engine.stop();
		await rm(folder, { recursive: true, force: true });
	}
});
