import { signIn } from '../../../nodes/shared/connection/signIn';
import type { HttpResponse } from '../../../nodes/shared/http/types';
import { answer, page } from './answers';

const TYPED = { username: 'me', password: 'pw' };
const OK = { ...answer(200, { Code: 0, RedirectUrl: '/0/Shell' }), setCookies: ['a=1'] };
const NOWHERE = page('<html>404</html>', 404);

/** Signs in at an address of a host that answers at its origin and below `/app`. */
async function tried(site: string, atPath: HttpResponse, atOrigin: HttpResponse) {
	const asked: string[] = [];
	const outcome = await signIn(site, TYPED, async ({ url }) => {
		asked.push(url.replace('/ServiceModel/AuthService.svc/Login', ''));
		return asked.at(-1) === 'https://x.example' ? atOrigin : atPath;
	}).catch((error: unknown) => error);
	return { outcome, asked };
}

describe('the address at which a user signs in', () => {
	it('is the site as typed, in a folder as well', async () => {
		for (const site of ['https://x.example', 'https://x.example/app']) {
			const { outcome, asked } = await tried(site, OK, OK);
			expect(outcome).toEqual({ site, redirectUrl: '/0/Shell', setCookies: ['a=1'] });
			expect(asked).toEqual([site]);
		}
	});

	it.each([
		['nothing', NOWHERE],
		['a page', page('<html>Hello</html>')],
		['a login page', page('<html>bootstrap.login</html>')],
		['a redirect to the login page', answer(302, '', { location: '/Login/NuiLogin.aspx?ReturnUrl=%2f' })],
		['no such method', page('<html>405</html>', 405)],
	])('is the origin where the path is that of a page: %s', async (_, response) => {
		const { outcome, asked } = await tried('https://x.example/some/page', response, OK);
		expect(outcome).toMatchObject({ site: 'https://x.example' });
		expect(asked).toHaveLength(2);
	});

	it.each([
		['a refusal', answer(200, { Code: 1 }), 'credentials'],
		['an outage', page('<html></html>', 503), 'unavailable'],
		['a gateway that asks for its own sign-in', page('<html></html>', 401), 'credentials'],
	])('is not searched for after %s', async (_, response, kind) => {
		const { outcome, asked } = await tried('https://x.example/app', response, OK);
		expect(outcome).toMatchObject({ kind });
		expect(asked).toHaveLength(1);
	});

	it('is wrong where nothing answers as Creatio, which is said of the site as typed', async () => {
		const { outcome } = await tried('https://x.example/app', NOWHERE, page('<html>Hello</html>'));
		expect(outcome).toMatchObject({ kind: 'address', status: 404 });
	});

	it('is the origin as well where that refuses the password', async () => {
		const { outcome, asked } = await tried('https://x.example/page', NOWHERE, answer(200, { Code: 1 }));
		expect(outcome).toMatchObject({ kind: 'credentials' });
		expect(asked).toHaveLength(2);
	});
});
