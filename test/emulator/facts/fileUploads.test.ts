import { FIXED, guidOf, ZERO_GUID } from '../model/ids';
import { FILE_TYPES, USERS } from '..';
import { type Answer, signedIn } from '../testSupport';
import { type Ask, type Fact, type FactBench, testFacts } from './facts';
import { type Chunk, chunk, content, OK, refused, row } from './fileSupport';

/** Sends chunks one after another and gives the last answer. */
const chunks =
	(...all: Chunk[]) =>
	async (bench: FactBench): Promise<Answer> => {
		let answer: Answer | undefined;
		for (const one of all) answer = await bench.ask(chunk(one));
		if (!answer) throw new Error('No chunk was sent.');
		return answer;
	};

function form(fields: Record<string, string>, file: string): Ask {
	const lines = Object.entries(fields).map(
		([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
	);
	return {
		method: 'POST',
		path: '/rest/FileApiService/UploadFile',
		raw: `${lines.join('')}--b\r\n${file}\r\n--b--\r\n`,
		headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
	};
}

const FORM = {
	fileId: guidOf('form'),
	totalFileLength: '3',
	entitySchemaName: 'ContactFile',
	columnName: 'Data',
	parentColumnName: 'Contact',
	parentColumnValue: FIXED.andrewBaker,
};
const FORM_FILE = 'Content-Disposition: form-data; name="files"; filename="b.txt"\r\n\r\nabc';

const UPLOADS: readonly Fact[] = [
	{
		contract: '7.1',
		fact: 'one chunk may be the whole file',
		ask: chunk({ id: 'whole' }),
		answer: {
			...OK,
			check: (_answer, bench) => {
				expect(content(bench, 'whole')).toBe('abc');
				expect(row(bench, 'whole')).toMatchObject({
					Name: 'a.txt',
					Size: 3,
					Version: 1,
					TypeId: FILE_TYPES.file,
					ContactId: FIXED.andrewBaker,
				});
			},
		},
	},
	{
		contract: '7.1',
		fact: 'Range counts before Content-Range',
		ask: async (bench) => {
			const sent = chunk({ id: 'range', header: 'Range', range: 'bytes=0-2' });
			return bench.ask({ ...sent, headers: { ...sent.headers, 'Content-Range': 'bytes 3-5/6' } });
		},
		answer: OK,
	},
	{
		contract: '7.1',
		fact: 'a later chunk is appended whatever its range says',
		ask: chunks({ id: 'gap' }, { id: 'gap', text: 'd', range: 'bytes 90-99/100' }),
		answer: { ...OK, check: (_answer, bench) => expect(content(bench, 'gap')).toBe('abcd') },
	},
	{
		contract: '7.1',
		fact: 'a chunk that comes twice doubles its bytes, and Size does not show it',
		ask: chunks(
			{ id: 'twice', more: { totalFileLength: '5' } },
			...[1, 2].map(() => ({ id: 'twice', text: 'de', range: 'bytes 3-4/5' })),
		),
		answer: {
			...OK,
			check: (_answer, bench) => {
				expect(content(bench, 'twice')).toBe('abcdede');
				expect(row(bench, 'twice')).toMatchObject({ Size: 5 });
			},
		},
	},
	{
		contract: '7.1',
		fact: 'a first chunk of a row that is there replaces content, name and Size, and keeps the parent',
		ask: chunks(
			{ id: 'again', text: 'long content' },
			{ id: 'again', text: 'x', more: { fileName: 'b.txt', parentColumnValue: ZERO_GUID } },
		),
		answer: {
			...OK,
			check: (_answer, bench) => {
				expect(content(bench, 'again')).toBe('x');
				expect(row(bench, 'again')).toMatchObject({ Name: 'b.txt', Size: 1, ContactId: FIXED.andrewBaker });
			},
		},
	},
	{
		contract: '7.1',
		fact: 'Size is what the request declares',
		ask: chunk({ id: 'declared', more: { totalFileLength: '99' } }),
		answer: { ...OK, check: (_answer, bench) => expect(row(bench, 'declared')).toMatchObject({ Size: 99 }) },
	},
	{
		contract: '7.1',
		fact: 'without a range the request is a form with the part files',
		ask: form(FORM, FORM_FILE),
		answer: {
			...OK,
			check: (_answer, bench) => {
				expect(content(bench, 'form')).toBe('abc');
				expect(row(bench, 'form')).toMatchObject({ Name: 'b.txt', Size: 3 });
			},
		},
	},
	{
		contract: '7.1',
		fact: 'AdditionalParams set columns, in SysFile the object of the record',
		ask: chunk({
			id: 'system',
			more: {
				entitySchemaName: 'SysFile',
				parentColumnName: 'RecordId',
				additionalparams: JSON.stringify({ RecordSchemaName: 'City', Notes: 'Plan', Nope: 1 }),
			},
		}),
		answer: {
			...OK,
			check: (_answer, bench) =>
				expect(row(bench, 'system', 'SysFile')).toMatchObject({
					RecordSchemaName: 'City',
					RecordId: FIXED.andrewBaker,
					Notes: 'Plan',
				}),
		},
	},
	{
		contract: '7.1',
		fact: 'Upload, the older method, answers "Ok"',
		ask: chunk({ id: 'older', method: 'Upload' }),
		answer: { status: 200, text: '"Ok"' },
	},
	{
		contract: '7.1',
		fact: 'Upload fails when it refuses, and says why',
		site: { version: '7.18' },
		on: ['framework'],
		ask: chunk({ id: 'older refused', method: 'Upload', more: { fileName: 'run.exe' } }),
		answer: { status: 500, text: /Request Error[^]*File type is not allowed\./ },
	},
	{
		contract: '7.1',
		fact: 'Upload appends later chunks',
		ask: chunks(
			{ id: 'older chunks', method: 'Upload' },
			{ id: 'older chunks', method: 'Upload', range: 'bytes 3-5/6' },
		),
		answer: {
			text: '"Ok"',
			check: (_answer, bench) => expect(content(bench, 'older chunks')).toBe('abcabc'),
		},
	},
	{
		contract: '7.1',
		fact: 'Upload does not read AdditionalParams',
		ask: chunk({ id: 'older columns', method: 'Upload', more: { AdditionalParams: '{"Notes":"Plan"}' } }),
		answer: {
			text: '"Ok"',
			check: (_answer, bench) => expect(row(bench, 'older columns')?.Notes).not.toBe('Plan'),
		},
	},
	{
		contract: '7.1',
		fact: 'GetAllFileSchemas lists the file objects',
		ask: { path: '/rest/FileApiService/GetAllFileSchemas' },
		answer: { status: 200, text: /"name":"CaseFile"/ },
	},
	{
		contract: '7.1',
		fact: 'old sites lack UploadFile',
		site: { version: '7.18' },
		ask: chunk({ id: 'old' }),
		answer: { status: 404 },
	},
	{
		contract: '7.1',
		fact: 'old sites have Upload',
		site: { version: '7.18' },
		ask: chunk({ id: 'old', method: 'Upload' }),
		answer: { status: 200, text: '"Ok"' },
	},
	{
		contract: '7.1',
		fact: 'a site may lack the service altogether',
		site: { switches: { fileApi: 'missing' } },
		ask: chunk({ id: 'none', method: 'Upload' }),
		answer: { status: 404 },
	},
];

const REFUSALS: readonly Fact[] = [
	...(
		[
			['no length', { more: { totalFileLength: undefined } }, 'InvalidFileSizeException'],
			['the length 0', { more: { totalFileLength: '0' } }, 'InvalidFileSizeException'],
			[
				'more than MaxFileSize, whatever the chunk has',
				{ more: { totalFileLength: '10485761' } },
				'MaxFileSizeExceededException',
			],
			['a later chunk without its row', { range: 'bytes 3-5/6' }, 'ItemNotFoundException'],
			['a range that cannot be read', { range: 'bytes three' }, 'FormatException'],
			['a fileId that is not a GUID', { more: { fileId: 'three' } }, 'FormatException'],
			['an unknown object', { more: { entitySchemaName: 'NopeFile' } }, 'ItemNotFoundException'],
			['an unknown column', { more: { columnName: 'Nope' } }, 'ItemNotFoundException'],
		] satisfies Array<[string, Omit<Chunk, 'id'>, string]>
	).map(([what, sent, errorCode]): Fact => ({
		contract: '7.1',
		fact: `${what} is refused with 200`,
		ask: chunk({ id: what, ...sent }),
		answer: refused(errorCode),
	})),
	{
		contract: '7.1',
		fact: 'a refused extension is refused with 200',
		ask: chunk({ id: 'denied', more: { fileName: 'run.EXE' } }),
		answer: refused('FileSecurityException', /^File type is not allowed\.$/),
	},
	{
		contract: '7.1',
		fact: 'a user without rights is refused with 200',
		ask: async ({ emulator, hosting }) => {
			const send = await signedIn(emulator, USERS.readOnly);
			const { path, ...options } = chunk({ id: 'rights' });
			return send('POST', `${hosting === 'framework' ? '/0' : ''}${path}`, options);
		},
		answer: refused('SecurityException'),
	},
	{
		contract: '7.1',
		fact: 'with S3 a chunk above 500 kB needs the right to write Size, and the row stays',
		site: { switches: { largeChunks: 'needSizeRight' } },
		ask: chunk({ id: 'large', text: 'x'.repeat(512_001) }),
		answer: {
			...refused('SecurityException', /"Size"/),
			check: (_answer, bench) => {
				expect(row(bench, 'large')).toMatchObject({ Size: 512_001 });
				expect(content(bench, 'large')).toBeUndefined();
			},
		},
	},
	{
		contract: '7.1',
		fact: 'with S3 a chunk of 500 kB passes',
		site: { switches: { largeChunks: 'needSizeRight' } },
		ask: chunk({ id: 'small', text: 'x'.repeat(512_000) }),
		answer: OK,
	},
	{
		contract: '6.2',
		fact: 'stack traces are shown before 8.3.2',
		site: { version: '8.1' },
		ask: chunk({ id: 'stack', more: { fileId: 'x' } }),
		answer: { text: /"stackTrace":" {3}at Terrasoft\.Configuration\.FileApiService/ },
	},
	{
		contract: '10.1',
		fact: 'a chunk above 10,485,760 bytes is 413',
		on: ['framework'],
		ask: chunk({ id: 'chunk', text: 'x'.repeat(10_485_761) }),
		answer: { status: 413 },
	},
	{
		contract: '10.1',
		fact: 'a chunk above 30,000,000 bytes is 413',
		on: ['net'],
		ask: chunk({ id: 'chunk', text: 'x'.repeat(30_000_001) }),
		answer: { status: 413 },
	},
];

testFacts([...UPLOADS, ...REFUSALS]);
