import { fileObjectOf } from '../../../../nodes/shared/creatio/files/fileObject';
import { fileReader, FILE_TYPES, readFile } from '../../../../nodes/shared/creatio/files/fileRow';
import { fakeSite, notFound } from '../fakeSite';
import { FILE_SITE } from './fileFakes';

const FILE = '11111111-3e9b-40fe-8b82-5632476472b4';
const RECORD = 'c4ed336c-3e9b-40fe-8b82-5632476472b4';
const OTHER = 'd4ed336c-3e9b-40fe-8b82-5632476472b4';

const row = (values: object = {}) => ({
	Id: FILE,
	Name: 'offer.pdf',
	Size: 3,
	TypeId: FILE_TYPES.file,
	Notes: '',
	Version: 1,
	ContactId: RECORD,
	...values,
});

describe('a row of a file', () => {
	it('is shown by the names of Creatio, with what further operations need', async () => {
		const files = await fileObjectOf(FILE_SITE, 'Contact');
		expect(fileReader(files)(row())).toMatchObject({
			id: FILE,
			size: 3,
			type: 'file',
			recordId: RECORD,
			shown: {
				Id: FILE,
				Name: 'offer.pdf',
				Size: 3,
				Type: 'file',
				Notes: null,
				Version: 1,
				object: 'Contact',
				recordId: RECORD,
				fileObject: 'ContactFile',
			},
		});
	});

	it.each([
		[FILE_TYPES.link, 'link'],
		[FILE_TYPES.entityLink.toUpperCase(), 'entityLink'],
		['00000000-0000-0000-0000-000000000000', 'file'],
		[undefined, 'file'],
	])('of the type %s is a %s', async (TypeId, type) => {
		const files = await fileObjectOf(FILE_SITE, 'Contact');
		expect(fileReader(files)(row({ TypeId })).type).toBe(type);
	});
});

describe('reading the row of a file', () => {
	it('never asks for its content', async () => {
		const files = await fileObjectOf(FILE_SITE, 'Contact');
		const site = fakeSite(() => ({ json: row() }));
		await expect(readFile(site.connection, files, FILE, RECORD)).resolves.toMatchObject({ id: FILE });
		expect(site.requests[0]?.path).not.toContain('Data');
	});

	it.each([
		['there is none', () => notFound()],
		['it is a file of another record', () => ({ json: row({ ContactId: OTHER }) })],
	])('fails where %s', async (_, answer) => {
		const files = await fileObjectOf(FILE_SITE, 'Contact');
		const { connection } = fakeSite(answer);
		await expect(readFile(connection, files, FILE, RECORD)).rejects.toMatchObject({
			kind: 'notFound',
			message: expect.stringContaining('field File') as string,
		});
	});

	it('takes a file of any record of the object where none is named', async () => {
		const files = await fileObjectOf(FILE_SITE, 'UsrRequest');
		const shared = (RecordSchemaName: string) =>
			fakeSite(() => ({ json: row({ RecordId: OTHER, RecordSchemaName }) })).connection;
		await expect(readFile(shared('UsrRequest'), files, FILE)).resolves.toMatchObject({ recordId: OTHER });
		await expect(readFile(shared('Account'), files, FILE)).rejects.toMatchObject({ kind: 'notFound' });
	});
});
