import fc from 'fast-check';

import { hasDeniedSequence, HOST_LIMITS, queryAsSent } from '../../../../nodes/shared/connection/hostLimits';
import { extensionOf } from '../../../../nodes/shared/creatio/files/fileNames';
import {
	chunkRequest,
	UPLOAD_METHODS,
	uploadAddress,
} from '../../../../nodes/shared/creatio/files/uploadRequest';
import { uploadTo } from './fileFakes';

const queryOf = (path: string) => new URL(`https://site/${path}`).searchParams;

it('names a record by its lookup', async () => {
	const upload = await uploadTo('Contact');
	const { path } = uploadAddress(upload);
	expect(Object.fromEntries(queryOf(path))).toEqual({
		fileId: upload.fileId,
		totalFileLength: '10',
		mimeType: 'application/pdf',
		fileName: 'a.pdf',
		columnName: 'Data',
		entitySchemaName: 'ContactFile',
		parentColumnName: 'Contact',
		parentColumnValue: upload.recordId,
	});
});

it('names a record by its object and its plain ID in SysFile', async () => {
	const { path } = uploadAddress(await uploadTo('UsrRequest', { description: 'Müller' }));
	const query = queryOf(path);
	expect(query.get('parentColumnName')).toBe('RecordId');
	expect(JSON.parse(query.get('AdditionalParams') ?? '')).toEqual({
		RecordSchemaName: 'UsrRequest',
		Notes: 'Müller',
	});
});

it('leaves all columns to a later write for the older method, which does not read them', async () => {
	const upload = await uploadTo('UsrRequest', { description: 'Müller' });
	const { path, setLater } = uploadAddress(upload, 'Upload');
	expect(path).toMatch(/^FileApiService\/Upload\?/);
	expect(queryOf(path).get('parentColumnName')).toBe('RecordId');
	expect(queryOf(path).has('AdditionalParams')).toBe(false);
	expect(setLater).toEqual({ RecordSchemaName: 'UsrRequest', Notes: 'Müller' });
	expect(uploadAddress(await uploadTo('Contact'), 'Upload').setLater).toEqual({});
});

it('has an address that every host takes, and leaves out nothing', async () => {
	const base = await uploadTo('Contact');
	const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 250 });
	const risky = fc.constantFrom('%2e%2e%2f', '..%2f', '%255c', "'", '"', '#', '+', '📎'.repeat(120), 'ж');
	const name = fc.tuple(text, risky).map(([one, other]) => `${one}${other}.pdf`);
	const description = fc.option(fc.oneof(text, fc.constant('../'), fc.constant('x'.repeat(3_000))), {
		nil: undefined,
	});
	fc.assert(
		fc.property(name, description, fc.constantFrom(...UPLOAD_METHODS), (some, notes, method) => {
			const address = uploadAddress({ ...base, name: some, description: notes }, method);
			const query = queryAsSent(address.path);
			expect(query.length).toBeLessThanOrEqual(HOST_LIMITS.query);
			expect(hasDeniedSequence(query)).toBe(false);
			const sent = queryOf(address.path);
			const additional = JSON.parse(sent.get('AdditionalParams') ?? '{}') as { Notes?: string };
			const { setLater } = address;
			expect(setLater.Name ?? sent.get('fileName')).toBe(some);
			expect(setLater.Notes ?? additional.Notes).toBe(notes);
			expect(extensionOf(address.name)).toBe(extensionOf(some));
		}),
	);
});

it('states the range of a chunk, and that only the first one may be sent again', async () => {
	const given = await uploadTo('Contact', { name: 'Счёт "1"\'.pdf' });
	const { content } = given;
	const address = uploadAddress(given);
	const first = chunkRequest(given, address, { from: 0, to: 4, body: content });
	expect(first).toMatchObject({
		repeat: 'harmless',
		headers: {
			'content-range': 'bytes 0-3/10',
			'content-disposition': 'attachment; filename=%D0%A1%D1%87%D1%91%D1%82%20%221%22%27.pdf',
		},
	});
	const last = chunkRequest(given, address, { from: 4, to: 10, body: content });
	expect(last).toMatchObject({ repeat: 'once', headers: { 'content-range': 'bytes 4-9/10' } });
});
