import { CreatioError } from '../../../nodes/shared/basics/errors';
import { ClientCredentials, givenToken, readToken } from '../../../nodes/shared/connection/tokens';
import type { HttpResponse } from '../../../nodes/shared/http/types';
import { answer, clockAt, fakeSend, HOST, newMeter, page, thrownBy } from './answers';

const TOKEN_URL = `https://${HOST}/connect/token`;

const refused = new CreatioError('session', 'refused', { status: 401 });

/** Somebody who gives tokens T1, T2 and so on, and counts the renewals. */
function giver() {
	let number = 1;
	return {
		kind: 'accessToken' as const,
		owner: 'somebody',
		renewals: () => number - 1,
		current: async () => `T${number}`,
		renew: async () => {
			await new Promise((resolve) => setTimeout(resolve, 5));
			return `T${++number}`;
		},
	};
}

describe('a token that n8n renews', () => {
	it('is renewed once for all requests that were refused with it', async () => {
		const from = giver();
		const authorizer = givenToken(from);
		const passes = await Promise.all([1, 2, 3].map(() => authorizer.pass()));
		expect(passes.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('Bearer T1'));

		const renewed = await Promise.all(passes.map((pass) => authorizer.renew(pass, refused)));
		expect(renewed.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('Bearer T2'));
		expect(from.renewals()).toBe(1);
	});

	it('is not renewed again for a request that was refused with the token of before', async () => {
		const from = giver();
		const authorizer = givenToken(from);
		const [early, late] = [await authorizer.pass(), await authorizer.pass()];
		await authorizer.renew(early, refused);
		expect((await authorizer.renew(late, refused)).headers.authorization).toBe('Bearer T2');
		expect(from.renewals()).toBe(1);
	});

	it('is used from then on, and renewed again when it is refused itself', async () => {
		const from = giver();
		const authorizer = givenToken(from);
		await authorizer.renew(await authorizer.pass(), refused);
		const second = await authorizer.pass();
		expect(second.headers.authorization).toBe('Bearer T2');
		expect((await authorizer.renew(second, refused)).headers.authorization).toBe('Bearer T3');
		expect(from.renewals()).toBe(2);
	});

	it('is not renewed for a 403, which is about rights', async () => {
		const from = giver();
		const authorizer = givenToken(from);
		const forbidden = new CreatioError('forbidden', 'no', { status: 403 });
		await expect(authorizer.renew(await authorizer.pass(), forbidden)).rejects.toBe(forbidden);
		expect(from.renewals()).toBe(0);
	});
});

describe('the answer of a token endpoint', () => {
	const says = (text: string) => expect.stringContaining(text);

	it.each([
		[{ access_token: 'T', expires_in: 100 }, 70_000],
		[{ access_token: 'T', expires_in: 30 }, 0],
		[{ access_token: 'T', expires_in: 5 }, 0],
		[{ access_token: 'T' }, 3_570_000],
		[{ access_token: 'T', expires_in: '100' }, 3_570_000],
	])('%j holds a token for %i ms', (body, lifeMs) => {
		expect(readToken(answer(200, body), TOKEN_URL)).toEqual({ value: 'T', lifeMs });
	});

	const failure = (response: HttpResponse) => thrownBy(() => readToken(response, TOKEN_URL));

	it.each([
		['a page', page('<html></html>')],
		['a page with status 400', page('<html></html>', 400)],
		['no such address', answer(404)],
		['a verb that is refused', answer(405)],
		['a redirect', answer(300, { access_token: 'T' })],
		['a redirect', answer(399)],
	])('may be that of another server: %s', (_, response) => {
		expect(failure(response)).toMatchObject({
			kind: 'address',
			status: response.status,
			message: says(HOST),
			cure: says('Token Address'),
		});
	});

	it.each([
		[429, 'throttled'],
		[408, 'unavailable'],
		[500, 'unavailable'],
		[503, 'unavailable'],
		[520, 'unavailable'],
	])('with status %i, in whatever form, is %s, which passes', (status, kind) => {
		for (const type of ['text/html', 'application/json']) {
			const error = failure(answer(status, '', { 'retry-after': '3', 'content-type': type }));
			expect(error).toMatchObject({ kind, status, retryAfterMs: 3_000, mayPass: true, perhapsDone: false });
			expect(error.message).toMatch(HOST);
		}
	});

	it.each([
		['a challenge', answer(401, '', { 'www-authenticate': 'Basic realm="x"' })],
		['a page', page('<html></html>', 401)],
		['a firewall', page('<html></html>', 403)],
	])('may be that of a gateway, which says nothing about the client: %s', (_, response) => {
		const error = failure(response);
		expect(error).toMatchObject({ kind: 'credentials', reason: 'signInRule', mayPass: false });
		expect(error.message).not.toMatch(/client/);
	});

	it.each<[number, unknown, string]>([
		[400, { error: 'invalid_client' }, '(invalid_client)'],
		[401, { error: 'invalid_client' }, '(invalid_client)'],
		[200, { error: 'invalid_scope' }, '(invalid_scope)'],
		[499, '', 'no reason'],
		[400, { error: 'a_secret' }, 'no reason'],
		[400, { error: 'the secret is s3cret' }, 'no reason'],
		[400, { error: 'Secret' }, 'no reason'],
		[400, { error: '' }, 'no reason'],
		[400, { error: ['invalid_client'] }, 'no reason'],
	])('with status %i and %j is a refusal', (status, body, reason) => {
		// With 401 the identity service challenges the client (RFC 6749, section 5.2).
		const headers = { ...(status === 401 && { 'www-authenticate': 'Basic' }) };
		expect(failure(answer(status, body, headers))).toMatchObject({
			kind: 'credentials',
			reason: undefined,
			status,
			mayPass: false,
			message: says(reason),
			cure: says('Client Secret'),
		});
	});

	it.each([
		[answer(400, { error: 'temporarily_unavailable' }), 'unavailable'],
		[answer(400, { error: 'server_error' }), 'unavailable'],
		[answer(200, {}), 'unreadable'],
		[answer(200, { access_token: '' }), 'unreadable'],
		[answer(200, { access_token: 5 }), 'unreadable'],
		[answer(200, '{"access_tok'), 'unreadable'],
	])('may be no refusal, and passes (%#)', (response, kind) => {
		expect(failure(response)).toMatchObject({ kind, mayPass: true, perhapsDone: false });
	});
});

describe('a token by client credentials', () => {
	const START = Date.parse('2026-05-13T12:00:00Z');
	const URL_OF_TOKENS = 'https://is.example/connect/token';
	const signIn = { kind: 'clientCredentials', clientId: 'a&b', clientSecret: 'c=d', tokenUrl: '' } as const;

	const given = (index: number) => answer(200, { access_token: `T${index + 1}`, expires_in: 100 });

	function client(scope?: string, reply = given) {
		const { send, sent } = fakeSend((_, index) => reply(index));
		const meter = newMeter();
		const credentials = new ClientCredentials(URL_OF_TOKENS, { ...signIn, scope });
		const token = credentials.for({ send, meter, timeoutMs: 123, unattended: false });
		return { token, sent, meter };
	}

	afterEach(() => jest.restoreAllMocks());

	it.each([
		[undefined, {}],
		['', {}],
		['read write', { scope: 'read write' }],
	])('is requested as a form; scope: %s', async (scope, more) => {
		const { token, sent, meter } = client(scope);
		expect(await token.pass()).toEqual({ id: 1, headers: { authorization: 'Bearer T1' } });
		expect(sent).toEqual([
			{
				method: 'POST',
				url: URL_OF_TOKENS,
				headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
				body: expect.any(String),
				timeoutMs: 123,
			},
		]);
		expect(Object.fromEntries(new URLSearchParams(String(sent[0]?.body)))).toEqual({
			grant_type: 'client_credentials',
			client_id: 'a&b',
			client_secret: 'c=d',
			...more,
		});
		expect(meter).toEqual({ ...newMeter(), requests: 1, signIns: 1 });
		expect(token.signInHints()).toBeUndefined();
	});

	it('is requested once, and again shortly before it expires', async () => {
		const clock = clockAt(START);
		const { token, sent } = client();
		await Promise.all([token.pass(), token.pass()]);
		clock.set(START + 69_999);
		expect((await token.pass()).id).toBe(1);
		expect(sent).toHaveLength(1);
		clock.set(START + 70_000);
		expect(await token.pass()).toEqual({ id: 2, headers: { authorization: 'Bearer T2' } });
	});

	it('is renewed once for all requests that were refused with it, but not for a 403', async () => {
		clockAt(START);
		const { token, sent } = client();
		const first = await token.pass();
		const forbidden = new CreatioError('forbidden', 'no', { status: 403 });
		await expect(token.renew(first, forbidden)).rejects.toBe(forbidden);
		expect(sent).toHaveLength(1);
		const renewed = await Promise.all([token.renew(first, refused), token.renew(first, refused)]);
		expect(renewed.map(({ id }) => id)).toEqual([2, 2]);
		expect((await token.renew(first, refused)).id).toBe(2);
		expect(sent).toHaveLength(2);
	});

	it('is not requested again for half a minute after the client was refused', async () => {
		const clock = clockAt(START);
		const { token, sent } = client('', (index) =>
			index < 2 ? answer(400, { error: 'invalid_client' }) : given(index),
		);
		await expect(token.pass()).rejects.toMatchObject({ kind: 'credentials' });
		clock.set(START + 29_999);
		await expect(token.pass()).rejects.toMatchObject({ kind: 'credentials' });
		expect(sent).toHaveLength(1);
		clock.set(START + 30_000);
		await expect(token.pass()).rejects.toMatchObject({ kind: 'credentials' });
		clock.set(START + 60_000);
		expect((await token.pass()).id).toBe(1);
	});

	it.each([
		['an outage', page('<html></html>', 503)],
		['an answer without a token', answer(200, {})],
	])('is requested again at once after %s', async (_, failure) => {
		const { token } = client('', (index) => (index === 0 ? failure : given(index)));
		await expect(token.pass()).rejects.toThrow();
		expect((await token.pass()).id).toBe(1);
	});
});
