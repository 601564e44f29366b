import fc from 'fast-check';

import { isWithinSite } from '../../../../nodes/shared/connection/siteAddress';
import { callSite, sitePath } from '../../../../nodes/shared/creatio/webservice/siteCall';
import { fakeSite } from '../fakeSite';

const SITE = 'https://site.example/app';

describe('an address of a site', () => {
	it.each([
		['rest/UsrService/Method', 'workspace', 'rest/UsrService/Method', ''],
		['/0/odata/Contact?$top=1', 'workspace', 'odata/Contact', '$top=1'],
		[
			"odata/Contact?$filter=Name eq 'Ö' and a=b?c",
			'workspace',
			'odata/Contact',
			'$filter=Name%20eq%20%27%C3%96%27%20and%20a=b?c',
		],
		['odata/', 'workspace', 'odata/', ''],
		['odata/$metadata', 'workspace', 'odata/$metadata', ''],
		[
			'odata/Contact(c4ed336c-3e9b-40fe-8b82-5632476472b4)/Name',
			'workspace',
			'odata/Contact(c4ed336c-3e9b-40fe-8b82-5632476472b4)/Name',
			'',
		],
		['rest/A%20b/Ж', 'workspace', 'rest/A%20b/%D0%96', ''],
		['https://SITE.example/app/0/rest/A/B?x=1', 'workspace', 'rest/A/B', 'x=1'],
		['https://site.example/app/rest/A/B', 'workspace', 'rest/A/B', ''],
	])('%s', (typed, service, path, query) => {
		expect(sitePath(typed, 'workspace', SITE)).toEqual({ service, path, query });
	});

	it('may be directly below the site', () => {
		const { service, path } = sitePath('/api/HealthCheck/Ping', 'root', SITE);
		expect([service, path]).toEqual(['root', 'api/HealthCheck/Ping']);
		expect(sitePath('/0/rest/A/B', 'root', SITE).service).toBe('workspace');
	});

	it.each([
		'https://other.example/app/rest/A',
		'https://site.example/other',
		'https://site.example/app/../other',
		'https://site.example@evil.example/app/',
		'javascript:alert(1)',
		'//evil.example/x',
		'../rest/A',
		'rest/../../x',
		'rest/%2e%2e/x',
		'rest/%252e%252e/x',
		'rest/..%2fx',
		'rest\\A',
		'rest//A',
		'rest/．．/A',
		'rest/100%',
		'rest/A#b',
		'.',
		'/',
	])('does not lead out of the site: %s', (typed) => {
		expect(() => sitePath(typed, 'workspace', SITE)).toThrow(expect.objectContaining({ kind: 'input' }));
	});

	it('stays below the site, whatever is entered', () => {
		const piece = fc.constantFrom(
			'..',
			'.',
			'/',
			'\\',
			'%2e',
			'%2f',
			'%5c',
			'%25',
			'0',
			'a',
			'?',
			'@',
			':',
			'／',
			'．',
			' ',
		);
		fc.assert(
			fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 8 }), (pieces) => {
				let path;
				try {
					path = sitePath(pieces.join(''), 'workspace', SITE);
				} catch (error) {
					expect(error).toMatchObject({ kind: 'input' });
					return;
				}
				expect(isWithinSite(`${SITE}/0/${path.path}?${path.query}`, `${SITE}/0`)).toBe(true);
			}),
			{ numRuns: 2_000 },
		);
	});
});

describe('a call of a site', () => {
	it.each([
		['GET', 'odata/Contact', 'read'],
		['GET', 'ServiceModel/ProcessEngineService.svc/UsrX/Execute', 'once'],
		['DELETE', 'odata/Contact(1)', 'once'],
		['POST', 'rest/A/B', 'once'],
	] as const)('%s of %s is repeated as %s', async (method, address, repeat) => {
		const { connection, requests } = fakeSite(() => ({ json: { a: 1 } }));
		await callSite(connection, { method, address, below: 'workspace' }, { as: 'auto', simplify: true });
		expect(requests).toEqual([expect.objectContaining({ method, path: address, repeat, form: 'own' })]);
	});

	it.each([
		['POST', 'rest/A/B', 'read'],
		['GET', 'ServiceModel/processengineservice.svc/UsrX/Execute', 'once'],
	] as const)(
		'that is said to be repeatable, %s of %s, is repeated as %s',
		async (method, address, repeat) => {
			const { connection, requests } = fakeSite(() => ({ json: { a: 1 } }));
			const call = { method, address, below: 'workspace', repeat: 'read' } as const;
			await callSite(connection, call, { as: 'auto', simplify: true });
			expect(requests).toEqual([expect.objectContaining({ repeat })]);
		},
	);
});
