import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import type { ContentHead } from '../../../../nodes/shared/creatio/files/receiveContent';
import type { Pieces } from '../../../../nodes/shared/http/types';
import { type BinaryNames, storeBinary } from '../../../../nodes/shared/n8n/files/storeBinary';

const pieces = () => Readable.from([Buffer.from('abc')]);

const NO_NAMES: BinaryNames = { fileName: undefined, mimeType: undefined };
const NO_HEAD: ContentHead = { fileName: undefined, mimeType: '' };

async function stored(
	names: Partial<BinaryNames>,
	head: Partial<ContentHead> = {},
	content: Pieces = pieces(),
) {
	const prepareBinaryData = jest.fn(
		async (data: Buffer | NodeJS.ReadableStream, fileName: string, mimeType: string) => ({
			data: (Buffer.isBuffer(data) ? data : await buffer(data)).toString(),
			fileName,
			mimeType,
		}),
	);
	const context = { n8n: { helpers: { prepareBinaryData } } } as never;
	return await storeBinary(context, { ...NO_NAMES, ...names })(content, { ...NO_HEAD, ...head });
}

it('stores what n8n has read as a whole', async () => {
	async function* parts() {
		yield* await Promise.resolve([Buffer.from('ab'), Buffer.from('c')]);
	}
	expect(await stored({}, {}, parts())).toMatchObject({ data: 'abc' });
});

it.each<[string, Partial<BinaryNames>, Partial<ContentHead>, string, string]>([
	['the name of the row', { fileName: 'a.pdf' }, { fileName: 'b.txt' }, 'a.pdf', 'application/pdf'],
	['the name of the answer', {}, { fileName: 'b.txt' }, 'b.txt', 'text/plain'],
	['no name', {}, {}, 'file', 'application/octet-stream'],
	['a name with a folder', { fileName: '../a.pdf' }, {}, '.._a.pdf', 'application/pdf'],
	['the type of the answer', { fileName: 'a' }, { mimeType: 'image/png' }, 'a', 'image/png'],
	[
		'a type that says nothing',
		{ fileName: 'a.png' },
		{ mimeType: 'application/octet-stream' },
		'a.png',
		'image/png',
	],
	['the type of the user', { mimeType: 'x/y' }, { mimeType: 'image/png' }, 'file', 'x/y'],
])('stores with %s', async (_, names, head, fileName, mimeType) => {
	expect(await stored(names, head)).toEqual({ data: 'abc', fileName, mimeType });
});

it('reports what n8n cannot store, which no retry mends', async () => {
	const prepareBinaryData = jest.fn().mockRejectedValue(new Error('ENOSPC: no space left on device'));
	const context = { n8n: { helpers: { prepareBinaryData } } } as never;
	await expect(
		storeBinary(context, { ...NO_NAMES, fileName: 'a.pdf' })(pieces(), NO_HEAD),
	).rejects.toMatchObject({
		kind: 'storage',
		mayPass: false,
		message: expect.stringMatching(/a\.pdf.*ENOSPC/) as string,
	});
});
