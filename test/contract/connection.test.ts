import { inspect } from 'node:util';

import type { ServiceRequest } from '../../nodes/shared/connection/serviceCall';
import type { ConnectionSettings } from '../../nodes/shared/connection/settings';
import { type LocalServer, serve } from './send/localServers';
import { directConnection } from '../support/directConnection';

const READ: ServiceRequest = { method: 'GET', service: 'odata', path: 'Contact', repeat: 'read' };

const CREATE: ServiceRequest = {
	method: 'POST',
	service: 'odata',
	path: 'Contact',
	json: { Name: 'A' },
	repeat: 'once',
};

const LOGIN_PAGE = '<!DOCTYPE html><html><script>bootstrapModule = "bootstrap.login"</script></html>';

interface Reply {
	status?: number;
	headers?: Record<string, string>;
	body?: string;
}

/** A site that signs in `right` and answers the calls of a session in turn from `replies`, then well. */
async function site(replies: Reply[] = [], hosting: 'framework' | 'net' = 'framework') {
	let endedTicket: string | undefined;
	const seen: Array<{ line: string; headers: NodeJS.Dict<string | string[]> }> = [];
	let signIns = 0;
	const server = await serve((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			const json = (value: unknown, headers = {}) => {
				response.writeHead(200, { 'content-type': 'application/json', ...headers });
				response.end(JSON.stringify(value));
			};
			if (request.url === '/ServiceModel/AuthService.svc/Login') {
				signIns++;
				const ok = (JSON.parse(body) as { UserPassword: string }).UserPassword.startsWith('right');
				const shell = hosting === 'framework' ? '/0/Shell' : '/Shell';
				const host = hosting === 'framework' ? 'BPMLOADER=loader' : 'CsrfToken=forgery';
				const cookies = [`.ASPXAUTH=ticket-${signIns}`, `BPMCSRF=csrf-${signIns}`, host];
				return json(
					{ Code: ok ? 0 : 1, Message: '', RedirectUrl: ok ? shell : null },
					ok ? { 'set-cookie': cookies } : {},
				);
			}
			seen.push({ line: `${request.method} ${request.url}`, headers: request.headers });
			const ended = endedTicket !== undefined && String(request.headers.cookie).includes(endedTicket);
			const reply = ended ? { status: 401 } : replies.shift();
			if (!reply) return json({ value: [] });
			response.writeHead(reply.status ?? 200, reply.headers);
			response.end(reply.body);
		});
	});
	return { ...server, seen, signIns: () => signIns, endSession: (ticket: string) => (endedTicket = ticket) };
}

describe('a connection on real sockets', () => {
	const open: LocalServer[] = [];
	const started = async (replies?: Reply[], hosting?: 'framework' | 'net') => {
		const server = await site(replies, hosting);
		open.push(server);
		return server;
	};
	afterEach(async () => {
		await Promise.all(open.splice(0).map((server) => server.close()));
	});

	const connect = (server: LocalServer, password = 'right', more: Partial<ConnectionSettings> = {}) =>
		directConnection({
			baseUrl: `http://127.0.0.1:${server.port}`,
			hosting: 'auto',
			allowUnauthorizedCerts: false,
			signIn: { kind: 'password', username: 'Supervisor', password },
			timeoutMs: 5_000,
			retries: 0,
			...more,
		});

	it('signs in once for 100 parallel calls of several connections', async () => {
		const server = await started();
		const connections = [connect(server), connect(server), connect(server), connect(server)];
		await Promise.all(Array.from({ length: 100 }, (_, i) => connections[i % 4]?.call(READ)));
		expect(server.signIns()).toBe(1);
		expect(server.seen).toHaveLength(100);
	});

	it('tries a wrong password once, however many calls follow', async () => {
		const server = await started();
		const calls = Array.from({ length: 20 }, () => connect(server, 'wrong').call(READ));
		for (const call of calls) await expect(call).rejects.toMatchObject({ kind: 'credentials' });
		await expect(connect(server, 'wrong').call(READ)).rejects.toMatchObject({ kind: 'credentials' });
		expect(server.signIns()).toBe(1);
		expect(server.seen).toEqual([]);
	});

	it.each(['framework', 'net'] as const)(
		'finds out by the sign-in where the services of %s are',
		async (hosting) => {
			const server = await started([], hosting);
			await connect(server).call(READ);
			expect(server.seen.map(({ line }) => line)).toEqual([
				`GET ${hosting === 'framework' ? '/0' : ''}/odata/Contact`,
			]);
		},
	);

	it('carries cookies, the CSRF token under both names and ForceUseSession', async () => {
		const server = await started();
		await connect(server).call(READ);
		expect(server.seen[0]?.headers).toMatchObject({
			cookie: '.ASPXAUTH=ticket-1; BPMCSRF=csrf-1; BPMLOADER=loader',
			bpmcsrf: 'csrf-1',
			crt_csrf: 'csrf-1',
			forceusesession: 'true',
		});
	});

	it('renews once for parallel calls that were refused, and sends them again', async () => {
		const server = await started();
		server.endSession('.ASPXAUTH=ticket-1;');
		const connection = connect(server);
		const answers = await Promise.all(Array.from({ length: 10 }, () => connection.call(READ)));
		expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
		expect(server.signIns()).toBe(2);
	});

	it.each<[string, Reply]>([
		['401', { status: 401 }],
		['a CSRF 403', { status: 403 }],
		[
			'a redirect to the login page',
			{ status: 302, headers: { location: '/Login/NuiLogin.aspx?ReturnUrl=%2f' } },
		],
	])('sends a write again after %s, which comes before any work', async (_name, reply) => {
		const server = await started([
			reply,
			{ status: 201, headers: { 'content-type': 'application/json' }, body: '{"Id":"1"}' },
		]);
		expect((await connect(server).call(CREATE)).status).toBe(201);
		expect(server.signIns()).toBe(2);
		expect(server.seen[1]?.headers.bpmcsrf).toBe('csrf-2');
	});

	it('does not send a write again after a login page with status 200, which leaves open what was done', async () => {
		const page = { headers: { 'content-type': 'text/html' }, body: LOGIN_PAGE };
		const server = await started([page]);
		await expect(connect(server).call(CREATE)).rejects.toMatchObject({ kind: 'session', perhapsDone: true });
		expect(server.seen).toHaveLength(1);
		const reading = await started([page]);
		expect((await connect(reading).call(READ)).status).toBe(200);
	});

	it('gives up after one renewal', async () => {
		const server = await started(Array.from({ length: 5 }, () => ({ status: 401 })));
		await expect(connect(server).call(READ)).rejects.toMatchObject({ kind: 'session', status: 401 });
		// The third one asks whether the session or the object was refused.
		expect(server.seen).toHaveLength(3);
	});

	it.each([302, 307, 308])('carries no cookie to another origin (%i)', async (status) => {
		const elsewhere = await started();
		const server = await started([
			{ status, headers: { location: `http://127.0.0.1:${elsewhere.port}/0/odata/Contact` } },
		]);
		await expect(connect(server).call(READ)).rejects.toMatchObject({ kind: 'address' });
		expect(elsewhere.seen).toEqual([]);
	});

	it('follows a 307 on the same site once', async () => {
		const again = { status: 307, headers: { location: '/0/odata/Contact?again' } };
		const server = await started([again]);
		expect((await connect(server).call(READ)).status).toBe(200);
		expect(server.seen.map(({ line }) => line)).toEqual([
			'GET /0/odata/Contact',
			'GET /0/odata/Contact?again',
		]);
	});

	it.each(['../Login', 'Contact/../../x', '//evil.example/x', '/x', 'a\\b', 'a/%2e%2e/b', 'a/%2E./b', 'a b'])(
		'sends nothing for the path %s',
		async (path) => {
			const server = await started();
			await expect(connect(server).call({ ...READ, path })).rejects.toMatchObject({ kind: 'input' });
			expect(server.seen).toEqual([]);
		},
	);

	it('asks without signing in where nobody has to', async () => {
		const server = await started([
			{ body: '1', headers: { 'content-type': 'application/json' } },
			{ status: 401 },
		]);
		const connection = connect(server, 'wrong', { hosting: 'framework' });
		const open = { ...READ, service: 'serviceModel', path: 'UsrX.svc/Get', anonymous: true } as const;
		expect((await connection.call(open)).json).toBe(1);
		await expect(connection.call(open)).rejects.toMatchObject({ kind: 'session', status: 401 });
		expect(server.signIns()).toBe(0);
		expect(server.seen.map(({ line }) => line)).toEqual(Array(2).fill('GET /0/ServiceModel/UsrX.svc/Get'));
		expect(server.seen[0]?.headers).not.toHaveProperty('cookie');
	});

	it('finds services of the portal', async () => {
		const server = await started();
		await connect(server).call({ ...READ, service: 'portalRest', path: 'UsrX/Get' });
		expect(server.seen[0]?.line).toBe('GET /0/ssp/rest/UsrX/Get');
	});

	it('leaves an answer of its own form to the caller, bytes and all', async () => {
		const failing = { headers: { 'content-type': 'application/json' }, body: '{"success":false}' };
		const file = { headers: { 'content-type': 'application/pdf' }, body: 'PDF' };
		const server = await started([failing, file, failing]);
		const connection = connect(server);
		expect((await connection.call({ ...CREATE, form: 'own' })).json).toEqual({ success: false });
		const { bytes } = await connection.call({ ...READ, form: 'own' });
		expect(bytes && Buffer.from(bytes).toString()).toBe('PDF');
		await expect(connection.call(CREATE)).rejects.toMatchObject({ kind: 'invalid' });
	});

	it('keeps to the time limit of a call, and says that a GET with consequences may be done', async () => {
		const silent = await serve((request, response) => {
			if (request.method === 'POST') {
				response.writeHead(200, { 'content-type': 'application/json' });
				response.end('{"Code":0,"RedirectUrl":"/0/Shell"}');
			}
		});
		open.push(silent);
		const call = connect(silent).call({ ...READ, repeat: 'once', timeoutMs: 100 });
		await expect(call).rejects.toMatchObject({
			kind: 'timeout',
			perhapsDone: true,
			message: expect.stringContaining('0.1 seconds'),
		});
	});

	it('shows no password, cookie or token in any error', async () => {
		const page = { status: 500, headers: { 'content-type': 'text/html' }, body: '<html></html>' };
		const replies: Reply[] = [
			page,
			{ status: 400 },
			{ body: '{"value":[', headers: { 'content-type': 'application/json' } },
		];
		const server = await started(replies);
		for (let i = 0; i < 3; i++) {
			const error: unknown = await connect(server, 'right-sEcReT')
				.call(CREATE)
				.catch((reason: unknown) => reason);
			expect(error).toBeInstanceOf(Error);
			expect(`${inspect(error, { depth: 20 })}${JSON.stringify(error)}`).not.toMatch(/sEcReT|ticket-|csrf-/);
		}
	});
});
