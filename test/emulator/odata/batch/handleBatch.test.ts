import { odata, sample, type Send, signedIn } from '../../testSupport';
import { type Emulator, startEmulator } from '../..';

let site: Emulator;
let call: Send;
beforeEach(async () => {
	site = await startEmulator({ sampleData: false });
	call = await signedIn(site);
});
afterEach(() => site.stop());

interface Part {
	id: string;
	atomicityGroup?: string;
	status: number;
	headers: Record<string, string>;
	body?: Record<string, unknown> & { error?: { message: string } };
}

async function batch(requests: object[], headers: Record<string, string> = {}): Promise<Part[]> {
	const answer = await call('POST', '/0/odata/$batch', {
		body: { requests },
		headers: { Accept: 'application/json', ...headers },
	});
	if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
	return answer.json<{ responses: Part[] }>().responses;
}

const post = (id: string, name: string, extra = {}) => ({
	id,
	method: 'POST',
	url: 'City',
	headers: { 'Content-Type': 'application/json' },
	body: { Name: name },
	...extra,
});
const bad = (id: string, extra = {}) => post(id, 'x', { body: { Nope: 1 }, ...extra });
const cities = () => site.store.rows('City').map((row) => row.Name);

/** The request body of a vendor example, without its comments. */
function vendorRequest(file: string): { requests: object[] } {
	const text = sample(file);
	const body = text.slice(text.indexOf('{'), text.indexOf('Status: 200'));
	return JSON.parse(body.replace(/^\s*\/\/.*$/gm, '')) as { requests: object[] };
}

function vendorResponse(file: string): { responses: Part[] } {
	const text = sample(file);
	return JSON.parse(text.slice(text.indexOf('{', text.indexOf('Status: 200')))) as { responses: Part[] };
}

/** Removes what differs from site to site: addresses, ids, times, authors. */
function masked(value: unknown): unknown {
	return JSON.parse(
		JSON.stringify(value)
			.replace(/https?:\/\/[^/"]+/g, 'SITE')
			.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => (id.startsWith('00000000') ? id : 'ID'))
			.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME'),
	) as unknown;
}

describe('JSON', () => {
	it.each(['odata4/batch-json.http', 'odata4/batch-json-continue-on-error.http'])(
		'answers %s as the vendor prints it',
		async (file) => {
			const goOn = file.includes('continue') ? { Prefer: 'continue-on-error' } : undefined;
			const responses = await batch(vendorRequest(file).requests, goOn);
			expect(masked(responses)).toEqual(masked(vendorResponse(file).responses));
		},
	);

	it('rolls a group back and answers for it once', async () => {
		const group = { atomicityGroup: 'g' };
		const parts = await batch(
			[post('1', 'A', group), bad('2', group), post('3', 'C', group), post('4', 'D')],
			{ Prefer: 'continue-on-error' },
		);
		expect(parts.map((part) => [part.id, part.status])).toEqual([
			['2', 400],
			['4', 201],
		]);
		expect(cities()).toContain('D');
		expect(cities()).not.toContain('A');
		expect(site.stats.writes.City?.created).toHaveLength(1);
	});

	it('reads, patches, deletes, by every spelling of an address', async () => {
		const id = String((await batch([post('1', "O'Hara & co")]))[0]?.body?.Id);
		const parts = await batch([
			{ id: 'a', method: 'GET', url: `City(${id})?$select=Name` },
			{
				id: 'b',
				method: 'GET',
				url: `City?$select=Name&$filter=${encodeURIComponent("Name eq 'O''Hara & co'")}`,
			},
			{
				id: 'c',
				method: 'PATCH',
				url: `/0/odata/City/${id}`,
				headers: { 'content-type': 'application/json' },
				body: { Name: 'New' },
			},
			{ id: 'd', method: 'GET', url: `${site.url}/0/odata/City(${id})/Name` },
			{ id: 'f', method: 'DELETE', url: `City(${id})` },
			{ id: 'g', method: 'GET', url: `City(${id})` },
		]);
		expect(parts.map((part) => part.status)).toEqual([200, 200, 204, 200, 204, 404]);
		expect(parts[0]?.body).toMatchObject({ Name: "O'Hara & co" });
		expect(parts[1]?.body?.value).toEqual([{ Name: "O'Hara & co" }]);
		expect(parts[3]?.body).toMatchObject({ value: 'New' });
		expect(parts[5]).not.toHaveProperty('body');
	});

	it('holds 100 parts, not 101, and then does nothing', async () => {
		const many = (count: number) =>
			Array.from({ length: count }, (_, index) => post(String(index), `C${index}`));
		expect(await batch(many(100))).toHaveLength(100);
		const answer = await call('POST', '/0/odata/$batch', { body: { requests: many(101) } });
		expect(answer.status).toBe(500);
		expect(site.stats.writes.City?.created).toHaveLength(100);
		expect([site.stats.batches, site.stats.batchParts]).toEqual([1, 100]);
	});

	it('needs the CSRF token, and may be missing or multipart only', async () => {
		const send = (headers = {}) => call('POST', '/0/odata/$batch', { body: { requests: [] }, headers });
		expect((await send({ BPMCSRF: undefined })).status).toBe(403);
		site.switches.batchJson = false;
		expect((await send()).status).toBe(400);
		site.switches.batch = false;
		expect((await send()).status).toBe(404);
	});
});

describe('multipart', () => {
	/** A vendor example made sendable: comments out, empty lines and closing boundaries in. */
	function vendorMultipart(file: string): { body: string; boundary: string } {
		const text = sample(file);
		const boundary = /boundary=(batch_[\w-]+)/.exec(text)?.[1] ?? '';
		const raw = text.slice(text.indexOf(`--${boundary}`), text.indexOf('Status: 200'));
		const lines = raw.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('//'));
		const out: string[] = [];
		let changeset = '';
		for (const line of lines) {
			if (line === `--${boundary}` && changeset !== '') out.push(`--${changeset}--`);
			if (/^Content-Type: multipart\/mixed; boundary=(changeset\S+)/.test(line)) {
				changeset = line.split('boundary=')[1] ?? '';
				out.push(line, '');
				continue;
			}
			if (/^(POST|PATCH|DELETE) /.test(line) || line.startsWith('{')) out.push('');
			out.push(line);
		}
		out.push('', `--${changeset}--`, `--${boundary}--`, '');
		return { body: out.join('\r\n'), boundary };
	}

	async function send(file: string, headers: Record<string, string> = {}) {
		const { body, boundary } = vendorMultipart(file);
		return call('POST', '/0/odata/$batch', {
			raw: body,
			headers: { 'Content-Type': `multipart/mixed;boundary=${boundary}`, ...headers },
		});
	}

	it('answers a change set as the vendor prints it', async () => {
		site.store.insert('City', { Id: '62f9bc01-57cf-4cc7-90bf-8672acc922e2', Name: 'Kokomo' });
		const answer = await send('odata4/batch-multipart.http');
		expect(answer.status).toBe(200);
		expect(answer.headers.get('content-type')).toMatch(
			/^multipart\/mixed;boundary=batchresponse_[0-9a-f-]{36}$/,
		);
		expect(answer.text).toMatch(
			/Content-Type: multipart\/mixed; boundary=changesetresponse_[0-9a-f-]{36}\r\n\r\n/,
		);
		const statuses = [...answer.text.matchAll(/Content-ID: (\d)\r\n\r\nHTTP\/1\.1 (\d+ [\w ]+)\r\n/g)].map(
			(match) => [match[1], match[2]],
		);
		expect(statuses).toEqual([
			['1', '201 Created'],
			['2', '204 No Content'],
			['3', '204 No Content'],
		]);
		expect(answer.text).toMatch(/\r\nLocation: http:\/\/127\.0\.0\.1:\d+\/0\/odata\/City\([0-9a-f-]+\)\r\n/);
		expect(cities()).toContain('Gilbert');
		expect(site.store.count('City', 'Id = ?', '62f9bc01-57cf-4cc7-90bf-8672acc922e2')).toBe(0);
	});

	it('answers in JSON when asked to', async () => {
		const answer = await send('odata4/batch-multipart-request-json-response.http', {
			Accept: 'application/json',
		});
		const expected = vendorResponse('odata4/batch-multipart-request-json-response.http');
		expect(masked(answer.json())).toEqual(masked(expected));
	});
});

it('survives a table made inside a group that was rolled back', async () => {
	const group = { atomicityGroup: 'g' };
	await batch([post('1', 'x', { url: 'AccountForecast', ...group }), bad('2', group)]);
	expect((await call('GET', odata('AccountForecast/$count'))).text).toBe('0');
});

it('refuses a filter of thousands of terms, which only a batch can carry', async () => {
	const chain = Array.from({ length: 20_000 }, () => "Name eq 'x'").join(' or ');
	const [part] = await batch([{ id: '1', method: 'GET', url: `City?$filter=${encodeURIComponent(chain)}` }]);
	expect(part?.status).toBe(400);
});
