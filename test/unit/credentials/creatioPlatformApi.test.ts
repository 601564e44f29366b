import { inspect } from 'node:util';
import type { ICredentialDataDecryptedObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { CreatioPlatformApi } from '../../../credentials/CreatioPlatformApi.credentials';
import { type Emulator, HOSTINGS, startEmulator, USERS } from '../../emulator';

let site: Emulator;
beforeAll(async () => {
	site = await startEmulator({ sampleData: false });
});
afterAll(() => site.stop());
beforeEach(() => site.resetStats());

/** n8n's helper, as far as a credential uses it. */
const n8n: IHttpRequestHelper = {
	helpers: {
		httpRequest: async ({ url, method, headers, body }: IHttpRequestOptions) => {
			const response = await fetch(url, {
				method,
				headers: headers as Record<string, string>,
				body: body as string,
				redirect: 'manual',
			});
			const received: Record<string, unknown> = {};
			response.headers.forEach((value, name) => (received[name] = value));
			return {
				statusCode: response.status,
				headers: { ...received, 'set-cookie': response.headers.getSetCookie() },
				body: await response.json().catch(() => ''),
			};
		},
	},
};
const api = new CreatioPlatformApi();
const credential = (more: ICredentialDataDecryptedObject = {}): ICredentialDataDecryptedObject => ({
	baseUrl: site.url,
	username: USERS.supervisor.name,
	password: USERS.supervisor.password,
	hosting: 'auto',
	allowUnauthorizedCerts: false,
	sessionToken: '',
	...more,
});
const signedIn = async (more = {}) => ({
	...credential(more),
	...(await api.preAuthentication.call(n8n, credential(more))),
});
const headersFor = async (
	credentials: ICredentialDataDecryptedObject,
	options: Partial<IHttpRequestOptions>,
) => ((await api.authenticate(credentials, { url: '', ...options })).headers ?? {}) as Record<string, string>;

describe('n8n’s own HTTP Request node', () => {
	it('gets a session with which reads and writes are taken', async () => {
		const credentials = await signedIn();
		const url = `${site.url}/0/odata/ContactType`;
		expect((await fetch(url, { headers: await headersFor(credentials, { url }) })).status).toBe(200);
		const headers = await headersFor(credentials, { url, method: 'POST' });
		const body = JSON.stringify({ Name: 'By request' });
		const made = await fetch(url, {
			method: 'POST',
			headers: { ...headers, 'content-type': 'application/json' },
			body,
		});
		expect(made.status).toBe(201);
		expect(site.stats.signInAttempts).toBe(1);
	});

	it('reads and does not write with a credential that only allows reading', async () => {
		const credentials = await signedIn({ readOnly: true });
		const url = `${site.url}/0/odata/ContactType`;
		expect(Object.keys(await headersFor(credentials, { url }))).not.toEqual([]);
		const writes: Array<Partial<IHttpRequestOptions>> = [
			{ url, method: 'POST' },
			{ url, headers: { 'X-HTTP-Method-Override': 'DELETE' } },
			{ url: `${site.url}/0/dataservice/json/SyncReply/InsertQuery` },
			{ url: '/DataService/json/SyncReply/InsertQuery', baseURL: `${site.url}/0` },
		];
		for (const write of writes)
			await expect(headersFor(credentials, write)).rejects.toMatchObject({ kind: 'input' });
		// A request elsewhere is not one to Creatio.
		expect(await headersFor(credentials, { url: 'https://other.example/', method: 'POST' })).toEqual({});
	});

	describe.each(HOSTINGS)('%s', (hosting) => {
		it('sends the CSRF token only with what may change something, and reads without it', async () => {
			const other = await startEmulator({ hosting, sampleData: false });
			const credentials = await signedIn({ baseUrl: other.url });
			const url = `${other.url}${hosting === 'net' ? '' : '/0'}/odata/ContactType`;
			const reading = await headersFor(credentials, { url });
			expect(Object.keys(reading).sort()).toEqual(['ForceUseSession', 'X-Requested-With', 'cookie']);
			expect(await headersFor(credentials, { url, method: 'HEAD' })).toEqual(reading);
			expect((await fetch(url, { headers: reading })).status).toBe(200);
			const writing = await headersFor(credentials, { url, method: 'POST' });
			expect(writing).toMatchObject({ BPMCSRF: expect.any(String), CRT_CSRF: expect.any(String) });
			await other.stop();
		});
	});

	it.each(['https://evil.example/0/odata', 'http://127.0.0.1:1/0/odata', '//evil.example/x'])(
		'carries no session to %s',
		async (url) => {
			const credentials = await signedIn();
			expect(await headersFor(credentials, { url })).toEqual({});
			expect(await headersFor(credentials, { url: '/x', baseURL: url })).toEqual({});
			expect(await headersFor(credentials, { url, baseURL: site.url })).toEqual({});
		},
	);

	it('carries the session of a site in a folder to no other folder', async () => {
		const other = await startEmulator({ pathBase: '/app', sampleData: false });
		const credentials = await signedIn({ baseUrl: `${other.url}/0/Shell` });
		const { origin } = new URL(other.url);
		const carries = async (options: Partial<IHttpRequestOptions>) =>
			'cookie' in (await headersFor(credentials, options));
		expect(await carries({ url: `${origin}/app/0/odata/Contact` })).toBe(true);
		expect(await carries({ baseURL: `${origin}/app`, url: '0/odata/Contact' })).toBe(false);
		expect(await carries({ baseURL: `${origin}/app/`, url: '0/odata/Contact' })).toBe(true);
		for (const path of ['/other', '/application', '/app/../other', '/app/..%2fother', '/'])
			expect(await carries({ url: `${origin}${path}` })).toBe(false);
		await other.stop();
	});

	it('follows no redirect with the session', async () => {
		const options = await api.authenticate(await signedIn(), {
			url: `${site.url}/0/odata/Contact`,
			...{ followRedirect: true, followAllRedirects: true },
		});
		expect(options).toMatchObject({
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
			sendCredentialsOnCrossOriginRedirect: false,
		});
	});

	it('asks for a new session where the stored one does not name its site', async () => {
		const credentials = await signedIn();
		const { site: _site, ...old } = JSON.parse(String(credentials.sessionToken)) as Record<string, unknown>;
		const url = `${site.url}/0/odata/ContactType`;
		const headers = await headersFor({ ...credentials, sessionToken: JSON.stringify(old) }, { url });
		expect((await fetch(url, { headers })).status).toBe(401);
	});

	it('does not use the session of another user, password or site', async () => {
		const { sessionToken } = await signedIn();
		const url = `${site.url}/0/odata/ContactType`;
		for (const [field, value] of [
			['username', 'Other'],
			['password', 'other'],
		] as const) {
			const headers = await headersFor(credential({ sessionToken, [field]: value }), { url });
			expect(headers).not.toHaveProperty('cookie');
			expect((await fetch(url, { headers })).status).toBe(401);
		}
	});

	it('takes a certificate that nobody vouches for only where that is accepted', async () => {
		const url = `${site.url}/0/odata`;
		const careful = await api.authenticate(await signedIn(), { url });
		expect(careful).not.toHaveProperty('rejectUnauthorized');
		const trusting = await api.authenticate(await signedIn({ allowUnauthorizedCerts: true }), { url });
		expect(trusting).toMatchObject({ rejectUnauthorized: false, skipSslCertificateValidation: true });
	});

	it('gets it after an outage, and at the origin where the path is that of a page', async () => {
		site.faults.add({
			match: { path: /Login$/ },
			fault: { kind: 'outage', by: 'nginx', status: 503, retryAfter: '0' },
		});
		const credentials = await signedIn({ baseUrl: `${site.url}/some/page` });
		const url = `${site.url}/0/odata/ContactType`;
		expect((await fetch(url, { headers: await headersFor(credentials, { url }) })).status).toBe(200);
		expect(site.stats.signInAttempts).toBe(1);
	});

	it('reports a request that failed without the request', async () => {
		const failing = {
			helpers: {
				httpRequest: async (options: IHttpRequestOptions) => {
					throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED', config: { data: options.body } });
				},
			},
		} as unknown as IHttpRequestHelper;
		const wrong = credential({ password: 'S3cret-in-no-message' });
		const error: unknown = await api.preAuthentication
			.call(failing, wrong)
			.catch((reason: unknown) => reason);
		expect(error).toMatchObject({ kind: 'unavailable' });
		expect(inspect(error, { depth: null })).not.toContain('S3cret-in-no-message');
	});

	it('reports why there is no session, without the password', async () => {
		const wrong = credential({ password: 'S3cret-in-no-message' });
		const error: unknown = await api.preAuthentication.call(n8n, wrong).catch((reason: unknown) => reason);
		expect(error).toMatchObject({
			kind: 'credentials',
			message: expect.stringContaining('incorrect user name or password'),
		});
		expect(inspect(error, { depth: null })).not.toContain('S3cret-in-no-message');
	});
});

it('begins with what everybody needs', () => {
	const visible = api.properties.filter(({ type }) => type !== 'hidden').map(({ name }) => name);
	expect(visible.slice(0, 3)).toEqual(['baseUrl', 'username', 'password']);
	expect(visible.slice(-3)).toEqual(['hosting', 'odataVersion', 'sessions']);
});
