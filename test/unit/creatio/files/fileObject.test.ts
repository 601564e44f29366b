import {
	fileObjectOf,
	filterOfRecord,
	parentValues,
} from '../../../../nodes/shared/creatio/files/fileObject';
import { fakeMetadata, fakeModel } from '../fakes';
import { FILE_SITE } from './fileFakes';
import { odata4 } from '../../../../nodes/shared/creatio/odata4/odata4';

const RECORD = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';

describe('where the files of an object are', () => {
	it.each([
		['Contact', 'ContactFile', 'Contact', false],
		['Case', 'CaseFile', 'RegisteredIn', false],
		['UsrRequest', 'SysFile', 'RecordId', true],
		['UsrLogFile', 'SysFile', 'RecordId', true],
	])('of %s in %s', async (object, model, parent, isShared) => {
		const files = await fileObjectOf(FILE_SITE, object);
		expect(files).toMatchObject({ object, model: { name: model }, parent: { name: parent }, isShared });
	});

	it.each(['ContactFile', 'SysFile'])('refuses %s, which holds files itself', async (object) => {
		await expect(fileObjectOf(FILE_SITE, object)).rejects.toMatchObject({
			kind: 'input',
			message: expect.stringMatching(/holds the files of .*field Object/) as string,
		});
	});

	it('refuses an object without files, and an unknown one', async () => {
		const bare = fakeMetadata([fakeModel('Contact', { Name: 'text' })]);
		await expect(fileObjectOf(bare, 'Contact')).rejects.toMatchObject({ kind: 'input' });
		await expect(fileObjectOf(bare, 'Nothing')).rejects.toMatchObject({ kind: 'input' });
	});
});

describe('the files of a record', () => {
	it('are found by the navigation of the lookup, and belong to it', async () => {
		const files = await fileObjectOf(FILE_SITE, 'Contact');
		expect(filterOfRecord(odata4, files, RECORD).text).toBe(`Contact/Id eq ${RECORD}`);
		expect(parentValues(files, RECORD)).toEqual({ ContactId: RECORD });
	});

	it('are found in SysFile by the plain ID and the object', async () => {
		const files = await fileObjectOf(FILE_SITE, 'UsrRequest');
		expect(filterOfRecord(odata4, files, RECORD).text).toBe(
			`RecordId eq ${RECORD} and RecordSchemaName eq 'UsrRequest'`,
		);
		expect(parentValues(files, RECORD)).toEqual({ RecordId: RECORD, RecordSchemaName: 'UsrRequest' });
	});
});
