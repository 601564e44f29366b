import { type Answer, cookieJar, request, type RequestOptions } from '../testSupport';
import { OAUTH_CLIENTS, OAUTH_SCOPE, USERS } from '..';
import { type Fact, type FactBench, testFacts } from './facts';

const LOGIN = '/ServiceModel/AuthService.svc/Login';

/** Signs in at the root of the site, on either host. */
function signIn(
	body: object,
	headers: RequestOptions['headers'] = {},
): (bench: FactBench) => Promise<Answer> {
	return ({ emulator }) => request(`${emulator.url}${LOGIN}`, 'POST', { body, headers });
}

const SUPERVISOR = { UserName: 'Supervisor', UserPassword: 'Supervisor' };
const { secondFactor } = USERS;
const HALF = { UserName: secondFactor.name, UserPassword: secondFactor.password };

/** Signs in and sends only these of the cookies, each under the name given for it. */
function withCookies(
	names: Readonly<Record<string, string>>,
	call: { method: string; path: string; body?: object; csrf?: boolean },
	who: object = SUPERVISOR,
): (bench: FactBench) => Promise<Answer> {
	return async (bench) => {
		const jar = cookieJar(await signIn(who)(bench));
		const Cookie = Object.entries(names).map(([name, as]) => `${as}=${jar.get(name) ?? ''}`);
		const zero = bench.hosting === 'framework' ? '/0' : '';
		return request(`${bench.emulator.url}${zero}${call.path}`, call.method, {
			body: call.body,
			headers: {
				Cookie: Cookie.join('; '),
				ForceUseSession: 'true',
				'X-Requested-With': 'XMLHttpRequest',
				...(call.csrf === true ? { BPMCSRF: jar.get('BPMCSRF') } : {}),
			},
		});
	};
}

const READ = { method: 'GET', path: '/odata/City?$top=1' };
const CREATE = { method: 'POST', path: '/odata/City', body: { Name: 'Oslo' } };
const framework = ['framework'] as const;

const noCookie =
	(name: string): Fact['answer']['check'] =>
	(answer) => {
		expect(answer.headers.getSetCookie().filter((line) => line.startsWith(`${name}=`))).toEqual([]);
	};

const COOKIES: readonly Fact[] = [
	{
		contract: '1.2',
		fact: 'sign-in does not set an empty BPMSESSIONID',
		on: framework,
		ask: signIn(SUPERVISOR),
		answer: { status: 200, json: { Code: 0 }, check: noCookie('BPMSESSIONID') },
	},
	{
		contract: '1.2',
		fact: 'the first call into the workspace sets BPMSESSIONID',
		on: framework,
		ask: withCookies({ '.ASPXAUTH': '.ASPXAUTH' }, READ),
		answer: { status: 200, headers: { 'set-cookie': /BPMSESSIONID=\w{24}; path=\/; HttpOnly/ } },
	},
	{
		contract: '1.2',
		fact: 'a first call to a service that is not there sets BPMSESSIONID as well',
		on: framework,
		ask: withCookies(
			{ '.ASPXAUTH': '.ASPXAUTH', BPMCSRF: 'BPMCSRF' },
			{ method: 'POST', path: '/rest/NopeService/GetCounters', csrf: true },
		),
		answer: { status: 404, headers: { 'set-cookie': /BPMSESSIONID=\w{24}/ } },
	},
	{
		contract: '1.2',
		fact: 'sign-in may set BPMSESSIONID as one that has expired',
		on: framework,
		site: { switches: { sessionCookie: 'expired' } },
		ask: signIn(SUPERVISOR),
		answer: { headers: { 'set-cookie': /BPMSESSIONID=; expires=Thu, 01-Jan-1970 00:00:00 GMT; path=\// } },
	},
	{
		contract: '1.2',
		fact: 'sign-in may set BPMSESSIONID at once',
		on: framework,
		site: { switches: { sessionCookie: 'atSignIn' } },
		ask: signIn(SUPERVISOR),
		answer: { headers: { 'set-cookie': /BPMSESSIONID=\w{24}; path=\// } },
	},
	{
		contract: '1.2',
		fact: 'the ticket and the CSRF token are enough, without BPMLOADER',
		on: framework,
		ask: withCookies({ '.ASPXAUTH': '.ASPXAUTH', BPMCSRF: 'BPMCSRF' }, { ...CREATE, csrf: true }),
		answer: { status: 201 },
	},
	{
		contract: '1.2',
		fact: 'names of cookies are taken in any letter case',
		ask: withCookies({ '.ASPXAUTH': '.aspxauth', CsrfToken: 'csrftoken' }, { ...CREATE, csrf: true }),
		answer: { status: 201 },
	},
	{
		contract: '1.2',
		fact: 'the cookie UserType and the answer say which kind of user signs in',
		ask: signIn({ UserName: USERS.portal.name, UserPassword: USERS.portal.password }),
		answer: { headers: { 'set-cookie': /UserType=SSP;/ }, json: { Code: 0, UserType: 'SSP' } },
	},
	{
		contract: '1.3',
		fact: 'with UseCsrfToken off the cookie BPMCSRF is missing',
		site: { switches: { useCsrf: false } },
		ask: signIn(SUPERVISOR),
		answer: { status: 200, json: { Code: 0 }, check: noCookie('BPMCSRF') },
	},
	{
		contract: '1.3',
		fact: 'with UseCsrfToken off writes need no token',
		site: { switches: { useCsrf: false } },
		ask: withCookies({ '.ASPXAUTH': '.ASPXAUTH' }, CREATE),
		answer: { status: 201 },
	},
];

const REFUSALS: readonly Fact[] = [
	{
		contract: '1.1',
		fact: 'the cookies are set before the second factor is given',
		ask: signIn(HALF),
		answer: {
			status: 200,
			headers: { 'set-cookie': /\.ASPXAUTH=[0-9A-F]{192}/ },
			json: {
				Code: 1,
				Exception: { Type: 'Terrasoft.Authentication.TwoFactor.Exceptions.StartAuthFlowException' },
			},
		},
	},
	{
		contract: '1.1',
		fact: 'without the second factor those cookies open nothing',
		ask: withCookies({ '.ASPXAUTH': '.ASPXAUTH' }, READ, HALF),
		answer: { status: 401 },
	},
	{
		contract: '1.1',
		fact: 'with the second factor the user is signed in',
		ask: withCookies({ '.ASPXAUTH': '.ASPXAUTH' }, READ, {
			...HALF,
			ClaimList: [{ Key: 'token', Value: secondFactor.secondFactor }],
		}),
		answer: { status: 200 },
	},
	{
		contract: '1.1',
		fact: 'the second factor may follow alone, with the cookies of the first step',
		ask: async (bench) => {
			const jar = cookieJar(await signIn(HALF)(bench));
			const body = { ClaimList: [{ Key: 'token', Value: secondFactor.secondFactor }] };
			return signIn(body, { Cookie: `.ASPXAUTH=${jar.get('.ASPXAUTH') ?? ''}` })(bench);
		},
		answer: { status: 200, json: { Code: 0 } },
	},
	{
		contract: '1.1',
		fact: 'a wrong second factor is Code 1',
		ask: signIn({ ...HALF, ClaimList: [{ Key: 'token', Value: '000000' }] }),
		answer: { status: 200, json: { Code: 1 } },
	},
	{
		contract: '1.1',
		fact: 'an IP address that is not allowed is Code 1 with a message',
		site: { switches: { signInRefusal: 'ipAddress' } },
		ask: signIn(SUPERVISOR),
		answer: {
			status: 200,
			headers: { 'set-cookie': null },
			json: { Code: 1, Message: expect.stringMatching('IP address') as string },
		},
	},
	{
		contract: '1.1',
		fact: 'too many sessions are Code 1 with a message',
		site: { switches: { signInRefusal: 'sessionLimit' } },
		ask: signIn(SUPERVISOR),
		answer: {
			status: 200,
			json: { Code: 1, Message: expect.stringMatching('number of sessions') as string },
		},
	},
	{
		contract: '1.1',
		fact: 'a failure of the database is Code 1, and the type of the exception says so',
		site: { switches: { signInRefusal: 'database' } },
		ask: signIn(SUPERVISOR),
		answer: { status: 200, json: { Code: 1, Exception: { Type: 'Npgsql.NpgsqlException' } } },
	},
	{
		contract: '1.1',
		fact: "IIS's address filter refuses sign-in by a page",
		on: framework,
		site: { switches: { signInRefusal: 'addressFilter' } },
		ask: signIn(SUPERVISOR),
		answer: { status: 403, headers: { 'content-type': /text\/html/ }, text: /403 - Forbidden/ },
	},
	{
		contract: '1.1',
		fact: 'a number as password is read as its text',
		ask: signIn({ UserName: 'Supervisor', UserPassword: 12 }),
		answer: { status: 200, json: { Code: 1 } },
	},
	{
		contract: '1.1',
		fact: 'unknown members, such as those of older clients, are ignored',
		ask: signIn({ ...SUPERVISOR, WorkspaceName: 'Default', IsDebug: true }),
		answer: { status: 200, text: /^\{"Code":0,"Message":"",/ },
	},
	{
		contract: '1.1',
		fact: 'names of members in another letter case are not read',
		ask: signIn({ username: 'Supervisor', userpassword: 'Supervisor' }),
		answer: { status: 200, json: { Code: 1 } },
	},
	{
		contract: '1.5',
		fact: '$metadata is served without sign-in',
		on: framework,
		ask: { path: '/odata/$metadata', signedOut: true },
		answer: { status: 200, text: /<edmx:Edmx/ },
	},
	{
		contract: '1.5',
		fact: 'data is not served without sign-in',
		ask: { path: '/odata/City', signedOut: true, headers: { ForceUseSession: 'true' } },
		answer: { status: 401 },
	},
	{
		contract: '1.5',
		fact: 'a site may want sign-in for $metadata as well',
		on: framework,
		site: { switches: { publicMetadata: false } },
		ask: { path: '/odata/$metadata', signedOut: true, headers: { ForceUseSession: 'true' } },
		answer: { status: 401 },
	},
	{
		contract: '1.5',
		fact: '.NET wants sign-in for $metadata',
		on: ['net'],
		ask: { path: '/odata/$metadata', signedOut: true },
		answer: { status: 401 },
	},
];

const { server, web } = OAUTH_CLIENTS;
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

function token(url: string, form: Record<string, string>): Promise<Answer> {
	return request(`${url}/0/connect/token`, 'POST', {
		raw: new URLSearchParams(form).toString(),
		headers: FORM,
	});
}

/** Signs in by the code flow with these scopes, and reads with the token. */
function codeFlow(scope: string): (bench: FactBench) => Promise<Answer> {
	return async (bench) => {
		const { url } = bench.emulator;
		const jar = cookieJar(await signIn(SUPERVISOR)(bench));
		const redirect_uri = web.redirectUris[0] ?? '';
		const query = new URLSearchParams({
			client_id: web.clientId,
			redirect_uri,
			response_type: 'code',
			scope,
		});
		const moved = await request(`${url}/0/connect/authorize?${query.toString()}`, 'GET', {
			headers: { Cookie: `.ASPXAUTH=${jar.get('.ASPXAUTH') ?? ''}` },
		});
		const code = new URL(moved.headers.get('location') ?? '').searchParams.get('code') ?? '';
		const given = await token(url, {
			grant_type: 'authorization_code',
			client_id: web.clientId,
			client_secret: web.clientSecret,
			code,
			redirect_uri,
		});
		expect(given.status).toBe(200);
		const { access_token } = given.json<{ access_token: string }>();
		return bench.ask({
			path: '/odata/City?$top=1',
			signedOut: true,
			headers: { Authorization: `Bearer ${access_token}` },
		});
	};
}

const OAUTH: readonly Fact[] = [
	{
		contract: '1.9',
		fact: 'the code flow with offline_access alone signs in, and the API refuses',
		ask: codeFlow('offline_access'),
		answer: { status: 403 },
	},
	{
		contract: '1.9',
		fact: 'with the scope of the site the API answers',
		ask: codeFlow(`offline_access ${OAUTH_SCOPE}`),
		answer: { status: 200 },
	},
	{
		contract: '1.8',
		fact: 'client credentials are served by the site itself, below /0',
		ask: ({ emulator }) =>
			token(emulator.url, {
				grant_type: 'client_credentials',
				client_id: server.clientId,
				client_secret: server.clientSecret,
			}),
		answer: { status: 200, json: { token_type: 'Bearer', expires_in: 3600 } },
	},
	{
		contract: '1.8',
		fact: 'the identity service takes the credentials of a client from the header as well',
		ask: ({ emulator }) =>
			request(emulator.tokenUrl, 'POST', {
				raw: 'grant_type=client_credentials',
				headers: { ...FORM, Authorization: `Basic ${btoa(`${server.clientId}:${server.clientSecret}`)}` },
			}),
		answer: { status: 200, json: { token_type: 'Bearer' } },
	},
	{
		contract: '1.8',
		fact: 'without /0 the token address of the site is a page',
		ask: ({ emulator }) => request(`${emulator.url}/connect/token`, 'POST', { raw: '', headers: FORM }),
		answer: { status: 200, headers: { 'content-type': /text\/html/ } },
	},
];

testFacts([...COOKIES, ...REFUSALS, ...OAUTH]);
