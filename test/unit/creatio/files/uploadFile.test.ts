import { attempt } from '../../../../nodes/shared/basics/attempt';
import { CreatioError } from '../../../../nodes/shared/basics/errors';
import type { ServiceRequest } from '../../../../nodes/shared/connection/serviceCall';
import type { ODataVersion } from '../../../../nodes/shared/connection/settings';
import { createUploader } from '../../../../nodes/shared/creatio/files/uploadFile';
import { type Answer, fakeSite } from '../fakeSite';
import { uploadTo } from './fileFakes';

const isDelete = (request: ServiceRequest) =>
	request.method === 'DELETE' || JSON.stringify(request.json ?? '').includes('DELETE');

/** A site that refuses the second chunk of a file. */
async function failing(isReplacement: boolean, deleted: Answer = { status: 204 }) {
	const upload = await uploadTo('Contact', { isReplacement });
	const { connection, requests } = fakeSite((request) => {
		if (isDelete(request)) return deleted;
		if (request.path.startsWith('ContactFile')) return { json: { value: [{ Id: upload.fileId }] } };
		if (!request.path.startsWith('FileApiService')) return { json: {} };
		const isFirst = request.headers?.['content-range']?.startsWith('bytes 0-');
		return isFirst ? { json: { success: true } } : new CreatioError('invalid', 'Refused');
	});
	const work = createUploader(connection, () => {}).upload(upload, { chunkSize: 4, retries: 0 });
	return { work, fileId: upload.fileId, deletes: () => requests.filter(isDelete).length };
}

it('deletes the part of a new file after a failure', async () => {
	const { work, deletes } = await failing(false);
	await expect(work).rejects.toMatchObject({ kind: 'invalid', perhapsDone: false });
	expect(deletes()).toBe(1);
});

it('says what is left of a new file that it cannot delete', async () => {
	const { work, fileId } = await failing(false, new CreatioError('forbidden', 'No right'));
	await expect(work).rejects.toMatchObject({
		kind: 'invalid',
		perhapsDone: true,
		cure: expect.stringContaining(fileId) as string,
	});
});

it('never deletes a file whose content it was to replace', async () => {
	const { work, deletes } = await failing(true);
	await expect(work).rejects.toMatchObject({ kind: 'invalid', perhapsDone: true });
	expect(deletes()).toBe(0);
});

it('says that a file is there whose row cannot be read', async () => {
	const upload = await uploadTo('Contact', {});
	const { connection, requests } = fakeSite((request) => {
		if (request.path.startsWith('ContactFile')) return new CreatioError('forbidden', 'No right');
		return { json: { success: true } };
	});
	const work = createUploader(connection, () => {}).upload(upload, { chunkSize: 100, retries: 0 });
	await expect(work).rejects.toMatchObject({
		kind: 'forbidden',
		perhapsDone: true,
		cure: expect.stringContaining(upload.fileId) as string,
	});
	expect(requests.filter(isDelete)).toEqual([]);
});

it('deletes the row that a refused first chunk may leave behind', async () => {
	const upload = await uploadTo('Contact', {});
	const { connection, requests } = fakeSite((request) => {
		if (isDelete(request)) return { status: 204 };
		if (request.path.startsWith('ContactFile')) return { json: { value: [{ Id: upload.fileId }] } };
		if (!request.path.startsWith('FileApiService')) return { json: {} };
		return new CreatioError('forbidden', 'No right', { status: 200 });
	});
	const work = createUploader(connection, () => {}).upload(upload, { chunkSize: 100, retries: 0 });
	await expect(work).rejects.toMatchObject({ kind: 'forbidden', perhapsDone: false });
	expect(requests.filter(isDelete)).toHaveLength(1);
});

/** A site with these methods; `first` is its answer to the very first chunk. */
async function siteWith(methods: readonly string[], odataVersion: ODataVersion = '4', first?: Answer) {
	const upload = await uploadTo('Contact', {});
	const asked: string[] = [];
	const { connection, requests } = fakeSite((request) => {
		if (request.path.startsWith('ContactFile'))
			return { json: { value: [{ Id: upload.fileId }] }, status: 200 };
		const [, method = ''] = /^FileApiService\/(\w+)/.exec(request.path) ?? [];
		if (method === '') return { json: {} };
		asked.push(method);
		if (asked.length === 1 && first) return first;
		if (!methods.includes(method)) return new CreatioError('notFound', 'No', { reason: 'unexplained' });
		return { json: method === 'Upload' ? 'Ok' : { success: true } };
	});
	const uploader = createUploader({ ...connection, odataVersion }, () => {});
	return { run: () => uploader.upload(upload, { chunkSize: 100, retries: 3 }), asked, requests };
}

it('finds out once which method a site has', async () => {
	const { run, asked } = await siteWith(['Upload']);
	await attempt(run());
	await attempt(run());
	expect(asked).toEqual(['UploadFile', 'Upload', 'Upload']);
});

it('goes on to the older method after an answer that says nothing', async () => {
	const { run, asked } = await siteWith(['Upload'], '4', {});
	await attempt(run());
	expect(asked).toEqual(['UploadFile', 'UploadFile', 'Upload']);
});

it('says what a site lacks over a version of OData without streams, and writes nothing', async () => {
	const { run, asked, requests } = await siteWith([], '3');
	await expect(run()).rejects.toMatchObject({
		kind: 'notFound',
		perhapsDone: false,
		message: expect.stringContaining('FileApiService') as string,
		cure: expect.stringContaining('OData Version') as string,
	});
	expect(asked).toEqual(['UploadFile', 'Upload']);
	expect(requests.filter(({ path }) => path.startsWith('ContactFile'))).toEqual([]);
});
