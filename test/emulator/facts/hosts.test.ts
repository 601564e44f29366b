import { HOSTINGS } from '..';
import { type Answer, request, sendBytes } from '../testSupport';
import { type Fact, type FactBench, testFacts } from './facts';

const PAGE_404 = { status: 404, headers: { 'content-type': /^text\/html/ }, text: /<title>404 - / } as const;
const NOTHING = { 'content-length': '0' } as const;

/** A query string of so many bytes. */
const queryOf = (bytes: number) => `$top=1&$select=Id&x=${'x'.repeat(bytes - 20)}`;
/** A path below the workspace that makes the whole of so many characters, in segments that are short enough. */
const pathOf = (characters: number, prefix: string) => {
	const start = '/rest/';
	const rest = characters - start.length - prefix.length;
	return `${start}${'segment-of-the-path/'.repeat(Math.ceil(rest / 20)).slice(0, rest)}`;
};

/** Only the head of a request with this body length: what a server refuses before it reads the body. */
function announce(path: string, length: number): (bench: FactBench) => Promise<Answer> {
	return async ({ emulator }) => {
		const head = `POST ${path} HTTP/1.1\r\nHost: site\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
		return asAnswer(await sendBytes(emulator.url, head));
	};
}

function bytes(text: string): (bench: FactBench) => Promise<Answer> {
	return async ({ emulator }) => asAnswer(await sendBytes(emulator.url, text));
}

function asAnswer(raw: string): Answer {
	const [head = '', ...body] = raw.split('\r\n\r\n');
	const [first = '', ...lines] = head.split('\r\n');
	const text = body.join('\r\n\r\n');
	const headers = new Headers(
		lines.map((line): [string, string] => {
			const at = line.indexOf(':');
			return [line.slice(0, at), line.slice(at + 1).trim()];
		}),
	);
	return { status: Number(first.split(' ')[1]), headers, text, json: <T>() => JSON.parse(text) as T };
}

const ADDRESSES: Fact[] = [
	{
		contract: '10.1',
		fact: 'a query string of 2,048 bytes passes',
		ask: { path: `/odata/City?${queryOf(2048)}` },
		answer: { status: 200 },
	},
	{
		contract: '10.1',
		fact: 'a query string of 2,049 bytes is answered by a page that says 404 and not why',
		on: ['framework'],
		ask: { path: `/odata/City?${queryOf(2049)}` },
		answer: {
			...PAGE_404,
			check: ({ text }) => expect(text).not.toMatch(/length|long|query/i),
		},
	},
	{
		contract: '10.1',
		fact: 'the query string is measured as it was sent, encoded',
		on: ['framework'],
		ask: { path: `/odata/City?x=${'%D0%96'.repeat(342)}` },
		answer: PAGE_404,
	},
	{
		contract: '10.1',
		fact: 'a site may allow longer query strings',
		on: ['framework'],
		site: { switches: { maxQueryString: 8192 } },
		ask: { path: `/odata/City?${queryOf(4000)}` },
		answer: { status: 200 },
	},
	{
		contract: '10.1',
		fact: 'a query string of 7,000 bytes passes',
		on: ['net'],
		ask: { path: `/odata/City?${queryOf(7000)}` },
		answer: { status: 200 },
	},
	{
		contract: '10.1',
		fact: 'a request line above 8,192 bytes is 414 without a body, and the connection is closed',
		on: ['net'],
		ask: { path: `/odata/City?${queryOf(8192)}` },
		answer: { status: 414, text: '', headers: { ...NOTHING, connection: 'close' } },
	},
	{
		contract: '10.1',
		fact: 'behind IIS its filters come first',
		on: ['net'],
		site: { switches: { netBehindIis: true } },
		ask: { path: `/odata/City?${queryOf(2049)}` },
		answer: PAGE_404,
	},
	{
		contract: '10.1',
		fact: 'a path of 260 characters reaches the application',
		on: ['framework'],
		ask: { path: pathOf(260, '/0') },
		answer: PAGE_404,
	},
	{
		contract: '10.1',
		fact: 'a path above 260 characters is 400 with a page of ASP.NET',
		on: ['framework'],
		ask: { path: pathOf(261, '/0') },
		answer: { status: 400, headers: { 'content-type': /^text\/html/ }, text: /maxUrlLength/ },
	},
	{
		contract: '10.1',
		fact: 'a path above 4,096 characters is 404 with a page of IIS',
		on: ['framework'],
		ask: { path: pathOf(4097, '/0') },
		answer: PAGE_404,
	},
	{
		contract: '10.1',
		fact: 'a segment of a path above 260 characters is not a URL for Windows',
		on: ['framework'],
		ask: { path: `/rest/${'x'.repeat(261)}` },
		answer: { status: 400, headers: { 'content-type': /^text\/html/ }, text: /Bad Request - Invalid URL/ },
	},
	{
		contract: '10.1',
		fact: 'an address that is too long is refused before authentication',
		ask: { path: `/odata/City?${queryOf(9000)}`, signedOut: true },
		answer: { check: ({ status }) => expect([404, 414]).toContain(status) },
	},
	{
		contract: '10.1',
		fact: 'parts of a batch are not bound by the length of an address',
		ask: {
			method: 'POST',
			path: '/odata/$batch',
			body: {
				requests: [{ id: '1', method: 'GET', url: `City?$top=1&$filter=Name ne '${'x'.repeat(9000)}'` }],
			},
		},
		answer: { status: 200, json: { responses: [{ id: '1', status: 200 }] } },
	},
];

/** Spelled as in the configuration of 8.2.1, and in capitals, which IIS does not distinguish. */
const DENIED = [
	'../',
	'..%2f',
	'..%5c',
	'..%5C',
	'%2e%2e/',
	'%2e%2e%2f',
	'%2E%2E%5C',
	'%252e%252e%255c',
	'..%255c',
];

const SEQUENCES: Fact[] = [
	...DENIED.map((sequence): Fact => ({
		contract: '10.1',
		fact: `a query string with ${sequence} is 404 with a page of IIS`,
		on: ['framework'],
		ask: { path: `/odata/City?$top=1&x=a${sequence}b` },
		answer: PAGE_404,
	})),
	{
		contract: '10.1',
		fact: 'a query string with ..\\ is 404 with a page of IIS',
		on: ['framework'],
		ask: bytes('GET /0/odata/City?x=..\\ HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n'),
		answer: PAGE_404,
	},
	{
		contract: '10.1',
		fact: 'before 8.2.1 such a query string passes',
		on: ['framework'],
		site: { version: '8.1' },
		ask: { path: '/odata/City?$top=1&x=../' },
		answer: { status: 200 },
	},
	{
		contract: '10.1',
		fact: 'a site without that filter takes a query string with ../',
		on: ['framework'],
		site: { switches: { denyQuerySequences: false } },
		ask: { path: '/odata/City?$top=1&x=../' },
		answer: { status: 200 },
	},
	{
		contract: '10.1',
		fact: 'a query string may hold ../',
		on: ['net'],
		ask: { path: '/odata/City?$top=1&x=../' },
		answer: { status: 200 },
	},
	...['<', '>', '*', ':', '&', '%25', '%3f', '%5c'].map((character): Fact => ({
		contract: '2.12',
		fact: `a path with ${character} is 500 in the envelope of the global error handler`,
		on: ['framework'],
		ask: bytes(`GET /0/rest/Usr${character}Service/Get HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n`),
		answer: { status: 500, json: { Code: -1, Exception: expect.stringMatching(/dangerous Request\.Path/) } },
	})),
	{
		contract: '2.12',
		fact: 'the envelope of the global error handler may come with 200',
		on: ['framework'],
		site: { switches: { dangerousPath: 'envelope200' } },
		ask: { path: '/rest/Usr:Service/Get' },
		answer: { status: 200, json: { Code: -1 } },
	},
	{
		contract: '2.12',
		fact: 'where the application does not handle the error, ASP.NET answers 400 with its page',
		on: ['framework'],
		site: { switches: { dangerousPath: 'page400' } },
		ask: { path: '/rest/Usr:Service/Get' },
		answer: { status: 400, text: /potentially dangerous Request\.Path value/ },
	},
];

const HEADS: Fact[] = [
	{
		contract: '10.1',
		fact: 'headers of 15 kB pass',
		ask: { path: '/odata/City?$top=1', headers: { 'X-Trace': 'x'.repeat(15_000) } },
		answer: { status: 200 },
	},
	{
		contract: '10.1',
		fact: 'headers above 16 kB are 400 of Windows',
		on: ['framework'],
		ask: { path: '/odata/City', headers: { 'X-Trace': 'x'.repeat(17_000) } },
		answer: {
			status: 400,
			headers: { 'content-type': /^text\/html/, connection: 'close' },
			text: /Bad Request - Request Too Long/,
		},
	},
	{
		contract: '10.1',
		fact: 'headers above 32 kB are 431 without a body',
		on: ['net'],
		ask: { path: '/odata/City', headers: { 'X-Trace': 'x'.repeat(33_000) } },
		answer: { status: 431, text: '', headers: { connection: 'close' } },
	},
	...HOSTINGS.flatMap((host): Fact[] => {
		const on = [host] as Fact['on'];
		const text = host === 'framework' ? /<TITLE>Bad Request<\/TITLE>/ : '';
		return [
			{ fact: 'what is not HTTP is 400', ask: bytes('hello\r\n\r\n') },
			{ fact: 'a request without a host is 400', ask: bytes('GET / HTTP/1.1\r\nConnection: close\r\n\r\n') },
			{
				fact: 'a header without a name is 400',
				ask: bytes('GET / HTTP/1.1\r\nHost: site\r\n: x\r\n\r\n'),
			},
		].map((one) => ({ ...one, contract: '10.1', on, answer: { status: 400, text } }));
	}),
	{
		contract: '10.1',
		fact: 'headers beyond any measure get the same answer as those above the limit',
		ask: bytes(`GET / HTTP/1.1\r\nHost: site\r\nX-Trace: ${'x'.repeat(1_100_000)}\r\n\r\n`),
		answer: { check: ({ status }, { hosting }) => expect(status).toBe(hosting === 'net' ? 431 : 400) },
	},
];

const BODIES: Fact[] = [
	{
		contract: '10.1',
		fact: 'a body above 104,857,600 bytes is 404 with a page below /0',
		on: ['framework'],
		ask: announce('/0/odata/Contact', 104_857_601),
		answer: PAGE_404,
	},
	{
		contract: '10.1',
		fact: 'a body above 30,000,000 bytes is 404 with a page at the root',
		on: ['framework'],
		ask: announce('/ServiceModel/AuthService.svc/Login', 30_000_001),
		answer: PAGE_404,
	},
	{
		contract: '10.1',
		fact: 'a body above 30,000,000 bytes is 413 for what is not OData',
		on: ['net'],
		ask: { method: 'POST', path: '/rest/UsrIntegrationService/AddNumbers', raw: 'x'.repeat(30_000_001) },
		answer: { status: 413, text: '' },
	},
	{
		contract: '10.1',
		fact: 'a body above 30,000,000 bytes is 413 also when its length is not announced',
		on: ['net'],
		ask: ({ emulator }) => {
			const chunk = `1000000\r\n${'x'.repeat(16 * 1024 * 1024)}\r\n`;
			return bytes(
				`POST /ServiceModel/AuthService.svc/Login HTTP/1.1\r\nHost: site\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${chunk}0\r\n\r\n`,
			)({ emulator } as FactBench);
		},
		answer: { status: 413, headers: { connection: 'close' } },
	},
	{
		contract: '6.1',
		fact: 'a message of 10,485,760 bytes reaches a service',
		on: ['framework'],
		ask: {
			method: 'POST',
			path: '/rest/UsrIntegrationService/AddNumbers',
			raw: '{}'.padEnd(10_485_760),
			headers: { 'Content-Type': 'application/json' },
		},
		answer: { check: ({ status }) => expect(status).not.toBe(413) },
	},
	{
		contract: '6.1',
		fact: 'a message above 10,485,760 bytes is 413 for a service, in HTML',
		on: ['framework'],
		ask: { method: 'POST', path: '/rest/UsrIntegrationService/AddNumbers', raw: 'x'.repeat(10_485_761) },
		answer: { status: 413, headers: { 'content-type': /^text\/html/ } },
	},
	{
		contract: '6.1',
		fact: 'a message above 10,485,760 bytes is 413 for services of the platform as well',
		on: ['framework'],
		ask: {
			method: 'POST',
			path: '/ServiceModel/ProcessEngineService.svc/RunProcess',
			raw: 'x'.repeat(10_485_761),
		},
		answer: { status: 413 },
	},
	{
		contract: '6.1',
		fact: 'a message above 10,485,760 bytes may be answered with the page "Request Error"',
		on: ['framework'],
		site: { switches: { largeMessage: 'page400' } },
		ask: { method: 'POST', path: '/rest/UsrIntegrationService/AddNumbers', raw: 'x'.repeat(10_485_761) },
		answer: { status: 400, text: /Request Error/ },
	},
];

const ANSWERS: Fact[] = [
	{
		contract: '2.12',
		fact: 'an address that nothing serves is a page of IIS',
		on: ['framework'],
		ask: { path: '/rest/NopeService/Get' },
		answer: PAGE_404,
	},
	{
		contract: '6.2',
		fact: 'an address that nothing serves is 404 without a body',
		on: ['net'],
		ask: { path: '/rest/NopeService/Get' },
		answer: { status: 404, text: '' },
	},
	{
		contract: '6.2',
		fact: 'a wrong verb is 405 and says which is right',
		on: ['framework'],
		ask: { path: '/rest/UsrIntegrationService/AddNumbers' },
		answer: { status: 405, headers: { allow: 'POST', 'content-type': /^text\/html/ } },
	},
	{
		contract: '6.2',
		fact: 'a wrong verb is 404',
		on: ['net'],
		ask: { path: '/rest/UsrIntegrationService/AddNumbers' },
		answer: { status: 404, text: '' },
	},
	...(['PATCH', 'DELETE'] as const).map((method): Fact => ({
		contract: '2.12',
		fact: `where IIS has its WebDAV module, ${method} is 405 with a page`,
		on: ['framework'],
		site: { switches: { webDav: true } },
		ask: { method, path: '/odata/City(00000000-0000-0000-0000-000000000000)', body: { Name: 'x' } },
		answer: { status: 405, headers: { 'content-type': /^text\/html/ }, text: /HTTP verb used/ },
	})),
	{
		contract: '2.12',
		fact: 'WebDAV does not see the parts of a batch',
		on: ['framework'],
		site: { switches: { webDav: true } },
		ask: {
			method: 'POST',
			path: '/odata/$batch',
			body: {
				requests: [{ id: '1', method: 'DELETE', url: 'City(00000000-0000-0000-0000-000000000000)' }],
			},
		},
		answer: { status: 200, json: { responses: [{ id: '1', status: 404 }] } },
	},
	{
		contract: '0.3',
		fact: 'the identity service is Kestrel, whatever the site is',
		ask: ({ emulator }) => request(`${emulator.tokenUrl}?x=${'x'.repeat(9000)}`, 'POST'),
		answer: { status: 414, text: '' },
	},
];

testFacts([...ADDRESSES, ...SEQUENCES, ...HEADS, ...BODIES, ...ANSWERS]);
