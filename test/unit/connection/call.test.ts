import { answer, clockAt, page } from './answers';
import { READ, CREATE, PASSWORD, TOKEN, CLIENT, siteWith } from './signedInSite';

afterEach(() => jest.restoreAllMocks());

describe('a session that is not accepted', () => {
	it('is renewed once', async () => {
		const { connection, sent } = siteWith([answer(401)]);
		await connection.call(CREATE);
		expect(sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer T1', 'Bearer T2']);
		const failing = siteWith([answer(401), answer(401)]);
		await expect(failing.connection.call({ ...READ, service: 'rest' })).rejects.toMatchObject({
			kind: 'session',
			status: 401,
		});
		expect(failing.sent).toHaveLength(2);
	});

	it('is renewed after a login page, but a write that counts is not sent again', async () => {
		const login = page('<html>bootstrap.login</html>');
		for (const repeat of ['read', 'harmless', 'once'] as const) {
			const { connection, calls } = siteWith([login], { signIn: PASSWORD });
			const outcome = connection.call({ ...CREATE, repeat });
			if (repeat === 'once')
				await expect(outcome).rejects.toMatchObject({ kind: 'session', perhapsDone: true });
			else await outcome;
			expect(calls()).toHaveLength(repeat === 'once' ? 1 : 2);
			expect(connection.meter.signIns).toBe(2);
		}
	});

	it('costs one sign-in when it is about rights', async () => {
		const bare = () => answer(403);
		const { connection } = siteWith([bare(), bare(), bare(), answer(401)], { signIn: PASSWORD });
		for (let call = 0; call < 2; call++)
			await expect(connection.call(CREATE)).rejects.toMatchObject({ kind: 'forbidden' });
		expect(connection.meter.signIns).toBe(2);
		await connection.call(READ);
		expect(connection.meter.signIns).toBe(3);
	});

	it('is renewed for a 403 after another failure of the renewed one', async () => {
		const { connection } = siteWith([answer(401), answer(500), answer(403)], { signIn: PASSWORD });
		await expect(connection.call(READ)).rejects.toMatchObject({ kind: 'server' });
		await connection.call(READ);
		expect(connection.meter.signIns).toBe(3);
	});

	it('keeps the cookies of every answer', async () => {
		const more = { ...answer(200, { value: [] }), setCookies: ['more=1'] };
		const { connection, calls } = siteWith([more], { signIn: PASSWORD });
		for (let call = 0; call < 2; call++) await connection.call(READ);
		expect(calls().map(({ headers }) => headers.cookie)).toEqual(['s=1', 's=1; more=1']);
	});
});

describe('an object that is refused with 401', () => {
	it('is not there or not allowed where the same session is accepted elsewhere', async () => {
		for (const signIn of [PASSWORD, TOKEN, { ...CLIENT, tokenUrl: 'https://is.example/connect/token' }]) {
			const { connection, calls } = siteWith([answer(401), answer(401)], { signIn });
			const refusal = { kind: 'forbidden', reason: 'noObject', message: expect.stringContaining('Contact') };
			await expect(connection.call(READ)).rejects.toMatchObject(refusal);
			expect(calls().map(({ url }) => url.slice(connection.site.length))).toEqual([
				'/odata/Contact',
				'/odata/Contact',
				'/ServiceModel/UserInfoService.svc/GetCurrentUserInfo',
			]);
		}
	});

	it('costs one sign-in, and nothing is remembered of the credential', async () => {
		const { connection } = siteWith([answer(401), answer(401), answer(200, {}), answer(401)], {
			signIn: PASSWORD,
		});
		await expect(connection.call(READ)).rejects.toMatchObject({ reason: 'noObject' });
		await expect(connection.call(READ)).rejects.toMatchObject({ reason: 'noObject' });
		expect(connection.meter.signIns).toBe(2);
		expect((await connection.call({ ...READ, path: 'Account' })).status).toBe(200);
		expect((await connection.call(READ)).status).toBe(200);
		expect(connection.meter.signIns).toBe(2);
	});

	it('gets a new session after a minute: that may be what it lacks by then', async () => {
		const clock = clockAt(Date.now());
		const start = Date.now();
		const refused = answer(401);
		const { connection } = siteWith([refused, refused, answer(200, {}), refused, refused], { signIn: TOKEN });
		await expect(connection.call(READ)).rejects.toMatchObject({ reason: 'noObject' });
		clock.set(start + 59_999);
		await expect(connection.call(READ)).rejects.toMatchObject({ reason: 'noObject' });
		clock.set(start + 60_000);
		expect((await connection.call(READ)).status).toBe(200);
	});

	it('says nothing where no session is accepted', async () => {
		const { connection } = siteWith([answer(401), answer(401), answer(401)], { signIn: PASSWORD });
		await expect(connection.call(READ)).rejects.toMatchObject({ kind: 'session', status: 401 });
	});
});
