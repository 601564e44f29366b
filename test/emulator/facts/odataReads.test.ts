import type { Answer } from '../testSupport';
import { type Ask, type Expected, type Fact, type FactBench, testFacts } from './facts';

const CONTACT = 'Terrasoft.Configuration.OData.Contact';
const SUPERVISOR = '410006e1-ca4e-4502-a9ec-e54d922d2c00';
const STRANGER = '11111111-1111-4111-8111-111111111111';

function read(query: string, object = 'Contact') {
	return { path: `/odata/${object}?${query}` };
}

/** A refusal of the library in the envelope of the host. */
function refused(sentence: string): Expected {
	return {
		status: 400,
		check: (answer, { hosting }) => {
			const innererror = {
				message: sentence,
				type: hosting === 'net' ? 'Microsoft.OData.ODataException' : '',
				stacktrace: '',
			};
			expect(answer.json()).toEqual({
				error: {
					code: '',
					message: `The query specified in the URI is not valid. ${sentence}`,
					...(hosting === 'net' ? { details: [] } : {}),
					innererror,
				},
			});
		},
	};
}

/** An address that the library's routing does not find. */
const NOT_ROUTED: Expected = {
	status: 404,
	check: (answer, { hosting }) => {
		if (hosting === 'net') expect(answer.text).toBe('');
		else expect(answer.json().Message).toMatch(/^No HTTP resource was found that matches the request URI /);
	},
};

/** An exception that nothing catches. */
const UNHANDLED: Expected = {
	status: 500,
	check: (answer, { hosting }) =>
		expect(answer.text).toBe(hosting === 'net' ? '' : '{"Message":"An error has occurred."}'),
};

const UNKNOWN = `Could not find a property named 'Foo' on type '${CONTACT}'.`;
const TOO_DEEP =
	"The request includes a $expand path which is too deep. The maximum depth allowed is 2. To increase the limit, set the 'MaxExpansionDepth' property on EnableQueryAttribute or ODataValidationSettings, or set the 'MaxDepth' property in ExpandAttribute.";

function refusals(contract: string, rows: ReadonlyArray<[query: string, sentence: string, object?: string]>) {
	return rows.map(([query, sentence, object]): Fact => ({
		contract,
		fact: `refused: ${query}`,
		ask: read(query, object),
		answer: refused(sentence),
	}));
}

const OPTIONS: readonly Fact[] = [
	...refusals('2.4', [
		['$select=Id,Foo,Bar', UNKNOWN],
		['$orderby=Foo', UNKNOWN],
		['$expand=Foo', UNKNOWN],
		['$orderby=Name desc,Name', "Duplicate property named 'Name' is not supported in '$orderby'."],
		['$orderby=Id desc,id asc', "Duplicate property named 'Id' is not supported in '$orderby'."],
		[
			'$orderby=Name,Email,Phone,Notes,Age,JobTitle',
			'The number of clauses in $orderby query option exceeded the maximum number allowed. The maximum number of $orderby clauses allowed is 5.',
		],
		[
			'$orderby=tolower(Name)',
			'Only ordering by properties is supported for non-primitive collections. Expressions are not supported.',
		],
		['$orderby=Account', 'The $orderby expression must evaluate to a single value of primitive type.'],
		['$orderby=Name,', "Expression expected at position 5 in 'Name,'."],
		['$expand=Account($expand=Type($expand=CreatedBy))', TOO_DEEP],
		['$expand=Parent($levels=3)', TOO_DEEP, 'Account'],
		[
			'$expand=Account/Type',
			'Found a path traversing multiple navigation properties. Please rephrase the query such that each expand path contains only type segments and navigation properties.',
		],
		[
			'$expand=Name',
			`Property 'Name' on type '${CONTACT}' is not a navigation property or complex property. Only navigation properties can be expanded.`,
		],
		[
			'$expand=Account()',
			"Missing expand option on navigation property 'Account'. If a parenthesis expression follows an expanded navigation property, then at least one expand option must be provided.",
		],
		['$expand=*,*', "Term '*,*' is not valid in a $expand expression as multiple stars are not allowed."],
		['$expand=Account(Name)', "Term '(Name)' is not valid in a $select or $expand expression."],
		['$expand=Account($top=x)', "Top option must be a non-negative integer, it is set to 'x' instead."],
		['$expand=Account($count=1)', "Count option must be a boolean value, it is set to '1' instead."],
		['$select=Id Name', "Term 'Id Name' is not valid in a $select or $expand expression."],
		['$select=$id', "Found system token '$id' in select or expand clause '$id'."],
		[
			'$select=Account/Name',
			'Found a path with multiple navigation properties or a bad complex property path in a select clause. Please reword your query such that each level of select or expand only contains either TypeSegments or Properties.',
		],
		['$select=Account($select=Name)', "It's not allowed to nest query options within 'Account' selection."],
		[
			'$select=Account()',
			"Missing select option on property 'Account'. If a parenthesis expression follows a selected property, then at least one query option must be provided.",
		],
		['$select=tolower(Name)', "Term '(Name)' is not valid in a $select or $expand expression."],
		[
			'$top=-1',
			"Invalid value '-1' for $top query option found. The $top query option requires a non-negative integer value.",
		],
		[
			'$skip=x',
			"Invalid value 'x' for $skip query option found. The $skip query option requires a non-negative integer value.",
		],
		[
			'$top=3000000000',
			"The limit of '2147483647' for Top query has been exceeded. The value from the incoming request is '3000000000'.",
		],
		[
			'$skip=9223372036854775808',
			"Invalid value '9223372036854775808' for $skip query option found. The $skip query option requires a non-negative integer value.",
		],
		['$count=yes', "'yes' is not a valid count option."],
		[
			'$skiptoken=x',
			"Query option 'SkipToken' is not allowed. To allow it, set the 'AllowedQueryOptions' property on EnableQueryAttribute or QueryValidationSettings.",
		],
		['$apply=x', "'aggregate|filter|groupby|compute|expand' expected at position 0 in 'x'."],
	]),
	...['$search=x', '$compute=x', '$inlinecount=allpages', '$foo=1'].map((query): Fact => ({
		contract: '2.4',
		fact: `an option that the library does not know: ${query}`,
		ask: read(query),
		answer: {
			status: 400,
			check: (answer, { hosting }) => {
				const name = query.split('=')[0] ?? '';
				const argument = hosting === 'net' ? ` (Parameter '${name}')` : `\r\nParameter name: ${name}`;
				expect(answer.json()).toMatchObject({
					error: {
						message: `The query parameter 'Specified argument was out of the range of valid values.${argument}' is not supported.`,
					},
				});
			},
		},
	})),
	...['$filter=', '$select=', '$expand=', '$orderby=', '$top=', '$count=', '$skiptoken='].map(
		(query): Fact => ({
			contract: '2.4',
			fact: `an empty option: ${query}`,
			ask: read(query),
			answer: UNHANDLED,
		}),
	),
	{ contract: '2.4', fact: 'the same option twice', ask: read('$top=1&$TOP=2'), answer: NOT_ROUTED },
	...[
		'$TOP=1&$Select=NAME',
		'foo=1&$top=1',
		'$expand=account($SELECT=name)&$top=1',
		'$orderby=name DESC,id',
		'$top=%2B1',
	].map((query): Fact => ({
		contract: '2.4',
		fact: `taken: ${query}`,
		ask: read(query),
		answer: { status: 200 },
	})),
	{
		contract: '2.4',
		fact: 'names come back as the model spells them',
		ask: read('$select=id,NAME,Id&$top=1&$expand=account($select=name)'),
		answer: {
			status: 200,
			json: { '@odata.context': expect.stringMatching(/\$metadata#Contact\(Id,Name,Account\(Name\)\)$/) },
		},
	},
	{
		contract: '2.4',
		fact: '`*` in $select stands for the columns before it and everything behind it',
		ask: read('$select=Name,*,Id&$top=1'),
		answer: {
			status: 200,
			json: { '@odata.context': expect.stringMatching(/#Contact\(\*\)$/) },
		},
	},
	{
		contract: '2.4',
		fact: 'a $select of blanks selects everything',
		ask: read('$select=%20&$top=1'),
		answer: {
			status: 200,
			json: {
				'@odata.context': expect.stringMatching(/#Contact$/),
				value: [{ Id: expect.any(String), Name: expect.any(String) }],
			},
		},
	},
	{
		contract: '2.4',
		fact: "Creatio's provider does not sort along a lookup",
		ask: read('$orderby=Account/Name'),
		answer: { status: 500, json: { error: { message: 'An error has occurred.' } } },
	},
	{
		contract: '2.4',
		fact: "Creatio's provider does not aggregate",
		ask: read('$apply=aggregate($count as n)'),
		answer: { status: 500 },
	},
	{
		contract: '2.4',
		fact: 'options of a collection on one record',
		ask: { path: `/odata/Contact(${SUPERVISOR})?$filter=Age gt 1` },
		answer: refused(
			'The requested resource is not a collection. Query options $filter, $orderby, $count, $skip, and $top can be applied only on collections.',
		),
	},
	{
		contract: '2.4',
		fact: 'what is expanded twice is expanded once, with what both select and expand',
		ask: read('$select=Id&$top=1&$expand=Account($select=Name),Account($select=Id;$expand=Type($select=Id))'),
		answer: {
			status: 200,
			json: { '@odata.context': expect.stringMatching(/#Contact\(Id,Account\(Id,Name,Type\(Id\)\)\)$/) },
		},
	},
	{
		contract: '2.4',
		fact: 'a lookup in $select adds nothing',
		ask: { path: `/odata/Contact(${SUPERVISOR})?$select=Account` },
		answer: {
			status: 200,
			check: (answer) => expect(Object.keys(answer.json())).toEqual(['@odata.context']),
		},
	},
	{
		contract: '2.4',
		fact: '`$levels` counts as levels of $expand',
		ask: read('$select=Id&$top=1&$expand=Parent($select=Id;$levels=2)', 'Account'),
		answer: {
			status: 200,
			json: { '@odata.context': expect.stringMatching(/#Account\(Id,Parent\(Id,Parent\(\)\)\)$/) },
		},
	},
];

/** Headers of clients that speak another version than 4. */
const OTHER_VERSIONS: ReadonlyArray<Record<string, string>> = [
	{ 'OData-Version': '3.0' },
	{ 'OData-MaxVersion': '3.0' },
	{ DataServiceVersion: '3.0' },
	{ MaxDataServiceVersion: '3.0;NetFx' },
];

const VERSION_4: ReadonlyArray<Record<string, string>> = [
	{ 'OData-Version': '4.0', 'OData-MaxVersion': '4.0' },
	{ 'OData-MaxVersion': '4.0;NetFx', MaxDataServiceVersion: '3.0' },
];

const ADDRESSES: readonly Fact[] = [
	...[
		`Contact(${SUPERVISOR})`,
		`Contact(${SUPERVISOR.toUpperCase()})`,
		`Contact(Id=${SUPERVISOR})`,
		`Contact/${SUPERVISOR}`,
		`contact(id=${SUPERVISOR})/`,
	].map((address): Fact => ({
		contract: '2.3',
		fact: `a record: ${address}`,
		ask: { path: `/odata/${address}?$select=Id` },
		answer: {
			status: 200,
			json: { '@odata.context': expect.stringMatching(/#Contact\(Id\)\/\$entity$/), Id: SUPERVISOR },
		},
	})),
	...['Contact', 'contact', 'Contact/', 'Contact()'].map((address): Fact => ({
		contract: '2.3',
		fact: `a collection: ${address}`,
		ask: { path: `/odata/${address}?$select=Id&$top=1` },
		answer: { status: 200, json: { value: [{ Id: expect.any(String) }] } },
	})),
	...[
		`Contact('${SUPERVISOR}')`,
		`Contact(guid'${SUPERVISOR}')`,
		'Contact(1)',
		`Contact({${SUPERVISOR}})`,
		`Contact(Name=${SUPERVISOR})`,
		'Contact/1',
		`Contact(${SUPERVISOR})/Nope`,
		'Contact/$metadata',
	].map((address): Fact => ({
		contract: '2.3',
		fact: `not found by the routing: ${address}`,
		ask: { path: `/odata/${address}` },
		answer: NOT_ROUTED,
	})),
	...[`CaseCollectionByContact(${STRANGER})`, `CaseCollectionByContact/${STRANGER}`].map((behind): Fact => ({
		contract: '2.3',
		fact: `no convention for a key behind a collection: ${behind}`,
		ask: { path: `/odata/Contact(${SUPERVISOR})/${behind}` },
		answer: NOT_ROUTED,
	})),
	...OTHER_VERSIONS.map((headers): Fact => ({
		contract: '2.3',
		fact: `not found by the routing: a version that is not 4, ${JSON.stringify(headers)}`,
		ask: { path: '/odata/Contact?$top=1', headers },
		answer: NOT_ROUTED,
	})),
	...VERSION_4.map((headers): Fact => ({
		contract: '2.3',
		fact: `versions that the routing takes: ${JSON.stringify(headers)}`,
		ask: { path: '/odata/Contact?$top=1', headers },
		answer: { status: 200 },
	})),
	{
		contract: '2.2',
		fact: '`$metadata` in any letter case',
		ask: { path: '/odata/$Metadata' },
		answer: { status: 200 },
	},
	{
		contract: '2.8',
		fact: 'an unknown key is 404 without a body',
		ask: { path: `/odata/Contact(${STRANGER})` },
		answer: { status: 404, text: '' },
	},
	{ contract: '2.12', fact: 'an unknown object', ask: { path: '/odata/Nope' }, answer: NOT_ROUTED },
	{
		contract: '2.12',
		fact: 'an unknown object may have status 200, with the same words',
		on: ['framework'],
		site: { switches: { unknownEntitySet: 'json200' } },
		ask: { path: '/odata/Nope' },
		answer: {
			status: 200,
			json: {
				Message: expect.stringMatching(/^No HTTP resource was found/) as string,
				MessageDetail: "No type was found that matches the controller named 'Nope'.",
			},
		},
	},
	{
		contract: '2.12',
		fact: 'an unknown object is 401 on some cloud sites',
		site: { switches: { unknownEntitySet: 'unauthorized' } },
		ask: { path: '/odata/Nope' },
		answer: { status: 401 },
	},
	{
		contract: '2.3',
		fact: '`/$count` answers digits after a byte order mark',
		ask: { path: '/odata/Contact/$count' },
		answer: {
			status: 200,
			headers: { 'content-type': 'text/plain', 'odata-version': '4.0' },
			check: async (_, { emulator, ...bench }) => {
				const bytes = await bytesOf(bench, emulator.store.count('Contact'));
				expect(bytes).toBe(true);
			},
		},
	},
];

/** The mark is lost when a text is decoded, so its three bytes are counted. */
async function bytesOf({ ask }: Pick<FactBench, 'ask'>, count: number): Promise<boolean> {
	const answer: Answer = await ask({ path: '/odata/Contact/$count' });
	return (
		Number(answer.headers.get('content-length')) === 3 + String(count).length && answer.text === String(count)
	);
}

function accepting(accept: string, check: (answer: Answer, bench: FactBench) => void): Fact {
	return {
		contract: '2.15',
		fact: `Accept: ${accept}`,
		ask: { path: `/odata/Contact(${SUPERVISOR})?$select=Id,Name`, headers: { Accept: accept } },
		answer: { status: 200, check },
	};
}

function hasType(answer: Answer, { hosting }: FactBench, parameters: string, end = ''): void {
	const streaming = hosting === 'net' ? '; odata.streaming=true' : '';
	expect(answer.headers.get('content-type')).toBe(`application/json; ${parameters}${streaming}${end}`);
}

const FORMS: readonly Fact[] = [
	...['application/json', '*/*', 'application/json;odata=verbose', 'text/html', 'application/xml'].map(
		(accept) =>
			accepting(accept, (answer, bench) => {
				hasType(answer, bench, 'odata.metadata=minimal');
				expect(Object.keys(answer.json())).toEqual(['@odata.context', 'Id', 'Name']);
			}),
	),
	accepting('application/json;odata.metadata=none', (answer, bench) => {
		hasType(answer, bench, 'odata.metadata=none');
		expect(Object.keys(answer.json())).toEqual(['Id', 'Name']);
	}),
	accepting('application/json;odata.metadata=full', (answer, bench) => {
		hasType(answer, bench, 'odata.metadata=full');
		expect(answer.json()).toMatchObject({
			'@odata.type': `#${CONTACT}`,
			'@odata.id': expect.stringMatching(/^http.*\/odata\/Contact\(/),
			'@odata.editLink': `Contact(${SUPERVISOR})`,
			'Id@odata.type': '#Guid',
		});
	}),
	accepting('application/json;IEEE754Compatible=true', (answer, bench) => {
		hasType(answer, bench, 'odata.metadata=minimal', '; IEEE754Compatible=true');
	}),
	{
		contract: '2.4',
		fact: '`$format` chooses JSON, without streaming',
		ask: read('$format=json&$top=1'),
		answer: { status: 200, headers: { 'content-type': 'application/json; odata.metadata=minimal' } },
	},
	{
		contract: '2.4',
		fact: 'a `$format` that is not JSON changes nothing',
		ask: read('$format=xml&$top=1&$select=Id'),
		answer: { status: 200, check: (answer, bench) => hasType(answer, bench, 'odata.metadata=minimal') },
	},
	{
		contract: '2.8',
		fact: 'count before value',
		ask: read('$count=true&$top=0'),
		answer: {
			status: 200,
			check: (answer) =>
				expect(Object.keys(answer.json())).toEqual(['@odata.context', '@odata.count', 'value']),
		},
	},
	{
		contract: '2.2',
		fact: '`$metadata` is JSON where the library writes it and the caller accepts it first',
		on: ['net'],
		ask: { path: '/odata/$metadata', headers: { Accept: 'application/json' } },
		answer: {
			status: 200,
			headers: { 'content-type': 'application/json; odata.metadata=minimal' },
			json: { $Version: '4.0', [CONTACT.replace('.Contact', '')]: { Contact: { $Kind: 'EntityType' } } },
		},
	},
	...(['application/xml', '*/*'] as const).map((accept): Fact => ({
		contract: '2.2',
		fact: `\`$metadata\` is XML for ${accept}`,
		ask: { path: '/odata/$metadata', headers: { Accept: accept } },
		answer: { status: 200, headers: { 'content-type': 'application/xml' } },
	})),
	{
		contract: '2.2',
		fact: '`$metadata` is always XML on .NET Framework',
		on: ['framework'],
		ask: { path: '/odata/$metadata', headers: { Accept: 'application/json' } },
		answer: { status: 200, headers: { 'content-type': 'application/xml' } },
	},
];

const LIMITS: readonly Fact[] = [
	{
		contract: '2.13',
		fact: 'more rows than the limit are cut off silently',
		site: { pageCap: 5 },
		ask: read('$select=Id', 'Country'),
		answer: {
			status: 200,
			check: (answer) => {
				expect(answer.json<{ value: unknown[] }>().value).toHaveLength(5);
				expect(answer.json()).not.toHaveProperty(['@odata.nextLink']);
			},
		},
	},
	{
		contract: '2.13',
		fact: 'more rows than the limit are 500 on some sites',
		site: { pageCap: 5, switches: { rowsAboveCap: 'fail' } },
		ask: read('$select=Id', 'Country'),
		answer: { status: 500 },
	},
	{
		contract: '2.13',
		fact: 'a page within the limit passes on such sites',
		site: { pageCap: 5, switches: { rowsAboveCap: 'fail' } },
		ask: read('$select=Id&$top=5', 'Country'),
		answer: { status: 200 },
	},
];

const FLAT_KEY = '$filter=AccountId ne null';
const cutOff = { switches: { providerRefusal: 'cutOff' } } as const;

/** Sends a read whose answer breaks off, and returns what came. */
function brokenOff(ask: Ask): (bench: FactBench) => Promise<Answer> {
	return async (bench) => {
		const text = await bench.ask(ask).then(
			(answer) => `answered: ${answer.status}`,
			(cause: unknown) => String(cause),
		);
		const status = bench.emulator.stats.requests.at(-1)?.status ?? 0;
		return { status, headers: new Headers(), text, json: <T>() => text as T };
	};
}

const REFUSALS: readonly Fact[] = [
	{
		contract: '2.12',
		fact: 'a read that the provider refuses is 500',
		ask: read(FLAT_KEY),
		answer: { status: 500, text: /Column by path AccountId not found/ },
	},
	...[FLAT_KEY, '$filter=Age in (1,2)', '$orderby=Account/Name'].map((query): Fact => ({
		contract: '2.12',
		fact: `a read that the provider refuses may be 200, and then the connection breaks off: ${query}`,
		on: ['net'],
		site: cutOff,
		ask: brokenOff(read(query)),
		answer: { status: 200, text: /terminated/ },
	})),
	{
		contract: '2.12',
		fact: 'where such reads break off, a count is 500 all the same',
		on: ['net'],
		site: cutOff,
		ask: { path: `/odata/Contact/$count?${FLAT_KEY}` },
		answer: { status: 500, text: /thrown by the target of an invocation/ },
	},
	{
		contract: '2.12',
		fact: 'where such reads break off, the library still refuses by 400',
		on: ['net'],
		site: cutOff,
		ask: read('$filter=Nope eq 1'),
		answer: { status: 400 },
	},
	{
		contract: '2.12',
		fact: 'answers of .NET Framework are written as a whole, and do not break off',
		on: ['framework'],
		site: cutOff,
		ask: read(FLAT_KEY),
		answer: { status: 500 },
	},
];

testFacts([...OPTIONS, ...ADDRESSES, ...FORMS, ...LIMITS, ...REFUSALS]);
