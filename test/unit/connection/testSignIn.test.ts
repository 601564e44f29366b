import { CreatioError } from '../../../nodes/shared/basics/errors';
import type { ConnectionSettings, ODataVersion, SignIn } from '../../../nodes/shared/connection/settings';
import { testSignIn } from '../../../nodes/shared/connection/testSignIn';
import type { HttpResponse } from '../../../nodes/shared/http/types';
import { answer, fakeSend, page } from './answers';

let sites = 0;
function tried(
	signIn: SignIn,
	failure?: unknown,
	path = '',
	user: object = {},
	more: Partial<ConnectionSettings> = {},
	odata: Partial<Record<ODataVersion, HttpResponse>> = {},
) {
	const { send, sent } = fakeSend(({ url }) => {
		if (failure !== undefined) throw failure;
		if (url.includes('/page/')) return answer(404);
		if (url.includes('/odata/')) return odata['4'] ?? answer(200, { value: [] });
		if (url.includes('/EntityDataService.svc/')) return odata['3'] ?? answer(200, { d: { results: [] } });
		return answer(200, url.endsWith('/Login') ? { Code: 0 } : user);
	});
	const settings: ConnectionSettings = {
		baseUrl: `https://try${++sites}.example${path}`,
		hosting: 'net',
		allowUnauthorizedCerts: false,
		signIn,
		timeoutMs: 1_000,
		retries: 0,
		...more,
	};
	return {
		result: testSignIn(
			() => settings,
			() => send,
		),
		sent,
	};
}

const password: SignIn = { kind: 'password', username: 'me', password: 'pw' };
const token: SignIn = {
	kind: 'accessToken',
	owner: 'me',
	current: async () => 'T',
	renew: async () => 'T',
};

describe('the test of a credential', () => {
	const whoAmI = 'POST /ServiceModel/UserInfoService.svc/GetCurrentUserInfo';
	const oneRecord = 'GET /odata/Contact';

	it.each<[string, SignIn, string[]]>([
		['user', password, ['POST /ServiceModel/AuthService.svc/Login', whoAmI, oneRecord]],
		['token', token, [whoAmI, oneRecord]],
	])(
		'signs in, and makes a call that needs the session and one over OData (%s)',
		async (_, signIn, lines) => {
			const { result, sent } = tried(signIn);
			expect(await result).toMatchObject({ ok: true });
			expect(sent.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual(lines);
			expect(sent.at(-2)?.body).toBe('{}');
		},
	);

	it.each<[SignIn, object, string]>([
		[password, { userInfo: { contactName: 'Andrew Baker' } }, ' as Andrew Baker'],
		[token, { userName: 'Supervisor', contactName: 'Andrew Baker' }, ' as Supervisor'],
		[password, {}, ' as me'],
		[token, {}, ''],
	])('says who is signed in where', async (signIn, user, who) => {
		const { result } = tried(signIn, undefined, '', user);
		expect((await result).message).toBe(`Signed in${who} at https://try${sites}.example.`);
	});

	it('says which address was taken', async () => {
		const { result } = tried(password, undefined, '/page');
		expect(await result).toEqual({
			ok: true,
			message: expect.stringMatching(/example\/page.*https:.*example was/),
		});
	});

	it.each<[unknown, string]>([
		[new CreatioError('address', 'No site', { cure: 'Correct it.' }), 'No site. Correct it.'],
		[new CreatioError('network', 'No site'), 'No site'],
		[new Error('bug'), 'bug'],
		['text', 'text'],
	])('reports what is wrong and how to solve it', async (failure, message) => {
		expect(await tried(token, failure).result).toEqual({ ok: false, message });
	});

	it('reports settings that cannot be used', async () => {
		expect(await tried({ ...password, username: '' } as SignIn).result).toEqual({
			ok: false,
			message: expect.stringContaining('User Name'),
		});
	});
});

describe('the test of a credential and the versions of OData', () => {
	const nothing = answer(404);
	const web = page('<html><title>Welcome</title></html>');
	const redirect = answer(302, '', { location: '/ErrorPage.aspx' });
	const records = answer(200, { value: [] });
	const feed = answer(200, '<feed xmlns="http://www.w3.org/2005/Atom"></feed>', {
		'content-type': 'application/atom+xml',
	});

	async function test(odataVersion: ODataVersion, odata: Partial<Record<ODataVersion, HttpResponse>>) {
		const { result, sent } = tried(token, undefined, '', {}, { odataVersion }, odata);
		const outcome = await result;
		const versions = sent.slice(1).map(({ url }) => (url.includes('/odata/') ? '4' : '3'));
		return { ...outcome, versions };
	}

	it.each<[ODataVersion, Partial<Record<ODataVersion, HttpResponse>>]>([
		['4', { '3': nothing }],
		['3', { '4': nothing }],
		['3', { '4': nothing, '3': feed }],
	])('costs one request where the chosen version answers: %s', async (version, odata) => {
		const { ok, message, versions } = await test(version, odata);
		expect({ ok, versions }).toEqual({ ok: true, versions: [version] });
		expect(message).toMatch(/^Signed in at \S+\.$/);
	});

	it.each<[string, HttpResponse]>([
		['an empty 404', nothing],
		['a 404 of the routing', answer(404, { Message: 'No HTTP resource was found that matches' })],
		['a page of 404', page('<html></html>', 404)],
		['a 410', answer(410)],
		['a 405', page('<html></html>', 405)],
		['a 501', answer(501)],
		['a page', web],
		['a page elsewhere', redirect],
		['data of another application', answer(200, { hello: 'world' })],
	])('says to choose the other version where the chosen one is not there: %s', async (_, absent) => {
		const old = await test('4', { '4': absent });
		expect(old).toMatchObject({ ok: false, versions: ['4', '3'] });
		expect(old.message).toMatch(/has OData 4 switched off\. Choose OData 3 in the field OData Version/);
		const net = await test('3', { '3': absent });
		expect(net).toMatchObject({ ok: false, versions: ['3', '4'] });
		expect(net.message).toMatch(/does not have OData 3\. Choose OData 4 in the field OData Version/);
	});

	it.each<ODataVersion>(['4', '3'])('names both where neither is there: %s', async (version) => {
		const { ok, message } = await test(version, { '4': nothing, '3': web });
		expect(ok).toBe(false);
		expect(message).toMatch(/answers neither OData 4 nor OData 3/);
	});

	it.each<ODataVersion>(['4', '3'])(
		'fails without advice where the other is not found out: %s',
		async (version) => {
			const other = version === '4' ? '3' : '4';
			const { ok, message } = await test(version, {
				[version]: nothing,
				[other]: answer(500, { error: 'Oops' }),
			});
			expect(ok).toBe(false);
			expect(message).toMatch(
				new RegExp(`does not answer OData ${version}\\..*has OData ${other} .*: Oops\\.`),
			);
			expect(message).not.toMatch(/Choose/);
		},
	);

	it.each<[string, HttpResponse]>([
		['no right to the object', answer(403, { error: { message: 'No right' } })],
		['no right to the object, on some cloud sites', answer(401)],
		['a firewall', page('<html></html>', 403)],
		['an exception', answer(500, { error: { message: 'Oops' } })],
		['an outage', page('<html></html>', 503)],
		['an answer that is cut off', answer(200, '{"value":[')],
		['nothing', answer(200)],
	])('only adds a note for %s', async (_, failing) => {
		for (const version of ['4', '3'] as const) {
			const { ok, message } = await test(version, { [version]: failing });
			expect(ok).toBe(true);
			expect(message).toMatch(
				new RegExp(`^Signed in at .*Whether OData ${version} works was not found out: \\S`),
			);
		}
	});

	it('only adds a note where the site does not answer in time', async () => {
		const { send } = fakeSend(({ url }) => {
			if (url.includes('/odata/')) throw new CreatioError('timeout', 'Too slow');
			return records;
		});
		const result = await testSignIn(
			() => ({
				baseUrl: 'https://slow.example',
				hosting: 'net',
				allowUnauthorizedCerts: false,
				signIn: token,
				timeoutMs: 1_000,
				retries: 0,
			}),
			() => send,
		);
		expect(result).toMatchObject({ ok: true, message: expect.stringContaining('Too slow') });
	});
});
