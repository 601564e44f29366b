import fc from 'fast-check';

import { isCreatioError } from '../../../nodes/shared/basics/errors';
import {
	identityTokenUrl,
	isWithinSite,
	serviceAddress,
	siteFromAddress,
} from '../../../nodes/shared/connection/siteAddress';
import { thrownBy } from './answers';

describe('siteFromAddress', () => {
	it.each([
		['https://x.creatio.com', 'https://x.creatio.com'],
		['  x.creatio.com/ ', 'https://x.creatio.com'],
		['\u00a0\u200bhttps://x.creatio.com/\ufeff', 'https://x.creatio.com'],
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
		['HTTPS://Host//app//two/', 'https://host/app/two'],
		['host/https://other', 'https://host/https:/other'],
		['https://host/app/0aspx/x', 'https://host/app/0aspx/x'],
		['https://host/app/start.ASPX/x', 'https://host/app'],
		['https://host/Navigation/Navigation.aspx?schemaName=Contact&recordId=1', 'https://host'],
		['https://host/app/NAVIGATION/Navigation.aspx?schemaName=Contact', 'https://host/app'],
		['https://host/index.html', 'https://host'],
		['https://host/app/welcome.HTM', 'https://host/app'],
		['https://host/app/x.html5', 'https://host/app/x.html5'],
	])('%s -> %s', (typed, site) => {
		expect(siteFromAddress(typed)).toBe(site);
		expect(siteFromAddress(site)).toBe(site);
	});

	it.each([
		...['0', 'api', 'ClientApp', 'connect', 'dataservice', 'imageapiservice', 'img', 'Login', 'msg', 'Nui'],
		...[
			'odata',
			'rest',
			'ServiceModel',
			'shell',
			'SimpleLogin',
			'ssp',
			'SSOLogin',
			'ViewModule',
			'core',
			'Conf',
		],
	])('cuts the path off that begins with %s', (part) => {
		expect(siteFromAddress(`https://host/app/${part}/x`)).toBe('https://host/app');
		expect(siteFromAddress(`https://host/app/${part}s`)).toBe(`https://host/app/${part}s`);
	});

	it.each([
		['', 'is empty'],
		['https://', 'is not the address'],
		['a b.com', 'is not the address'],
		['https://host/a b', 'is not the address'],
		['svn+ssh://host', 'https:// or http://'],
		['https://user@host', 'user name'],
		['https://:pw@host', 'password'],
	])('reports what is wrong with "%s", and how it should be', (typed, message) => {
		expect(thrownBy(() => siteFromAddress(typed))).toMatchObject({
			message: expect.stringContaining(message),
			cure: expect.stringContaining('https://'),
		});
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
			expect(thrownBy(() => identityTokenUrl(site))).toMatchObject({
				kind: 'input',
				message: expect.stringContaining(new URL(site).host),
				cure: expect.stringContaining('Token Address'),
			});
		},
	);

	it('takes names that begin or end with digits for names', () => {
		expect(identityTokenUrl('https://1.example')).toBe('https://1-is.example/connect/token');
		expect(identityTokenUrl('https://my.x1')).toBe('https://my-is.x1/connect/token');
	});
});

describe('serviceAddress', () => {
	const ROOT = 'https://host/app/0/odata/';

	it.each(['', 'Contact(1)', 'a/b', 'A..b', 'a.b/c.d', '...', 'a%2fb', 'Contact?$filter=a//b c#/../x'])(
		'joins "%s"',
		(path) => {
			expect(serviceAddress(ROOT, path)).toBe(ROOT + path);
		},
	);

	it.each([
		...['.', '..', './a', 'a/.', 'a/..', '../a', 'a/../b', '%2e%2E/a', 'a/.%2e/b', 'a/%2e?b'],
		...['a//b', '/a', 'a\\b', 'a%5Cb', 'a b', 'a\tb', ' a', 'a#b', '..?b'],
	])('refuses "%s"', (path) => {
		expect(thrownBy(() => serviceAddress(ROOT, path))).toMatchObject({
			kind: 'input',
			message: expect.stringContaining('address'),
			cure: expect.stringContaining('names'),
		});
	});

	it('never leads out of the root, whatever the path is', () => {
		const piece = fc.oneof(
			fc.constantFrom('..', '.', '/', '%2e', '\\', '%5c', '//', '?', '#', '@', ':', 'a'),
			fc.string(),
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
				let url: URL;
				try {
					url = new URL(serviceAddress(ROOT, pieces.join('')));
				} catch (error) {
					return isCreatioError(error) && error.kind === 'input';
				}
				return url.href.startsWith(ROOT);
			}),
			{ numRuns: 1_000 },
		);
	});
});

describe('an address belongs to a site', () => {
	it.each([
		['https://host/0/odata', 'https://host', true],
		['https://host', 'https://host', true],
		['https://HOST:443/x', 'https://host', true],
		['https://host/app/0/odata', 'https://host/app', true],
		['https://host/APP?x=/../..', 'https://host/app', true],
		['https://host/app/a%2Fb', 'https://host/app', true],
		['http://host/0/odata', 'https://host', false],
		['https://host:8443/0/odata', 'https://host', false],
		['https://x.host/', 'https://host', false],
		['https://host@other/', 'https://host', false],
		['https://host/0/odata', 'https://host/app', false],
		['https://host/application', 'https://host/app', false],
		['https://host/app/../x', 'https://host/app', false],
		['https://host/app/%2e%2e/x', 'https://host/app', false],
		['https://host/app/..%2fx', 'https://host/app', false],
		['https://host/app/..%5Cx', 'https://host/app', false],
		['/app/x', 'https://host/app', false],
		['', 'https://host', false],
	])('%s to %s: %s', (address, site, expected) => {
		expect(isWithinSite(address, site)).toBe(expected);
	});
});
