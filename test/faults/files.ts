import { createHash } from 'node:crypto';

import { type Emulator, FILE_TYPES, type Hosting, startEmulator, type Version } from '../emulator';
import { MEGABYTE } from '../../nodes/shared/creatio/files/fileRules';
import type { SiteRequest } from '../emulator/http';
import type { Engine, RunResult } from '../support/engine';
import { object, type Parameters, record } from '../support/parameters';
import { credentialsOf } from './cell';
import { type FaultKind, KINDS } from './kinds';

/** What a fault befalls: each chunk of an upload, or each download. */
export const MOVES = ['upload', 'replace', 'download'] as const;
type Move = (typeof MOVES)[number];

export interface FileCell {
	readonly kind: FaultKind;
	readonly move: Move;
	readonly hosting: Hosting;
	/** Sites before 8.3.2 report how much of a file is there, later ones refuse to until it is whole (contract 7.2). */
	readonly version: Version;
	/** The number of chunks of each file. */
	readonly chunks: readonly number[];
}

/** What became of the files. All but the first have to be 0. */
export interface FileResult {
	readonly hits: number;
	/** More than one file of an item. */
	readonly doubled: number;
	/** Reported as done, and not there or with other bytes. */
	readonly wrong: number;
	/** Failed although the fault passes. */
	readonly failed: number;
	readonly firstError: string | undefined;
}

/** One fault of each form: that every chunk suffers it takes its time. */
export const FILE_KINDS = KINDS.filter(({ name }) =>
	[
		'reset before the work',
		'reset after the work',
		'answer cut',
		'delivered twice',
		'nginx 502 after the work',
		'IIS 503',
		'empty answer after the work',
		'login page',
		'login page after the work',
		'401',
	].includes(name),
);

const AT_ONCE = 4;
const OBJECT = 'Contact';

export function isGoodFile({ hits, doubled, wrong, failed }: FileResult): boolean {
	return hits > 0 && doubled + wrong + failed === 0;
}

let lastSite = 0;

/** Moves files while each chunk, or each download, suffers the fault once. */
export async function runFileCell(engine: Engine, cell: FileCell): Promise<FileResult> {
	const { kind, move, hosting, version, chunks } = cell;
	const pathBase = `/files${++lastSite}`;
	const site = await startEmulator({ sampleData: false, hosting, version, pathBase });
	try {
		const contact = site.store.insert(OBJECT, { Name: 'Fault' });
		// Without it, files may have any size.
		const [limit] = site.store.rows('SysSettings', '"Code" = ?', 'MaxFileSize');
		site.store.remove('SysSettings', String(limit?.Id));
		const files = chunks.map((count, index) => ({
			name: `file ${index}.bin`,
			bytes: contentOf(index, count),
		}));
		const upload = async () =>
			await engine.run({
				...runOf(site, contact, 'upload', {
					binaryPropertyName: 'data',
					options: { chunkSize: 1, parallel: AT_ONCE, replace: move === 'replace' },
				}),
				items: files.map(() => ({})),
				files: files.map(({ name, bytes }) => ({ data: { bytes, fileName: name } })),
			});
		if (move !== 'upload') for (const file of files) storeFile(site, contact, file);
		const before = filesOf(site, contact);
		const hits = hitOnce(site, kind, move === 'download' ? /\/FileService\/Download\// : /\/UploadFile\?/);
		const result =
			move === 'download'
				? await engine.run({
						...runOf(site, contact, 'download', {
							fileId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
							binaryPropertyName: 'data',
							options: { parallel: AT_ONCE },
						}),
						items: files.map(({ name }) => ({ id: before.get(name)?.[0] })),
					})
				: await upload();
		const wrong = move === 'download' ? await wronglyReceived(engine, result, files) : 0;
		return {
			...compare(site, contact, files, result),
			wrong: wrong + wronglyStored(site, contact, files, result),
			hits: hits(),
		};
	} finally {
		await site.stop();
	}
}

interface TestFile {
	readonly name: string;
	readonly bytes: Buffer;
}

function runOf(site: Emulator, contact: string, operation: string, parameters: Parameters) {
	return {
		node: 'creatio',
		parameters: {
			authentication: 'userPassword',
			resource: 'file',
			operation,
			object: object(OBJECT),
			recordId: record(contact),
			...parameters,
		},
		credentials: credentialsOf(site),
		onError: 'continueRegularOutput' as const,
	};
}

/** A file of so many chunks, the last of which is not whole. No two chunks are the same. */
function contentOf(index: number, chunks: number): Buffer {
	const bytes = Buffer.alloc(chunks * MEGABYTE - 1 - index);
	for (let at = 0; at < bytes.length; at += 4_096)
		bytes.writeUInt32BE(at + index, Math.min(at, bytes.length - 4));
	return bytes;
}

/** A file that is there before. */
function storeFile(site: Emulator, contact: string, { name, bytes }: TestFile): void {
	const id = site.store.insert('ContactFile', {
		Name: name,
		ContactId: contact,
		TypeId: FILE_TYPES.file,
		Size: bytes.length,
	});
	site.store.contents.write({ object: 'ContactFile', id, column: 'Data' }, bytes);
}

/** Each different request suffers the fault when it comes for the first time. Returns how many did. */
function hitOnce(site: Emulator, { fault }: FaultKind, path: RegExp): () => number {
	const seen = new Set<string>();
	const where = ({ url, headers }: SiteRequest) => {
		const key = `${url} ${headers['content-range'] ?? ''}`;
		const isNew = !seen.has(key);
		seen.add(key);
		return isNew;
	};
	site.faults.add({ match: { path, where, times: Infinity }, fault });
	return () => seen.size;
}

/** The Ids of the files of the contact, by name. */
function filesOf(site: Emulator, contact: string): Map<string, string[]> {
	const ids = new Map<string, string[]>();
	for (const { Id, Name } of site.store.rows('ContactFile', `"ContactId" = '${contact}'`)) {
		ids.set(String(Name), [...(ids.get(String(Name)) ?? []), String(Id)]);
	}
	return ids;
}

function compare(site: Emulator, contact: string, files: readonly TestFile[], result: RunResult) {
	const there = filesOf(site, contact);
	return {
		doubled: files.filter(({ name }) => (there.get(name)?.length ?? 0) > 1).length,
		failed: result.error ? files.length : result.itemErrors.length,
		firstError: (result.error ?? result.itemErrors[0]?.error)?.message,
	};
}

function wronglyStored(
	site: Emulator,
	contact: string,
	files: readonly TestFile[],
	result: RunResult,
): number {
	const failed = new Set(result.itemErrors.map(({ item }) => item));
	const there = filesOf(site, contact);
	return files.filter(({ name, bytes }, index) => {
		const id = there.get(name)?.[0];
		const stored = id === undefined ? undefined : site.store.content('ContactFile', id);
		return !failed.has(index) && (stored === undefined || hashOf(stored) !== hashOf(bytes));
	}).length;
}

async function wronglyReceived(
	engine: Engine,
	{ items }: RunResult,
	files: readonly TestFile[],
): Promise<number> {
	let wrong = 0;
	for (const { binary, json, pairedItem } of items) {
		if ('error' in json) continue;
		const file = files[(pairedItem as { item: number }).item];
		const received = await engine.file(binary?.data);
		if (!file || hashOf(received) !== hashOf(file.bytes)) wrong++;
	}
	return wrong;
}

function hashOf(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}
