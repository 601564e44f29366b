import fc from 'fast-check';

import { type Emulator, type Hosting, HOSTINGS, startEmulator, USERS } from '.';
import { cookieJar, login, sendBytes } from './testSupport';

/**
 * Random addresses, headers and bodies on both hosts: each gets an answer of a site, and the emulator never falls
 * over. `EMULATOR_FUZZ_RUNS=10000` asks that many, other ones each time; npm test asks a few hundred, always the same.
 */
const RUNS = Number(process.env.EMULATOR_FUZZ_RUNS ?? 400);
const SEED = process.env.EMULATOR_FUZZ_RUNS === undefined ? 21 : undefined;

interface Shot {
	method: string;
	address: string;
	headers: Array<[string, string]>;
	signedIn: boolean;
	body: Buffer;
}

const CONTACT = 'Contact(410006e1-ca4e-4502-a9ec-e54d922d2c00)';
const GUID = '410006e1-ca4e-4502-a9ec-e54d922d2c00';

/** Addresses below the workspace, and bodies that they understand: of a POST, or of a PATCH where there is a key. */
const SERVED: Array<[address: string, body: unknown]> = [
	['/odata', undefined],
	['/odata/$metadata', undefined],
	[
		'/odata/Contact',
		{ Name: 'Fuzz', AccountId: GUID, BirthDate: '2000-01-01T00:00:00Z', DoNotUseCall: true },
	],
	[`/odata/${CONTACT}`, { Name: 'Fuzz', Age: 5, TypeId: null }],
	[`/odata/${CONTACT}/Name/$value`, undefined],
	['/odata/Contact/$count', undefined],
	[`/odata/SysImage(${GUID})/Data`, undefined],
	[
		'/odata/$batch',
		{
			requests: [
				{ id: '1', method: 'GET', url: 'City?$top=1', headers: {} },
				{
					id: '2',
					atomicityGroup: 'g',
					method: 'POST',
					url: 'City',
					headers: { 'Content-Type': 'application/json' },
					body: { Name: 'Fuzz' },
				},
			],
		},
	],
	['/ServiceModel/EntityDataService.svc', undefined],
	['/ServiceModel/EntityDataService.svc/ContactCollection', { Name: 'Fuzz', Age: 5 }],
	[`/ServiceModel/EntityDataService.svc/ContactCollection(guid'${GUID}')`, { Name: 'Fuzz' }],
	...['Select', 'Insert', 'Update', 'Delete'].map((operation): [string, unknown] => [
		`/DataService/json/SyncReply/${operation}Query`,
		{
			rootSchemaName: 'City',
			operationType: 0,
			columns: { items: { Name: { expression: { expressionType: 0, columnPath: 'Country.Name' } } } },
			columnValues: {
				items: { Name: { expressionType: 2, parameter: { dataValueType: 1, value: 'Fuzz' } } },
			},
			filters: {
				filterType: 6,
				logicalOperation: 0,
				items: {
					a: {
						filterType: 1,
						comparisonType: 3,
						leftExpression: { expressionType: 0, columnPath: 'Name' },
						rightExpression: { expressionType: 2, parameter: { dataValueType: 1, value: 'Fuzz' } },
					},
				},
			},
			rowCount: 5,
		},
	]),
	[
		'/DataService/json/SyncReply/BatchQuery',
		{
			items: [
				{
					__type: 'Terrasoft.Nui.ServiceModel.DataContract.InsertQuery',
					rootSchemaName: 'City',
					columnValues: {
						items: { Name: { expressionType: 2, parameter: { dataValueType: 1, value: 'Fuzz' } } },
					},
				},
			],
		},
	],
	['/DataService/json/SyncReply/RuntimeEntitySchemaRequest', { name: 'Contact' }],
	['/DataService/json/SyncReply/ProcessSchemaRequest', { uId: GUID }],
	['/DataService/json/SyncReply/QuerySysSettings', { sysSettingsNameCollection: ['MaxFileSize'] }],
	[
		'/DataService/json/SyncReply/PostSysSettingsValues',
		{ isPersonal: false, sysSettingsValues: { MaxFileSize: 10 } },
	],
	[
		'/DataService/json/SyncReply/InsertSysSettingRequest',
		{ code: 'UsrFuzz', name: 'Fuzz', valueTypeName: 'Text', isCacheable: true },
	],
	['/DataService/json/SyncReply/UpdateSysSettingRequest', { id: GUID, name: 'Fuzz' }],
	['/DataService/json/SyncReply/DeleteSysSettingRequest', { id: GUID }],
	[
		'/ServiceModel/ProcessEngineService.svc/RunProcess',
		{
			schemaName: 'UsrSum',
			parameterValues: [{ name: 'First', value: '1' }],
			resultParameterNames: ['Sum'],
		},
	],
	['/ServiceModel/ProcessEngineService.svc/UsrSum/Execute', undefined],
	[`/ServiceModel/ProcessEngineService.svc/ExecProcElByUId/${GUID}`, undefined],
	['/ServiceModel/ProcessEngineService.svc/CancelExecution', { processDataIds: GUID }],
	['/ServiceModel/UserInfoService.svc/GetCurrentUserInfo', {}],
	['/ServiceModel/ApplicationInfoService.svc/GetApplicationInfo', {}],
	['/rest/UsrIntegrationService/AddNumbers', { first: 1, second: 2 }],
	['/rest/RightsService/GetCanExecuteOperation', { operation: 'CanManageSolution' }],
	['/rest/FeatureService/GetFeatureState', { code: 'X' }],
	[`/ImageAPIService/upload?fileId=${GUID}&totalFileLength=4&mimeType=image/png`, undefined],
	[
		`/rest/FileApiService/UploadFile?fileId=${GUID}&totalFileLength=4&fileName=a.txt&entitySchemaName=SysFile`,
		undefined,
	],
	['/rest/FileApiService/GetAllFileSchemas', undefined],
	[`/rest/FileService/Download/SysFile/${GUID}`, undefined],
	[`/rest/FileService/GetObjectLink/70ec5d9f-a55e-4f5c-8f59-30d2c5149c4a/${GUID}`, undefined],
	[`/img/entity/hash/SysImage/Data/${GUID}`, undefined],
	['/../ServiceModel/AuthService.svc/Login', { UserName: 'Supervisor', UserPassword: 'x' }],
	['/connect/token', undefined],
	['/connect/authorize', undefined],
	['/', undefined],
];

const oddText = fc.oneof(
	fc.string(),
	fc.string({ unit: 'binary' }),
	fc.constantFrom(
		'',
		"'",
		"''",
		'$',
		'null',
		GUID,
		'1e400',
		'-0',
		'2024-02-30T00:00:00Z',
		'\u0000',
		'\ud800',
		'../',
	),
);

/** A value of JSON in which anything may be replaced, left out or wrapped. */
function bent(value: unknown): fc.Arbitrary<unknown> {
	const other: fc.Arbitrary<unknown> = fc.oneof(
		fc.jsonValue({ maxDepth: 2 }),
		oddText,
		fc.constant({ a: [value] }),
	);
	let same: fc.Arbitrary<unknown> = fc.constant(value);
	if (Array.isArray(value)) {
		same = fc.tuple(...value.map(bent), fc.array(other, { maxLength: 1 })).map((items) => items.flat());
	} else if (typeof value === 'object' && value !== null) {
		const members = Object.entries(value).map(([name, member]) =>
			fc.tuple(
				fc.oneof({ weight: 12, arbitrary: fc.constant(name) }, { weight: 1, arbitrary: oddText }),
				bent(member),
			),
		);
		same = fc.tuple(...members).map((entries) => Object.fromEntries(entries));
	}
	return fc.oneof({ weight: 8, arbitrary: same }, { weight: 1, arbitrary: other });
}

const bytesOf = (value: unknown) => Buffer.from(value === undefined ? '' : JSON.stringify(value), 'utf8');

const bodyOf = (value: unknown): fc.Arbitrary<Buffer> =>
	fc.oneof(
		{ weight: 8, arbitrary: bent(value).map(bytesOf) },
		{
			weight: 1,
			arbitrary: fc
				.tuple(fc.constant(bytesOf(value)), fc.nat(500))
				.map(([bytes, end]) => bytes.subarray(0, end)),
		},
		{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
		{
			weight: 1,
			arbitrary: oddText.map((text) =>
				Buffer.from(
					`--b\r\nContent-Type: application/http\r\n\r\nGET City?$filter=${text} HTTP/1.1\r\n\r\n\r\n--b--\r\n`,
				),
			),
		},
	);

const filterWord = fc.constantFrom(
	'Name',
	'Id',
	'Account/Name',
	'CreatedOn',
	'Age',
	'eq',
	'ne',
	'gt',
	'and',
	'or',
	'not',
	'in',
	'(',
	')',
	',',
	"'x'",
	'1',
	'1.5',
	'null',
	'true',
	GUID,
	'2024-01-01T00:00:00Z',
	'contains(',
	'year(',
	'any(x:x/',
	'asc',
	'desc',
	'$count',
	'/',
);
const words = fc.array(filterWord, { maxLength: 10 }).map((list) => list.join(' '));
const option = fc.tuple(
	fc.constantFrom(
		'$filter',
		'$select',
		'$orderby',
		'$expand',
		'$top',
		'$skip',
		'$count',
		'$apply',
		'$format',
		'x',
	),
	fc.oneof(words, oddText),
);
const escape = (text: string) => encodeURIComponent(text.toWellFormed());
const query = fc.oneof(
	{ weight: 3, arbitrary: fc.constant('') },
	{
		weight: 3,
		arbitrary: fc
			.array(option, { maxLength: 4 })
			.map((list) => list.map(([name, value]) => `${name}=${escape(value)}`).join('&')),
	},
	{ weight: 1, arbitrary: oddText },
);

const headerValue = fc.oneof(
	fc.constantFrom(
		'application/json',
		'application/json; charset=utf-8',
		'application/json;IEEE754Compatible=true',
		'multipart/mixed; boundary=b',
		'multipart/form-data; boundary=b',
		'application/x-www-form-urlencoded',
		'text/plain',
		'return=representation',
		'continue-on-error',
		'Bearer x',
		'Basic eDp5',
		'true',
		'bytes 0-3/4',
		'bytes 4-7/4',
		'bytes=0-3',
	),
	fc.string(),
);
const headers = fc.array(
	fc.tuple(
		fc.constantFrom(
			'Content-Type',
			'Accept',
			'Prefer',
			'Authorization',
			'ForceUseSession',
			'Content-Range',
			'Range',
			'Expect',
			'Upgrade',
			'If-Match',
			'OData-MaxVersion',
			'X-Odd',
		),
		headerValue,
	),
	{ maxLength: 3 },
);

const shot: fc.Arbitrary<Shot> = fc.constantFrom(...SERVED).chain(([served, value]) =>
	fc.record({
		method: fc.oneof(
			{
				weight: 6,
				arbitrary: fc.constant(value === undefined ? 'GET' : served.includes('(') ? 'PATCH' : 'POST'),
			},
			{
				weight: 2,
				arbitrary: fc.constantFrom('GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'),
			},
			{ weight: 1, arbitrary: fc.constantFrom('MERGE', 'CONNECT', 'TRACE', 'PROPFIND', 'nope', 'G ET') },
		),
		address: fc
			.tuple(
				fc.constant(served),
				fc.oneof({ weight: 5, arbitrary: fc.constant('') }, { weight: 1, arbitrary: oddText }),
				query,
			)
			.map(
				([path, more, asked]) =>
					`${path}${more}${asked === '' ? '' : path.includes('?') ? `&${asked}` : `?${asked}`}`,
			),
		headers,
		signedIn: fc.oneof(
			{ weight: 9, arbitrary: fc.constant(true) },
			{ weight: 1, arbitrary: fc.constant(false) },
		),
		body: bodyOf(value),
	}),
);

/** Bytes on the wire. What is not sent as one byte is sent as its last one, so that ends of lines are among them. */
function toBytes(
	host: Hosting,
	{ method, address, headers: given, body, signedIn }: Shot,
	session: string,
): Buffer {
	const prefix = host === 'framework' ? '/0' : '';
	const target = address.startsWith('/..') ? address.slice(3) : `${prefix}${address}`;
	const names = new Set(given.map(([name]) => name));
	const type = names.has('Content-Type') ? [] : ['Content-Type: application/json'];
	const lines = [
		`${method} ${target} HTTP/1.1`,
		'Host: site',
		...given.map(([name, value]) => `${name}: ${value}`),
		...type,
		...(signedIn ? [session] : []),
		`Content-Length: ${body.length}`,
		'Connection: close',
	];
	return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

const STATUSES = [
	200, 201, 202, 204, 301, 302, 307, 400, 401, 403, 404, 405, 406, 408, 409, 411, 412, 413, 414, 415, 417,
	422, 431, 500, 501, 503,
];

describe.each(HOSTINGS)('%s', (hosting) => {
	let site: Emulator;
	let session: string;
	beforeAll(async () => {
		site = await startEmulator({ hosting, sampleData: false });
		const { name, password } = USERS.supervisor;
		const jar = cookieJar(await login(site.url, name, password));
		const cookie = [...jar].map(([key, value]) => `${key}=${value}`).join('; ');
		session = `Cookie: ${cookie}\r\nBPMCSRF: ${jar.get('BPMCSRF') ?? ''}`;
	});
	afterAll(() => site.stop());

	it(`answers ${RUNS} random requests as a site does`, async () => {
		const seen = new Map<number, number>();
		await fc.assert(
			fc.asyncProperty(shot, async (one) => {
				const answer = await sendBytes(site.url, toBytes(hosting, one, session));
				expect(answer).not.toContain('The emulator itself broke down');
				const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);
				expect(STATUSES).toContain(status);
				seen.set(status, (seen.get(status) ?? 0) + 1);
			}),
			{ numRuns: RUNS, seed: SEED, endOnFailure: true },
		);
		// The requests reach what they are made for.
		expect(seen.get(200)).toBeGreaterThan(RUNS / 20);
		expect((await fetch(`${site.url}/api/HealthCheck/Ping`)).status).toBe(200);
	}, 600_000);
});
