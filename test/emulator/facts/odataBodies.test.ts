import { FIXED } from '..';
import { type Ask, type Fact, testFacts } from './facts';
import { COMPATIBLE, JSON_TYPE, NOT_VALID, post, postCase, raw, refused, rowAfter } from './writeRequests';

const BODIES: readonly Fact[] = [
	{
		contract: '2.9',
		fact: 'the fault of a body is named',
		on: ['framework'],
		ask: post({ Name: 'N', Nope: 1 }),
		answer: refused(
			"The property 'Nope' does not exist on type 'Terrasoft.Configuration.OData.Contact'. Make sure to only use property names that are defined by the type.",
		),
	},
	{
		contract: '2.9',
		fact: 'the fault of a body is not named',
		on: ['net'],
		ask: post({ Name: 'N', Nope: 1 }),
		answer: {
			...NOT_VALID,
			headers: { 'content-type': 'application/json; odata.metadata=minimal; odata.streaming=true' },
		},
	},
	{
		contract: '2.9',
		fact: 'only a missing body is named on .NET as well',
		on: ['net'],
		ask: raw(''),
		answer: {
			status: 400,
			text: '{"error":{"code":"","message":"A non-empty request body is required.","details":[{"code":"","message":"A non-empty request body is required."}]}}',
		},
	},
	{
		contract: '2.9',
		fact: 'a missing body is refused',
		on: ['framework'],
		ask: raw(''),
		answer: refused('A non-empty request body is required.'),
	},
	{
		contract: '10.1',
		fact: 'a body above 30,000,000 bytes is one that was not valid',
		on: ['net'],
		ask: raw(`{"Notes":"${'x'.repeat(30_000_000)}"}`),
		answer: NOT_VALID,
	},
	...refusedBodies(),
	{
		contract: '2.9',
		fact: 'names are read in any letter case',
		ask: post({ name: 'N', ACCOUNTID: FIXED.accom }),
		answer: { status: 201, json: { Name: 'N', AccountId: FIXED.accom } },
	},
	{
		contract: '2.9',
		fact: 'values may be texts, and GUIDs in any form of .NET',
		ask: post({
			Name: 'N',
			Age: '5',
			DoNotUseEmail: 'true',
			AccountId: `{${FIXED.accom.toUpperCase()}}`,
			OwnerId: FIXED.andrewBaker.replaceAll('-', ''),
		}),
		answer: {
			status: 201,
			json: { Age: 5, DoNotUseEmail: true, AccountId: FIXED.accom, OwnerId: FIXED.andrewBaker },
		},
	},
	{
		contract: '2.9',
		fact: 'annotations have no effect',
		ask: post({
			'@odata.context': 'https://site/0/odata/$metadata#Contact/$entity',
			'@odata.etag': 'W/"x"',
			'@odata.type': '#Terrasoft.Configuration.OData.Contact',
			'@custom.note': 'x',
			Name: 'N',
			'Name@odata.type': '#String',
		}),
		answer: { status: 201, json: { Name: 'N' } },
	},
	{
		contract: '2.9',
		fact: 'navigations are read and have no effect',
		ask: post({
			Name: 'N',
			Account: { Name: 'x' },
			Type: null,
			CaseCollectionByContact: [{ Subject: 's' }],
			'Owner@odata.bind': `Contact(${FIXED.andrewBaker})`,
		}),
		answer: {
			status: 201,
			json: { AccountId: '00000000-0000-0000-0000-000000000000', OwnerId: FIXED.supervisorContact },
		},
	},
	{
		contract: '2.10',
		fact: 'an update takes navigations without an effect',
		ask: rowAfter({ body: { Account: { Name: 'x' }, 'Account@odata.bind': `Account(${FIXED.ourCompany})` } }),
		answer: { status: 204, json: { AccountId: FIXED.accom } },
	},
	{
		contract: '2.9',
		fact: 'single quotes, bare names and a byte order mark are taken',
		ask: raw("\uFEFF{'Name':'N',Age:5}"),
		answer: { status: 201, json: { Name: 'N', Age: 5 } },
	},
	{
		contract: '2.9',
		fact: 'the content type may have parameters',
		ask: raw('{"Name":"N"}', 'application/json; odata=verbose; IEEE754Compatible=true; charset=utf-8'),
		answer: { status: 201 },
	},
	{
		contract: '2.15',
		fact: 'with IEEE754Compatible decimals are texts, exact in both directions',
		ask: postCase('"12345678901234567890.123456"', {
			...COMPATIBLE,
			Accept: 'application/json;IEEE754Compatible=true',
		}),
		answer: {
			status: 201,
			headers: { 'content-type': /; IEEE754Compatible=true$/ },
			text: /"SolutionRemains":"12345678901234567890\.123456"/,
		},
	},
	{
		contract: '2.15',
		fact: 'without IEEE754Compatible decimals are numbers, with all digits',
		ask: postCase('12345678901234567890.123456', JSON_TYPE),
		answer: { status: 201, text: /"SolutionRemains":12345678901234567890\.123456,/ },
	},
	{
		contract: '2.15',
		fact: 'whole numbers are numbers in any case',
		ask: { ...post({ Name: 'N', Age: 5 }), headers: COMPATIBLE },
		answer: { status: 201, json: { Age: 5 } },
	},
	{
		contract: '2.7',
		fact: 'a date without a zone is lost where the site does not refuse it',
		site: { switches: { dateWithoutZone: 'empty' } },
		ask: post({ Name: 'N', BirthDate: '2026-01-01T00:00:00' }),
		answer: { status: 201, json: { BirthDate: '0001-01-01T00:00:00Z' } },
	},
];

/** Bodies that are refused, each with the sentence that a .NET Framework site shows. */
function refusedBodies(): Fact[] {
	const conflict =
		"Cannot convert a value to target type 'Edm.Decimal' because of conflict between input format string/number and parameter 'IEEE754Compatible' false/true.";
	const nullText =
		"A null value was found for the property named 'Name', which has the expected type 'Edm.String[Nullable=False]'. The expected type 'Edm.String[Nullable=False]' does not allow null values.";
	const bodies: Array<[what: string, section: string, ask: Ask, sentence: string]> = [
		['null for a text', '2.9', post({ Name: null }), nullText],
		[
			'null for a text in a record that has no effect',
			'2.9',
			post({ Name: 'N', Account: { Name: null } }),
			nullText,
		],
		['"" for a GUID', '2.9', post({ Name: 'N', AccountId: '' }), 'Unrecognized Guid format.'],
		[
			'"" for a number',
			'2.9',
			post({ Name: 'N', Age: '' }),
			"The input string '' was not in a correct format.",
		],
		[
			'a number for a text',
			'2.9',
			post({ Name: 5 }),
			"Cannot convert a value of type 'Edm.Int32' to the expected target type 'Edm.String'.",
		],
		[
			'a fraction for a whole number',
			'2.9',
			post({ Name: 'N', Age: 1.5 }),
			"Cannot convert a value of type 'Edm.Decimal' to the expected target type 'Edm.Int32'.",
		],
		[
			'a number for a boolean',
			'2.9',
			post({ Name: 'N', DoNotUseEmail: 1 }),
			"Cannot convert a value of type 'Edm.Int32' to the expected target type 'Edm.Boolean'.",
		],
		['a text for a decimal', '2.15', postCase('"1.25"', JSON_TYPE), conflict],
		['a number for a decimal with IEEE754Compatible', '2.15', postCase('1.25', COMPATIBLE), conflict],
		[
			'a date without a zone',
			'2.7',
			post({ Name: 'N', BirthDate: '2026-01-01T00:00:00' }),
			"The time zone information is missing on the DateTimeOffset value '2026-01-01T00:00:00'. A DateTimeOffset value must contain the time zone information.",
		],
		[
			'a day that does not exist',
			'2.7',
			post({ Name: 'N', BirthDate: '2026-02-31T00:00:00Z' }),
			"The string '2026-02-31T00:00:00Z' is not a valid AllXsd value.",
		],
		[
			'a text for a navigation',
			'2.9',
			post({ Name: 'N', Account: 'Accom' }),
			"A 'PrimitiveValue' node with non-null value was found when trying to read the value of the property 'Account'; however, a 'StartArray' node, a 'StartObject' node, or a 'PrimitiveValue' node with null value was expected.",
		],
		[
			'a list for a lookup',
			'2.9',
			post({ Name: 'N', Account: [] }),
			"A node of type 'StartArray' was read from the JSON reader when trying to read the contents of the property 'Account'; however, a 'StartObject' node or 'PrimitiveValue' node with null value was expected.",
		],
		[
			'an object for a collection',
			'2.9',
			post({ Name: 'N', CaseCollectionByContact: {} }),
			"A node of type 'StartObject' was read from the JSON reader when trying to read the contents of the property 'CaseCollectionByContact'; however, a 'StartArray' node was expected.",
		],
		[
			'a member that comes twice',
			'2.9',
			raw('{"Name":"N","Name":"M"}'),
			"Multiple properties with the name 'Name' were detected in a resource or a complex value. In OData, duplicate property names are not allowed.",
		],
		[
			'the name of a type that does not exist',
			'2.9',
			post({ '@odata.type': '#Nope', Name: 'N' }),
			"A type named 'Nope' could not be resolved by the model. When a model is available, each type name must resolve to a valid type.",
		],
		[
			'the type of another object',
			'2.9',
			post({ '@odata.type': '#Terrasoft.Configuration.OData.Account', Name: 'N' }),
			"A resource with type 'Terrasoft.Configuration.OData.Account' was found, but it is not assignable to the expected type 'Terrasoft.Configuration.OData.Contact'. The type specified in the resource must be equal to either the expected type or a derived type.",
		],
		[
			'the link to a file that an answer carries',
			'2.9',
			{ method: 'POST', path: '/odata/SysImage', body: { Name: 'N', 'Data@odata.mediaReadLink': 'x' } },
			'A stream property was found in a JSON Light request payload. Stream properties are only supported in responses.',
		],
		[
			'a list',
			'2.9',
			raw('[{"Name":"N"}]'),
			"An unexpected 'StartArray' node was found when reading from the JSON reader. A 'StartObject' node was expected.",
		],
		[
			'a comment',
			'2.9',
			raw('{"Name":"N"/*x*/}'),
			"Invalid JSON. A comma character ',' was expected in scope 'Object'. Every two elements in an array and properties of an object must be separated by commas.",
		],
		[
			'an object that is not closed',
			'2.9',
			raw('{"Name":'),
			'Invalid JSON. Unexpected end of input was found in JSON content. Not all object and array scopes were closed.',
		],
		[
			'text behind the object',
			'2.9',
			raw('{"Name":"N"} x'),
			'Invalid JSON. More than one value was found at the root of the JSON content. JSON content can only have one value at the root level, which is an array, an object or a primitive value.',
		],
	];
	return [
		...bodies.flatMap(([what, contract, ask, sentence]): Fact[] => [
			{ contract, fact: `${what} is refused`, on: ['framework'], ask, answer: refused(sentence) },
			{ contract, fact: `${what} is refused`, on: ['net'], ask, answer: NOT_VALID },
		]),
		{
			contract: '2.9',
			fact: 'a body that is not declared as JSON is refused',
			on: ['framework'],
			ask: raw('Name=N', 'application/x-www-form-urlencoded'),
			answer: {
				status: 400,
				text: /"item : A supported MIME type could not be found .* matches the content type 'application\/x-www-form-urlencoded'\."/,
			},
		},
		{
			contract: '2.9',
			fact: 'a body that is not declared as JSON is refused',
			on: ['net'],
			ask: raw('{"Name":"N"}', 'text/plain'),
			answer: NOT_VALID,
		},
	];
}

testFacts(BODIES);
