import fc from 'fast-check';

import { isCreatioError } from '../../../../nodes/shared/basics/errors';
import { serviceAddress } from '../../../../nodes/shared/connection/siteAddress';
import {
	webServiceAddress,
	type WebServiceRoute,
} from '../../../../nodes/shared/creatio/webservice/serviceAddress';

const ROUTES: readonly WebServiceRoute[] = ['rest', 'portal', 'anonymous'];

describe('the address of a web service', () => {
	it.each<[WebServiceRoute, string, string, object]>([
		['rest', 'UsrService', 'GetX', { service: 'rest', path: 'UsrService/GetX' }],
		['rest', ' UsrService ', ' orders/17/a b ', { service: 'rest', path: 'UsrService/orders/17/a%20b' }],
		['rest', 'UsrСервис', 'a&b;c:d', { path: 'Usr%D0%A1%D0%B5%D1%80%D0%B2%D0%B8%D1%81/a%26b%3Bc%3Ad' }],
		['portal', 'UsrService', 'GetX', { service: 'portalRest', path: 'UsrService/GetX' }],
		[
			'anonymous',
			'UsrService',
			'GetX',
			{ service: 'serviceModel', path: 'UsrService.svc/GetX', anonymous: true },
		],
		['anonymous', 'UsrService.svc', 'v1.0/x', { path: 'UsrService.svc/v1.0/x' }],
	])('%s %s %s', (route, service, method, address) => {
		expect(webServiceAddress(route, service, method)).toMatchObject(address);
	});

	it.each([
		'',
		' ',
		'.',
		'..',
		'a/b',
		'a.b',
		'a\\b',
		'a%2fb',
		'a?b',
		'a#b',
		'1a',
		'a b',
		'https://x.y/a',
		'a\u0000',
		'../x.svc',
	])('refuses the service "%s"', (service) => {
		expect(() => webServiceAddress('rest', service, 'GetX')).toThrow(
			expect.objectContaining({ kind: 'input', message: expect.stringContaining('field Service') }),
		);
	});

	it.each([
		'',
		' ',
		'/',
		'.',
		'..',
		'a/..',
		'../a',
		'a/./b',
		'a//b',
		'/a',
		'a/',
		'a\\b',
		'a%2e',
		'%2e%2e',
		'a?b=1',
		'a#b',
		'a/ .. /b',
		'．．/a',
		'a／b',
		'a＼b',
		'a\nb',
		'x.',
		'\ud800',
	])('refuses the method "%s"', (method) => {
		expect(() => webServiceAddress('rest', 'UsrService', method)).toThrow(
			expect.objectContaining({ kind: 'input', message: expect.stringContaining('field Method') }),
		);
	});

	it('never leaves the folder of the service, whatever is typed', () => {
		const pieces = fc.array(
			fc.oneof(
				fc.string({ unit: 'binary', maxLength: 5 }),
				fc.constantFrom(
					'.',
					'..',
					'/',
					'\\',
					'%2e',
					'%2F',
					'%5c',
					'%252e',
					'?',
					'#',
					';',
					':',
					'//',
					' ',
					'\t',
					'@',
					'．',
				),
			),
			{ maxLength: 6 },
		);
		const typed = pieces.map((parts) => parts.join(''));
		const names = fc.oneof(fc.constant('UsrService'), typed);
		fc.assert(
			fc.property(fc.constantFrom(...ROUTES), names, typed, (route, service, method) => {
				let path: string;
				try {
					({ path } = webServiceAddress(route, service, method));
				} catch (error) {
					return isCreatioError(error) && error.kind === 'input';
				}
				const root = 'https://site.example/app/0/rest/';
				const url = new URL(serviceAddress(root, path));
				const folder = `${root}${path.split('/')[0]}/`;
				const again = new URL(decodeURIComponent(url.pathname), root);
				return (
					url.href.startsWith(folder) &&
					url.href.length > folder.length &&
					url.search === '' &&
					url.hash === '' &&
					url.pathname.split('/').length === path.split('/').length + 4 &&
					again.pathname.startsWith('/app/0/rest/') &&
					again.origin === 'https://site.example'
				);
			}),
			{ numRuns: 5_000 },
		);
	});
});
