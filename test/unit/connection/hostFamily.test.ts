import { CreatioError } from '../../../nodes/shared/basics/errors';
import { openConnection } from '../../../nodes/shared/connection/connection';
import { hostFamily } from '../../../nodes/shared/connection/hostFamily';
import type { ConnectionSettings } from '../../../nodes/shared/connection/settings';
import type { HttpRequest } from '../../../nodes/shared/http/types';
import { answer, fakeSend } from './answers';

const READ = { method: 'GET', service: 'odata', path: 'Contact', repeat: 'read' } as const;

/** A token shows nothing of the host, so the login page is looked at. */
const settings = (baseUrl: string, signal?: AbortSignal): ConnectionSettings => ({
	baseUrl,
	hosting: 'auto',
	allowUnauthorizedCerts: false,
	signIn: {
		kind: 'accessToken',
		owner: 'somebody',
		current: async () => 'token',
		renew: async () => 'token',
	},
	timeoutMs: 1_000,
	retries: 0,
	signal,
});

/** A site on .NET, whose login page comes when it is asked to. */
function slowSite() {
	const asked: string[] = [];
	let show = () => {};
	const shown = new Promise<void>((resolve) => {
		show = resolve;
	});
	const send = async ({ url }: HttpRequest) => {
		asked.push(new URL(url).pathname);
		if (url.endsWith('/Login/Login.html')) await shown;
		const headers = { 'content-type': 'application/json' };
		return { status: 200, headers, setCookies: [], body: Buffer.from('{"value":[]}') };
	};
	return { asked, send, show };
}

describe('the look at the login page', () => {
	it('is shared by runs, and goes on when one of them is cancelled', async () => {
		const { asked, send, show } = slowSite();
		const cancel = new AbortController();
		const stopped = openConnection(settings('https://shared.example', cancel.signal), send).call(READ);
		const going = openConnection(settings('https://shared.example'), send).call(READ);
		setImmediate(() => cancel.abort());
		await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
		show();
		expect((await going).json).toEqual({ value: [] });
		expect(asked).toEqual(['/Login/Login.html', '/odata/Contact']);
	});

	it('is not taken for a look at .NET Framework when the only run that wanted it is cancelled', async () => {
		const { asked, send, show } = slowSite();
		const cancel = new AbortController();
		const stopped = openConnection(settings('https://alone.example', cancel.signal), send).call(READ);
		setImmediate(() => cancel.abort());
		await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
		show();
		await openConnection(settings('https://alone.example'), send).call(READ);
		expect(asked.at(-1)).toBe('/odata/Contact');
	});
});

describe('the host family', () => {
	let sites = 0;
	/** A new site each time, since the family of a site is remembered. */
	const ask = (status: number | 'broken', hosting: ConnectionSettings['hosting'] = 'auto') => {
		const { send, sent } = fakeSend(() => {
			if (status === 'broken') throw new CreatioError('network', 'no');
			return answer(status);
		});
		const site = `https://family${++sites}.example/app`;
		return { asked: { site, settings: { hosting, timeoutMs: 123 }, send }, sent };
	};

	it.each([
		['/0/Shell', [], 'framework'],
		['/app/0/Shell', ['CsrfToken'], 'framework'],
		['/0', [], 'framework'],
		['/Shell', ['BPMLOADER', 'CsrfToken'], 'framework'],
		['/Shell', ['x', 'CRT_LOADER'], 'framework'],
		['/Shell', ['x', 'CsrfToken'], 'net'],
		['/10/Shell', ['CsrfToken'], 'net'],
		['', ['CsrfToken'], 'net'],
	])('after a sign-in with "%s" and %j is %s', async (redirectUrl, cookieNames, family) => {
		const { asked, sent } = ask('broken');
		expect(await hostFamily(asked, { redirectUrl, cookieNames })).toBe(family);
		expect(sent).toEqual([]);
	});

	it.each([
		[200, 'net'],
		[404, 'framework'],
		[302, 'framework'],
		['broken', 'framework'],
	] as const)('is what the login page shows otherwise (%s: %s), asked for once', async (status, family) => {
		const { asked, sent } = ask(status);
		const hints = { redirectUrl: '/Shell', cookieNames: ['BPMCSRF'] };
		expect(await hostFamily(asked, hints)).toBe(family);
		expect(await hostFamily(asked, undefined)).toBe(family);
		expect(sent).toEqual([
			{ method: 'GET', url: `${asked.site}/Login/Login.html`, headers: {}, timeoutMs: 123 },
		]);
	});

	it.each(['net', 'framework'] as const)('is what the settings say before all else: %s', async (hosting) => {
		const { asked, sent } = ask('broken', hosting);
		expect(await hostFamily(asked, { redirectUrl: '/0/Shell', cookieNames: ['CsrfToken'] })).toBe(hosting);
		expect(sent).toEqual([]);
		// And is not remembered as found.
		const auto = { ...asked, settings: { ...asked.settings, hosting: 'auto' as const } };
		expect(await hostFamily(auto, { redirectUrl: '', cookieNames: ['CsrfToken'] })).toBe('net');
	});
});
