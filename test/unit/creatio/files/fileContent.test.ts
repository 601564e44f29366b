import { CreatioError } from '../../../../nodes/shared/basics/errors';
import type { Connection, ServiceRequest } from '../../../../nodes/shared/connection/serviceCall';
import { fileContent } from '../../../../nodes/shared/creatio/files/fileContent';
import { fileObjectOf } from '../../../../nodes/shared/creatio/files/fileObject';
import type { FileRow } from '../../../../nodes/shared/creatio/files/fileRow';
import { isContent } from '../../../../nodes/shared/creatio/files/receiveContent';
import { fakeSite, notFound } from '../fakeSite';
import { FILE_SITE } from './fileFakes';

describe('an answer holds a file', () => {
	it.each<[boolean, number, string, string]>([
		[true, 200, 'text/html', 'attachment; filename="page.html"'],
		[true, 200, 'application/json', "attachment; filename*=UTF-8''a.json"],
		[true, 200, 'application/octet-stream', ''],
		[true, 200, 'image/svg+xml', ''],
		[true, 200, 'application/pdf', 'inline'],
		[false, 200, 'text/html; charset=utf-8', ''],
		[false, 200, 'Application/JSON', ''],
		[false, 200, 'application/problem+json', ''],
		[false, 200, 'text/plain', ''],
		[false, 200, '', ''],
		[false, 204, 'application/pdf', 'attachment'],
		[false, 404, 'application/pdf', 'attachment; filename="a.pdf"'],
		[false, 302, 'application/pdf', 'attachment'],
	])('%s: %i, %s, %s', (expected, status, type, disposition) => {
		const headers = { 'content-type': type, 'content-disposition': disposition };
		expect(isContent({ status, headers })).toBe(expected);
	});
});

const FILE: FileRow = {
	id: '11111111-3e9b-40fe-8b82-5632476472b4',
	name: 'a.bin',
	size: 3,
	type: 'file',
	recordId: undefined,
	shown: {},
};

/** A site that sends these contents one after another; an error is thrown, a text is an answer without a file. */
function siteWith(...answers: ReadonlyArray<Uint8Array | string | CreatioError>) {
	const site = fakeSite(() => ({}));
	const asked: ServiceRequest[] = [];
	const left = [...answers];
	const connection: Connection = {
		...site.connection,
		async call(request) {
			asked.push(request);
			const next = left.shift() ?? '';
			if (next instanceof CreatioError) throw next;
			const answer = { status: 200, headers: {}, json: undefined, text: '' };
			if (typeof next === 'string') return { ...answer, text: next, bytes: Buffer.from(next) };
			const take = request.receive?.({ status: 200, headers: { 'content-type': 'image/png' } });
			await take?.(piecesOf(next));
			return { ...answer, received: next.length };
		},
	};
	return { connection, asked };
}

async function* piecesOf(bytes: Uint8Array) {
	for (const byte of bytes) yield await Promise.resolve(Uint8Array.of(byte));
}

async function read(site: ReturnType<typeof siteWith>, file: Partial<FileRow> = {}) {
	const notes: string[] = [];
	const files = await fileObjectOf(FILE_SITE, 'Contact');
	const store = async (pieces: AsyncIterable<Uint8Array>) => {
		const all: Uint8Array[] = [];
		for await (const piece of pieces) all.push(piece);
		return Buffer.concat(all);
	};
	const note = (message: string) => notes.push(message);
	const received = await fileContent(site.connection, files, { ...FILE, ...file }, store, note);
	return { stored: [...received.stored], notes };
}

describe('the content of a file', () => {
	const whole = Uint8Array.of(1, 2, 3);
	const other = Uint8Array.of(1, 2);

	it('is read once where it is as long as Size, or where there is no Size', async () => {
		const site = siteWith(whole);
		expect(await read(site)).toEqual({ stored: [1, 2, 3], notes: [] });
		expect(site.asked).toMatchObject([
			{ path: `FileService/Download/ContactFile/${FILE.id}`, repeat: 'read', headers: { accept: '*/*' } },
		]);
		expect(await read(siteWith(whole), { size: undefined })).toMatchObject({ notes: [] });
		expect(await read(siteWith(whole), { size: 0 })).toMatchObject({ notes: [] });
	});

	it('is read again where it is not, and taken as it is where its length stays', async () => {
		expect(await read(siteWith(other, whole))).toEqual({ stored: [1, 2, 3], notes: [] });
		const { stored, notes } = await read(siteWith(other, other));
		expect(stored).toEqual([1, 2]);
		expect(notes).toEqual([expect.stringMatching(/2 bytes.* 3/)]);
		await expect(read(siteWith(other, Uint8Array.of(1)))).rejects.toMatchObject({
			kind: 'unreadable',
			mayPass: true,
		});
	});

	it('is asked for again after an empty answer, unless its row says that it is empty', async () => {
		expect(await read(siteWith('', whole))).toEqual({ stored: [1, 2, 3], notes: [] });
		await expect(read(siteWith('', other))).rejects.toMatchObject({ kind: 'unreadable', mayPass: true });
		const empty = siteWith('', whole);
		await expect(read(empty, { size: 0 })).rejects.toMatchObject({ kind: 'notFound' });
		expect(empty.asked).toHaveLength(1);
	});

	it('comes from the stream of OData where the service does not find it', async () => {
		const site = siteWith(notFound(), whole);
		expect(await read(site)).toMatchObject({ stored: [1, 2, 3] });
		expect(site.asked[1]).toMatchObject({ service: 'odata', path: `ContactFile(${FILE.id})/Data` });
	});

	it('is not asked for as a stream where the version of OData has none', async () => {
		const site = siteWith(notFound(), notFound(), whole);
		const connection: Connection = { ...site.connection, odataVersion: '3' };
		await expect(read({ ...site, connection })).rejects.toMatchObject({ kind: 'notFound' });
		expect(site.asked.map(({ service }) => service)).toEqual(['rest', 'rest']);
	});

	it.each([
		['an empty answer', [''], 3, 'notFound'],
		['a file without a byte', [new Uint8Array(), new Uint8Array()], 3, 'notFound'],
		['an empty answer for an empty row', [''], 0, 'notFound'],
		['nothing at either place', [notFound(), notFound()], 3, 'notFound'],
		['a refusal of the service', ['{"success":false}'], 3, 'unreadable'],
		[
			'a passing failure of the stream',
			[notFound(), new CreatioError('unavailable', 'Not available now')],
			3,
			'unavailable',
		],
		['a refused length', [new CreatioError('invalid', 'No', { status: 422 })], 3, 'invalid'],
	] as const)('%s is an error', async (_, answers, size, kind) => {
		await expect(read(siteWith(...answers), { size })).rejects.toMatchObject({ kind });
	});

	it.each(['link', 'entityLink'] as const)('is not asked for of a row of type %s', async (type) => {
		const site = siteWith(whole);
		await expect(read(site, { type })).rejects.toMatchObject({ kind: 'input' });
		expect(site.asked).toEqual([]);
	});
});
