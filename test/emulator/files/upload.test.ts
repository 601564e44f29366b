import { createHash } from 'node:crypto';

import fc from 'fast-check';

import { type Emulator, FIXED, startEmulator, USERS } from '..';
import { OF_ANDREW } from '../facts/fileSupport';
import { PIECE_BYTES } from '../store/contents';
import { type Answer, type Send, signedIn } from '../testSupport';
import { guidOf } from '../model/ids';

let site: Emulator;
let call: Send;

beforeAll(async () => {
	site = await startEmulator({ sampleData: false });
	call = await signedIn(site);
});
afterAll(() => site.stop());

const PLACE = (id: string) => ({ object: 'ContactFile', id, column: 'Data' });

function sendChunk(
	id: string,
	range: string | undefined,
	bytes: Uint8Array<ArrayBuffer>,
	more: Record<string, string> = {},
	send: Send = call,
): Promise<Answer> {
	const parameters = {
		fileId: id,
		totalFileLength: '10',
		...OF_ANDREW,
		...more,
	};
	const headers = { 'Content-Type': 'application/octet-stream', 'Content-Range': range };
	return send('POST', `/0/rest/FileApiService/UploadFile?${new URLSearchParams(parameters).toString()}`, {
		raw: bytes,
		headers,
	});
}

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));

it('stores any chunks in order: the first replaces, the others go to the end', async () => {
	let count = 0;
	const chunk = fc.uint8Array({ minLength: 1, maxLength: 60 });
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.record({ first: fc.boolean(), bytes: chunk }), { maxLength: 8 }),
			async (rest) => {
				const id = guidOf(`chunks ${count++}`);
				let expected = Buffer.from('start');
				await sendChunk(id, 'bytes 0-4/10', bytesOf('start'));
				for (const { first, bytes } of rest) {
					const answer = await sendChunk(id, first ? 'bytes 0-9/10' : 'bytes 5-9/10', new Uint8Array(bytes));
					expect(answer.json()).toMatchObject({ success: true });
					expected = first ? Buffer.from(bytes) : Buffer.concat([expected, bytes]);
				}
				expect(Buffer.from(site.store.contents.read(PLACE(id)) ?? []).equals(expected)).toBe(true);
				expect(site.store.contents.length(PLACE(id))).toBe(expected.length);
				expect(site.store.rows('ContactFile', 'Id = ?', id)[0]).toMatchObject({
					Name: 'a.txt',
					Size: 10,
					Version: 1,
					ContactId: FIXED.andrewBaker,
				});
			},
		),
		{ numRuns: 30 },
	);
});

it('carries several pieces there and back', async () => {
	const bytes = new Uint8Array(PIECE_BYTES * 2 + 17).map((_, index) => index * 31);
	const id = guidOf('pieces');
	const length = String(bytes.length * 2);
	await sendChunk(id, `bytes 0-${bytes.length - 1}/${length}`, bytes, { totalFileLength: length });
	await sendChunk(id, `bytes ${bytes.length}-${bytes.length * 2 - 1}/${length}`, bytes, {
		totalFileLength: length,
	});
	const link = `${site.url}/0/rest/FileService/Download/ContactFile/${id}`;
	const answer = await call('GET', link.slice(site.url.length));
	expect(answer.headers.get('content-length')).toBe(length);
	const stored = site.store.contents.read(PLACE(id)) ?? new Uint8Array();
	const hash = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
	expect(hash(stored)).toBe(hash(Buffer.concat([bytes, bytes])));
});

it.each<[string, string | undefined, Record<string, string>, string]>([
	['no row', 'bytes 5-9/10', {}, 'ItemNotFoundException'],
	['a range that says nothing', 'bytes five', {}, 'FormatException'],
	['no range and no form', undefined, {}, 'InvalidOperationException'],
	['an Id that is none', 'bytes 0-9/10', { fileId: 'x' }, 'FormatException'],
	['no length', 'bytes 0-9/10', { totalFileLength: '' }, 'InvalidFileSizeException'],
	['no bytes', 'bytes 0-9/10', { totalFileLength: '0' }, 'InvalidFileSizeException'],
	['too many bytes', 'bytes 0-9/10', { totalFileLength: '10485761' }, 'MaxFileSizeExceededException'],
	['a denied extension', 'bytes 0-9/10', { fileName: 'A.Exe' }, 'FileSecurityException'],
	['an unknown object', 'bytes 0-9/10', { entitySchemaName: 'NopeFile' }, 'ItemNotFoundException'],
	['an unknown column', 'bytes 0-9/10', { columnName: 'Bytes' }, 'ItemNotFoundException'],
	[
		'a parent that is not there',
		'bytes 0-9/10',
		{ parentColumnValue: guidOf('nobody') },
		'DbOperationException',
	],
	['a name that is too long', 'bytes 0-9/10', { fileName: `${'x'.repeat(251)}` }, 'DbOperationException'],
])('refuses %s', async (what, range, more, errorCode) => {
	const id = guidOf(`refused ${what}`);
	const answer = await sendChunk(id, range, bytesOf('0123456789'), more);
	expect([answer.status, answer.json()]).toMatchObject([200, { success: false, errorInfo: { errorCode } }]);
	expect(site.store.count('ContactFile', 'Id = ?', id)).toBe(0);
});

it('refuses a user without rights', async () => {
	const readOnly = await signedIn(site, USERS.readOnly);
	const answer = await sendChunk(guidOf('rights'), 'bytes 0-9/10', bytesOf('0123456789'), {}, readOnly);
	expect(answer.json()).toMatchObject({ success: false, errorInfo: { errorCode: 'SecurityException' } });
});
