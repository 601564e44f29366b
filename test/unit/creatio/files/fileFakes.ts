import { fileObjectOf } from '../../../../nodes/shared/creatio/files/fileObject';
import type { Upload } from '../../../../nodes/shared/creatio/files/uploadRequest';
import { fakeMetadata, fakeModel } from '../fakes';

const PLATFORM = {
	Name: 'text',
	Size: 'integer',
	Type: 'lookup FileType',
	Notes: 'text',
	Version: 'integer',
	CreatedOn: 'dateTime',
	CreatedBy: 'lookup Contact',
	Data: 'stream',
} as const;

const CONTACT_FILE = fakeModel('ContactFile', {
	...PLATFORM,
	Owner: 'lookup Contact',
	Contact: 'lookup Contact',
});

const SYS_FILE = fakeModel('SysFile', {
	...PLATFORM,
	RecordId: 'guid',
	RecordSchemaName: 'text',
});

/** A site with an object of each kind: with files of its own, with files in SysFile, and one that is a file by name only. */
export const FILE_SITE = fakeMetadata([
	fakeModel('Contact', { Name: 'text' }),
	CONTACT_FILE,
	fakeModel('UsrRequest', { Name: 'text' }),
	fakeModel('UsrLogFile', { Name: 'text' }),
	fakeModel('Case', { Name: 'text' }),
	fakeModel('CaseFile', { Name: 'text', RegisteredIn: 'lookup Case', Data: 'stream' }),
	SYS_FILE,
]);

/** The file of 10 bytes that a test uploads to a record of an object. */
export const uploadTo = async (object: string, more: Partial<Upload> = {}): Promise<Upload> => ({
	files: await fileObjectOf(FILE_SITE, object),
	recordId: 'c4ed336c-3e9b-40fe-8b82-5632476472b4',
	fileId: '11111111-1111-4111-8111-111111111111',
	isReplacement: false,
	name: 'a.pdf',
	mimeType: 'application/pdf',
	description: undefined,
	content: contentOf(Buffer.from('0123456789')),
	...more,
});

export const contentOf = (bytes: Uint8Array): Upload['content'] => ({
	length: bytes.length,
	async *open() {
		yield await Promise.resolve(bytes);
	},
});
