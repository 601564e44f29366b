import { CreatioPlatformOAuth2Api } from '../../../credentials/CreatioPlatformOAuth2Api.credentials';
import { siteFromAddress } from '../../../nodes/shared/connection/siteAddress';
import { OAUTH_CLIENTS, startEmulator } from '../../emulator';

const api = new CreatioPlatformOAuth2Api();
const property = (name: string) => api.properties.find((candidate) => candidate.name === name);

/** As n8n works an expression of a credential out: `$self` is what the user typed. */
function resolved(name: string, typed: Record<string, unknown>): unknown {
	const expression = String(property(name)?.default);
	const text = expression.replace(/^=\{\{([^]*)\}\}$/, '$1');
	return new Function('$self', `return (${text});`)({ tokenUrl: '', authorizationUrl: '', ...typed });
}

describe('addresses follow from the site', () => {
	it.each([
		['https://mysite.creatio.com', 'https://mysite-is.creatio.com/connect/token'],
		['mysite.creatio.com/', 'https://mysite-is.creatio.com/connect/token'],
		['https://mysite.creatio.com/0/Shell/#Section/Contacts', 'https://mysite-is.creatio.com/connect/token'],
		['http://crm.example.org:8080', 'http://crm-is.example.org:8080/connect/token'],
		['http://10.0.0.5:8080', 'http://10.0.0.5:8080/connect/token'],
	])('client credentials of %s: %s', (baseUrl, expected) => {
		expect(resolved('accessTokenUrl', { baseUrl, grantType: 'clientCredentials' })).toBe(expected);
	});

	it('on behalf of a user, the site gives tokens itself', () => {
		const typed = { baseUrl: 'https://mysite.creatio.com/0/Shell', grantType: 'authorizationCode' };
		expect(resolved('accessTokenUrl', typed)).toBe('https://mysite.creatio.com/0/connect/token');
		expect(resolved('authUrl', typed)).toBe('https://mysite.creatio.com/0/connect/authorize');
	});

	it('and can be typed over', () => {
		const typed = {
			baseUrl: 'https://x.example',
			tokenUrl: 'https://is.example/connect/token',
			authorizationUrl: 'https://x.example/app/a',
		};
		expect(resolved('accessTokenUrl', typed)).toBe(typed.tokenUrl);
		expect(resolved('authUrl', typed)).toBe(typed.authorizationUrl);
	});
});

describe('the request of the button "Test"', () => {
	const asText = (value: unknown) => String(value).replace(/^=\{\{([^]*)\}\}$/, '$1');
	const addressFor = (credential: Record<string, unknown>): string => {
		const { baseURL, url } = api.test.request;
		return [baseURL, url]
			.map((part): string => new Function('$credentials', `return (${asText(part)});`)(credential) as string)
			.join('');
	};
	const path = '/ServiceModel/UserInfoService.svc/GetCurrentUserInfo';

	it('goes to the site as the nodes cut it', () => {
		const addresses = [
			...['https://x.example', ' x.example/ ', 'https://x.example/0/Shell/#Section', 'https://x.example/app'],
			...['x.example/app/two/Login/NuiLogin.aspx', 'https://x.example/Navigation/Navigation.aspx?a=b'],
			...['https://x.example/app.v2/index.html', 'https://x.example/app/start.aspx', 'x.example:81/odatas'],
		];
		for (const baseUrl of addresses) {
			expect(addressFor({ baseUrl })).toBe(`${siteFromAddress(baseUrl)}/0${path}`);
			expect(addressFor({ baseUrl, hosting: 'net' })).toBe(`${siteFromAddress(baseUrl)}${path}`);
		}
	});

	it('needs a token, which the address of the objects of a site may not need', async () => {
		const site = await startEmulator({ sampleData: false });
		const { clientId, clientSecret } = OAUTH_CLIENTS.server;
		const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
		const given = await fetch(site.tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
		const { access_token: token } = (await given.json()) as { access_token: string };
		const ask = async (authorization: string) => {
			const headers = { ...(api.test.request.headers as Record<string, string>), authorization };
			const { method } = api.test.request;
			return (await fetch(addressFor({ baseUrl: site.url }), { method, headers })).status;
		};
		expect(await ask(`Bearer ${token}`)).toBe(200);
		expect(await ask('Bearer wrong')).toBe(401);
		await site.stop();
	});
});

it('shows no field with an expression, since n8n then hides the button "Test"', () => {
	const visible = api.properties.filter(({ type }) => type !== 'hidden');
	for (const { name, default: value } of visible)
		expect([name, String(value).startsWith('=')]).toEqual([name, false]);
});

it('begins with the site, asks for the scope where it is needed, and ends with what few need', () => {
	const visible = api.properties.filter(({ type }) => type !== 'hidden');
	expect(visible[0]?.name).toBe('baseUrl');
	expect(visible.slice(-4).map(({ name }) => name)).toEqual([
		'readOnly',
		'allowUnauthorizedCerts',
		'hosting',
		'odataVersion',
	]);
	const scope = visible.find(({ name }) => name === 'scope');
	expect(scope?.displayOptions).toEqual({ show: { grantType: ['authorizationCode'] } });
});
