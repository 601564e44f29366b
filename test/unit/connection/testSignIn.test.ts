import { CreatioError } from '../../../nodes/shared/basics/errors';
import type { ConnectionSettings, SignIn } from '../../../nodes/shared/connection/settings';
import { testSignIn } from '../../../nodes/shared/connection/testSignIn';
import { answer, fakeSend } from './answers';

let sites = 0;
function tried(signIn: SignIn, failure?: unknown, path = '', user: object = {}) {
	const { send, sent } = fakeSend(({ url }) => {
		if (failure !== undefined) throw failure;
		if (url.includes('/page/')) return answer(404);
		return answer(200, url.endsWith('/Login') ? { Code: 0 } : user);
	});
	const settings: ConnectionSettings = {
		baseUrl: `https://try${++sites}.example${path}`,
		hosting: 'net',
		allowUnauthorizedCerts: false,
		signIn,
		timeoutMs: 1_000,
		retries: 0,
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

	it.each<[string, SignIn, string[]]>([
		['user', password, ['POST /ServiceModel/AuthService.svc/Login', whoAmI]],
		['token', token, [whoAmI]],
	])('signs in and makes a call that needs the session (%s)', async (_, signIn, lines) => {
		const { result, sent } = tried(signIn);
		expect(await result).toMatchObject({ ok: true });
		expect(sent.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual(lines);
		expect(sent.at(-1)?.body).toBe('{}');
	});

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
