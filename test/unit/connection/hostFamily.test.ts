import { CreatioError } from '../../../nodes/shared/basics/errors';
import { openConnection } from '../../../nodes/shared/connection/connection';
import { findRoot } from '../../../nodes/shared/connection/hostFamily';
import type { ConnectionSettings } from '../../../nodes/shared/connection/settings';
import type { HttpRequest } from '../../../nodes/shared/http/types';
import { answer, clockAt, fakeSend, page } from './answers';

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

describe('where the services of a site are', () => {
	let sites = 0;
	/** A new site each time, since what answered is remembered. */
	const ask = (status: number | 'broken', hosting: ConnectionSettings['hosting'] = 'auto') => {
		const { send, sent } = fakeSend(() => {
			if (status === 'broken') throw new CreatioError('network', 'no');
			return answer(status);
		});
		const site = `https://family${++sites}.example/app`;
		return { asking: { site, settings: { hosting }, timeoutMs: 123, send }, sent };
	};
	const hints = ({ site }: { site: string }, redirectUrl: string, cookieNames: readonly string[]) => ({
		site,
		redirectUrl,
		cookieNames,
	});

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
		const { asking, sent } = ask('broken');
		const { site } = asking;
		const root = { site, family, isSure: true };
		expect(await findRoot(asking, hints(asking, redirectUrl, cookieNames))).toEqual(root);
		// It is remembered for those who sign in otherwise.
		expect(await findRoot(asking, undefined)).toEqual(root);
		expect(sent).toEqual([]);
	});

	it('is remembered for an hour where something answered: a site may move to the other host', async () => {
		const { asking, sent } = ask(200);
		const clock = clockAt(Date.now());
		const now = Date.now();
		await findRoot(asking, hints(asking, '/0/Shell', []));
		clock.set(now + 3_599_999);
		expect(await findRoot(asking, undefined)).toMatchObject({ family: 'framework', isSure: true });
		clock.set(now + 3_600_000);
		expect(await findRoot(asking, undefined)).toMatchObject({ family: 'net', isSure: false });
		expect(sent).toHaveLength(1);
		jest.restoreAllMocks();
	});

	it.each([
		[200, 'net'],
		[404, 'framework'],
		[302, 'framework'],
	] as const)('is guessed from the login page otherwise (%s: %s), for an hour', async (status, family) => {
		const { asking, sent } = ask(status);
		const { site } = asking;
		const clock = clockAt(Date.now());
		const now = Date.now();
		for (const signedIn of [hints(asking, '/Shell', ['BPMCSRF']), undefined])
			expect(await findRoot(asking, signedIn)).toEqual({ site, family, isSure: false });
		expect(sent).toEqual([{ method: 'GET', url: `${site}/Login/Login.html`, headers: {}, timeoutMs: 123 }]);
		clock.set(now + 3_600_000);
		await findRoot(asking, undefined);
		expect(sent).toHaveLength(2);
		jest.restoreAllMocks();
	});

	it.each(['broken', 401, 403, 408, 429, 500, 503, 520] as const)(
		'is not decided by a look that failed (%s)',
		async (status) => {
			const { asking, sent } = ask(status);
			for (let time = 1; time <= 2; time++) {
				expect(await findRoot(asking, undefined)).toMatchObject({ family: 'framework', isSure: false });
				expect(sent).toHaveLength(time);
			}
		},
	);

	it.each(['net', 'framework'] as const)('is what the settings say before all else: %s', async (hosting) => {
		const { asking, sent } = ask('broken', hosting);
		expect(await findRoot(asking, hints(asking, '/0/Shell', ['CsrfToken']))).toMatchObject({
			family: hosting,
			isSure: true,
		});
		expect(sent).toEqual([]);
		// And is not remembered as found.
		const auto = { ...asking, settings: { hosting: 'auto' as const } };
		expect(await findRoot(auto, hints(asking, '', ['CsrfToken']))).toMatchObject({ family: 'net' });
	});
});

describe('a request that meets nothing', () => {
	let sites = 0;
	/** A host that has one root; the look at the login page fails. */
	function host(root: string, nothing = page('<html>404</html>', 404)) {
		const name = `https://root${++sites}.example`;
		const { send, sent } = fakeSend(({ url }) => {
			const path = url.slice(name.length);
			if (path.endsWith('/Login/Login.html')) return answer(503);
			return path.startsWith(`${root}/odata/`) ? answer(200, { value: [] }) : nothing;
		});
		const asked = () =>
			sent.map(({ url }) => url.slice(name.length)).filter((path) => !path.endsWith('Login.html'));
		const open = (path = '', more: Partial<ConnectionSettings> = {}) =>
			openConnection({ ...settings(`${name}${path}`), ...more }, send);
		return { open, asked, sent };
	}
	const CREATE = { ...READ, method: 'POST', json: {}, repeat: 'once' } as const;

	it.each([
		['the page of IIS', page('<html>404</html>', 404)],
		['the empty answer of Kestrel', answer(404)],
	])('is sent to the other family, which is remembered: %s', async (_, nothing) => {
		const { open, asked, sent } = host('', nothing);
		const connection = open();
		for (let time = 0; time < 2; time++) await connection.call(CREATE);
		expect(asked()).toEqual(['/0/odata/Contact', '/odata/Contact', '/odata/Contact']);
		expect(sent).toHaveLength(4);
		expect(connection.notes.size).toBe(0);
	});

	it('is sent to the origin where the path is that of a page, and the user is told', async () => {
		const { open, asked } = host('/0');
		const connection = open('/some/page');
		for (let time = 0; time < 2; time++) await connection.call(READ);
		expect(asked()).toEqual([
			'/some/page/0/odata/Contact',
			'/some/page/odata/Contact',
			'/0/odata/Contact',
			'/0/odata/Contact',
		]);
		expect([...connection.notes].join()).toMatch(/some\/page/);
	});

	it('stays in a folder that answers', async () => {
		const { open, asked } = host('/app');
		await open('/app').call(READ);
		expect(asked()).toEqual(['/app/0/odata/Contact', '/app/odata/Contact']);
	});

	it('is sent nowhere else where the settings say the family, or where a root has answered', async () => {
		const fixed = host('');
		await expect(fixed.open('', { hosting: 'framework' }).call(READ)).rejects.toMatchObject({ status: 404 });
		expect(fixed.asked()).toHaveLength(1);
		const { open, asked } = host('/0');
		const connection = open();
		await connection.call(READ);
		await expect(connection.call({ ...READ, service: 'rest' })).rejects.toMatchObject({ status: 404 });
		expect(asked()).toEqual(['/0/odata/Contact', '/0/rest/Contact']);
	});

	it.each([403, 404, 429])(
		'is sent to the other family after a gateway refused one in JSON: %i',
		async (status) => {
			const nothing = [answer(status, { message: 'no Route matched' }), page('<html>404</html>', 404)];
			const name = `https://gateway${status}.example`;
			const { send } = fakeSend(({ url }) => {
				if (url.startsWith(`${name}/odata/`)) return answer(200, { value: [] });
				return url.endsWith('/Login/Login.html') ? answer(503) : (nothing.shift() ?? answer(404));
			});
			const connection = openConnection(settings(name), send);
			await expect(connection.call(READ)).rejects.toMatchObject({ status });
			expect((await connection.call(READ)).json).toEqual({ value: [] });
		},
	);

	it('is reported as it was where nothing is anywhere', async () => {
		const { open, asked } = host('/elsewhere');
		await expect(open().call(READ)).rejects.toMatchObject({ kind: 'notFound', status: 404 });
		expect(asked()).toEqual(['/0/odata/Contact', '/odata/Contact']);
	});
});
