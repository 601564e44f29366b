import fc from 'fast-check';

import { isCreatioError } from '../../../nodes/shared/basics/errors';
import { identityTokenUrl, siteFromAddress } from '../../../nodes/shared/connection/siteAddress';

describe('siteFromAddress', () => {
	it.each([
		['https://x.creatio.com', 'https://x.creatio.com'],
		['  x.creatio.com/ ', 'https://x.creatio.com'],
		['http://localhost:8080/', 'http://localhost:8080'],
		['https://x.creatio.com/0/Shell/#Section/Contacts', 'https://x.creatio.com'],
		['https://x.creatio.com/0/Nui/ViewModule.aspx#SectionModuleV2/', 'https://x.creatio.com'],
		['https://x.creatio.com/Login/NuiLogin.aspx?ReturnUrl=%2f', 'https://x.creatio.com'],
		['https://x.creatio.com/Login/Login.html', 'https://x.creatio.com'],
		['https://x.creatio.com/0/odata/Contact?$top=1', 'https://x.creatio.com'],
		['https://x.creatio.com/ServiceModel/AuthService.svc/Login', 'https://x.creatio.com'],
		['https://host/app/0/Shell', 'https://host/app'],
		['https://host/app/', 'https://host/app'],
		['https://host/app/DataService/json', 'https://host/app'],
	])('%s -> %s', (typed, site) => {
		expect(siteFromAddress(typed)).toBe(site);
		expect(siteFromAddress(site)).toBe(site);
	});

	it.each([
		'',
		'   ',
		'ftp://x.creatio.com',
		'https://user:pw@x.creatio.com',
		'https://a b.com',
		'https://',
		'file:///etc/passwd',
	])('refuses "%s" and names the field', (typed) => {
		expect(() => siteFromAddress(typed)).toThrow(expect.objectContaining({ kind: 'input' }));
		expect(() => siteFromAddress(typed)).toThrow(/Site Address/);
	});

	it('gives a site without slash, query and user, or an error of its own, for any text', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true, withFragments: true })),
				(typed) => {
					let site: string;
					try {
						site = siteFromAddress(typed);
					} catch (error) {
						return isCreatioError(error) && error.kind === 'input';
					}
					const url = new URL(site);
					return (
						!site.endsWith('/') &&
						url.search === '' &&
						url.hash === '' &&
						url.username === '' &&
						/^https?:$/.test(url.protocol)
					);
				},
			),
			{ numRuns: 2_000 },
		);
	});
});

describe('identityTokenUrl', () => {
	it('puts -is behind the first label and keeps scheme and port', () => {
		expect(identityTokenUrl('https://my.creatio.com')).toBe('https://my-is.creatio.com/connect/token');
		expect(identityTokenUrl('http://my.creatio.com:88/app')).toBe(
			'http://my-is.creatio.com:88/connect/token',
		);
	});

	it.each(['http://localhost', 'http://127.0.0.1:8080', 'http://[::1]:8080'])(
		'asks for the address with %s',
		(site) => {
			expect(() => identityTokenUrl(site)).toThrow(expect.objectContaining({ kind: 'input' }));
		},
	);
});
