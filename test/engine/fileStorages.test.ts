import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { type Engine, type RunOptions, startEngine } from '../support/engine';
import { openS3Bucket } from '../support/s3Bucket';
import { bytesOf, givenFile, sha256 } from './fileSite';
import { ANDREW, type Bench, failure, object, openSite, record } from './setup';

/** Three chunks of 1 MB, and several parts of the network. */
const LARGE = bytesOf(2_600_000);

const OF_ANDREW = {
	resource: 'file',
	object: object('Contact'),
	recordId: record(ANDREW),
	binaryPropertyName: 'data',
};

type GivenFile = NonNullable<RunOptions['files']>[number][string];

interface Storage {
	readonly engine: Engine;
	readonly close: () => Promise<void>;
}

async function openFolder(): Promise<Storage> {
	const folder = await mkdtemp(path.join(tmpdir(), 'storage-'));
	const close = () => rm(folder, { recursive: true, force: true });
	return { engine: await startEngine({ ENGINE_FILES: folder }), close };
}

async function openBucket(): Promise<Storage> {
	const bucket = await openS3Bucket();
	return { engine: await startEngine({ ENGINE_S3: bucket.url }), close: bucket.close };
}

describe.each([
	['filesystem-v2', openFolder],
	['s3', openBucket],
] as const)('files that n8n keeps in %s', (mode, open) => {
	let storage: Storage;
	let bench: Bench;
	beforeAll(async () => {
		storage = await open();
	});
	beforeEach(async () => {
		bench = await openSite(storage.engine);
	});
	afterAll(async () => {
		await storage.engine.stop();
		await storage.close();
	});

	const upload = (data: GivenFile, chunkSize = 1) =>
		bench.creatio({ ...OF_ANDREW, operation: 'upload', options: { chunkSize } }, { files: [{ data }] });

	it.each([1, 2, 4])('are uploaded in chunks of %d MB', async (chunkSize) => {
		const { items, error } = await upload({ bytes: LARGE, fileName: 'stored.bin' }, chunkSize);
		expect(error).toBeUndefined();
		const id = String(items[0]?.json.Id);
		const stored = bench.site.store.contents.read({ object: 'ContactFile', id, column: 'Data' });
		expect(sha256(stored ?? new Uint8Array())).toBe(sha256(LARGE));
	});

	it('are written by a download', async () => {
		const fileId = record(givenFile(bench, 'Предложение.bin', LARGE));
		const { items, error } = await bench.creatio({ ...OF_ANDREW, operation: 'download', fileId });
		expect(error).toBeUndefined();
		const data = items[0]?.binary?.data;
		expect(data).toMatchObject({ fileName: 'Предложение.bin', data: mode, bytes: LARGE.length });
		expect(sha256(await storage.engine.file(data))).toBe(sha256(LARGE));
	});

	it('and that are gone are reported as such', async () => {
		const id = `${mode}:workflows/1/executions/1/binary_data/x`;
		const { error } = await upload({ stored: { data: mode, mimeType: 'text/plain', id } });
		expect(error).toMatchObject(failure('storage', 'Input Data Field Name'));
	});
});
