import { CreatioPlatformOAuth2Api } from '../../../credentials/CreatioPlatformOAuth2Api.credentials';

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

it('shows no field with an expression, since n8n then hides the button "Test"', () => {
	const visible = api.properties.filter(({ type }) => type !== 'hidden');
	for (const { name, default: value } of visible)
		expect([name, String(value).startsWith('=')]).toEqual([name, false]);
});
