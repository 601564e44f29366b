import { cookieJar, login, request, sample, signedIn } from '../testSupport';
import { type Emulator, startEmulator, USERS } from '..';

const CONTACTS = '/0/odata/Contact?$select=Id&$top=1';

describe('sign-in on .NET Framework, 8.3.2', () => {
	let site: Emulator;
	beforeAll(async () => {
		site = await startEmulator({ sampleData: false });
	});
	afterAll(() => site.stop());
	beforeEach(() => site.resetStats());

	it('answers as the recorded sign-in', async () => {
		const answer = await login(site.url, 'Supervisor', 'Supervisor');
		expect(answer.status).toBe(200);
		expect(answer.json()).toEqual(JSON.parse(sample('auth/login-200-code0-8x.json')));
	});

	it('sets the cookies under old and new names', async () => {
		const answer = await login(site.url, 'Supervisor', 'Supervisor');
		const jar = cookieJar(answer);
		expect([...jar.keys()].sort()).toEqual(
			['.ASPXAUTH', 'BPMCSRF', 'BPMLOADER', 'CRT_CSRF', 'CRT_LOADER', 'UserName', 'UserType'].sort(),
		);
		expect(jar.get('CRT_CSRF')).toBe(jar.get('BPMCSRF'));
		expect(jar.get('UserName')).toBe('83|117|112|101|114|118|105|115|111|114');
		const lines = answer.headers.getSetCookie();
		const of = (name: string) => lines.find((line) => line.startsWith(`${name}=`)) ?? '';
		expect(of('.ASPXAUTH')).toContain('HttpOnly');
		expect(of('BPMCSRF')).not.toContain('HttpOnly');
		expect(of('UserName')).toMatch(/expires=\w{3}, \d\d-\w{3}-\d{4} \d\d:\d\d:\d\d GMT/);
	});

	it('sets BPMSESSIONID on the first real call', async () => {
		const call = await signedIn(site);
		const first = await call('GET', CONTACTS);
		expect(cookieJar(first).get('BPMSESSIONID')).toMatch(/^\w{24}$/);
	});

	it.each([
		['a wrong password', 'Supervisor', 'nope', 1],
		['an unknown user', 'Nobody', 'nope', 1],
		['a blocked user', USERS.blocked.name, USERS.blocked.password, 1],
		['a user without licence', USERS.noLicence.name, USERS.noLicence.password, 4],
		['an expired password', USERS.expired.name, USERS.expired.password, 5],
	])('refuses %s with 200, a code and no cookies', async (_case, name, password, code) => {
		const answer = await login(site.url, name, password);
		expect(answer.status).toBe(200);
		expect(answer.json()).toMatchObject({ Code: code });
		expect(answer.headers.getSetCookie()).toEqual([]);
		expect(site.stats.signIns).toEqual({ [name]: { succeeded: 0, failed: 1 } });
	});

	it('names the exception type of a wrong password', async () => {
		const answer = await login(site.url, 'Supervisor', 'nope');
		expect(answer.json()).toMatchObject({ Exception: { Type: 'System.Security.SecurityException' } });
	});

	it('lets in a user whose password should change soon, with Code 2', async () => {
		const answer = await login(site.url, USERS.changeRecommended.name, USERS.changeRecommended.password);
		const body = answer.json<{ Code: number; PasswordChangeUrl: string | null }>();
		expect(body.Code).toBe(2);
		expect(body.PasswordChangeUrl).not.toBeNull();
		expect(cookieJar(answer).has('.ASPXAUTH')).toBe(true);
		const call = await signedIn(site, USERS.changeRecommended);
		expect((await call('GET', CONTACTS)).status).toBe(200);
	});

	it('takes a password with quotes, spaces, percent signs and foreign letters', async () => {
		const call = await signedIn(site, USERS.awkward);
		expect((await call('GET', CONTACTS)).status).toBe(200);
	});

	it('answers 401 as a site of 2015 where that is set', async () => {
		site.switches.wrongPassword = '401';
		const answer = await login(site.url, 'Supervisor', 'nope');
		site.switches.wrongPassword = '200code1';
		expect(answer.status).toBe(401);
		expect(answer.json()).toEqual(JSON.parse(sample('auth/login-401-mobile-2015.json')));
	});

	it('locks a user after failures where that is set', async () => {
		site.switches.lockoutAfter = 2;
		await login(site.url, "Anna O'Brien", 'x');
		await login(site.url, "Anna O'Brien", 'y');
		const answer = await login(site.url, USERS.awkward.name, USERS.awkward.password);
		site.switches.lockoutAfter = 0;
		expect(answer.json()).toMatchObject({ Code: 1 });
	});

	it('knows sign-in at the root only', async () => {
		const body = { UserName: 'Supervisor', UserPassword: 'Supervisor' };
		const post = (path: string) => request(`${site.url}${path}`, 'POST', { body });
		expect((await post('/0/ServiceModel/AuthService.svc/Login')).status).toBe(401);
		expect((await post('/ServiceModel/AuthService.svc/Logon')).status).toBe(403);
		expect(
			(await request(`${site.url}/ServiceModel/AuthService.svc/Login`, 'POST', { raw: 'UserName=x' })).status,
		).toBe(400);
	});

	it('wants BPMCSRF on writes, not on reads', async () => {
		const call = await signedIn(site);
		const write = (headers: Record<string, string | undefined>) =>
			call('POST', '/0/odata/City', { body: { Name: 'X' }, headers });
		expect((await call('GET', CONTACTS, { headers: { BPMCSRF: undefined } })).status).toBe(200);
		const refused = await write({ BPMCSRF: undefined });
		expect([refused.status, refused.text]).toEqual([403, '']);
		expect((await write({ BPMCSRF: 'wrong' })).status).toBe(403);
		expect(site.store.count('City', 'Name = ?', 'X')).toBe(0);
		expect((await write({})).status).toBe(201);
		site.switches.useCsrf = false;
		expect((await write({ BPMCSRF: undefined })).status).toBe(201);
		site.switches.useCsrf = true;
	});

	it('accepts the renamed header', async () => {
		const jar = cookieJar(await login(site.url, 'Supervisor', 'Supervisor'));
		const cookie = `.ASPXAUTH=${jar.get('.ASPXAUTH') ?? ''}`;
		const answer = await request(`${site.url}/0/odata/City`, 'POST', {
			body: { Name: 'Y' },
			headers: { Cookie: cookie, CRT_CSRF: jar.get('CRT_CSRF') },
		});
		expect(answer.status).toBe(201);
	});

	it('answers 401 to an expired session with ForceUseSession, else a redirect to a page with 200', async () => {
		const call = await signedIn(site);
		site.expireSessions();
		const clean = await call('GET', CONTACTS);
		expect(clean.status).toBe(401);
		expect(clean.json()).toEqual({ Message: 'Authorization has been denied for this request.' });
		const moved = await call('GET', CONTACTS, { headers: { ForceUseSession: undefined } });
		expect(moved.status).toBe(302);
		const location = moved.headers.get('location') ?? '';
		expect(location).toMatch(/^\/Login\/NuiLogin\.aspx\?ReturnUrl=/);
		const page = await request(`${site.url}${location}`, 'GET');
		expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
		expect(page.text).toContain('bootstrap.login');
	});

	it('does to signed-out callers what the switch says', async () => {
		const call = () => request(`${site.url}${CONTACTS}`, 'GET', { headers: { ForceUseSession: 'true' } });
		site.switches.expiredSession = 'redirect';
		expect((await call()).status).toBe(302);
		site.switches.expiredSession = 'html200';
		const page = await call();
		site.switches.expiredSession = 'table';
		expect(page.status).toBe(200);
		expect(page.text).toContain('/Login/');
	});

	it('has the login page and health of its family', async () => {
		const get = (path: string) => request(`${site.url}${path}`, 'GET');
		expect((await get('/Login/NuiLogin.aspx')).status).toBe(200);
		const moved = await get('/0/Login/NuiLogin.aspx');
		expect(moved.status).toBe(302);
		expect(moved.headers.get('location')).toMatch(/^\/Login\/NuiLogin\.aspx\?ReturnUrl=/);
		expect((await get('/Login/Login.html')).status).toBe(404);
		expect((await get('/api/HealthCheck/Ping')).status).toBe(200);
		expect((await get('/0/api/HealthCheck/Ping')).status).toBe(200);
		expect((await get('/odata/Contact')).text).toContain('404 - File or directory not found.');
	});

	it('forgets a session at logout', async () => {
		const call = await signedIn(site);
		expect((await call('POST', '/0/rest/MainMenuService/Logout', { body: {} })).status).toBe(200);
		expect((await call('GET', CONTACTS)).status).toBe(401);
	});
});

describe('sessions in time', () => {
	let now = Date.UTC(2026, 0, 1);
	let site: Emulator;
	beforeAll(async () => {
		site = await startEmulator({ sampleData: false, clock: () => new Date(now) });
	});
	afterAll(() => site.stop());

	/** Calls after so many minutes, with the cookies of the sign-in or with the newest ones. */
	async function callsAfter(minutes: number[], takesCookies: boolean): Promise<number[]> {
		const jar = cookieJar(await login(site.url, 'Supervisor', 'Supervisor'));
		const statuses: number[] = [];
		for (const pause of minutes) {
			now += pause * 60_000;
			const Cookie = `.ASPXAUTH=${jar.get('.ASPXAUTH') ?? ''}`;
			const answer = await request(`${site.url}${CONTACTS}`, 'GET', {
				headers: { Cookie, ForceUseSession: 'true' },
			});
			statuses.push(answer.status);
			if (takesCookies) for (const [name, value] of cookieJar(answer)) jar.set(name, value);
		}
		return statuses;
	}

	it('end after an hour without use', async () => {
		expect(await callsAfter([59, 59, 61], true)).toEqual([200, 200, 401]);
	});

	it('end with their ticket when the caller does not take the new one', async () => {
		expect(await callsAfter([29, 2, 28, 2], false)).toEqual([200, 200, 200, 401]);
	});

	it('of a longer ticket end after an hour without use all the same', async () => {
		site.switches.ticketMinutes = 720;
		expect(await callsAfter([59, 59, 61], false)).toEqual([200, 200, 401]);
		site.switches.ticketMinutes = 60;
	});
});

describe('sign-in on .NET', () => {
	let site: Emulator;
	beforeAll(async () => {
		site = await startEmulator({ hosting: 'net', version: '8.1', sampleData: false, pathBase: 'app/' });
	});
	afterAll(() => site.stop());

	it('lives under its path and says so in RedirectUrl', async () => {
		expect(site.url).toMatch(/\/app$/);
		const answer = await login(site.url, 'Supervisor', 'Supervisor');
		expect(answer.json()).toMatchObject({ Code: 0, RedirectUrl: '/app/Shell' });
		expect(answer.headers.getSetCookie().find((line) => line.startsWith('.ASPXAUTH='))).toContain(
			'path=/app;',
		);
	});

	it('sets an antiforgery cookie, no loader, old names only', async () => {
		const jar = cookieJar(await login(site.url, 'Supervisor', 'Supervisor'));
		expect([...jar.keys()].sort()).toEqual(['.ASPXAUTH', 'BPMCSRF', 'CsrfToken', 'UserName', 'UserType']);
	});

	it('wants the antiforgery cookie with the token on writes', async () => {
		const jar = cookieJar(await login(site.url, 'Supervisor', 'Supervisor'));
		const post = (names: string[]) =>
			request(`${site.url}/odata/City`, 'POST', {
				body: { Name: 'X' },
				headers: {
					Cookie: names.map((name) => `${name}=${jar.get(name) ?? ''}`).join('; '),
					BPMCSRF: jar.get('BPMCSRF'),
				},
			});
		expect((await post(['.ASPXAUTH'])).status).toBe(403);
		expect((await post(['.ASPXAUTH', 'CsrfToken'])).status).toBe(201);
	});

	it('needs no /0 and may accept it', async () => {
		const call = await signedIn(site);
		expect((await call('GET', '/odata/City?$top=1')).status).toBe(200);
		expect((await call('GET', '/0/odata/City?$top=1')).status).toBe(200);
		site.switches.netAcceptsZero = false;
		expect((await call('GET', '/0/odata/City?$top=1')).status).toBe(404);
		site.switches.netAcceptsZero = true;
		expect((await call('GET', '/rest/odata/City')).status).toBe(404);
	});

	it('answers signed-out callers by path and by X-Requested-With', async () => {
		const call = (method: string, path: string, headers = {}) =>
			request(`${site.url}${path}`, method, { headers });
		const odata = await call('GET', '/odata/City');
		expect([odata.status, odata.text]).toEqual([401, '']);
		const service = await call('POST', '/ServiceModel/UserInfoService.svc/GetCurrentUserInfo');
		expect(service.status).toBe(302);
		expect(service.headers.get('location')).toMatch(
			/^http:\/\/127\.0\.0\.1:\d+\/app\/Login\/Login\.html\?ReturnUrl=/,
		);
		const scripted = await call('POST', '/rest/MainMenuService/Logout', {
			'X-Requested-With': 'XMLHttpRequest',
		});
		expect(scripted.status).toBe(401);
	});

	it('has the login page of its family', async () => {
		expect((await request(`${site.url}/Login/Login.html`, 'GET')).status).toBe(200);
		expect((await request(`${site.url}/Login/NuiLogin.aspx`, 'GET')).status).toBe(404);
		expect((await request(`${site.url}/api/HealthCheck/Ping`, 'GET')).status).toBe(200);
	});
});
