import { CreatioError } from '../../../../nodes/shared/basics/errors';
import type { ODataVersion } from '../../../../nodes/shared/connection/settings';
import { imageColumn } from '../../../../nodes/shared/creatio/files/imageColumn';
import { setImage } from '../../../../nodes/shared/creatio/files/setImage';
import { type Answer, fakeSite, lostAnswer } from '../fakeSite';
import { fakeModel } from '../fakes';
import { contentOf } from './fileFakes';

const IMAGE = '11111111-1111-4111-8111-111111111111';
const RECORD = '22222222-2222-4222-8222-222222222222';

/** A site with these answers to the image and to the change of the record. */
async function run(
	image: Answer,
	change: Answer,
	stream: Answer = { status: 204 },
	shown: Answer = { json: { Id: RECORD, PhotoId: null } },
	odataVersion: ODataVersion = '4',
) {
	const deleted: string[] = [];
	const { connection, requests } = fakeSite((request) => {
		const { method, path } = request;
		if (method === 'DELETE') deleted.push(path);
		if (path.startsWith('ImageAPIService')) return image;
		if (method === 'PUT') return stream;
		if (method === 'PATCH') return change;
		if (method === 'POST') return { json: { Id: IMAGE } };
		if (method === 'GET' && path.startsWith('Contact(')) return shown;
		return method === 'GET' ? { json: { value: [{ Id: IMAGE }, { Id: RECORD }] } } : { status: 204 };
	});
	const model = fakeModel('Contact', { Photo: 'lookup SysImage' });
	const work = setImage(
		{ ...connection, odataVersion },
		{
			id: IMAGE,
			name: 'a.png',
			mimeType: 'image/png',
			content: contentOf(Buffer.from('png')),
			model,
			column: imageColumn(model, 'Photo'),
			recordId: RECORD,
		},
	);
	const error: unknown = await work.then(
		() => undefined,
		(failure: unknown) => failure,
	);
	return { error, deleted, requests };
}

const refused = () => new CreatioError('invalid', 'Refused');
const DELETED = [`SysImage(${IMAGE})`];

it('deletes an image that no record points to', async () => {
	for (const result of [
		await run({ json: {} }, refused()),
		await run(new CreatioError('notFound', 'No', { reason: 'unexplained' }), {}, refused()),
	])
		expect(result).toMatchObject({ error: { kind: 'invalid', perhapsDone: false }, deleted: DELETED });
});

it('deletes nothing where the site has refused the image', async () => {
	expect(await run(refused(), {})).toMatchObject({ error: { kind: 'invalid' }, deleted: [] });
});

it('keeps an image that the record may point to, and says so', async () => {
	const { error, deleted } = await run({ json: {} }, lostAnswer());
	expect(error).toMatchObject({ perhapsDone: true, cure: expect.stringContaining(IMAGE) as string });
	expect(deleted).toEqual([]);
});

it.each<[string, Answer]>([
	['shows it since an earlier try', { json: { Id: RECORD, PhotoId: IMAGE } }],
	['cannot be read', new CreatioError('unavailable', 'Down')],
])('keeps an image where the lookup is refused and the record %s', async (_, shown) => {
	const { error, deleted } = await run({ json: {} }, refused(), undefined, shown);
	expect(error).toMatchObject({ kind: 'invalid', cure: expect.stringContaining(IMAGE) as string });
	expect(deleted).toEqual([]);
});

it('says what a site lacks over a version of OData without streams, and writes nothing', async () => {
	const missing = new CreatioError('notFound', 'No', { reason: 'unexplained' });
	const { error, requests } = await run(missing, {}, undefined, undefined, '3');
	expect(error).toMatchObject({
		kind: 'notFound',
		perhapsDone: false,
		message: expect.stringContaining('ImageAPIService') as string,
	});
	expect(requests).toHaveLength(1);
});
