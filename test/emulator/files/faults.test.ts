import { type Emulator, type Fault, SAMPLE_FILES, SAMPLE_FLAT, startEmulator } from '..';
import { guidOf } from '../model/ids';
import { type Answer, type Send, signedIn } from '../testSupport';

let site: Emulator;
let call: Send;

beforeAll(async () => {
	site = await startEmulator({ sampleData: false });
	call = await signedIn(site);
});
afterEach(() => site.faults.clear());
afterAll(() => site.stop());

const CHUNKS = ['abcd', 'efgh', 'ij'];
const LENGTH = CHUNKS.join('').length;

/** Sends a chunk of a file as `Content-Range` says. */
function upload(id: string, index: number): Promise<Answer> {
	const text = CHUNKS[index] ?? '';
	const from = CHUNKS.slice(0, index).join('').length;
	const query = new URLSearchParams({
		fileId: guidOf(id),
		totalFileLength: String(LENGTH),
		fileName: 'a.txt',
		entitySchemaName: 'SysFile',
	});
	return call('POST', `/0/rest/FileApiService/UploadFile?${query.toString()}`, {
		raw: new Uint8Array(Buffer.from(text)),
		headers: {
			'Content-Type': 'text/plain',
			'Content-Range': `bytes ${from}-${from + text.length - 1}/${LENGTH}`,
		},
	});
}

const content = (id: string) => site.store.content('SysFile', guidOf(id))?.toString() ?? '';

it.each<[Fault, string]>([
	[{ kind: 'resetBefore' }, 'abcdij'],
	[{ kind: 'resetAfter' }, 'abcdefghij'],
	[{ kind: 'cutBody' }, 'abcdefghij'],
	[{ kind: 'duplicate' }, 'abcdefghefghij'],
	[{ kind: 'htmlLogin' }, 'abcdij'],
	[{ kind: 'htmlLogin', after: true }, 'abcdefghij'],
	[{ kind: 'status', status: 401 }, 'abcdij'],
	[{ kind: 'outage', by: 'nginx', status: 503 }, 'abcdij'],
	[{ kind: 'outage', by: 'nginx', status: 503, after: true }, 'abcdefghij'],
])('%j hits the chunk whose range is named, of the file that is named', async (fault, expected) => {
	const [hit, other] = [`hit ${JSON.stringify(fault)}`, `other ${JSON.stringify(fault)}`];
	const path = new RegExp(`UploadFile\\?.*fileId=${guidOf(hit)}`);
	site.faults.add({ match: { path, range: /^bytes 4-/ }, fault });
	for (let index = 0; index < CHUNKS.length; index++) {
		await upload(hit, index).catch(() => undefined);
		await upload(other, index);
	}
	expect(content(hit)).toBe(expected);
	expect(content(other)).toBe(CHUNKS.join(''));
});

it('a fault may hit the n-th chunk', async () => {
	site.faults.add({ match: { path: /UploadFile/, nth: 2 }, fault: { kind: 'status', status: 500 } });
	const statuses: number[] = [];
	for (const index of CHUNKS.keys()) statuses.push((await upload('n-th', index)).status);
	expect(statuses).toEqual([200, 500, 200]);
});

describe('of a download', () => {
	const bytes = Buffer.alloc(1_000_000, 'creatio ');
	const id = guidOf('download');
	const download = () => call('GET', `/0/rest/FileService/Download/SysFile/${id}`);

	beforeAll(() => {
		site.store.insert('SysFile', { Id: id, Name: 'a.bin', Size: bytes.length });
		site.store.contents.write({ object: 'SysFile', id, column: 'Data' }, bytes);
	});

	it.each<Fault>([
		{ kind: 'cutBody' },
		{ kind: 'cutBody', isChunked: true },
		{ kind: 'cutBody', at: 5, isChunked: true },
		{ kind: 'resetAfter' },
	])('%j breaks it off', async (fault) => {
		site.faults.add({ match: { path: /FileService/ }, fault });
		await expect(download()).rejects.toThrow();
		expect((await download()).text).toHaveLength(bytes.length);
	});

	it.each([false, true])('shortAnswer sends half of it as if it were all; chunked: %s', async (isChunked) => {
		site.faults.add({ match: { path: /FileService/ }, fault: { kind: 'shortAnswer', isChunked } });
		const answer = await download();
		expect(answer.text).toHaveLength(bytes.length / 2);
		expect(answer.headers.get('content-length')).toBe(isChunked ? null : String(bytes.length / 2));
	});

	it.each<[Fault, number]>([
		[{ kind: 'emptyAnswer', body: '' }, 0],
		[{ kind: 'compressed', encoding: 'gzip' }, bytes.length],
		[{ kind: 'duplicate' }, bytes.length],
	])('%j', async (fault, length) => {
		site.faults.add({ match: { path: /FileService/ }, fault });
		expect((await download()).text).toHaveLength(length);
	});

	it('may come in chunks of HTTP without a length', async () => {
		site.switches.downloadLength = 'chunked';
		const answer = await download();
		site.switches.downloadLength = 'contentLength';
		expect([answer.headers.get('content-length'), answer.text.length]).toEqual([null, bytes.length]);
	});

	it('does not send content that got shorter on its way as if it were whole', async () => {
		const long = guidOf('long');
		const place = { object: 'SysFile', id: long, column: 'Data' };
		site.store.insert('SysFile', { Id: long, Name: 'long.bin', Size: 40_000_000 });
		site.store.contents.write(place, Buffer.alloc(40_000_000));
		const cookies = site.stats.requests
			.at(-1)
			?.headers.find(([name]) => name.toLowerCase() === 'cookie')?.[1];
		const address = `${site.url}/0/rest/FileService/Download/SysFile/${long}`;
		const response = await fetch(address, { headers: { Cookie: cookies ?? '' } });
		site.store.contents.write(place, Buffer.from('short'));
		await expect(response.arrayBuffer()).rejects.toThrow();
	});
});

it('each kind of file is in the sample data', async () => {
	const sample = await startEmulator();
	const send = await signedIn(sample);
	const statuses: Record<string, string> = {};
	for (const [name, { object, row }] of Object.entries(SAMPLE_FILES)) {
		const answer = await send('GET', `/0/rest/FileService/Download/${object}/${row.Id}`);
		statuses[name] = `${answer.status} ${answer.text.length > 0 ? 'bytes' : ''}`.trim();
	}
	const asked = `/0/odata/SysFile/$count?$filter=${encodeURIComponent(`RecordId eq ${SAMPLE_FLAT.id}`)}`;
	const ofTheFlat = await send('GET', asked);
	await sample.stop();
	expect(Number(ofTheFlat.text)).toBe(1);
	expect(statuses).toEqual({
		notes: '200 bytes',
		cyrillic: '200 bytes',
		quotes: '200 bytes',
		empty: '200',
		link: '200',
		recordLink: '200',
		invoice: '200 bytes',
		wrongSize: '422',
		lost: '422',
		flatPlan: '200 bytes',
	});
});
