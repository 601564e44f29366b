import { request, type Send, signedIn } from '../testSupport';
import { type Emulator, FIXED, type Hosting, startEmulator, USERS } from '..';

let site: Emulator;
let call: Send;
beforeAll(async () => {
	site = await startEmulator({ sampleData: false });
	call = await signedIn(site);
});
afterAll(() => site.stop());

const OWN = '/0/rest/UsrIntegrationService';
const post = (method: string, body: unknown = {}) => call('POST', `${OWN}/${method}`, { body });
const get = (method: string) => call('GET', `${OWN}/${method}`);

describe('body styles', () => {
	it("wraps the result: the vendor's example", async () => {
		const ask = async (service: string, name: string) =>
			(
				await call(
					'GET',
					`/0/rest/${service}/GetContactIdByName?Name=${encodeURIComponent(name).replaceAll('%20', '+')}`,
				)
			).text;
		const service = 'UsrCustomConfigurationService';
		expect(await ask(service, 'Andrew Baker (sample)')).toBe(
			`{"GetContactIdByNameResult":"${FIXED.andrewBaker}"}`,
		);
		expect(await ask(service, 'Nobody')).toContain('00000000-0000-0000-0000-000000000000');
		expect(await ask(service.toLowerCase(), 'Nobody')).toContain('"GetContactIdByNameResult"');
	});

	it.each([
		['AddNumbers', { first: 1.5, second: 2 }, '{"AddNumbersResult":3.5}'],
		['AddNumbers', { First: 1.5, second: 2 }, '{"AddNumbersResult":2}'],
		['CountWords', 'one two', '2'],
		['Describe', { a: 1, b: { c: 2 } }, '{"isEmpty":false,"members":["a","b"]}'],
		['Join', { parts: ['a', 1], separator: '-' }, '"a-1"'],
		['Length', 'four', '{"LengthResult":4}'],
		[
			'SplitName',
			{ fullName: 'Ada M. Lovelace' },
			'{"SplitNameResult":true,"givenName":"Ada","surname":"M. Lovelace"}',
		],
		['GetNothing', {}, '{"GetNothingResult":null}'],
		['DoNothing', {}, ''],
	])('%s %j', async (method, body, expected) => {
		const answer = await post(method, body);
		expect(answer.text).toBe(expected);
		expect(answer.status).toBe(200);
		expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
	});

	it('reads parameters of GET from the query', async () => {
		expect((await get('Repeat?text=a+%26%C3%A9&times=2&upper=true')).text).toBe('"A &ÉA &É"');
		expect((await get('Repeat?text=a')).text).toBe('""');
		expect((await get('Repeat?text=a&times=two')).status).toBe(400);
	});
});

describe('answers', () => {
	it('are text, XML, bytes', async () => {
		const text = await get('GetText?name=Ada');
		expect([text.headers.get('content-type'), text.text]).toEqual([
			'text/plain; charset=utf-8',
			'Hello, Ada\r\n',
		]);
		const xml = await get('GetXml');
		expect(xml.headers.get('content-type')).toContain('application/xml');
		expect(xml.text).toContain('<string>one &amp; two</string>');
		const file = await get('GetFile');
		expect(file.headers.get('content-type')).toBe('application/octet-stream');
		expect(file.headers.get('content-disposition')).toContain('filename*=');
		expect(file.headers.get('content-length')).toBe('8');
	});

	it('take bytes of any type', async () => {
		const answer = await call('POST', `${OWN}/SaveBytes`, {
			raw: new Uint8Array([1, 2, 3]),
			headers: { 'Content-Type': 'image/png' },
		});
		expect(answer.text).toBe('3');
	});

	it('spell dates, dictionaries and slashes as WCF does', async () => {
		expect((await post('GetTotals')).text).toBe(
			String.raw`{"GetTotalsResult":{"on":"\/Date(1700000000000+0200)\/","byCurrency":[{"Key":"USD","Value":10.5},{"Key":"EUR","Value":3}],"lines":[{"link":"https:\/\/shop.example\/1","amount":10.5,"note":null}]}}`,
		);
	});

	it('come from the platform itself', async () => {
		const readOnly = await signedIn(site, USERS.readOnly);
		const can = '/0/rest/RightsService/GetCanExecuteOperation';
		const body = { operation: 'CanManageSolution' };
		expect((await call('POST', can, { body })).json()).toEqual({ GetCanExecuteOperationResult: true });
		expect((await readOnly('POST', can, { body })).json()).toEqual({ GetCanExecuteOperationResult: false });
		const licences = await call('POST', '/0/ServiceModel/LicenseService.svc/GetLicOperationStatuses', {
			body: { licOperations: ['X.Use'] },
		});
		expect(licences.json()).toEqual({ GetLicOperationStatusesResult: [{ Key: 'X.Use', Value: true }] });
		const defaults = await call('GET', '/0/rest/EntitySchemaService/GetEntityDefaultValues?entityName=Case');
		expect(defaults.status).toBe(200);
	});
});

describe('failures', () => {
	it('the recorded one', async () => {
		const answer = await call('POST', '/0/rest/BpmsQueryBuilderService/GetTablesName', { body: {} });
		expect(answer.status).toBe(200);
		expect(answer.json()).toEqual({
			GetTablesNameResult: {
				tableNames: null,
				responseStatus: null,
				queryId: null,
				rowsAffected: 0,
				nextPrcElReady: false,
				success: false,
				errorInfo: {
					errorCode: 'OperationRightsException',
					message: expect.stringMatching(/^Недостаточно прав .* системы\.$/) as string,
					stackTrace: expect.stringMatching(/^ {3}at BPMSoft.*\r\n {3}at .*GetTablesName\(\)$/s) as string,
				},
			},
		});
	});

	it('handled ones are 200, wrapped, bare, or contained twice', async () => {
		const failed = { success: false, errorInfo: { message: 'The order is closed.' } };
		expect((await post('FailHandled')).json()).toMatchObject({ FailHandledResult: failed });
		expect((await post('FailHandledBare')).json()).toMatchObject(failed);
		expect((await post('FailTwice')).json()).toMatchObject({
			FailTwiceResult: { ...failed, responseStatus: { ErrorCode: 'InvalidOperationException' } },
		});
	});

	it('unhandled ones are a page', async () => {
		for (const answer of [await post('FailUnhandled'), await get('FailUnhandledOnGet')]) {
			expect(answer.status).toBe(500);
			expect(answer.headers.get('content-type')).toContain('text/html');
			expect(answer.text).toContain('<title>Request Error</title>');
		}
	});

	it('some set a status of their own', async () => {
		expect((await post('FailWithStatus')).status).toBe(500);
		expect((await post('OnlyForSome')).json()).toEqual({ OnlyForSomeResult: 'allowed' });
		const readOnly = await signedIn(site, USERS.readOnly);
		const refused = await readOnly('POST', `${OWN}/OnlyForSome`, { body: {} });
		expect(refused.status).toBe(403);
		expect(refused.json()).toMatchObject({ OnlyForSomeResult: { success: false } });
	});

	it('404 for what is not there, 405 for the other verb, 400 for what cannot be read', async () => {
		for (const path of ['UsrIntegrationService/Nope', 'Nope/Nope', 'UsrIntegrationService']) {
			const answer = await call('POST', `/0/rest/${path}`, { body: {} });
			expect([answer.status, answer.text]).toEqual([404, expect.stringContaining('<title>404 - ')]);
		}
		const otherVerb = await get('AddNumbers');
		expect([otherVerb.status, otherVerb.headers.get('allow')]).toEqual([405, 'POST']);
		expect(otherVerb.text).toContain('Method not allowed');
		expect((await post('GetText')).status).toBe(405);
		const unreadable = [
			{ raw: '', headers: { 'Content-Type': 'application/json' } },
			{ raw: '{"first":', headers: { 'Content-Type': 'application/json' } },
			{ raw: '{"first":1}', headers: { 'Content-Type': 'text/plain' } },
			{ body: { first: 'one' } },
			{ body: [1, 2] },
		];
		for (const options of unreadable) {
			expect((await call('POST', `${OWN}/AddNumbers`, options)).status).toBe(400);
		}
	});

	it('401 or the login page without a session, 403 with a wrong token', async () => {
		const path = `${site.url}${OWN}/GetNothing`;
		expect((await request(path, 'POST', { body: {} })).status).toBe(302);
		expect((await request(path, 'POST', { body: {}, headers: { ForceUseSession: 'true' } })).status).toBe(
			401,
		);
		expect((await call('POST', `${OWN}/GetNothing`, { body: {}, headers: { BPMCSRF: 'x' } })).status).toBe(
			403,
		);
	});
});

it('runs anonymous services for anybody, as the system user', async () => {
	const service = `${site.url}/0/ServiceModel/UsrPublicService.svc`;
	expect((await request(`${service}/Ping`, 'GET')).text).toBe('{"PingResult":"pong"}');
	const answer = await request(`${service}/Register`, 'POST', { body: { email: 'a@b.example' } });
	expect(answer.json()).toEqual({ RegisterResult: { email: 'a@b.example', runsAs: 'Supervisor' } });
	expect((await request(`${site.url}/0/rest/UsrPublicService/Ping`, 'GET')).status).toBe(302);
	const features = `${site.url}/0/ServiceModel/AnonymousFeatureService.svc/GetFeatureStates`;
	expect((await request(features, 'POST', { body: {} })).status).toBe(200);
});

describe('on .NET', () => {
	let net: Emulator;
	let send: Send;
	const hosting: Hosting = 'net';
	beforeAll(async () => {
		net = await startEmulator({ hosting, version: '8.1', sampleData: false });
		send = await signedIn(net);
	});
	afterAll(() => net.stop());

	it('answers failures without a body, and shows stack traces before 8.3.2', async () => {
		const at = (method: string) => send('POST', `/rest/UsrIntegrationService/${method}`, { body: {} });
		const unhandled = await at('FailUnhandled');
		expect([unhandled.status, unhandled.text]).toEqual([500, '']);
		expect((await at('GetText')).status).toBe(404);
		expect((await at('FailHandled')).text).toContain('   at Terrasoft');
		const anonymous = await request(`${net.url}/ServiceModel/UsrPublicService.svc/Ping`, 'GET');
		expect(anonymous.text).toContain('pong');
	});
});

describe('ImageAPIService', () => {
	const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	const FILE_ID = '5f5ce0dd-64d4-4a26-9e3d-2f4e0a0a7c11';
	const upload = (raw: Uint8Array<ArrayBuffer>, mimeType: string, disposition: string) =>
		call(
			'POST',
			`/0/ImageAPIService/upload?fileapi1&totalFileLength=8&fileId=${FILE_ID}&mimeType=${encodeURIComponent(mimeType)}`,
			{ raw, headers: { 'Content-Type': mimeType, 'Content-Disposition': disposition } },
		);

	it('keeps an image', async () => {
		const answer = await upload(PNG, 'image/png', 'attachment; filename=my%20logo.png');
		expect([answer.status, answer.text]).toEqual([200, '{}']);
		expect(site.store.rows('SysImage', 'Id = ?', FILE_ID)[0]).toMatchObject({
			Name: 'my logo.png',
			MimeType: 'image/png',
		});
	});

	it('refuses with 200, or 400', async () => {
		const noImage = '{"error":"File is not an image."}';
		expect((await upload(PNG, 'image/png', 'attachment; filename="logo.png"')).text).toBe(noImage);
		expect((await upload(new Uint8Array([1, 2]), 'image/png', 'attachment; filename=a')).text).toBe(noImage);
		expect((await upload(PNG, 'application/pdf', 'attachment; filename=a')).text).toBe(
			'{"Success":false,"ErrorInfo":{"Message":"File type is not allowed."}}',
		);
		expect((await upload(PNG, 'image/png', "attachment; filename*=UTF-8''a")).status).toBe(400);
	});
});
