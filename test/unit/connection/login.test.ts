import { loginRequest, readLogin } from '../../../nodes/shared/connection/login';
import { answer, HOST, page, thrownBy } from './answers';

const says = (text: string) => expect.stringContaining(text);

const refusal = (response: ReturnType<typeof answer>, host = HOST) =>
	thrownBy(() => readLogin(response, host));

describe('the request that signs in', () => {
	it('goes to the root of the site and holds the user alone', () => {
		const { body, ...request } = loginRequest('https://my.example/app', { username: 'me', password: '"x"' });
		expect(request).toEqual({
			method: 'POST',
			url: 'https://my.example/app/ServiceModel/AuthService.svc/Login',
			headers: {
				'content-type': 'application/json; charset=utf-8',
				accept: 'application/json',
				ForceUseSession: 'true',
			},
		});
		expect(JSON.parse(body)).toEqual({ UserName: 'me', UserPassword: '"x"' });
	});
});

describe('the answer to a sign-in', () => {
	it.each([
		[{ Code: 0, RedirectUrl: '/0/Shell' }, '/0/Shell'],
		// A success that recommends a new password.
		[{ Code: 2, RedirectUrl: '/Shell' }, '/Shell'],
		[{ Code: 0 }, ''],
		[{ Code: 0, RedirectUrl: null }, ''],
		[{ Code: 0, RedirectUrl: 7, Exception: null }, ''],
	])('%j is a success', (body, redirectUrl) => {
		expect(readLogin(answer(200, body), HOST)).toEqual({ redirectUrl });
	});

	it.each([
		[1, undefined, 'credentials', 'browser'],
		[3, undefined, 'licence', 'licence'],
		[4, undefined, 'licence', 'licence'],
		[5, undefined, 'passwordExpired', 'new password'],
		[6, undefined, 'credentials', 'browser'],
		[-1, undefined, 'credentials', 'browser'],
		[1, { Type: 'Terrasoft.TOTPException' }, 'credentials', 'Creatio OAuth2 API'],
		[1, { Type: 'twofactorNeeded' }, 'credentials', 'Creatio OAuth2 API'],
		[1, { Type: 'OtherException' }, 'credentials', 'browser'],
		[1, { Type: null }, 'credentials', 'browser'],
		[5, { Type: 'TOTP' }, 'passwordExpired', 'new password'],
	])('with Code %i and the exception %j is %s', (Code, Exception, kind, cure) => {
		const error = refusal(answer(200, { Code, Exception, Message: 'you typed s3cret' }));
		expect(error).toMatchObject({ kind, status: 200, cure: says(cure), perhapsDone: false });
		expect(error.message).toMatch(/user/);
		expect(error.message).not.toMatch(/s3cret/);
	});

	it('distinguishes a second factor from a wrong password', () => {
		const [second, wrong] = [{ Type: 'TOTP' }, null].map((Exception) =>
			refusal(answer(200, { Code: 1, Exception })),
		);
		expect(second?.message).not.toBe(wrong?.message);
	});

	it.each([
		[401, { Code: 0 }, 'credentials', 'browser'],
		[401, '', 'credentials', 'browser'],
		[403, '', 'credentials', 'administrator'],
		[403, { Code: 0 }, 'credentials', 'administrator'],
		[429, '', 'throttled', 'minutes'],
		[500, '', 'server', 'minutes'],
		[503, { Code: 0 }, 'server', 'minutes'],
		[499, '', 'address', 'Site Address'],
		[404, '', 'address', 'Site Address'],
		[200, '', 'address', 'Site Address'],
		[200, '[]', 'address', 'Site Address'],
		[200, { Code: '0' }, 'address', 'Site Address'],
	])('with status %i and the body %j is %s', (status, body, kind, cure) => {
		const error = refusal(answer(status, body));
		expect(error).toMatchObject({ kind, status, cure: says(cure) });
		expect(error.message).toMatch(status === 401 ? /password/ : HOST);
	});

	it.each([200, 404, 500])('is a page of Creatio or of something else (%i)', (status) => {
		expect(refusal(page('<html>bootstrap.login</html>', status))).toMatchObject({
			kind: 'credentials',
			status,
		});
		expect(refusal(page('<html>Hello</html>', status))).toMatchObject({
			kind: 'address',
			status,
			message: says(HOST),
			cure: says('Site Address'),
		});
	});
});

describe('a sign-in that is redirected', () => {
	it.each([
		// To the same host, encrypted.
		[HOST, `https://${HOST}/x`, `https://${HOST}`, 'https://'],
		[`${HOST}:8080`, `https://${HOST}/x`, `https://${HOST}`, 'https://'],
		[HOST, `https://${HOST}:8443/x`, `https://${HOST}:8443`, 'https://'],
		// Anywhere else.
		[HOST, 'https://other.example/x', 'https://other.example', 'Nothing was sent there'],
		[HOST, `https://${HOST}.other.example/x`, `https://${HOST}.other.example`, 'Nothing was sent there'],
		[HOST, `http://${HOST}:81/x`, `http://${HOST}:81`, 'Nothing was sent there'],
		// Nowhere that helps.
		[HOST, `http://${HOST}/x`, HOST, 'login page'],
		[HOST, '/x', HOST, 'login page'],
		[HOST, '', HOST, 'login page'],
	])('from %s to %s', (host, location, named, cure) => {
		for (const status of [300, 302, 399]) {
			const error = refusal(answer(status, { Code: 0 }, { location }), host);
			expect(error).toMatchObject({ kind: 'address', status, message: says(named), cure: says(cure) });
			expect(error.message).not.toMatch(/\/x/);
		}
	});

	it('may lack the address', () => {
		expect(refusal(answer(302))).toMatchObject({ kind: 'address', cure: says('login page') });
	});
});
