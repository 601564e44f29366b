import { USERS } from '..';
import { type Answer, signedIn } from '../testSupport';
import { type Fact, type FactBench, testFacts } from './facts';

const INTEGRATION = '/rest/UsrIntegrationService';

/** Calls `ReadOrder`, which gives back what it has read. */
function readOrder(order: unknown): Fact['ask'] {
	return { method: 'POST', path: `${INTEGRATION}/ReadOrder`, body: order };
}

function readRaw(raw: string): Fact['ask'] {
	return {
		method: 'POST',
		path: `${INTEGRATION}/ReadOrder`,
		raw,
		headers: { 'Content-Type': 'application/json' },
	};
}

const read = (order: object) => ({ status: 200, json: { ReadOrderResult: order } });

const MEMBERS: readonly Fact[] = [
	{
		contract: '6.1',
		fact: 'a text takes numbers and booleans as they are written',
		ask: readRaw('{"number":12.50}'),
		answer: read({ number: '12.50' }),
	},
	{
		contract: '6.1',
		fact: 'a text takes a boolean',
		ask: readOrder({ number: true }),
		answer: read({ number: 'true' }),
	},
	{
		contract: '6.1',
		fact: 'a text takes an empty object as an empty text',
		ask: readOrder({ number: {} }),
		answer: read({ number: '' }),
	},
	{
		contract: '6.1',
		fact: 'a text takes an empty list as an empty text',
		ask: readOrder({ number: [] }),
		answer: read({ number: '' }),
	},
	{
		contract: '6.1',
		fact: 'a text does not take an object with members',
		ask: readOrder({ number: { a: 1 } }),
		answer: { status: 400 },
	},
	{
		contract: '6.1',
		fact: 'a whole number takes texts and 1.0',
		ask: readRaw('{"count":1.0,"kind":" 12 "}'),
		answer: read({ count: 1, kind: 12 }),
	},
	{
		contract: '6.1',
		fact: 'a whole number takes 1e2',
		ask: readRaw('{"count":1e2}'),
		answer: read({ count: 100 }),
	},
	...[1.5, '', null, true, 'five'].map((count): Fact => ({
		contract: '6.1',
		fact: `a whole number does not take ${JSON.stringify(count)}`,
		ask: readOrder({ count }),
		answer: { status: 400 },
	})),
	{
		contract: '6.1',
		fact: 'a boolean takes 1',
		ask: readOrder({ paid: 1 }),
		answer: read({ paid: true }),
	},
	{
		contract: '6.1',
		fact: 'a boolean takes "true"',
		ask: readOrder({ paid: 'true' }),
		answer: read({ paid: true }),
	},
	{
		contract: '6.1',
		fact: 'a boolean takes 0 and "1" as well',
		ask: readRaw('{"paid":0,"lines":null,"first":null}'),
		answer: read({ paid: false }),
	},
	...['True', '', null].map((paid): Fact => ({
		contract: '6.1',
		fact: `a boolean does not take ${JSON.stringify(paid)}`,
		ask: readOrder({ paid }),
		answer: { status: 400 },
	})),
	...[
		'0000000300004000800000000000000A',
		'{00000003-0000-4000-8000-00000000000a}',
		'(00000003-0000-4000-8000-00000000000a)',
		'{0x00000003,0x0000,0x4000,{0x80,0x00,0x00,0x00,0x00,0x00,0x00,0x0a}}',
	].map((account): Fact => ({
		contract: '6.1',
		fact: `a GUID is read as ${account}`,
		ask: readOrder({ account }),
		answer: read({ account: '00000003-0000-4000-8000-00000000000a' }),
	})),
	{
		contract: '6.1',
		fact: 'a GUID does not take an empty text',
		ask: readOrder({ account: '' }),
		answer: { status: 400 },
	},
	{
		contract: '6.1',
		fact: 'a date takes /Date(ms)/',
		ask: readOrder({ on: '/Date(1767225600000)/' }),
		answer: { status: 200, text: /"on":"\\\/Date\(1767225600000\)\\\/"/ },
	},
	{
		contract: '6.1',
		fact: 'a date with an offset becomes local time of the server',
		ask: readOrder({ on: '/Date(1767225600000+0300)/' }),
		answer: { status: 200, text: /"on":"\\\/Date\(1767225600000\+0200\)\\\/"/ },
	},
	...['2026-01-01T00:00:00Z', '2026-01-01', 1_767_225_600_000, ''].map((on): Fact => ({
		contract: '6.1',
		fact: `a date does not take ${JSON.stringify(on)}`,
		ask: readOrder({ on }),
		answer: { status: 400 },
	})),
	{
		contract: '6.1',
		fact: 'an enumeration does not take its name',
		ask: readOrder({ kind: 'Second' }),
		answer: { status: 400 },
	},
	{
		contract: '6.1',
		fact: 'an object for a list is silently an empty list',
		ask: readOrder({ tags: { first: 'a' } }),
		answer: read({ tags: [] }),
	},
	{
		contract: '6.1',
		fact: 'an object for a dictionary is silently an empty dictionary',
		ask: readOrder({ totals: { USD: 1.5 } }),
		answer: read({ totals: [] }),
	},
	{
		contract: '6.1',
		fact: 'a dictionary is a list of Key and Value',
		ask: readOrder({ totals: [{ Key: 'USD', Value: 1.5 }] }),
		answer: read({ totals: [{ Key: 'USD', Value: 1.5 }] }),
	},
	{
		contract: '6.1',
		fact: 'a name in another letter case is dropped silently',
		ask: readOrder({ Number: 'A-1' }),
		answer: read({ number: null }),
	},
	{
		contract: '6.1',
		fact: 'unknown members of an object are dropped silently',
		ask: readOrder({ first: { product: 'Desk', colour: { deep: [1] } } }),
		answer: read({ first: { product: 'Desk', amount: 0 } }),
	},
	{
		contract: '6.1',
		fact: 'an object without a required member is refused',
		ask: readOrder({ lines: [{ amount: 1 }] }),
		answer: { status: 400 },
	},
	{
		contract: '6.1',
		fact: 'a decimal keeps all its digits',
		ask: readRaw('{"price":"12345678901234567890.1234567"}'),
		answer: { status: 200, text: /"price":12345678901234567890\.1234567/ },
	},
];

const BODIES: readonly Fact[] = [
	...['{"count":1', '{"count":1,}'].map((body): Fact => ({
		contract: '6.1',
		fact: `the body ${body} is taken`,
		ask: readRaw(body),
		answer: read({ count: 1 }),
	})),
	...[
		"{'count':1}",
		'{count:1}',
		'{"count":1}//x',
		'\uFEFF{"count":1}',
		'{"count":1,"count":2}',
		'',
		'null',
	].map((body): Fact => ({
		contract: '6.1',
		fact: `the body ${JSON.stringify(body)} is refused`,
		ask: readRaw(body),
		answer: { status: 400 },
	})),
	{
		contract: '6.1',
		fact: 'a method without parameters needs neither a body nor a content type',
		ask: { method: 'POST', path: `${INTEGRATION}/GetNothing` },
		answer: { status: 200, text: '{"GetNothingResult":null}' },
	},
	{
		contract: '6.1',
		fact: 'with the style WrappedRequest the answer is bare',
		ask: { method: 'POST', path: `${INTEGRATION}/Join`, body: { parts: ['a', 1], separator: '-' } },
		answer: { status: 200, text: '"a-1"' },
	},
	{
		contract: '6.1',
		fact: 'with the style Bare body and answer are the values alone',
		ask: { method: 'POST', path: `${INTEGRATION}/CountWords`, body: 'one two' },
		answer: { status: 200, text: '2' },
	},
	{
		contract: '6.1',
		fact: 'a bare text takes a number',
		ask: { method: 'POST', path: `${INTEGRATION}/CountWords`, body: 12 },
		answer: { status: 200, text: '1' },
	},
	{
		contract: '6.3',
		fact: 'a service may name its result itself',
		ask: {
			method: 'POST',
			path: '/rest/FeatureService/GetFeatureState',
			body: { code: 'FeatureSetErrorInfoIfProcessHasFailedExecution' },
		},
		answer: { status: 200, text: '{"FeatureState":1}' },
	},
	{
		contract: '6.1',
		fact: 'dates and dictionaries are those of WCF, and slashes are escaped',
		ask: { method: 'POST', path: `${INTEGRATION}/GetTotals`, body: {} },
		answer: {
			text: /"on":"\\\/Date\(1700000000000\+0200\)\\\/","byCurrency":\[\{"Key":"USD","Value":10.5\}.*https:\\\/\\\/shop/,
		},
	},
	{
		contract: '6.3',
		fact: 'a dictionary of rights is a list of Key and Value',
		ask: { method: 'POST', path: '/rest/RightsService/GetCanExecuteOperations', body: { operations: ['A'] } },
		answer: { json: { GetCanExecuteOperationsResult: [{ Key: 'A', Value: true }] } },
	},
];

const unread = readOrder({ count: 'five' });
const framework = ['framework'] as const;

const FAILURES: readonly Fact[] = [
	{
		contract: '6.2',
		fact: 'a body that cannot be read gets the page "Request Error"',
		on: framework,
		ask: unread,
		answer: {
			status: 400,
			headers: { 'content-type': /text\/html/ },
			text: /<title>Request Error<\/title>[^]*<p>The server encountered an error processing the request\. See server logs/,
		},
	},
	{
		contract: '6.2',
		fact: 'a body that cannot be read gets an empty answer on .NET',
		on: ['net'],
		ask: unread,
		answer: { status: 400, text: '' },
	},
	{
		contract: '6.2',
		fact: 'before 8.3.2 the page has the sentence of the exception',
		on: framework,
		site: { version: '8.1' },
		ask: unread,
		answer: {
			status: 400,
			text: /The exception message is '.*The input string 'five' was not in a correct format\.'/,
		},
	},
	{
		contract: '6.2',
		fact: 'with help switched on the paragraph begins <p xmlns="">',
		on: framework,
		site: { switches: { serviceHelp: true } },
		ask: unread,
		answer: { status: 400, text: /<p xmlns="">The server encountered .*service help page<\/a>/ },
	},
	{
		contract: '6.2',
		fact: "the global error handler's own envelope may come with 200",
		ask: { method: 'POST', path: `${INTEGRATION}/FailInErrorHandler` },
		answer: {
			status: 200,
			json: { Code: -1, Exception: expect.stringMatching(/^System\.Web\.HttpException: /) as string },
		},
	},
];

const APPLICATION = '/ServiceModel/ApplicationInfoService.svc/GetApplicationInfo';
const RUNTIME_SCHEMA = '/DataService/json/SyncReply/RuntimeEntitySchemaRequest';
const USER = '/ServiceModel/UserInfoService.svc/GetCurrentUserInfo';

/** Everything else goes on. */
const dataIsRead: Fact['answer']['check'] = async (_answer, bench) => {
	expect((await bench.ask({ path: '/odata/Contact?$top=1' })).status).toBe(200);
};

const STATUSES = { missing: 404, forbidden: 403, broken: 500 } as const;

const UNAVAILABLE = (['missing', 'forbidden', 'broken'] as const).flatMap((state): Fact[] => [
	{
		contract: '1.6',
		fact: `the application info of a site may be ${state}`,
		site: { switches: { applicationInfo: state } },
		ask: { method: 'POST', path: APPLICATION, body: {} },
		answer: { status: STATUSES[state], check: dataIsRead },
	},
	{
		contract: '8.2',
		fact: `the runtime schema of a site may be ${state}`,
		site: { switches: { runtimeSchema: state } },
		ask: { method: 'POST', path: RUNTIME_SCHEMA, body: { name: 'Contact' } },
		answer: { status: STATUSES[state], check: dataIsRead },
	},
]);

const DUAL = 'UsrCustomConfigurationService/GetContactIdByName?Name=x';

/** Calls a service as an external user. */
function external(path: string): (bench: FactBench) => Promise<Answer> {
	return async ({ emulator, hosting }) => {
		const send = await signedIn(emulator, USERS.portal);
		return await send('GET', `${hosting === 'framework' ? '/0' : ''}${path}`);
	};
}

const PORTAL: readonly Fact[] = [
	{
		contract: '6.1',
		fact: 'an external user calls a service by the route of the portal',
		ask: external(`/ssp/rest/${DUAL}`),
		answer: { status: 200, json: { GetContactIdByNameResult: expect.any(String) as string } },
	},
	{
		contract: '6.1',
		fact: 'an external user does not call a service by the route of employees',
		ask: external(`/rest/${DUAL}`),
		answer: { status: 403 },
	},
	{
		contract: '6.1',
		fact: 'an employee does not call a service by the route of the portal',
		ask: { path: `/ssp/rest/${DUAL}` },
		answer: { status: 403 },
	},
	{
		contract: '6.1',
		fact: 'a service without that route is 404 there',
		ask: external('/ssp/rest/UsrIntegrationService/GetNothing'),
		answer: { status: 404 },
	},
];

const INFO: readonly Fact[] = [
	{
		contract: '1.6',
		fact: 'the signed-in user is below userInfo',
		ask: { method: 'POST', path: USER },
		answer: {
			status: 200,
			json: {
				userInfo: {
					id: '7f3b869f-34f3-4f20-ab4d-7480a5fdf647',
					contactId: '410006e1-ca4e-4502-a9ec-e54d922d2c00',
					contactName: 'Supervisor',
					photoId: expect.any(String) as string,
					email: expect.any(String) as string,
					sessionId: expect.any(String) as string,
				},
			},
		},
	},
	{
		contract: '1.6',
		fact: 'another source has the members of the user flat',
		site: { switches: { userInfo: 'flat' } },
		ask: { method: 'POST', path: USER, body: {} },
		answer: { status: 200, json: { userName: 'Supervisor', cultureName: 'en-US' } },
	},
	{
		contract: '8.1',
		fact: 'a section leads to its object by the UId of the schema',
		ask: async ({ ask }) => {
			const sections = await ask({
				path: "/odata/SysModule?$select=Caption&$filter=Code eq 'Contact'&$expand=SysModuleEntity($select=SysEntitySchemaUId)",
			});
			const [{ Caption, SysModuleEntity }] = sections.json().value as [
				{ Caption: string; SysModuleEntity: { SysEntitySchemaUId: string } },
			];
			expect(Caption).toBe('Contacts');
			const uId = SysModuleEntity.SysEntitySchemaUId;
			return await ask({ path: `/odata/VwSysSchemaInWorkspace?$select=Name&$filter=UId eq ${uId}` });
		},
		answer: { status: 200, json: { value: [{ Name: 'Contact' }] } },
	},
	...UNAVAILABLE,
];

testFacts([...PORTAL, ...MEMBERS, ...BODIES, ...FAILURES, ...INFO]);
