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
