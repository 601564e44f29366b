import { CreatioError } from '../../../nodes/shared/basics/errors';
import { ClientCredentials, givenToken, readToken } from '../../../nodes/shared/connection/tokens';
import { answer, clockAt, fakeSend, HOST, newMeter, page, thrownBy } from './answers';

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
		expect(readToken(answer(200, body), HOST)).toEqual({ value: 'T', lifeMs });
	});

	it.each([
		['a page', page('<html></html>')],
		['a page with status 400', page('<html></html>', 400)],
		['a page with status 500', page('<html></html>', 500)],
		['no such address', answer(404)],
		['a redirect', answer(300, { access_token: 'T' })],
		['a redirect', answer(399)],
	])('may be that of another server: %s', (_, response) => {
		expect(thrownBy(() => readToken(response, HOST))).toMatchObject({
			kind: 'address',
			status: response.status,
			message: says(HOST),
			cure: says('Token Address'),
		});
	});

	it.each([
		[429, 'throttled'],
		[500, 'server'],
		[503, 'server'],
	])('with status %i is %s', (status, kind) => {
		const error = thrownBy(() => readToken(answer(status, '', { 'retry-after': '3' }), HOST));
		expect(error).toMatchObject({ kind, status, retryAfterMs: 3_000 });
		expect(error.message).toMatch(HOST);
		expect(error.message).toMatch(String(status));
	});

	it.each<[number, unknown, string]>([
		[400, { error: 'invalid_client' }, '(invalid_client)'],
		[401, { error: 'x'.repeat(40) }, `(${'x'.repeat(40)})`],
		[499, '', 'no reason'],
		[200, {}, 'no reason'],
		[200, { access_token: '' }, 'no reason'],
		[200, { access_token: 5 }, 'no reason'],
		[400, { error: 'x'.repeat(41) }, 'no reason'],
		[400, { error: 'the secret is s3cret' }, 'no reason'],
		[400, { error: 'Secret' }, 'no reason'],
		[400, { error: '' }, 'no reason'],
		[400, { error: ['invalid_client'] }, 'no reason'],
	])('with status %i and %j is a refusal', (status, body, reason) => {
		expect(thrownBy(() => readToken(answer(status, body), HOST))).toMatchObject({
			kind: 'credentials',
			status,
			message: says(reason),
			cure: says('Client Secret'),
		});
	});
});

describe('a token by client credentials', () => {
	const START = Date.parse('2026-05-13T12:00:00Z');
	const URL_OF_TOKENS = 'https://is.example/connect/token';
	const signIn = { kind: 'clientCredentials', clientId: 'a&b', clientSecret: 'c=d', tokenUrl: '' } as const;

	function client(scope?: string) {
		const { send, sent } = fakeSend((_, index) =>
			answer(200, { access_token: `T${index + 1}`, expires_in: 100 }),
		);
		const meter = newMeter();
		const credentials = new ClientCredentials(URL_OF_TOKENS, { ...signIn, scope }, 123);
		return { token: credentials.for({ send, meter, unattended: false }), sent, meter };
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
});
