import { loginRequest, readLogin } from '../../../nodes/shared/connection/login';
import { answer, HOST, page, thrownBy } from './answers';

const TYPED = { username: 'Anna', password: 's3cret' };

const says = (text: string) => expect.stringContaining(text);

const read = (response: ReturnType<typeof answer>, host = HOST) =>
	readLogin(response, { url: `http://${host}/ServiceModel/AuthService.svc/Login` }, TYPED);

const refusal = (response: ReturnType<typeof answer>, host = HOST) => thrownBy(() => read(response, host));

const LOGIN_PAGE = '<html>bootstrap.login</html>';

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
		[{ Code: 2, RedirectUrl: '/Shell', PasswordChangeUrl: '/Login/ChangePassword.aspx' }, '/Shell'],
		[{ Code: 0 }, ''],
		[{ Code: 0, RedirectUrl: null }, ''],
		[{ Code: 0, RedirectUrl: 7, Exception: null }, ''],
	])('%j is a success', (body, redirectUrl) => {
		expect(read(answer(200, body))).toEqual({ redirectUrl });
	});

	it.each([
		[{ Code: 1 }, 'credentials', undefined],
		[{ Code: 6 }, 'credentials', undefined],
		[{ Code: 1, Message: 'Das Kennwort ist falsch.' }, 'credentials', undefined],
		[{ Code: 1, Message: 'The user is locked for 15 minutes.' }, 'credentials', undefined],
		[{ Code: 1, Message: 'Password wrong. Session closed.' }, 'credentials', undefined],
		[{ Code: 1, Exception: { Type: 'Terrasoft.TOTPException' } }, 'credentials', undefined],
		[{ Code: 1, Exception: { Type: 'twofactorNeeded' } }, 'credentials', undefined],
		[{ Code: 1, Message: 'Sign-in from this IP address is not allowed.' }, 'credentials', 'signInRule'],
		[{ Code: 1, Message: 'Вхід з цієї IP-адреси заборонено.' }, 'credentials', 'signInRule'],
		[{ Code: 1, Message: 'The maximum number of sessions has been reached.' }, 'credentials', 'signInRule'],
		[{ Code: 1, Message: 'Превышено количество активных сеансов.' }, 'credentials', 'signInRule'],
		[{ Code: 1, Message: 'Die maximale Anzahl von Sitzungen ist erreicht.' }, 'credentials', 'signInRule'],
		[{ Code: 1, Message: 'Se ha superado el límite de sesiones.' }, 'credentials', 'signInRule'],
		[{ Code: 1, Message: 'Wrong password. Your IP address was logged.' }, 'credentials', undefined],
		[{ Code: 1, Message: 'Неверный пароль. Сеанс закрыт.' }, 'credentials', undefined],
		[{ Code: 3 }, 'licence', undefined],
		[{ Code: 4 }, 'licence', undefined],
		[{ Code: 5 }, 'passwordExpired', undefined],
		[{ Code: 5, Exception: { Type: 'TOTP' } }, 'passwordExpired', undefined],
		[{ Code: 1, PasswordChangeUrl: '/Login/ChangePassword.aspx' }, 'passwordExpired', undefined],
		[{ Code: 1, Exception: { Type: 'Npgsql.NpgsqlException' } }, 'unavailable', undefined],
		[{ Code: 1, Exception: { Type: 'System.Data.SqlClient.SqlException' } }, 'unavailable', undefined],
		[{ Code: 1, Message: 'The connection to the database has failed.' }, 'unavailable', undefined],
		[{ Code: -1, Exception: 'System.Web.HttpException: broken' }, 'unavailable', undefined],
	])('%j is %s, reason %s', (body, kind, reason) => {
		const error = refusal(answer(200, body));
		expect(error).toMatchObject({ kind, reason, status: 200, perhapsDone: false });
		expect(error.mayPass).toBe(kind === 'unavailable');
		expect(error.cure).toMatch(/\w/);
	});

	it('passes the message of the site on, without what was typed, on one line and without a stack', () => {
		const Message = `The user ANNA with "s3cret"\r\n may not\tenter.`;
		const Exception = { Message, StackTrace: '   at Terrasoft.Core.Login()', Type: 'Security' };
		const { message } = refusal(answer(200, { Code: 1, Message, Exception }));
		expect(message).toContain('The user *** with "***" may not enter');
		expect(message).not.toMatch(/s3cret|anna|Terrasoft/i);
		const long = refusal(answer(200, { Code: 1, Message: 'x'.repeat(100_000) }));
		expect(long.message.length).toBeLessThan(400);
	});

	it.each(['pa$&ss  w.*rd😀"q', `(a+)+$'\\`, '${7*7}[^<b>]', 'p'.repeat(200)])(
		'does not pass on a password with special characters, also where the message is long: %s',
		(password) => {
			for (const before of ['', 'x'.repeat(290), 'x'.repeat(1_990)]) {
				const Message = `${before} ${password} of ann  a, ${JSON.stringify({ password })}`;
				const body = answer(200, { Code: 1, Message });
				const typed = { username: 'ann  a', password };
				const { message } = thrownBy(() => readLogin(body, { url: `https://${HOST}/Login` }, typed));
				expect(message).not.toContain(password.slice(0, 8));
				expect(message).not.toContain('ann');
			}
		},
	);

	it('blames the password where the site gives no other reason, and only there', () => {
		const blames = /password is wrong/;
		expect(refusal(answer(200, { Code: 1 })).message).toMatch(blames);
		for (const Message of ['The IP is refused', 'A limit of sessions', 'No database'])
			expect(refusal(answer(200, { Code: 1, Message })).message).not.toMatch(blames);
	});

	it.each([
		[answer(401, { Message: 'Authentication failed.' }), 'credentials', undefined, 'Authentication failed'],
		[answer(401), 'credentials', undefined, 'password'],
		[answer(401, '', { 'www-authenticate': 'Negotiate, NTLM' }), 'credentials', 'signInRule', 'gateway'],
		[answer(401, '', { 'www-authenticate': 'Basic realm="x"' }), 'credentials', 'signInRule', 'gateway'],
		[page('<html>401</html>', 401), 'credentials', 'signInRule', 'gateway'],
		[answer(403), 'credentials', 'signInRule', 'refused the sign-in'],
		[page('<html>403</html>', 403), 'credentials', 'signInRule', 'firewall'],
		[answer(429), 'throttled', undefined, '429'],
		[page('<html></html>', 429), 'throttled', undefined, '429'],
		[answer(408), 'unavailable', undefined, '408'],
		[answer(500), 'unavailable', undefined, '500'],
		[page(LOGIN_PAGE, 500), 'unavailable', undefined, '500'],
		[page('<html>502</html>', 502), 'unavailable', undefined, '502'],
		[answer(503, { Code: 0 }), 'unavailable', undefined, '503'],
		[page('<html>520</html>', 520), 'unavailable', undefined, '520'],
		[page('<html>404</html>', 404), 'address', 'notCreatio', 'does not answer as Creatio'],
		[answer(404), 'address', 'notCreatio', 'does not answer as Creatio'],
		[answer(405), 'address', 'notCreatio', 'does not answer as Creatio'],
		[answer(499), 'address', 'notCreatio', 'does not answer as Creatio'],
		[answer(200), 'unreadable', undefined, 'cut off'],
		[answer(200, '{"Code":0,"Red'), 'unreadable', undefined, 'cut off'],
		[answer(200, '[]'), 'address', 'notCreatio', 'does not answer as Creatio'],
		[answer(200, { Code: '0' }), 'address', 'notCreatio', 'does not answer as Creatio'],
		[page('<html>Hello</html>'), 'address', 'notCreatio', 'does not answer as Creatio'],
		[page(LOGIN_PAGE), 'address', 'notCreatio', "Creatio's sign-in"],
	])('is judged by its status first (%#)', (response, kind, reason, words) => {
		const { status } = response;
		const error = refusal(response);
		expect(error).toMatchObject({ kind, reason, status, message: says(words), perhapsDone: false });
		expect(error.mayPass).toBe(['unavailable', 'throttled', 'unreadable'].includes(kind));
		expect(error.cure).toMatch(/\w/);
	});

	it('says when to ask again', () => {
		const busy = page('<html></html>', 503);
		const later = { ...busy, headers: { ...busy.headers, 'retry-after': '7' } };
		expect(refusal(later)).toMatchObject({ kind: 'unavailable', retryAfterMs: 7_000 });
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
