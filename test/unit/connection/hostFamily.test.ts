import { openConnection } from '../../../nodes/shared/connection/connection';
import type { ConnectionSettings } from '../../../nodes/shared/connection/settings';
import type { HttpRequest } from '../../../nodes/shared/http/types';

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
