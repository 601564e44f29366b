import type { SignIn } from '../../../nodes/shared/connection/settings';
import { answer } from './answers';
import { READ, CREATE, siteWith } from './signedInSite';

describe('a redirect', () => {
	const to = (status: number, location?: string) =>
		answer(status, '', location === undefined ? {} : { location });

	it.each([307, 308])('with status %i within the site is followed once', async (status) => {
		const { connection, sent } = siteWith([to(status, '/app/other?x')]);
		await connection.call(CREATE);
		const { origin } = new URL(connection.site);
		expect(sent.map(({ url }) => url)).toEqual([`${connection.site}/odata/Contact`, `${origin}/app/other?x`]);
		expect(sent[1]).toEqual({ ...sent[0], url: sent[1]?.url });
		expect(connection.meter.requests).toBe(2);

		const twice = siteWith([to(status, '/app/a'), to(status, '/app/b')]);
		await expect(twice.connection.call(READ)).rejects.toMatchObject({ kind: 'address' });
		expect(twice.sent).toHaveLength(2);
	});

	it.each([
		[301, '/app/other'],
		[302, '/app/other'],
		[307, 'https://other.example/x'],
		[307, '/other/x'],
		[308, '/app/%2e%2e/x'],
		[308, '/app/..%2Fx'],
		[307, 'http://'],
		[307, ''],
		[308, undefined],
	])('%i to %s is not followed', async (status, location) => {
		const { connection, sent } = siteWith([to(status, location)]);
		await expect(connection.call(READ)).rejects.toMatchObject({ kind: 'address' });
		expect(sent).toHaveLength(1);
	});

	it('to the login page ends the session', async () => {
		const { connection, sent } = siteWith([to(307, '/app/LOGIN/x')]);
		await connection.call(READ);
		expect(sent.map(({ url }) => new URL(url).pathname)).toEqual(Array(2).fill('/app/odata/Contact'));
	});
});

describe('secrets of the session', () => {
	const token = 'T'.repeat(30);
	const signIn: SignIn = {
		kind: 'accessToken',
		owner: 'x',
		current: async () => token,
		renew: async () => token,
	};

	it('stay out of errors that quote the request', async () => {
		const quoted = answer(500, { error: { message: `Authorization: Bearer ${token}` } });
		const { connection } = siteWith([quoted], { signIn });
		await expect(connection.call(READ)).rejects.toThrow('Authorization: Bearer ***');
	});

	it('stay out of the answers of services, but records are returned as they are', async () => {
		const echo = answer(200, { echo: token });
		const { connection } = siteWith([echo, echo, echo], { signIn });
		expect((await connection.call({ ...READ, service: 'rest', form: 'own' })).json).toEqual({ echo: '***' });
		expect((await connection.call({ ...READ, service: 'serviceModel' })).json).toEqual({ echo: '***' });
		expect((await connection.call(READ)).json).toEqual({ echo: token });
	});
});

it('a body with too many levels is refused before it is sent', async () => {
	const { connection, sent } = siteWith();
	const json: Record<string, unknown> = {};
	json.self = json;
	await expect(connection.call({ ...CREATE, json })).rejects.toMatchObject({ kind: 'input' });
	expect(sent).toEqual([]);
});
