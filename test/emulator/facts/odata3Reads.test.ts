import { FIXED } from '..';
import { ZERO_GUID } from '../model/ids';
import { type Ask, type Fact, testFacts } from './facts';
import {
	address,
	CONTACT,
	filtered,
	get3,
	inner3,
	JSON_3,
	OLD,
	refused3,
	results,
	SERVICE,
	STRANGER,
	SUPERVISOR,
	VERBOSE,
} from './odata3Support';

const ON = ['framework'] as const;

function facts(contract: string, list: ReadonlyArray<Omit<Fact, 'contract' | 'on'>>): Fact[] {
	return list.map((one) => ({ contract, on: ON, ...one }));
}

const SWITCHED: readonly Fact[] = [
	{
		contract: '3',
		fact: 'there is no OData 3 on .NET',
		on: ['net'],
		ask: get3(''),
		answer: { status: 404, text: '' },
	},
	...facts('3', [
		{
			fact: 'a site without OData 3',
			site: { switches: { odata3: false } },
			ask: get3('ContactCollection'),
			answer: { status: 404, headers: { 'content-type': 'text/html' } },
		},
		{
			fact: 'a site without OData 4 has OData 3',
			site: { switches: { odata4: false } },
			ask: get3(SUPERVISOR),
			answer: { status: 200 },
		},
		{
			fact: 'nothing is at /odata of a site without OData 4',
			site: { switches: { odata4: false } },
			ask: { path: '/odata/Contact' },
			answer: { status: 404, headers: { 'content-type': 'text/html' } },
		},
		{
			fact: 'a call without a session goes to the sign-in page',
			ask: { path: address('ContactCollection'), signedOut: true },
			answer: { status: 302 },
		},
		{
			fact: 'metadata is not public',
			ask: { path: address('$metadata'), signedOut: true, headers: { ForceUseSession: 'true' } },
			answer: { status: 401 },
		},
		{
			fact: 'a query string above 4,000 characters, where the filter of IIS lets it through',
			site: { switches: { maxQueryString: 8000 } },
			ask: filtered(`Name eq '${'x'.repeat(4000)}'`),
			answer: { status: 400, text: /maxQueryStringLength/ },
		},
		{
			fact: 'IIS refuses a query string above 2,048 bytes first',
			ask: filtered(`Name eq '${'x'.repeat(2100)}'`),
			answer: { status: 404, headers: { 'content-type': 'text/html' } },
		},
		{
			fact: 'a gateway refuses a verb by a page of its own',
			site: { switches: { refusedMethods: ['MERGE'] } },
			ask: { method: 'MERGE', path: address(SUPERVISOR), body: {} },
			answer: { status: 405, headers: { 'content-type': 'text/html' } },
		},
		{
			fact: 'WebDAV refuses PUT',
			site: { switches: { webDav: true } },
			ask: { method: 'PUT', path: address(SUPERVISOR), body: {} },
			answer: { status: 405, text: /HTTP verb used to access this page is not allowed/ },
		},
		{
			fact: 'WebDAV does not know MERGE',
			site: { switches: { webDav: true } },
			ask: {
				method: 'MERGE',
				path: address(SUPERVISOR),
				body: { Dear: 'x' },
				headers: { 'Content-Type': VERBOSE },
			},
			answer: { status: 204 },
		},
	]),
];

const DOCUMENTS: readonly Fact[] = facts('3.1', [
	{
		fact: 'the service document is AtomPub',
		ask: { path: SERVICE },
		answer: {
			status: 200,
			headers: { 'content-type': 'application/xml;charset=utf-8' },
			text: /<collection href="ContactCollection"><atom:title>ContactCollection<\/atom:title><\/collection>/,
		},
	},
	{
		fact: 'the service document in JSON lists names',
		ask: get3(''),
		answer: {
			status: 200,
			check: (answer) =>
				expect(answer.json()).toMatchObject({
					d: { EntitySets: expect.arrayContaining(['ContactCollection']) },
				}),
		},
	},
	{
		fact: 'metadata has associations for lookups',
		ask: { path: address('$metadata') },
		answer: {
			status: 200,
			check: ({ text }) => {
				expect(text).toContain('<EntityType Name="Contact"><Key><PropertyRef Name="Id" /></Key>');
				expect(text).toContain('<Property Name="CreatedOn" Type="Edm.DateTime" Nullable="false" />');
				expect(text).toContain(
					'<NavigationProperty Name="Account" Relationship="Terrasoft.Configuration.Contact_Account" FromRole="Contact" ToRole="Account" />',
				);
				expect(text).toContain(
					'<Association Name="Contact_Account"><End Type="Terrasoft.Configuration.Contact" Role="Contact" Multiplicity="*" /><End Type="Terrasoft.Configuration.Account" Role="Account" Multiplicity="0..1" /></Association>',
				);
				expect(text).toContain(`<EntitySet Name="ContactCollection" EntityType="${CONTACT}" />`);
				expect(text).not.toContain('ContactCollectionByAccount');
			},
		},
	},
	{
		fact: 'metadata is XML alone',
		ask: get3('$metadata'),
		answer: { status: 415 },
	},
	{
		fact: 'reverse collections, where a site has them',
		site: { switches: { odata3Collections: true } },
		ask: { path: address('$metadata') },
		answer: {
			text: /<NavigationProperty Name="ContactCollectionByAccount" Relationship="Terrasoft\.Configuration\.Contact_Account" FromRole="Account" ToRole="Contact" \/>/,
		},
	},
	...(
		[
			['FooCollection', "Resource not found for the segment 'FooCollection'.", 404],
			['Contact', "Resource not found for the segment 'Contact'.", 404],
			['contactCollection', "Resource not found for the segment 'contactCollection'.", 404],
			[STRANGER, "Resource not found for the segment 'ContactCollection'.", 404],
			[`${SUPERVISOR}/Foo`, "Resource not found for the segment 'Foo'.", 404],
			[`ContactCollection(${FIXED.supervisorContact})`, 'Bad Request - Error in query syntax.', 400],
			[`ContactCollection('${FIXED.supervisorContact}')`, 'Bad Request - Error in query syntax.', 400],
			['ContactCollection/Name', /refers to a collection/, 400],
		] as const
	).map(([path, sentence, status]) => ({
		fact: `not found: ${path}`,
		ask: get3(path),
		answer: refused3(sentence, status),
	})),
	...[
		SUPERVISOR,
		`ContactCollection(Id=guid'${FIXED.supervisorContact}')`,
		'ContactCollection()',
		'ContactCollection/',
	].map((path) => ({ fact: `found: ${path}`, ask: get3(path), answer: { status: 200 } })),
	{
		fact: 'a column of a record',
		ask: get3(`${SUPERVISOR}/Name`),
		answer: { status: 200, json: { d: { Name: 'Supervisor' } } },
	},
	{
		fact: 'a column as it is',
		site: OLD,
		ask: { path: address(`${SUPERVISOR}/Name/$value`) },
		answer: { status: 200, headers: { 'content-type': 'text/plain;charset=utf-8' }, text: 'Supervisor' },
	},
	{
		fact: 'a count is plain text, which does not go with a caller who wants JSON',
		site: OLD,
		ask: get3('ContactCollection/$count'),
		answer: { status: 415 },
	},
	{
		fact: 'a count',
		site: OLD,
		ask: { path: address('ContactCollection/$count', { $filter: `Id eq guid'${FIXED.supervisorContact}'` }) },
		answer: { status: 200, text: '1' },
	},
	...['ContactCollection/$count', `${SUPERVISOR}/Name/$value`].map((path) => ({
		fact: `gone since 8.0.10: ${path}`,
		ask: get3(path),
		answer: refused3(/^Resource not found for the segment '\$(count|value)'\.$/, 404),
	})),
	{
		fact: 'a record that a lookup leads to',
		ask: get3(`${SUPERVISOR}/Account`, { $select: 'Name' }),
		answer: { status: 200, json: { d: { __metadata: { type: 'Terrasoft.Configuration.Account' } } } },
	},
	{
		fact: 'a lookup without a value is 204',
		ask: get3(`${SUPERVISOR}/City`),
		answer: { status: 204, text: '' },
	},
]);

const READS: readonly Fact[] = facts('3.2', [
	{
		fact: 'a record in JSON',
		ask: get3('ContactCollection', { $filter: `Id eq guid'${FIXED.supervisorContact}'` }),
		answer: {
			status: 200,
			headers: { 'content-type': `${VERBOSE};charset=utf-8`, dataserviceversion: '2.0;' },
			check: (answer, { emulator }) => {
				const uri = `${emulator.url}/0${SERVICE}/${SUPERVISOR}`;
				expect(results(answer)).toEqual([
					expect.objectContaining({
						__metadata: { id: uri, uri, type: CONTACT },
						Id: FIXED.supervisorContact,
						CityId: ZERO_GUID,
						Dear: '',
						Confirmed: expect.any(Boolean),
						City: { __deferred: { uri: `${uri}/City` } },
					}),
				]);
				expect(answer.text).toContain('"BirthDate":"\\/Date(-62135596800000)\\/"');
			},
		},
	},
	{
		fact: 'dates are ticks unless the answer is of the third version',
		ask: get3(SUPERVISOR, { $select: 'BirthDate' }, { MinDataServiceVersion: '3.0' }),
		answer: { json: { d: { BirthDate: '0001-01-01T00:00:00' } }, headers: { dataserviceversion: '3.0;' } },
	},
	{
		fact: 'decimals are texts',
		ask: get3('CurrencyCollection', { $top: '1', $select: 'Rate' }),
		answer: { check: (answer) => expect(results(answer)[0]).toMatchObject({ Rate: '0' }) },
	},
	{
		fact: 'an old caller gets a list',
		ask: get3('ContactCollection', { $top: '1', $orderby: 'Name' }, { MaxDataServiceVersion: '1.0' }),
		answer: { status: 200, json: { d: [{ __metadata: { type: CONTACT } }] } },
	},
	{
		fact: 'the total comes as a text, whatever the page',
		ask: get3('ContactCollection', { $inlinecount: 'allpages', $top: '0' }),
		answer: { status: 200, json: { d: { __count: expect.stringMatching(/^\d+$/), results: [] } } },
	},
	...(
		[
			[
				{ $format: 'json' },
				"The query parameter '$format' begins with a system-reserved '$' character but is not recognized.",
			],
			[
				{ $Top: '1' },
				"The query parameter '$Top' begins with a system-reserved '$' character but is not recognized.",
			],
			[
				{ $count: 'true' },
				"The query parameter '$count' begins with a system-reserved '$' character but is not recognized.",
			],
			[{ $inlinecount: 'true' }, 'Unknown $inlinecount option, only "allpages" and "none" are supported.'],
			[{ $top: 'x' }, "Incorrect format for $top argument 'x'."],
			[{ $skip: '1.5' }, "Incorrect format for $skip argument '1.5'."],
			[
				{ $select: 'Foo' },
				`Type '${CONTACT}' does not have a property named 'Foo' or there is no type with 'Foo' name.`,
			],
			[
				{ $select: 'name' },
				`Type '${CONTACT}' does not have a property named 'name' or there is no type with 'name' name.`,
			],
			[
				{ $expand: 'Foo' },
				`Type '${CONTACT}' does not have a property named 'Foo' or there is no type with 'Foo' name.`,
			],
			[
				{ $select: 'Account/Name' },
				'Only properties specified in $expand can be traversed in $select query options. Property Account.',
			],
			[
				{ $select: 'Name/x' },
				`Property Name on type ${CONTACT} is of primitive type and cannot be used as a navigation property.`,
			],
			[{ $select: 'Id Name' }, 'Syntax error at position 7.'],
			[{ $orderby: 'Foo' }, `No property 'Foo' exists in type '${CONTACT}' at position 0.`],
			[{ $orderby: 'Name DESC' }, 'Syntax error at position 9.'],
			[{ $skiptoken: "'x'" }, /^A skip token can only be provided/],
		] as const
	).map(([options, sentence]) => ({
		fact: `refused: ${JSON.stringify(options)}`,
		ask: get3('ContactCollection', options),
		answer: refused3(sentence),
	})),
	...[
		{ $top: '1' },
		{ $filter: "Name eq 'x'", $top: '' },
		{ foo: '1' },
		{ $expand: 'Account,Account/Type,Name' },
		{ $select: 'Name,' },
	].map((options) => ({
		fact: `taken: ${JSON.stringify(options)}`,
		ask: get3('ContactCollection', Object.fromEntries(Object.entries(options))),
		answer: { status: 200 },
	})),
	{
		fact: 'options of a collection do not go with a record',
		ask: get3(SUPERVISOR, { $top: '1' }),
		answer: refused3(/^Query options \$orderby, \$inlinecount, \$skip and \$top cannot be applied/),
	},
	{
		fact: 'what is expanded shows only where it is selected',
		ask: get3(SUPERVISOR, { $select: 'Name', $expand: 'Account' }),
		answer: {
			check: (answer) => expect(Object.keys(answer.json<{ d: object }>().d)).toEqual(['__metadata', 'Name']),
		},
	},
	{
		fact: 'a path through a lookup is selected and expanded',
		ask: get3(SUPERVISOR, { $select: 'Name,Account/Name,Account/Type/Name', $expand: 'Account/Type' }),
		answer: { json: { d: { Name: 'Supervisor', Account: { Name: expect.any(String) } } } },
	},
	{
		fact: 'an expanded lookup without a value is null',
		ask: get3(SUPERVISOR, { $expand: 'City' }),
		answer: { json: { d: { City: null } } },
	},
	{
		fact: 'the provider does not sort along a lookup',
		ask: get3('ContactCollection', { $orderby: 'Account/Name' }),
		answer: { status: 501, json: { error: { message: { value: 'Not Implemented' } } } },
	},
	{
		fact: 'more rows than fit are cut off',
		site: { pageCap: 1 },
		ask: get3('CurrencyCollection', { $inlinecount: 'allpages' }),
		answer: {
			check: (answer) => {
				expect(results(answer)).toHaveLength(1);
				expect(answer.json<{ d: object }>().d).not.toHaveProperty('__next');
			},
		},
	},
	{
		fact: 'pages by __next, where a site has them, perhaps on a host of its own',
		site: { pageCap: 1, switches: { odata3Paging: 'nextLink', odata3NextOrigin: 'https://inside' } },
		ask: get3('CurrencyCollection', { $select: 'Name', $top: '5' }),
		answer: {
			json: {
				d: {
					__next: expect.stringMatching(
						/^https:\/\/inside\/0\/ServiceModel\/EntityDataService\.svc\/CurrencyCollection\?\$select=Name&\$top=4&\$skiptoken=guid'[0-9a-f-]{36}'$/,
					),
				},
			},
		},
	},
]);

const ATOM = { Accept: 'application/atom+xml;type=entry' };

const FORMATS: readonly Fact[] = facts('3.3', [
	{
		fact: 'Atom without Accept',
		ask: { path: address('ContactCollection', { $top: '1', $inlinecount: 'allpages' }) },
		answer: {
			status: 200,
			headers: { 'content-type': 'application/atom+xml;type=feed;charset=utf-8' },
			check: ({ text }) => {
				expect(text).toContain('<title type="text">ContactCollection</title>');
				expect(text).toMatch(/<m:count>\d+<\/m:count>/);
				expect(text).toContain(
					`<category term="${CONTACT}" scheme="http://schemas.microsoft.com/ado/2007/08/dataservices/scheme" />`,
				);
				expect(text).toMatch(/<d:Id m:type="Edm\.Guid">[0-9a-f-]{36}<\/d:Id>/);
				expect(text).toContain('<d:BirthDate m:type="Edm.DateTime">0001-01-01T00:00:00</d:BirthDate>');
			},
		},
	},
	{
		fact: 'one record in Atom',
		ask: { path: address(SUPERVISOR), headers: ATOM },
		answer: {
			headers: { 'content-type': 'application/atom+xml;type=entry;charset=utf-8' },
			text: /<d:Name>Supervisor<\/d:Name>/,
		},
	},
	{
		fact: 'a record inside of another',
		ask: { path: address(SUPERVISOR, { $expand: 'Account,City' }), headers: ATOM },
		answer: {
			text: /title="Account" href="[^"]+"><m:inline><entry>.*title="City" href="[^"]+"><m:inline \/><\/link>/,
		},
	},
	{
		fact: 'JSON without a parameter is kept for a later one',
		ask: get3(SUPERVISOR, {}, { Accept: 'application/json' }),
		answer: {
			status: 415,
			headers: { 'content-type': 'application/xml;charset=utf-8' },
			text: /<m:message xml:lang="en-US">Unsupported media type requested\.<\/m:message><\/m:error>$/,
		},
	},
	{
		fact: 'JSON without a parameter is verbose for callers below the third version',
		ask: get3(SUPERVISOR, {}, { Accept: 'application/json', MaxDataServiceVersion: '2.0' }),
		answer: { status: 200, headers: { 'content-type': `${VERBOSE};charset=utf-8` } },
	},
	...[
		'application/json;odata=verbose;',
		'application/json; odata=verbose',
		'text/html, application/json;odata=verbose;q=0.5',
	].map((accept) => ({
		fact: `JSON for Accept: ${accept}`,
		ask: get3(SUPERVISOR, {}, { Accept: accept }),
		answer: { status: 200, headers: { 'content-type': `${VERBOSE};charset=utf-8` } },
	})),
	...['*/*', 'application/json, text/plain, */*', 'application/atom+xml, application/json;odata=verbose'].map(
		(accept) => ({
			fact: `Atom for Accept: ${accept}`,
			ask: get3(SUPERVISOR, {}, { Accept: accept }),
			answer: { status: 200, headers: { 'content-type': /^application\/atom\+xml/ } },
		}),
	),
	...['text/html', 'application/json;odata=light', 'application/xml'].map((accept) => ({
		fact: `nothing for Accept: ${accept}`,
		ask: get3(SUPERVISOR, {}, { Accept: accept }),
		answer: { status: 415 },
	})),
	{
		fact: 'Atom in spite of Accept, where a site does so',
		site: { switches: { odata3Format: 'atomAlways' } },
		ask: get3(SUPERVISOR),
		answer: { status: 200, headers: { 'content-type': /^application\/atom\+xml/ } },
	},
	...(
		[
			[
				{ DataServiceVersion: '1.0' },
				{ $select: 'Name' },
				/^Request version '1\.0' is too low for the request payload/,
			],
			[{ DataServiceVersion: '1.0' }, { $inlinecount: 'allpages' }, /^Request version '1\.0' is too low/],
			[
				{ MaxDataServiceVersion: '1.0' },
				{ $inlinecount: 'allpages' },
				/^Request version '1\.0' is too low for the response/,
			],
			[{ DataServiceVersion: '4.0' }, {}, /^DataServiceVersion header value '4\.0' is not supported/],
			[{ DataServiceVersion: 'x' }, {}, /^DataServiceVersion header value 'x' is not valid/],
		] as const
	).map(([headers, options, sentence]) => ({
		fact: `refused: ${JSON.stringify(options)} with ${JSON.stringify(headers)}`,
		ask: get3('ContactCollection', options, headers),
		answer: refused3(sentence),
	})),
	{
		fact: 'a caller may name a version that the site does not have as its highest',
		ask: get3(SUPERVISOR, {}, { MaxDataServiceVersion: '4.0;client' }),
		answer: { status: 200 },
	},
	{
		fact: 'an ETag is one too many',
		ask: get3(SUPERVISOR, {}, { 'If-Match': '*' }),
		answer: refused3(/does not have etag properties defined|target type/),
	},
]);

function refusals(
	rows: ReadonlyArray<readonly [filter: string, sentence: string | RegExp, status?: number]>,
): Fact[] {
	return rows.map(([filter, sentence, status]) => ({
		contract: '3.4',
		on: ON,
		fact: `refused: ${filter.slice(0, 60)}`,
		ask: filtered(filter),
		answer: refused3(sentence, status),
	}));
}

const operands = (op: string, left: string, right: string, at: number) =>
	`Operator '${op}' incompatible with operand types '${left}' and '${right}' at position ${at}.`;

const FILTERS: readonly Fact[] = [
	...refusals([
		["Id eq 'x'", operands('eq', 'Edm.Guid', 'Edm.String', 3)],
		[`Id eq ${FIXED.supervisorContact}`, operands('eq', 'Edm.Guid', 'Edm.Double', 3)],
		["Name eq guid'x'", "Unrecognized 'Edm.Guid' literal 'guid'x'' in position '8'."],
		['Name eq 1', operands('eq', 'Edm.String', 'Edm.Int32', 5)],
		["CreatedOn gt '2020-01-01'", operands('gt', 'Edm.DateTime', 'Edm.String', 10)],
		[
			"CreatedOn gt datetimeoffset'2020-01-01T00:00:00Z'",
			operands('gt', 'Edm.DateTime', 'Edm.DateTimeOffset', 10),
		],
		[
			"CreatedOn gt datetime'2020-01-01T00:00'",
			"Unrecognized 'Edm.DateTime' literal 'datetime'2020-01-01T00:00'' in position '13'.",
		],
		["CreatedOn gt datetime'2020-13-01T00:00:00'", /^Unrecognized 'Edm\.DateTime' literal/],
		["contains(Name,'a')", "Unknown function 'contains' at position 0."],
		["SubstringOf('a',Name)", "Unknown function 'SubstringOf' at position 0."],
		["replace(Name,'a','b') eq 'x'", "Unknown function 'replace' at position 0."],
		[
			"substringof('a',Age)",
			"No applicable function found for 'substringof' at position 0 with the specified arguments. The functions considered are: substringof(Edm.String, Edm.String).",
		],
		['Name in (1)', "Expression of type 'Edm.Boolean' expected at position 0."],
		["Name EQ 'x'", "Expression of type 'Edm.Boolean' expected at position 0."],
		["Name eq 'x", "Unterminated string literal at position 10 in 'Name eq 'x'."],
		["(Name eq 'x'", "')' or operator expected at position 12."],
		["Name eq 'x')", 'Syntax error at position 12.'],
		['Name eq', 'Expression expected at position 7.'],
		["Name # 'x'", "Syntax error '#' at position 5."],
		['Foo eq 1', `No property 'Foo' exists in type '${CONTACT}' at position 0.`],
		["name eq 'x'", `No property 'name' exists in type '${CONTACT}' at position 0.`],
		[
			"Account/Foo eq 'x'",
			"No property 'Foo' exists in type 'Terrasoft.Configuration.Account' at position 8.",
		],
		['Name/Length eq 1', "No property 'Length' exists in type 'Edm.String' at position 5."],
		["Account eq 'x'", operands('eq', 'Terrasoft.Configuration.Account', 'Edm.String', 8)],
		['Name', "Expression of type 'Edm.Boolean' expected at position 0."],
		['not Name', "Operator 'not' incompatible with operand type 'Edm.String' at position 0."],
		["Name and Name eq 'x'", operands('and', 'Edm.String', 'Edm.Boolean', 5)],
		[
			'Name gt null',
			"The operator 'gt' at position 5 is not supported for the 'null' literal; only equality checks are supported.",
		],
		['length(Name)', "Expression of type 'Edm.Boolean' expected at position 0."],
		['ContactCollectionByAccount/any()', /^No property 'ContactCollectionByAccount' exists/],
		[`${'('.repeat(115)}true${')'.repeat(115)}`, 'Recursion reached allowed limit.'],
	]),
	...facts('3.4', [
		...[
			`Id eq guid'${FIXED.supervisorContact}'`,
			`Id eq GUID'${FIXED.supervisorContact.toUpperCase()}'`,
			"substringof('uper',Name)",
			"startswith(Name,'Super') and endswith(Name,'visor')",
			"indexof(Name,'p') eq 2 and length(Name) eq 10",
			"tolower(Name) eq 'supervisor'",
			"substring(Name,5) eq 'visor' and substring(Name,0,5) eq 'Super'",
			"concat(Name,'!') eq 'Supervisor!'",
			"trim(' Supervisor ') eq Name",
			"(Age add 2) mul 3 eq 3 mul Age add 6 and Name eq 'Supervisor'",
			"not (Name ne 'Supervisor')",
			"Name eq 'Supervisor' and CreatedOn gt datetime'1999-01-01' and year(CreatedOn) gt 1999",
			"Name eq 'Supervisor' and Account/Id eq guid'e308b781-3c5b-4ecb-89ef-5c1ed4da488e' and City eq null",
			"Name eq 'Supervisor' and Age ge 0L and Age ge 0.0 and Age ge 0M and Age ge 0f and Age ge -5 and BirthDate eq null",
			`${'('.repeat(112)}Name eq 'Supervisor'${')'.repeat(112)}`,
		].map((filter) => ({
			fact: `selects the Supervisor alone: ${filter.slice(0, 60)}`,
			ask: filtered(filter),
			answer: {
				status: 200,
				check: (answer: Parameters<typeof results>[0]) =>
					expect(results(answer).map(({ Name }) => Name)).toEqual(['Supervisor']),
			},
		})),
		{
			fact: 'a decimal takes a literal with a point, which has no suffix, where the culture writes it so',
			ask: filtered('Budget ge 1.5 and Budget lt 1.5M', 'Opportunity'),
			answer: { status: 200 },
		},
		{
			fact: 'a decimal and a literal with a point do not fit where the culture writes a comma',
			site: { switches: { odata3Culture: 'ru-RU' } },
			ask: filtered('Budget ge 1.5', 'Opportunity'),
			answer: {
				status: 400,
				json: {
					error: { message: { lang: 'ru-RU', value: operands('ge', 'Edm.Decimal', 'Edm.Double', 7) } },
				},
			},
		},
		...['Budget eq 1.5d', 'Budget eq 1f', 'Budget eq 1e3'].map((filter) => ({
			fact: `a decimal is not a number of this kind: ${filter}`,
			ask: filtered(filter, 'Opportunity'),
			answer: refused3(
				/^Operator 'eq' incompatible with operand types 'Edm\.Decimal' and 'Edm\.(Double|Single)'/,
			),
		})),
		{
			fact: 'a whole number that is too large has no type',
			ask: filtered('Age eq 5000000000'),
			answer: inner3('Value was either too large or too small for an Int32.', 500),
		},
		{
			fact: 'the key of a lookup is not known to the entity layer by its own name',
			ask: filtered(`AccountId eq guid'${FIXED.ourCompany}'`),
			answer: inner3('Column by path AccountId not found in schema Contact.', 500),
		},
		{
			fact: 'any and all of reverse collections, where a site has them',
			site: { switches: { odata3Collections: true } },
			ask: filtered("ContactCollectionByAccount/any(c: c/Name eq 'Supervisor')", 'Account'),
			answer: { check: (answer) => expect(results(answer)).toHaveLength(1) },
		},
		{
			fact: 'any needs the third version',
			site: { switches: { odata3Collections: true } },
			ask: get3(
				'AccountCollection',
				{ $filter: 'ContactCollectionByAccount/any()' },
				{ DataServiceVersion: '2.0' },
			),
			answer: refused3(/^Request version '2\.0' is too low/),
		},
	] satisfies ReadonlyArray<Omit<Fact, 'contract' | 'on'>>),
];

const STATISTICS: readonly Fact[] = facts('3', [
	{
		fact: 'requests are among the statistics',
		ask: async (bench) => {
			const ask: Ask = { path: address(SUPERVISOR), headers: JSON_3 };
			const answer = await bench.ask(ask);
			expect(bench.emulator.stats.find('GET', /EntityDataService/)).not.toHaveLength(0);
			return answer;
		},
		answer: { status: 200 },
	},
]);

testFacts([...SWITCHED, ...DOCUMENTS, ...READS, ...FORMATS, ...FILTERS, ...STATISTICS]);
