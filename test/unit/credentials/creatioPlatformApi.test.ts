import { inspect } from 'node:util';
import type { ICredentialDataDecryptedObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { CreatioPlatformApi } from '../../../credentials/CreatioPlatformApi.credentials';
import { type Emulator, startEmulator, USERS } from '../../emulator';

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
		const headers = await headersFor(credentials, { url });
		expect((await fetch(url, { headers })).status).toBe(200);
		const body = JSON.stringify({ Name: 'By request' });
		const made = await fetch(url, {
			method: 'POST',
			headers: { ...headers, 'content-type': 'application/json' },
			body,
		});
		expect(made.status).toBe(201);
		expect(site.stats.signInAttempts).toBe(1);
	});

	it.each(['https://evil.example/0/odata', 'http://127.0.0.1:1/0/odata'])(
		'carries no session to %s',
		async (url) => {
			const credentials = await signedIn();
			expect(await headersFor(credentials, { url })).toEqual({});
			expect(await headersFor(credentials, { url: '/x', baseURL: url })).toEqual({});
		},
	);

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
