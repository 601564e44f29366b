import { type Emulator, OAUTH_CLIENTS, startEmulator, USERS } from '../emulator';
import { directConnection } from '../support/directConnection';

type Settings = Parameters<typeof directConnection>[0];

let site: Emulator;
beforeEach(async () => {
	site = await startEmulator({ sampleData: false });
});
afterEach(() => site.stop());

const settings = (more: Partial<Settings> = {}): Settings => ({
	baseUrl: site.url,
	hosting: 'auto',
	allowUnauthorizedCerts: false,
	signIn: { kind: 'password', username: USERS.supervisor.name, password: USERS.supervisor.password },
	timeoutMs: 20_000,
	retries: 1,
	...more,
});

const signInAs = ({ name, password }: { name: string; password: string }) => ({
	signIn: { kind: 'password', username: name, password } as const,
});

const read = { method: 'GET', service: 'odata', path: 'ContactType?$top=1', repeat: 'read' } as const;

const write = {
	method: 'POST',
	service: 'odata',
	path: 'ContactType',
	json: { Name: 'X' },
	repeat: 'once',
} as const;

const times = <T>(count: number, work: () => Promise<T>) =>
	Promise.allSettled(Array.from({ length: count }, work));

describe('a sign-in that runs share', () => {
	const slow = { match: { path: /Login$|connect\/token$/ }, fault: { kind: 'delay', ms: 400 } } as const;

	it('continues for the others when one of them is cancelled', async () => {
		site.faults.add(slow);
		const cancel = new AbortController();
		const stopped = directConnection(settings({ signal: cancel.signal })).call(read);
		const going = directConnection(settings()).call(read);
		setTimeout(() => cancel.abort(), 100);
		await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
		expect((await going).status).toBe(200);
		expect(site.stats.signInAttempts).toBe(1);
	});

	it('likewise for a token', async () => {
		site.faults.add(slow);
		const { clientId, clientSecret } = OAUTH_CLIENTS.server;
		const signIn = { kind: 'clientCredentials', clientId, clientSecret, tokenUrl: site.tokenUrl } as const;
		const cancel = new AbortController();
		const stopped = directConnection(settings({ signIn, signal: cancel.signal })).call(read);
		const going = directConnection(settings({ signIn })).call(read);
		setTimeout(() => cancel.abort(), 100);
		await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
		expect((await going).status).toBe(200);
		expect(site.stats.tokenRequests).toEqual({ client_credentials: { succeeded: 1, failed: 0 } });
	});
});

it.each(['noLicence', 'expired', 'blocked'] as const)(
	'a refused user (%s) is asked about once',
	async (user) => {
		const connection = directConnection(settings(signInAs(USERS[user])));
		for (let round = 0; round < 5; round++) await times(4, () => connection.call(read));
		expect(site.stats.signInAttempts).toBe(1);
	},
);

it('missing rights cost one more sign-in, not one for each item', async () => {
	const connection = directConnection(settings(signInAs(USERS.readOnly)));
	for (let round = 0; round < 20; round++) {
		await expect(connection.call(write)).rejects.toMatchObject({ kind: 'forbidden' });
	}
	expect(site.stats.signInAttempts).toBeLessThanOrEqual(2);
	expect((await connection.call(read)).status).toBe(200);
});

describe('failures inside status 200', () => {
	const answer = (body: unknown) =>
		site.faults.add({
			match: { path: /odata\/ContactType/, times: 5 },
			fault: {
				kind: 'status',
				status: 200,
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			},
		});

	it.each([
		[
			{
				error: {
					code: '',
					message: 'An error has occurred.',
					innererror: { message: 'Column by path XId not found in schema X.' },
				},
			},
			/Column by path XId/,
		],
		[
			{
				Message: 'No HTTP resource was found.',
				MessageDetail: "No type was found that matches the controller named 'X'.",
			},
			/controller named 'X'/,
		],
	])('of OData are failures: %j', async (body, message) => {
		answer(body);
		await expect(directConnection(settings()).call(read)).rejects.toThrow(message);
	});

	it('system settings with good values are none', async () => {
		const asked = {
			method: 'POST',
			service: 'dataService',
			path: 'QuerySysSettings',
			json: { sysSettingsNameCollection: ['MaxFileSize'] },
			repeat: 'read',
		} as const;
		expect((await directConnection(settings()).call(asked)).json).toMatchObject({
			values: expect.anything(),
		});
	});
});

it('runs under one policy share their connections', async () => {
	const egress = {
		validateUrl: async () => ({ ok: true }),
		createSecureLookup: () => undefined,
	};
	for (let round = 0; round < 10; round++) await directConnection(settings({ egress })).call(read);
	expect(site.stats.connections).toBeLessThanOrEqual(2);
});

it('a forbidden address is blocked, a misspelt one is not found', async () => {
	const refusing = { validateUrl: async () => ({ ok: false, error: new Error('private address') }) };
	await expect(directConnection(settings({ egress: refusing })).call(read)).rejects.toMatchObject({
		kind: 'blocked',
	});
	const unknown = {
		validateUrl: () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })),
	};
	await expect(directConnection(settings({ egress: unknown })).call(read)).rejects.toMatchObject({
		kind: 'address',
	});
	expect(site.stats.requests).toEqual([]);
});
