import { type Emulator, startEmulator, USERS } from '.';
import { type Send, signedIn } from './testSupport';

/*
 * Bodies of a megabyte and more that cost the square of their length, or the stack, in a careless reader. Each is
 * answered within the time that Jest gives a test, and not by an exception of the emulator's own.
 */

const MANY = 1_000_000;
const BATCH = '/odata/$batch';
const DATA_SERVICE = '/DataService/json/SyncReply';

function nested(open: string, levels: number, inside: string, close: string): string {
	return open.repeat(levels) + inside + close.repeat(levels);
}

function inBatch(part: object): string {
	return JSON.stringify({ requests: [{ id: '1', method: 'GET', ...part }] });
}

function filtered(filter: string, more = ''): string {
	return inBatch({ url: `Contact?$top=1&$filter=${encodeURIComponent(filter)}${more}` });
}

function mime(requestLine: string, body = ''): string {
	const head = '--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n';
	return `${head}${requestLine}\r\nContent-Type: application/json\r\n\r\n${body}\r\n--b--\r\n`;
}

function select(filters: object): string {
	return JSON.stringify({ rootSchemaName: 'City', columns: { items: {} }, filters });
}

function compared(path: string, dataValueType: number, value: string): object {
	return {
		filterType: 1,
		comparisonType: 3,
		leftExpression: { expressionType: 0, columnPath: path },
		rightExpression: { expressionType: 2, parameter: { dataValueType, value } },
	};
}

const DEEP = 100_000;
const BLANKS = ' '.repeat(MANY);

const JSON_BODIES: Array<[what: string, address: string, body: () => string]> = [
	['a record nested deeply', '/odata/City', () => nested('{"a":', DEEP, '1', '}')],
	['a number that is none', '/odata/Contact', () => `{"Age":${'1'.repeat(MANY)}-}`],
	['a number with an exponent', '/odata/Contact', () => `{"Age":${'1'.repeat(MANY)}e5}`],
	['a boolean with blanks', '/odata/Contact', () => JSON.stringify({ DoNotUseCall: `x${BLANKS}x` })],
	['a batch nested deeply', BATCH, () => nested('[', DEEP, '', ']')],
	[
		'a part in base64',
		BATCH,
		() => inBatch({ url: 'City', headers: { 'Content-Type': 'a/b' }, body: 'A'.repeat(20 * MANY) }),
	],
	[
		'a part that depends on a group many times',
		BATCH,
		() => {
			const group = Array.from({ length: 1000 }, (_, index) => ({
				id: `${index}`,
				method: 'DELETE',
				url: 'City(1)',
				headers: {},
				atomicityGroup: 'g',
			}));
			const last = { id: 'last', method: 'GET', url: '$999', dependsOn: Array(DEEP).fill('g') };
			return JSON.stringify({ requests: [...group, last] });
		},
	],
	[
		'many terms',
		BATCH,
		() =>
			filtered(
				Array(MANY / 20)
					.fill("Name eq 'a'")
					.join(' or '),
			),
	],
	['many brackets', BATCH, () => filtered(nested('(', DEEP, 'true', ')'))],
	['a long path', BATCH, () => filtered(`${'Account/'.repeat(DEEP)}Name eq 'a'`)],
	[
		'more tables than a database joins',
		BATCH,
		() => filtered(`${'Account/PrimaryContact/'.repeat(40)}Name eq 'a'`),
	],
	[
		'an alias that is used often',
		BATCH,
		() => {
			const terms = (term: string) => Array(20_000).fill(term).join(' or ');
			return filtered(terms('@a'), `&@a=${encodeURIComponent(terms("Name eq 'a'"))}`);
		},
	],
	[
		'an expand nested deeply',
		BATCH,
		() => inBatch({ url: `Contact?$top=1&$expand=${nested('Account($expand=', 5000, 'Owner', ')')}` }),
	],
	['a query nested deeply', `${DATA_SERVICE}/SelectQuery`, () => nested('{"filters":', DEEP, '1', '}')],
	[
		'brackets that hide how deeply a query is nested',
		`${DATA_SERVICE}/SelectQuery`,
		() => `{"x":${']'.repeat(DEEP)},"filters":${nested('{"subFilters":', DEEP, '1', '}')}}`,
	],
	[
		'a parameter that is not a number',
		`${DATA_SERVICE}/SelectQuery`,
		() => select(compared('Name', 6, `${'1'.repeat(MANY)}x`)),
	],
	[
		'more values than a database takes',
		`${DATA_SERVICE}/SelectQuery`,
		() => {
			const items = Array.from({ length: 40_000 }, (_, index) => [`f${index}`, compared('Name', 1, 'x')]);
			return select({ filterType: 6, items: Object.fromEntries(items) as object });
		},
	],
	[
		'more tables than a database joins',
		`${DATA_SERVICE}/SelectQuery`,
		() => select(compared(`${'Country.TimeZone.ModifiedBy.Owner.'.repeat(30)}Name`, 1, 'x')),
	],
	[
		'a message nested deeply',
		'/ServiceModel/ProcessEngineService.svc/RunProcess',
		() => nested('{"a":', DEEP, '1', '}'),
	],
];

const MIME_BODIES: Array<[what: string, body: () => string]> = [
	['blanks in a line of a part', () => mime('GET City?$top=1 HTTP/1.1', `${BLANKS}x`)],
	['empty lines in a part', () => mime('GET City?$top=1 HTTP/1.1', `${'\n'.repeat(MANY)}x`)],
	['blanks in a request line', () => mime(`GET City${BLANKS}x`)],
];

const FORMS: Array<[what: string, body: () => string]> = [
	['many parts', () => `${'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(DEEP)}--b--`],
	['blanks in the head of a part', () => `--b\r\nContent-Disposition:;${BLANKS}x\r\n\r\n1\r\n--b--`],
	[
		'a name that does not end',
		() => `--b\r\nContent-Disposition: ${'; name="'.repeat(DEEP)}\\\r\n\r\n1\r\n--b--`,
	],
];

let emulator: Emulator;
let call: Send;

beforeAll(async () => {
	emulator = await startEmulator({ sampleData: false });
	call = await signedIn(emulator, USERS.supervisor);
});

afterAll(() => emulator.stop());

async function expectAnswer(address: string, contentType: string, raw: string): Promise<void> {
	const { status, text } = await call('POST', `/0${address}`, {
		raw,
		headers: { 'Content-Type': contentType },
	});
	expect(status).toBeGreaterThanOrEqual(200);
	expect(text).not.toContain('The emulator itself broke down');
}

it.each(JSON_BODIES)('answers %s (%s)', (_what, address, body) =>
	expectAnswer(address, 'application/json', body()),
);

it.each(MIME_BODIES)('answers %s (multipart)', (_what, body) =>
	expectAnswer(BATCH, 'multipart/mixed; boundary=b', body()),
);

it.each(FORMS)('answers %s (form)', (_what, body) =>
	expectAnswer('/rest/FileApiService/UploadFile', 'multipart/form-data; boundary=b', body()),
);
