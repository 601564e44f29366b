import { CreatioError } from '../../../nodes/shared/basics/errors';
import { openConnection } from '../../../nodes/shared/connection/connection';
import type { Service } from '../../../nodes/shared/connection/serviceCall';
import type { ConnectionSettings, SignIn } from '../../../nodes/shared/connection/settings';
import type { HttpResponse } from '../../../nodes/shared/http/types';
import { answer, fakeSend, thrownBy } from './answers';
import { READ, CREATE, PASSWORD, TOKEN, CLIENT, settings, isSignIn, siteWith } from './signedInSite';

describe('a call', () => {
	it.each<[Service, string]>([
		['odata', '/odata/'],
		['dataService', '/DataService/json/SyncReply/'],
		['rest', '/rest/'],
		['portalRest', '/ssp/rest/'],
		['serviceModel', '/ServiceModel/'],
	])('of %s goes to its root on both kinds of host', async (service, root) => {
		for (const hosting of ['net', 'framework'] as const) {
			const { connection, sent } = siteWith([], { hosting });
			await connection.call({ ...READ, service, path: 'a?b=c' });
			const prefix = hosting === 'net' ? '' : '/0';
			expect(sent.map(({ url }) => url)).toEqual([`${connection.site}${prefix}${root}a?b=c`]);
			expect(connection.site).toMatch(/\.example\/app$/);
		}
	});

	it('carries the body, the kind of content and the authorization', async () => {
		const { connection, sent } = siteWith([
			answer(200),
			answer(200, { value: [] }),
			answer(200, '<Edmx></Edmx>', { 'content-type': 'application/xml' }),
		]);
		await connection.call({ ...CREATE, headers: { Prefer: 'x' }, timeoutMs: 77 });
		await connection.call({ ...READ, content: { type: 'text/x', body: 'y' }, method: 'PUT' });
		await connection.call({ ...READ, path: '$metadata' });
		await connection.call({ ...CREATE, json: null });
		const common = { 'x-requested-with': 'XMLHttpRequest', authorization: 'Bearer T1' };
		const json = { accept: 'application/json', 'content-type': 'application/json; charset=utf-8' };
		expect(
			sent.map(({ method, headers, body, timeoutMs }) => ({ method, headers, body, timeoutMs })),
		).toEqual([
			{ method: 'POST', headers: { ...common, ...json, Prefer: 'x' }, body: '{"Name":"é"}', timeoutMs: 77 },
			{
				method: 'PUT',
				headers: { ...common, accept: 'application/json', 'content-type': 'text/x' },
				body: 'y',
				timeoutMs: 1_000,
			},
			{
				method: 'GET',
				headers: { ...common, accept: 'application/xml' },
				body: undefined,
				timeoutMs: 1_000,
			},
			{ method: 'POST', headers: { ...common, ...json }, body: 'null', timeoutMs: 1_000 },
		]);
	});

	it('is judged by the form of its service, unless it has a form of its own', async () => {
		const error = { error: { message: 'no' } };
		const { connection } = siteWith(Array.from({ length: 3 }, () => answer(200, error)));
		await expect(connection.call(READ)).rejects.toMatchObject({ message: 'no' });
		expect((await connection.call({ ...READ, service: 'rest' })).json).toEqual(error);
		expect(await connection.call({ ...READ, form: 'own' })).toMatchObject({
			json: error,
			bytes: expect.anything(),
		});
	});

	it('names the host of the site when it fails', async () => {
		const { connection } = siteWith([answer(500)]);
		const { host } = new URL(connection.site);
		await expect(connection.call(READ)).rejects.toThrow(host);
	});

	it('leaves the outcome of a write open when its answer is cut, not that of a read', async () => {
		for (const repeat of ['read', 'harmless', 'once'] as const) {
			const { connection } = siteWith([answer(200, '{"a')]);
			const perhapsDone = repeat !== 'read';
			await expect(connection.call({ ...READ, repeat })).rejects.toMatchObject({ perhapsDone });
		}
	});

	it('is repeated as often as the settings say', async () => {
		const busy = answer(429, '', { 'retry-after': '0' });
		const { connection, sent } = siteWith([busy, busy, busy], { retries: 2 });
		await expect(connection.call(CREATE)).rejects.toMatchObject({ kind: 'throttled' });
		expect(sent).toHaveLength(3);
		expect(connection.meter).toMatchObject({ requests: 3, retries: 2, batches: 0, parts: 0 });
	});

	it('is counted, a batch with its parts', async () => {
		const { connection } = siteWith([], { signIn: PASSWORD });
		await connection.call(READ);
		await connection.call({ ...CREATE, parts: 3 });
		await connection.call({ ...CREATE, parts: 2 });
		expect(connection.meter).toEqual({
			requests: 4,
			signIns: 1,
			retries: 0,
			batches: 2,
			parts: 5,
			rows: 0,
		});
	});

	it('needs no session where it is anonymous', async () => {
		const { connection, sent } = siteWith([answer(200, { value: [] }), answer(401)], { signIn: PASSWORD });
		await connection.call({ ...READ, anonymous: true });
		await expect(connection.call({ ...READ, anonymous: true })).rejects.toMatchObject({ kind: 'session' });
		expect(sent.map(({ headers }) => headers)).toEqual(
			Array(2).fill({ accept: 'application/json', 'x-requested-with': 'XMLHttpRequest' }),
		);
	});
});

describe('the clock of the site', () => {
	it('is that of its last answer with a date', async () => {
		const at = (date?: string) => answer(200, { value: [] }, date === undefined ? {} : { date });
		const { connection } = siteWith([
			at(),
			at('Wed, 13 May 2026 12:00:00 GMT'),
			at('soon'),
			at('Wed, 13 May 2026 12:00:05 GMT'),
		]);
		const times: Array<string | undefined> = [];
		for (let call = 0; call < 4; call++) {
			await connection.call(READ);
			times.push(connection.siteTime()?.toISOString());
		}
		const [noon, later] = ['2026-05-13T12:00:00.000Z', '2026-05-13T12:00:05.000Z'];
		expect(times).toEqual([undefined, noon, noon, later]);
	});
});

describe('a sign-in', () => {
	/** A site that answers sign-ins in turn, then well, and calls always well. */
	function signInSite(replies: HttpResponse[], more: Partial<ConnectionSettings> = {}) {
		const left = [...replies];
		const { send, sent } = fakeSend((request) =>
			isSignIn(request)
				? (left.shift() ?? answer(200, { Code: 0, access_token: 'T' }))
				: answer(200, { value: [] }),
		);
		const connection = openConnection(settings({ signIn: PASSWORD, retries: 1, ...more }), send);
		return { connection, sent, signIns: () => sent.filter(isSignIn).length };
	}
	const busy = answer(503, '<html></html>', { 'content-type': 'text/html', 'retry-after': '0' });
	const client = { ...CLIENT, scope: 'sign-ins', tokenUrl: 'https://is.example/connect/token' } as SignIn;

	it('that did not happen is repeated, also before a write that counts', async () => {
		for (const signIn of [PASSWORD, client]) {
			const { connection, sent, signIns } = signInSite([busy], { signIn });
			await connection.call(CREATE);
			expect(signIns()).toBe(2);
			expect(sent).toHaveLength(3);
		}
	});

	it.each([
		[PASSWORD, answer(200, { Code: 1 })],
		[client, answer(400, { error: 'invalid_client' })],
	])('that was refused is not repeated (%#)', async (signIn, refusal) => {
		const { connection, signIns } = signInSite([refusal], {
			signIn: { ...signIn, scope: 'refused' } as SignIn,
		});
		await expect(connection.call(READ)).rejects.toMatchObject({ kind: 'credentials' });
		expect(signIns()).toBe(1);
	});

	it('shows that the site is there, so that a refused connection after it is a restart', async () => {
		let isDown = true;
		const { send, sent } = fakeSend((request) => {
			if (isSignIn(request)) return answer(200, { Code: 0, access_token: 'T' });
			if (!isDown) return answer(200, { value: [] });
			isDown = false;
			throw new CreatioError('unavailable', 'refused', { retryAfterMs: 0 });
		});
		await openConnection(settings({ signIn: PASSWORD, retries: 1 }), send).call(CREATE);
		expect(sent).toHaveLength(3);
		isDown = true;
		// The identity service is another server.
		const other = openConnection(settings({ signIn: client, retries: 1 }), send);
		await expect(other.call(READ)).rejects.toMatchObject({ kind: 'unavailable' });
	});

	it('that failed leaves nothing of the request open', async () => {
		const { connection } = signInSite([busy, busy], { retries: 1 });
		await expect(connection.call(CREATE)).rejects.toMatchObject({ kind: 'unavailable', perhapsDone: false });
	});
});

describe('parallel calls', () => {
	const signIns = async (more: Partial<ConnectionSettings>) => {
		const { connection, sent } = siteWith([], { signIn: PASSWORD, ...more });
		await Promise.all(Array.from({ length: 6 }, () => connection.call(READ)));
		expect(new Set(sent.map(({ headers }) => headers.cookie)).size).toBe(1 + connection.meter.signIns);
		return connection.meter.signIns;
	};

	it('share one session, or several where the settings say so', async () => {
		expect(await signIns({})).toBe(1);
		expect(await signIns({ sessions: 1 })).toBe(1);
		expect(await signIns({ sessions: 3 })).toBe(3);
	});

	it('send a wrong password once, also with several sessions', async () => {
		const { send, sent } = fakeSend(() => answer(200, { Code: 1 }));
		const more = { signIn: PASSWORD, sessions: 4, retries: 3 };
		const connection = openConnection(settings(more), send);
		const calls = Array.from({ length: 20 }, () => connection.call(READ));
		for (const outcome of await Promise.allSettled(calls))
			expect(outcome).toMatchObject({ status: 'rejected', reason: { kind: 'credentials' } });
		expect(sent).toHaveLength(1);
	});

	it('share the session of other connections of the same user alone', async () => {
		const { send, sent } = fakeSend((request) =>
			isSignIn(request) ? answer(200, { Code: 0 }) : answer(200, { value: [] }),
		);
		const one = settings({ signIn: PASSWORD });
		const others = [
			one,
			{ ...one, signIn: { ...PASSWORD, username: 'you' } },
			{ ...one, signIn: { ...PASSWORD, password: 'other' } },
			{ ...one, allowUnauthorizedCerts: true },
			{ ...one, baseUrl: `${one.baseUrl}2` },
		];
		for (const each of [...others, ...others]) await openConnection(each, send).call(READ);
		expect(sent.filter(isSignIn)).toHaveLength(5);
	});
});

describe('tokens', () => {
	it('serve no other client, secret, scope or certificate check', async () => {
		const tokenUrl = 'https://is.example/connect/token?of=clients';
		const client = { kind: 'clientCredentials', clientId: 'c', clientSecret: 's', tokenUrl } as const;
		const { send, sent } = fakeSend(() => answer(200, { access_token: 'T', value: [] }));
		const { baseUrl } = settings();
		for (const more of [
			{ signIn: client },
			{ signIn: { ...client, clientId: 'd' } },
			{ signIn: { ...client, clientSecret: 'wrong' } },
			{ signIn: { ...client, scope: 'more' } },
			{ signIn: client, allowUnauthorizedCerts: true },
		])
			for (let run = 0; run < 2; run++) await openConnection(settings({ baseUrl, ...more }), send).call(READ);
		expect(sent.filter(({ url }) => url === tokenUrl)).toHaveLength(5);
	});

	it.each([
		['', 'https://tokens-is.example/connect/token'],
		['  https://is.example:81/connect/token ', 'https://is.example:81/connect/token'],
	])('come from the address "%s" that the settings give or derive', async (tokenUrl, expected) => {
		const signIn = { ...CLIENT, tokenUrl } as SignIn;
		const { connection, sent } = siteWith([], { baseUrl: 'https://tokens.example', signIn });
		await connection.call(READ);
		expect(sent.map(({ url }) => url)).toEqual([expected, 'https://tokens.example/odata/Contact']);
		expect(sent[1]?.headers.authorization).toBe('Bearer T');
	});
});

describe('settings that cannot be used', () => {
	it.each<[Partial<ConnectionSettings>, string]>([
		[{ signIn: { ...PASSWORD, username: '' } as SignIn }, 'User Name'],
		[{ signIn: { ...CLIENT, tokenUrl: 'nowhere' } as SignIn }, 'Token Address'],
		[{ baseUrl: '' }, 'Site Address'],
	])('%j are refused before anything is sent', (more, field) => {
		const { send, sent } = fakeSend(() => answer(200, '{}'));
		expect(thrownBy(() => openConnection(settings(more), send))).toMatchObject({
			kind: 'input',
			message: expect.stringContaining(field),
			cure: expect.stringMatching(/\w/),
		});
		expect(sent).toEqual([]);
	});
});

describe('the identity of a connection', () => {
	const identity = (
		signIn: SignIn,
		baseUrl = 'https://identity.example',
		more: Partial<ConnectionSettings> = {},
	) =>
		openConnection(settings({ baseUrl, signIn, ...more }), fakeSend(() => answer(200, '{}')).send).identity;

	it('differs for all who may see different things, and reveals no secret', () => {
		const client = { ...CLIENT, tokenUrl: 'https://is.example' } as SignIn;
		const distinct = [
			identity(PASSWORD),
			identity(PASSWORD, 'https://other.example'),
			identity({ ...PASSWORD, username: 'you' } as SignIn),
			identity({ ...PASSWORD, password: 'other' } as SignIn),
			identity(PASSWORD, undefined, { allowUnauthorizedCerts: true }),
			identity(TOKEN),
			identity({ ...TOKEN, owner: 'you' } as SignIn),
			identity(client),
			identity(client, undefined, { allowUnauthorizedCerts: true }),
			identity({ ...client, clientId: 'you' } as SignIn),
			identity({ ...client, clientSecret: 'other' } as SignIn),
			identity({ ...client, scope: 'other' } as SignIn),
		];
		expect(new Set(distinct).size).toBe(distinct.length);
		expect(identity({ ...PASSWORD })).toBe(identity(PASSWORD));
		expect(identity({ ...TOKEN, current: async () => 'renewed' } as SignIn)).toBe(identity(TOKEN));
		for (const one of distinct) expect(one).toMatch(/^[0-9a-f]{64}$/);
	});
});

describe('a connection for reading only', () => {
	it('sends reads and refuses what may change something', async () => {
		const { connection, sent } = siteWith([], { readOnly: true });
		await connection.call(READ);
		const refused = expect.objectContaining({ kind: 'input', message: expect.stringContaining('Read Only') });
		for (const repeat of ['harmless', 'once'] as const)
			await expect(connection.call({ ...READ, repeat })).rejects.toEqual(refused);
		await expect(connection.call({ ...CREATE, anonymous: true })).rejects.toEqual(refused);
		expect(() => connection.refuseIfReadOnly()).toThrow(refused);
		expect(sent).toHaveLength(1);
		expect(() => siteWith([]).connection.refuseIfReadOnly()).not.toThrow();
	});
});

describe('a run that is cancelled', () => {
	it('ends its calls and its waits, but not those of the work that others share', async () => {
		const cancel = new AbortController();
		const { connection, sent } = siteWith([], { signal: cancel.signal });
		connection.refuseIfCancelled();
		await connection.call(READ);
		expect(sent[0]?.signal).toBe(cancel.signal);
		expect(await connection.orCancelled(Promise.resolve(1))).toBe(1);
		const waiting = connection.wait(60_000);
		cancel.abort();
		const cancelled = expect.objectContaining({ kind: 'cancelled' });
		await expect(waiting).rejects.toEqual(cancelled);
		await expect(connection.call(READ)).rejects.toEqual(cancelled);
		await expect(connection.orCancelled(new Promise(() => {}))).rejects.toEqual(cancelled);
		expect(() => connection.refuseIfCancelled()).toThrow(cancelled);
		expect(sent).toHaveLength(1);

		const shared = connection.outliving();
		shared.refuseIfCancelled();
		await shared.call(READ);
		expect(sent[1]?.signal).toBeUndefined();
		expect(shared.meter).toBe(connection.meter);
		expect(shared.notes).toBe(connection.notes);
		expect(shared.identity).toBe(connection.identity);
	});
});

it('a failure to send reaches the caller', async () => {
	const error = new CreatioError('network', 'gone');
	const connection = openConnection(settings(), async () => {
		throw error;
	});
	await expect(connection.call(READ)).rejects.toBe(error);
});
