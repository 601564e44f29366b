import { type Emulator, type Fault, startEmulator } from '.';
import { odata, request, type Send, signedIn } from './testSupport';

let site: Emulator;
let call: Send;
beforeEach(async () => {
	site = await startEmulator({ sampleData: false });
	call = await signedIn(site);
	site.resetStats();
});
afterEach(() => site.stop());

const JSON_TYPE = { 'Content-Type': 'application/json' };
const CITY = odata('City', { $top: '1', $select: 'Name' });
const create = () => call('POST', odata('City'), { body: { Name: 'Wire' } });
const wires = () => site.store.count('City', 'Name = ?', 'Wire');

const once = (fault: Fault) => site.faults.add({ match: { path: /City/ }, fault });

it('reset before the work', async () => {
	once({ kind: 'resetBefore' });
	await expect(create()).rejects.toThrow();
	expect(wires()).toBe(0);
	expect(site.stats.requests[0]).toMatchObject({ fault: 'resetBefore' });
	expect(site.stats.requests[0]?.status).toBeUndefined();
	expect((await create()).status).toBe(201);
});

it('reset after the work', async () => {
	once({ kind: 'resetAfter' });
	await expect(create()).rejects.toThrow();
	expect(wires()).toBe(1);
});

it.each([
	'page',
	'error',
	'envelope',
	'refusedSignIn',
	'refusedClient',
	'json',
	'text',
	'headers',
	'redirect',
] as const)('quote the request: %s', async (form) => {
	once({ kind: 'echo', form });
	const { text, headers } = await create();
	const quoted = `${text} ${decodeURIComponent(headers.get('x-trace') ?? headers.get('location') ?? '')}`;
	expect(quoted).toContain('.ASPXAUTH=');
	expect(wires()).toBe(0);
});

it('cut the body', async () => {
	once({ kind: 'cutBody' });
	await expect(call('GET', CITY)).rejects.toThrow();
	expect((await call('GET', CITY)).status).toBe(200);
});

it('answer any status, before or after the work', async () => {
	once({ kind: 'status', status: 429, headers: { 'Retry-After': '3' }, body: 'slow down' });
	const slow = await create();
	expect([slow.status, slow.headers.get('retry-after'), slow.text, wires()]).toEqual([
		429,
		'3',
		'slow down',
		0,
	]);
	once({ kind: 'status', status: 504, after: true });
	expect([(await create()).status, wires()]).toEqual([504, 1]);
});

it.each<[Fault, number, RegExp]>([
	[{ kind: 'collectionModified' }, 200, /"success":false.*Collection was modified/],
	[{ kind: 'csrf403' }, 403, /^$/],
	[{ kind: 'ramLimit' }, 500, /RAM consumption limit/],
])('%j', async (fault, status, body) => {
	once(fault);
	const answer = await create();
	expect(answer.status).toBe(status);
	expect(answer.text).toMatch(body);
	expect(wires()).toBe(0);
});

it('redirect, to the login page or anywhere', async () => {
	once({ kind: 'redirectToLogin' });
	expect((await call('GET', CITY)).headers.get('location')).toMatch(/^\/Login\/NuiLogin\.aspx/);
	once({ kind: 'redirect', location: 'https://other.example/x', status: 307 });
	const answer = await call('GET', CITY);
	expect([answer.status, answer.headers.get('location')]).toEqual([307, 'https://other.example/x']);
});

it('delay one request', async () => {
	once({ kind: 'delay', ms: 80 });
	const start = performance.now();
	await call('GET', CITY);
	expect(performance.now() - start).toBeGreaterThan(70);
});

it('hit the n-th match and as many as wanted, of one method', async () => {
	site.faults.add({
		match: { method: 'GET', path: /City/g, nth: 2, times: 2 },
		fault: { kind: 'status', status: 503 },
	});
	const statuses: number[] = [];
	for (let turn = 0; turn < 4; turn++) {
		statuses.push((await call('GET', CITY)).status);
		expect((await create()).status).toBe(201);
	}
	expect(statuses).toEqual([200, 503, 503, 200]);
	site.faults.add({ match: {}, fault: { kind: 'status', status: 500 } });
	site.faults.clear();
	expect((await call('GET', CITY)).status).toBe(200);
});

it('reach the identity service', async () => {
	site.faults.add({ match: { path: /connect\/token/ }, fault: { kind: 'status', status: 503 } });
	expect((await request(site.tokenUrl, 'POST')).status).toBe(503);
	expect(site.stats.requests[0]?.server).toBe('identity');
});

it.each<[Fault, number, RegExp, RegExp | null]>([
	[{ kind: 'outage', by: 'nginx', status: 502 }, 502, /<center>nginx/, null],
	[{ kind: 'outage', by: 'apache', status: 503, retryAfter: '5' }, 503, /temporarily unable/, /^5$/],
	[{ kind: 'outage', by: 'haproxy', status: 504 }, 504, /didn't respond in time/, null],
	[{ kind: 'outage', by: 'cloudflare', status: 520 }, 520, /unknown error/, null],
	[{ kind: 'outage', by: 'cloudflare', status: 429, retryAfter: '1' }, 429, /rate limited/, /^1$/],
	[{ kind: 'outage', by: 'iis', status: 503 }, 503, /HTTP Error 503\. The service is unavailable\./, null],
	[{ kind: 'jsonError' }, 500, /^\{"error":\{"code":"","message":"An error has occurred/, null],
	[{ kind: 'jsonError', status: 503, message: 'Busy' }, 503, /"innererror":\{"message":"Busy"/, null],
	[{ kind: 'globalHandler', status: 200 }, 200, /^\{"Code":-1,"Exception":"System\./, null],
	[{ kind: 'emptyAnswer', body: '' }, 200, /^$/, null],
	[{ kind: 'emptyAnswer', body: '{}' }, 200, /^\{\}$/, null],
	[{ kind: 'emptyAnswer', body: 'null' }, 200, /^null$/, null],
	[{ kind: 'emptyAnswer', body: '[]' }, 200, /^\[\]$/, null],
	[{ kind: 'htmlLogin' }, 200, /bootstrap\.login/, null],
	[{ kind: 'outage', by: 'haproxy', status: 408 }, 408, /complete request in time/, null],
])('%j instead of the work, or after it', async (fault, status, body, retryAfter) => {
	for (const after of [false, true]) {
		once({ ...fault, after } as Fault);
		const answer = await create();
		expect([answer.status, wires()]).toEqual([status, after ? 1 : 0]);
		expect(answer.text).toMatch(body);
		expect(answer.headers.get('retry-after')).toEqual(
			retryAfter === null ? null : expect.stringMatching(retryAfter),
		);
	}
});

it('send half of an answer as if it were all', async () => {
	const whole = await call('GET', CITY);
	once({ kind: 'shortAnswer' });
	const half = await call('GET', CITY);
	expect([half.status, half.text]).toEqual([200, whole.text.slice(0, Math.floor(whole.text.length / 2))]);
});

it('deliver a request twice and send the second answer', async () => {
	once({ kind: 'duplicate' });
	expect((await create()).status).toBe(201);
	expect(wires()).toBe(2);
	const Id = '5a5a5a5a-0000-4000-8000-000000000001';
	once({ kind: 'duplicate' });
	const second = await call('POST', odata('City'), { body: { Id, Name: 'Wire' } });
	expect(second.status).toBe(500);
	expect(site.store.count('City', 'Id = ?', Id)).toBe(1);
});

it.each(['gzip', 'deflate', 'br'] as const)('compress an answer by %s', async (encoding) => {
	const plain = await call('GET', CITY);
	once({ kind: 'compressed', encoding });
	const answer = await call('GET', CITY, { headers: { 'Accept-Encoding': 'identity' } });
	expect(answer.headers.get('content-encoding')).toBe(encoding);
	expect(answer.text).toBe(plain.text);
});

describe('the answers of a batch without the second half', () => {
	const once = () => site.faults.add({ match: { path: /batch/i }, fault: { kind: 'missingParts' } });
	const part = (index: number) => ({
		id: String(index),
		method: 'POST',
		url: 'City',
		body: { Name: 'Wire' },
	});

	it('$batch in JSON', async () => {
		once();
		const requests = [0, 1, 2].map(part).map((one) => ({ ...one, headers: JSON_TYPE }));
		const answer = await call('POST', odata('$batch'), { body: { requests } });
		expect(JSON.parse(answer.text)).toMatchObject({ responses: [{ id: '0', status: 201 }] });
		expect(answer.text).not.toContain('"id":"1"');
		expect(wires()).toBe(3);
	});

	it('$batch in multipart', async () => {
		const create = [
			'Content-Type: application/http',
			'Content-Transfer-Encoding: binary',
			'',
			'POST City HTTP/1.1',
			'Content-Type: application/json',
			'',
			'{"Name":"Wire"}',
			'',
		];
		const send = () =>
			call('POST', odata('$batch'), {
				raw: ['--b', ...create, '--b', ...create, '--b--', ''].join('\r\n'),
				headers: { 'Content-Type': 'multipart/mixed;boundary=b' },
			});
		const whole = await send();
		once();
		const half = await send();
		const count = (text: string) => text.split('HTTP/1.1 201').length - 1;
		expect([count(whole.text), count(half.text), wires()]).toEqual([2, 1, 4]);
		expect(half.text).toMatch(/^--(batchresponse_\S+)\r\n[^]*\r\n--\1--\r\n$/);
	});

	it('an answer that is not one of a batch comes whole', async () => {
		site.faults.add({ match: { path: /City/ }, fault: { kind: 'missingParts' } });
		expect(JSON.parse((await create()).text)).toMatchObject({ Name: 'Wire' });
	});
});

it.each([true, false])('restart: nobody can connect for a while (request answered: %s)', async (after) => {
	once({ kind: 'restart', ms: 150, after });
	if (after) expect((await create()).status).toBe(201);
	else await expect(create()).rejects.toThrow();
	await new Promise((resolve) => setTimeout(resolve, 20));
	await expect(create()).rejects.toThrow();
	await new Promise((resolve) => setTimeout(resolve, 200));
	expect((await create()).status).toBe(201);
	expect(wires()).toBe(after ? 2 : 1);
});

it('hit what a test finds in a request', async () => {
	const isSecond = (request: { body: Buffer }) => request.body.includes('Second');
	site.faults.add({ match: { where: isSecond }, fault: { kind: 'status', status: 503 } });
	expect((await create()).status).toBe(201);
	expect((await call('POST', odata('City'), { body: { Name: 'Second' } })).status).toBe(503);
});

it('answer the page before once more', async () => {
	const page = (skip: number) =>
		call('GET', odata('City', { $top: '1', $skip: String(skip), $orderby: 'Id', $select: 'Id' }));
	site.faults.add({ match: { path: /City\?/, nth: 2 }, fault: { kind: 'repeatedPage' } });
	const pages = [await page(0), await page(1), await page(1)].map(({ text }) => text);
	expect(pages[1]).toBe(pages[0]);
	expect(pages[2]).not.toBe(pages[0]);
});

it('come from another process, and what is not a fault is refused', async () => {
	const set = (body: unknown) => request(`${site.url}/__emulator/faults`, 'POST', { body });
	const outage = { kind: 'outage', by: 'nginx', status: 502, after: true };
	expect((await set({ match: { path: 'City' }, fault: outage })).status).toBe(204);
	expect([(await create()).status, wires()]).toEqual([502, 1]);
	for (const fault of [
		{ kind: 'nope' },
		{ ...outage, status: 418 },
		{ ...outage, by: 'me' },
		null,
		{ kind: 'meanwhile' },
	]) {
		expect((await set({ fault })).status).toBe(400);
	}
	expect((await set({ match: { path: '(' }, fault: outage })).status).toBe(400);
	expect((await request(`${site.url}/__emulator/faults`, 'POST', { raw: '{' })).status).toBe(400);
	expect((await create()).status).toBe(201);
});
