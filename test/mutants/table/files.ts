import type { Mutant } from '../mutant';

const FILES = 'nodes/shared/creatio/files';
const of = (name: string) => [`unit/creatio/files/${name}.test.ts`];

/** Uploads, downloads and lists of files. */
export const FILE_FAULTS: readonly Mutant[] = [
	{
		fault: 'a later chunk whose answer was lost is simply sent again',
		file: `${FILES}/uploadRequest.ts`,
		before: `repeat: chunk.from === 0 ? 'harmless' : 'once',`,
		after: `repeat: 'harmless',`,
		tests: of('uploadRequest'),
	},
	{
		fault: 'a chunk that was stored twice stands for the next one, which was lost',
		file: `${FILES}/uploadInChunks.ts`,
		before: `if (stored === chunk.to && isSign) {`,
		after: `if (stored === chunk.to) {`,
		tests: of('uploadInChunks'),
	},
	{
		fault: 'the stored length of an upload is not verified',
		file: `${FILES}/uploadInChunks.ts`,
		before: `stored === undefined || stored === content.length ? undefined : lengthError(name, content.length)`,
		after: `undefined`,
		tests: of('uploadInChunks'),
	},
	{
		fault: 'the older method for uploads is given columns that it does not read',
		file: `${FILES}/uploadRequest.ts`,
		before: `method === 'Upload' ? [{}] : [columns, ofRecord]`,
		after: `[columns, ofRecord]`,
		tests: of('uploadRequest'),
	},
	{
		fault: 'the site is asked for a stream that its version of OData does not have',
		file: `${FILES}/contentAddress.ts`,
		before: `if (!protocolOf(connection).hasStreams) return undefined;`,
		after: ``,
		tests: of('fileContent'),
	},
	{
		fault: 'a replaced file gets a new ID',
		file: `${FILES}/replacement.ts`,
		before: `{ ...upload, fileId: latest.id, isReplacement: true }`,
		after: `upload`,
		tests: of('replacement'),
	},
	{
		fault: 'a link of the same name is replaced',
		file: `${FILES}/replacement.ts`,
		before: `.filter(({ type }) => type === 'file')`,
		after: ``,
		tests: of('replacement'),
	},
	{
		fault: 'the file of another record is downloaded or deleted',
		file: `${FILES}/fileRow.ts`,
		before: `recordId !== undefined && file.recordId !== recordId`,
		after: `false`,
		tests: of('fileRow'),
	},
	{
		fault: 'an empty answer with status 200 is a file',
		file: `${FILES}/receiveContent.ts`,
		before: `answer.received > 0 ?`,
		after: `answer.received >= 0 ?`,
		tests: of('fileContent'),
	},
	{
		fault: 'a page with status 200 is a file',
		file: `${FILES}/receiveContent.ts`,
		before: `!WORDS.test(mimeTypeOf(head))`,
		after: `true`,
		tests: of('fileContent'),
	},
	{
		fault: 'a download of another length than Size is taken at once',
		file: `${FILES}/fileContent.ts`,
		before: `size <= 0 || size === bytes`,
		after: `size <= 0 || bytes > 0`,
		tests: of('fileContent'),
	},
	{
		fault: 'a link is downloaded',
		file: `${FILES}/fileContent.ts`,
		before: `if (file.type !== 'file') throw isLink(file);`,
		after: ``,
		tests: of('fileContent'),
	},
	{
		fault: 'the name of a file is sent without percent-encoding',
		file: `${FILES}/uploadRequest.ts`,
		before: `filename=\${percentEncoded(name)}`,
		after: `filename=\${name}`,
		tests: of('uploadRequest'),
	},
	{
		fault: 'MaxFileSize counts megabytes of 1,000,000 bytes',
		file: `${FILES}/fileRules.ts`,
		before: `1_048_576`,
		after: `1_000_000`,
		tests: of('fileRules'),
	},
	{
		fault: 'the part of a new file stays after a failure',
		file: `${FILES}/uploadFile.ts`,
		before: `if (await tryDelete(connection, files.model.name, fileId))`,
		after: `if (fileId !== '')`,
		tests: of('uploadFile'),
	},
	{
		fault: 'a file whose content was to be replaced is deleted after a failure',
		file: `${FILES}/uploadFile.ts`,
		before: `if (isReplacement) {`,
		after: `if (isReplacement && !hasBegun) {`,
		tests: of('uploadFile'),
	},
	{
		fault: 'a file in SysFile does not note the object of its record',
		file: `${FILES}/fileObject.ts`,
		before: `{ ...own, RecordSchemaName: object }`,
		after: `own`,
		tests: of('fileObject'),
	},
	{
		fault: 'the content of a chunk is that of the one before',
		file: `${FILES}/chunks.ts`,
		before: `[from, held, length] = [chunk.to, [], 0];`,
		after: `[from, length] = [chunk.to, 0];`,
		tests: of('chunks'),
	},
];
