import { isCreatioError } from '../../../nodes/shared/basics/errors';
import { proxyFor } from '../../../undici/proxies';

const proxyOf = (url: string, environment: Record<string, string>) => proxyFor(new URL(url), environment);

describe('the proxy for an address', () => {
	it.each([
		['https://site.com', { HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'http://q:1' }, 'http://p:1'],
		['http://site.com', { HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'http://q:1' }, 'http://q:1'],
		['https://site.com', { HTTP_PROXY: 'http://q:1' }, 'http://q:1'],
		['https://site.com', { ALL_PROXY: 'http://a:1', HTTP_PROXY: 'http://q:1' }, 'http://a:1'],
		['http://site.com', { all_proxy: 'http://a:1' }, 'http://a:1'],
		['https://site.com', { https_proxy: '', HTTPS_PROXY: 'http://p:1' }, 'http://p:1'],
		['https://site.com', { HTTPS_PROXY: ' p:3128 ' }, 'http://p:3128'],
		['http://site.com', { HTTPS_PROXY: 'http://p:1' }, undefined],
		['https://site.com', {}, undefined],
	])('%s with %j is %s', (url, environment, proxy) => {
		expect(proxyOf(url, environment as Record<string, string>)).toBe(proxy);
	});

	it.each([
		['*', true],
		['site.com', true],
		['.site.com', true],
		['*.site.com', true],
		['other.com, site.com', true],
		['other.com SITE.com', true],
		['my.site.com:443', true],
		['my.site.com:8443', false],
		['ite.com', false],
		['', false],
	])('is left out by NO_PROXY=%s: %s', (exceptions, isLeftOut) => {
		const environment = { HTTPS_PROXY: 'http://p:1', NO_PROXY: exceptions };
		expect(proxyOf('https://my.site.com', environment) === undefined).toBe(isLeftOut);
	});

	it.each(['socks5://p:1', 'socks://user:s3cret@p:1', 'p:port', 'ftp://p'])(
		'must be an HTTP proxy, which %s is not; the message names the variable and hides a password',
		(address) => {
			expect.assertions(2);
			try {
				proxyOf('https://site.com', { HTTPS_PROXY: address });
			} catch (error) {
				if (!isCreatioError(error)) throw error;
				expect(error).toMatchObject({ kind: 'address', mayPass: false, perhapsDone: false });
				expect(error.message + String(error.cure)).toMatch(/^HTTPS_PROXY (?!.*s3cret)/);
			}
		},
	);

	it('may be unusable where an exception covers the address', () => {
		expect(
			proxyOf('https://site.com', { HTTPS_PROXY: 'socks5://p:1', NO_PROXY: 'site.com' }),
		).toBeUndefined();
	});
});
