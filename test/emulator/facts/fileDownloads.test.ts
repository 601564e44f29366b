import { guidOf, ZERO_GUID } from '../model/ids';
import { FILE_TYPES, type Switches } from '..';
import { type Ask, type Fact, testFacts } from './facts';
import { chunk, content, refused, row, stored } from './fileSupport';

const at = (object: string, id: string): Ask => ({
	path: `/rest/FileService/Download/${object}/${guidOf(id)}`,
});

const without = (switches: Partial<Switches>): Fact['site'] => ({ switches });

const DOWNLOADS: readonly Fact[] = [
	{
		contract: '7.2',
		fact: 'Download gives bytes with name, length and type',
		ask: stored('plain', {}, 'tea', at('ContactFile', 'plain')),
		answer: {
			status: 200,
			text: 'tea',
			headers: {
				'content-length': '3',
				'content-type': 'text/plain',
				'content-disposition': `attachment; filename="a.txt"; filename*=UTF-8''a.txt`,
			},
		},
	},
	{
		contract: '7.2',
		fact: 'names come whole in filename*',
		ask: stored('named', { Name: 'Счёт "5".pdf' }, 'tea', at('ContactFile', 'named')),
		answer: {
			headers: {
				'content-disposition': `attachment; filename="____ \\"5\\".pdf"; filename*=UTF-8''${encodeURIComponent('Счёт "5".pdf')}`,
			},
		},
	},
	{
		contract: '7.2',
		fact: 'GetFile takes the UId of the object',
		ask: (bench) => {
			const { uId } = bench.emulator.store.entity('ContactFile');
			return stored('by uid', {}, 'tea', { path: `/rest/FileService/GetFile/${uId}/${guidOf('by uid')}` })(
				bench,
			);
		},
		answer: { status: 200, text: 'tea' },
	},
	{
		contract: '7.2',
		fact: 'GetObjectLink answers JSON for a link',
		ask: (bench) => {
			const { uId } = bench.emulator.store.entity('ContactFile');
			const path = `/rest/FileService/GetObjectLink/${uId}/${guidOf('link')}`;
			const link = { Name: 'https://a.example', TypeId: FILE_TYPES.link };
			return stored('link', link, null, { path })(bench);
		},
		answer: { status: 200, text: /https:\/\/a\.example/ },
	},
	{
		contract: '7.2',
		fact: 'a file that is not there is an empty 200 from 8.1 on',
		ask: at('ContactFile', 'nothing'),
		answer: { status: 200, text: '' },
	},
	{
		contract: '7.2',
		fact: 'a file that is not there is 404 on old sites',
		site: { version: '7.18' },
		ask: at('ContactFile', 'nothing'),
		answer: { status: 404, text: 'File not found' },
	},
	{
		contract: '7.2',
		fact: 'a file that the user may not read is as one that is not there',
		site: without({ filesWithoutRights: [guidOf('secret')] }),
		ask: stored('secret', {}, 'tea', at('ContactFile', 'secret')),
		answer: { status: 200, text: '' },
	},
	{
		contract: '7.2',
		fact: 'a stored length other than Size is 422 from 8.3.2 on',
		ask: stored('short', { Size: 4 }, 'tea', at('ContactFile', 'short')),
		answer: { status: 422 },
	},
	{
		contract: '7.2',
		fact: 'before 8.3.2 it is what is stored',
		site: { version: '8.1' },
		ask: stored('short', { Size: 4 }, 'tea', at('ContactFile', 'short')),
		answer: { status: 200, text: 'tea', headers: { 'content-length': '3' } },
	},
	{
		contract: '7.2',
		fact: 'an empty file is an empty 200 too',
		ask: stored('empty', {}, null, at('ContactFile', 'empty')),
		answer: { status: 200, text: '', headers: { 'content-length': '0' } },
	},
];

const stream = (id: string, more: Partial<Ask> = {}): Ask => ({
	path: `/odata/ContactFile(${guidOf(id)})/Data`,
	...more,
});
const put = (id: string, text: string) =>
	stream(id, {
		method: 'PUT',
		raw: new Uint8Array(Buffer.from(text)),
		headers: { 'Content-Type': 'application/octet-stream' },
	});

const STREAMS: readonly Fact[] = [
	{
		contract: '2.11',
		fact: 'PUT replaces the content and leaves Size alone',
		ask: stored('put', { Size: 7 }, 'long content', put('put', 'tea')),
		answer: {
			status: 200,
			text: '',
			check: (_answer, bench) => {
				expect(content(bench, 'put')).toBe('tea');
				expect(row(bench, 'put')).toMatchObject({ Size: 7 });
			},
		},
	},
	{
		contract: '10.1',
		fact: 'a stream above 30,000,000 bytes is 413 and stores nothing',
		on: ['net'],
		ask: stored('host limit', {}, 'tea', put('host limit', 'x'.repeat(30_000_001))),
		answer: { status: 413, check: (_answer, bench) => expect(content(bench, 'host limit')).toBe('tea') },
	},
	{
		contract: '2.11',
		fact: 'a stream above MaxFileSize is refused and stores nothing',
		ask: stored('setting', {}, 'tea', put('setting', 'x'.repeat(10_485_761))),
		answer: {
			status: 500,
			text: /MaxFileSizeExceededException/,
			check: (_answer, bench) => expect(content(bench, 'setting')).toBe('tea'),
		},
	},
	{
		contract: '2.11',
		fact: 'GET gives what FileApiService has stored',
		ask: async (bench) => {
			await bench.ask(chunk({ id: 'both ways' }));
			return bench.ask(stream('both ways'));
		},
		answer: { status: 200, text: 'abc', headers: { 'content-type': 'application/octet-stream' } },
	},
	{
		contract: '2.11',
		fact: 'DELETE empties it',
		ask: stored('emptied', {}, 'tea', stream('emptied', { method: 'DELETE' })),
		answer: { status: 204, check: (_answer, bench) => expect(content(bench, 'emptied')).toBeUndefined() },
	},
	{
		contract: '2.11',
		fact: 'the rules for extensions hold for streams',
		ask: stored('denied', { Name: 'run.exe' }, null, put('denied', 'MZ')),
		answer: { status: 500, text: /File type is not allowed/ },
	},
	{
		contract: '2.11',
		fact: 'before 8.3.2 a stream does not see files outside of the database',
		site: { version: '8.2.3', switches: { fileStorage: 'external' } },
		ask: async (bench) => {
			await bench.ask(chunk({ id: 'outside' }));
			return bench.ask(stream('outside'));
		},
		answer: { status: 200, text: '' },
	},
	{
		contract: '2.11',
		fact: 'since 8.3.2 it does',
		site: { switches: { fileStorage: 'external' } },
		ask: async (bench) => {
			await bench.ask(chunk({ id: 'outside' }));
			return bench.ask(stream('outside'));
		},
		answer: { status: 200, text: 'abc' },
	},
];

const PNG = '\x89PNG\r\n\x1a\n';
const image = (id: string, text: string, range: string, more = ''): Ask => ({
	method: 'POST',
	path: `/ImageAPIService/upload?totalFileLength=${text.length}&fileId=${guidOf(id)}&mimeType=image%2Fpng${more}`,
	raw: new Uint8Array(Buffer.from(text, 'latin1')),
	headers: {
		'Content-Type': 'image/png',
		'Content-Range': range,
		'Content-Disposition': 'attachment; filename=a.png',
	},
});

const IMAGES: readonly Fact[] = [
	{
		contract: '7.4',
		fact: 'an image is uploaded in chunks and read by its address',
		ask: async (bench) => {
			await bench.ask(image('image', PNG, 'bytes 0-7/10'));
			expect((await bench.ask(image('image', 'xy', 'bytes 8-9/10'))).text).toBe('{}');
			return bench.ask({ path: `/img/entity/hash/SysImage/Data/${guidOf('image')}` });
		},
		answer: { status: 200, text: /PNG[^]*xy$/, headers: { 'content-type': 'image/png' } },
	},
	{
		contract: '7.4',
		fact: 'MaxFileSize holds for images',
		ask: (bench) => {
			const ask = image('large image', PNG, 'bytes 0-7/8');
			return bench.ask({ ...ask, path: ask.path.replace('totalFileLength=8', 'totalFileLength=10485761') });
		},
		answer: refused('MaxFileSizeExceededException'),
	},
];

const OBJECTS: readonly Fact[] = [
	{
		contract: '7.3',
		fact: 'a file object has a lookup to its records',
		ask: { path: `/odata/CaseFile?$select=Id,Name,Size&$filter=Case/Id eq ${ZERO_GUID}` },
		answer: { status: 200, json: { value: [] } },
	},
	{
		contract: '7.3',
		fact: 'RecordId of SysFile may be named flat in a filter',
		ask: { path: `/odata/SysFile?$filter=RecordId eq ${ZERO_GUID}` },
		answer: { status: 200, json: { value: [] } },
	},
	{
		contract: '7.3',
		fact: 'objects may lack files',
		site: { without: ['SysFile'] },
		ask: { path: '/odata/SysFile' },
		answer: { status: 404 },
	},
];

testFacts([...DOWNLOADS, ...STREAMS, ...IMAGES, ...OBJECTS]);
