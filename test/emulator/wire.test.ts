import { createServer } from 'node:http';
import { generate } from 'selfsigned';
import { Agent, request as undiciRequest } from 'undici';

import { type Emulator, startEmulator, USERS } from '.';
import { cookieJar, login, odata, request, type Send, signedIn } from './testSupport';

let site: Emulator;
let call: Send;
beforeEach(async () => {
	site = await startEmulator({ sampleData: false });
	call = await signedIn(site);
	site.resetStats();
});
afterEach(() => site.stop());

const CITY = odata('City', { $top: '1', $select: 'Name' });
const create = () => call('POST', odata('City'), { body: { Name: 'Wire' } });

describe('statistics', () => {
	it('keep requests with method, decoded path, raw address, headers, body, status and caller', async () => {
		await call('GET', odata('City', { $filter: "Name eq 'a&b+c'" }), { headers: { 'X-Trace': 'One' } });
		await create();
		const [read, write] = site.stats.requests;
		expect(read).toMatchObject({
			server: 'site',
			method: 'GET',
			path: "/0/odata/City?$filter=Name eq 'a&b+c'",
			status: 200,
			user: 'Supervisor',
			body: '',
		});
		expect(read?.url).toContain('%26b%2Bc');
		expect(read?.headers.find(([name]) => name.toLowerCase() === 'x-trace')?.[1]).toBe('One');
		expect(read?.session).toBe(write?.session);
		expect(write).toMatchObject({ method: 'POST', status: 201, body: '{"Name":"Wire"}' });
		expect(site.stats.find('POST', /City/)).toHaveLength(1);
		expect(site.stats.writes.City?.created).toHaveLength(1);
	});

	it('count connections: one when it is kept, more when it is not', async () => {
		const agent = new Agent({ connections: 1 });
		const get = (reset: boolean) =>
			undiciRequest(`${site.url}/api/HealthCheck/Ping`, { dispatcher: agent, reset }).then((answer) =>
				answer.body.dump(),
			);
		for (let turn = 0; turn < 3; turn++) await get(false);
		expect(site.stats.connections).toBe(1);
		expect(new Set(site.stats.requests.map((seen) => seen.connection)).size).toBe(1);
		await get(true);
		await get(true);
		expect(site.stats.connections).toBe(2);
		await agent.close();
	});

	it('count sign-ins by user', async () => {
		await login(site.url, 'Supervisor', 'x');
		await login(site.url, 'Supervisor', 'Supervisor');
		await login(site.url, USERS.expired.name, USERS.expired.password);
		expect(site.stats.signIns).toEqual({
			Supervisor: { succeeded: 1, failed: 1 },
			[USERS.expired.name]: { succeeded: 0, failed: 1 },
		});
		expect(site.stats.signInAttempts).toBe(3);
	});

	it('cut long bodies and forget the oldest requests', async () => {
		await call('POST', odata('City'), { body: { Name: 'x'.repeat(100_000) } });
		expect(site.stats.requests[0]?.body).toHaveLength(64 * 1024);
		const one = site.stats.requests[0];
		if (!one) throw new Error('nothing seen');
		for (let turn = 0; turn < 25_000; turn++) site.stats.addRequest(one);
		expect(site.stats.requests.length).toBeLessThanOrEqual(21_000);
		expect(site.stats.requests.length).toBeGreaterThanOrEqual(20_000);
	});
});

describe('time', () => {
	it('latency slows every answer', async () => {
		const slow = await startEmulator({ sampleData: false, latencyMs: 40 });
		const start = performance.now();
		await request(`${slow.url}/api/HealthCheck/Ping`, 'GET');
		expect(performance.now() - start).toBeGreaterThan(35);
		await slow.stop();
	});
});

describe('control from another process', () => {
	const control = (method: string, action: string, body?: unknown) =>
		request(`${site.url}/__emulator/${action}`, method, { body });

	it('shows and resets statistics without counting itself', async () => {
		await create();
		const shown = (await control('GET', 'stats')).json<{
			requests: unknown[];
			writes: object;
			signInAttempts: number;
		}>();
		expect(shown.requests).toHaveLength(1);
		expect(shown.writes).toHaveProperty('City');
		expect((await control('POST', 'reset')).status).toBe(204);
		expect(site.stats.requests).toEqual([]);
	});

	it('sets faults, switches and ends sessions', async () => {
		await control('POST', 'faults', {
			match: { path: 'City', times: 1 },
			fault: { kind: 'status', status: 418 },
		});
		expect((await call('GET', CITY)).status).toBe(418);
		await control('POST', 'faults', { match: { path: 'City' }, fault: { kind: 'status', status: 418 } });
		await control('POST', 'faults', []);
		expect((await call('GET', CITY)).status).toBe(200);
		await control('POST', 'switches', { unknownEntitySet: 'html' });
		expect((await call('GET', '/0/odata/Nope')).text).toContain('<title>404');
		await control('POST', 'expire');
		expect((await call('GET', CITY)).status).toBe(401);
		const rows = (await control('GET', "rows?object=Contact&where=Name%3D'Supervisor'")).json<unknown[]>();
		expect(rows).toHaveLength(1);
		expect((await control('GET', "count?object=Contact&where=Name%3D'Supervisor'")).json()).toBe(1);
	});
});

describe('starting', () => {
	it('rejects when the port is taken', async () => {
		const taken = createServer();
		await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
		const address = taken.address();
		if (address === null || typeof address === 'string') throw new Error('no port');
		await expect(startEmulator({ port: address.port, sampleData: false })).rejects.toMatchObject({
			code: 'EADDRINUSE',
		});
		taken.close();
	});

	it('serves https, with secure cookies', async () => {
		const pem = await generate([{ name: 'commonName', value: '127.0.0.1' }], { keySize: 2048 });
		const secure = await startEmulator({ sampleData: false, https: { key: pem.private, cert: pem.cert } });
		expect(secure.url).toMatch(/^https:/);
		expect(secure.tokenUrl).toMatch(/^https:/);
		const agent = new Agent({ connect: { rejectUnauthorized: false } });
		const answer = await undiciRequest(`${secure.url}/ServiceModel/AuthService.svc/Login`, {
			dispatcher: agent,
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ UserName: 'Supervisor', UserPassword: 'Supervisor' }),
		});
		expect(String(answer.headers['set-cookie'])).toMatch(/BPMCSRF=[^;]+; path=\/; secure/);
		await answer.body.dump();
		await agent.close();
		await secure.stop();
	});

	it('stops with requests in the air', async () => {
		const own = await startEmulator({ sampleData: false, latencyMs: 5000 });
		const hanging = request(`${own.url}/api/HealthCheck/Ping`, 'GET');
		const outcome = expect(hanging).rejects.toThrow();
		await new Promise((resolve) => setTimeout(resolve, 50));
		await own.stop();
		await outcome;
	});
});

it('lets tests insert and remove rows past the rules of the site', async () => {
	const id = site.store.insert('Contact', {
		Name: 'Planted',
		BirthDate: new Date(Date.UTC(2000, 1, 29)),
		DoNotUseCall: true,
	});
	const row = (await call('GET', odata(`Contact(${id})`))).json();
	expect(row).toMatchObject({ Name: 'Planted', BirthDate: '2000-02-29T00:00:00Z', DoNotUseCall: true });
	expect(site.stats.writes).toEqual({});
	expect(site.store.remove('Contact', id)).toBe(true);
	expect(() => site.store.insert('Contact', { Nope: 1 })).toThrow('no column');
	expect(cookieJar(await login(site.url, 'Supervisor', 'Supervisor')).has('BPMCSRF')).toBe(true);
});
