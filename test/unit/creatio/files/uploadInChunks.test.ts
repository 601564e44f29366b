import fc from 'fast-check';

import { CreatioError } from '../../../../nodes/shared/basics/errors';
import type { ServiceRequest } from '../../../../nodes/shared/connection/serviceCall';
import type { StreamedBody } from '../../../../nodes/shared/http/types';
import { uploadInChunks } from '../../../../nodes/shared/creatio/files/uploadInChunks';
import { uploadAddress } from '../../../../nodes/shared/creatio/files/uploadRequest';
import { fakeSite, lostAnswer } from '../fakeSite';
import { contentOf, uploadTo } from './fileFakes';

type Trouble = 'none' | 'lostBefore' | 'lostAfter' | 'silent' | 'twice' | 'notDone';

const bytesOf = async (body: Uint8Array | StreamedBody) => {
	if (body instanceof Uint8Array) return Buffer.from(body);
	const pieces: Uint8Array[] = [];
	for await (const piece of body.open()) pieces.push(piece);
	return Buffer.concat(pieces);
};

/** A site that appends, with one trouble for each chunk that it gets. */
async function site(troubles: readonly Trouble[], length: number, done: unknown = { success: true }) {
	let stored = Buffer.alloc(0);
	let seen = 0;
	const { connection, requests } = fakeSite(async (request) => {
		if (request.method === 'GET') {
			const headers = { 'content-disposition': 'attachment', 'content-length': String(stored.length) };
			await request.receive?.({ status: 200, headers })?.((async function* () {})());
			return { headers };
		}
		const trouble = troubles[seen++] ?? 'none';
		if (trouble === 'lostBefore') return lostAnswer();
		if (trouble === 'silent') return {};
		if (trouble === 'notDone') return new CreatioError('invalid', 'Refused');
		const bytes = await bytesOf(request.content?.body as Uint8Array | StreamedBody);
		const isFirst = /^bytes 0-/.test(request.headers?.['content-range'] ?? '');
		for (const times of trouble === 'twice' ? [1, 2] : [1])
			stored = isFirst && times === 1 ? bytes : Buffer.concat([stored, ...(isFirst ? [] : [bytes])]);
		return trouble === 'lostAfter' ? lostAnswer() : { json: done };
	});
	const content = Buffer.from(Array.from({ length }, (_, index) => index % 251));
	const upload = await uploadTo('Contact', { content: contentOf(content) });
	const run = async (retries: number) => {
		const progress = { hasBegun: false, confirmed: 0, known: 0, isUnverified: false };
		const options = { chunkSize: 4, retries };
		await uploadInChunks(connection, upload, uploadAddress(upload), options, progress);
	};
	return { run, content, requests, stored: () => stored };
}

it('ends with the whole file, or with an error, whatever happens to its chunks', async () => {
	const trouble = fc.constantFrom<Trouble>('none', 'none', 'lostBefore', 'lostAfter', 'silent', 'twice');
	await fc.assert(
		fc.asyncProperty(
			fc.array(trouble, { maxLength: 12 }),
			fc.integer({ min: 1, max: 18 }),
			async (troubles, length) => {
				const { run, content, stored, requests } = await site(troubles, length);
				const isDone = await run(3).then(
					() => true,
					() => false,
				);
				if (isDone) expect(stored()).toEqual(content);
				expect(requests.length).toBeLessThan(200);
			},
		),
		{ numRuns: 200 },
	);
});

const later = (requests: readonly ServiceRequest[]) =>
	requests.filter(({ method }) => method === 'POST').map(({ headers }) => headers?.['content-range']);

it.each<[Trouble, string[]]>([
	['lostAfter', ['bytes 0-3/10', 'bytes 4-7/10', 'bytes 8-9/10']],
	['lostBefore', ['bytes 0-3/10', 'bytes 4-7/10', 'bytes 4-7/10', 'bytes 8-9/10']],
])('goes on by the stored length: %s', async (trouble, ranges) => {
	const { run, content, stored, requests } = await site(['none', trouble], 10);
	await run(3);
	expect(stored()).toEqual(content);
	expect(later(requests)).toEqual(ranges);
});

it('does not take a chunk that was stored twice for the next one, which was lost', async () => {
	const { run, content, stored } = await site(['none', 'twice', 'lostBefore'], 12);
	await run(3);
	expect(stored()).toEqual(content);
});

it.each([3, 10])('repeats a first chunk of %i bytes whose answer is empty', async (length) => {
	const { run, content, stored } = await site(['silent'], length);
	await run(3);
	expect(stored()).toEqual(content);
});

it('takes the word of the older method for a success', async () => {
	const { run, content, stored, requests } = await site([], 10, 'Ok');
	await run(0);
	expect(stored()).toEqual(content);
	expect(later(requests)).toHaveLength(3);
});

it('takes the empty text of the older method for a refusal', async () => {
	const { run, requests } = await site([], 10, '');
	await expect(run(3)).rejects.toMatchObject({ kind: 'invalid', perhapsDone: false });
	expect(later(requests)).toHaveLength(1);
});

it('does not send again what was refused', async () => {
	const { run, requests } = await site(['none', 'notDone'], 10);
	await expect(run(3)).rejects.toMatchObject({ kind: 'invalid' });
	expect(later(requests)).toHaveLength(2);
});

it('ends where every chunk is delivered twice', async () => {
	const { run, requests } = await site(new Array<Trouble>(500).fill('twice'), 10);
	await expect(run(3)).rejects.toMatchObject({ kind: 'unreadable' });
	expect(later(requests)).toHaveLength(12);
});
