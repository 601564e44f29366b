import { FIXED, type Switches } from '..';
import { type Expected, type Fact, testFacts } from './facts';

const ID = '405947d0-2ffb-4ded-8675-0475f19f5a81';
const CONTACT = 'Terrasoft.Configuration.OData.Contact';

function filtered(filter: string, object = 'Contact') {
	return { path: `/odata/${object}?$select=Id&$top=1&$filter=${encodeURIComponent(filter)}` };
}

/** A refusal of the library. */
function refused(sentence: string): Expected {
	return {
		status: 400,
		json: {
			error: {
				code: '',
				message: `The query specified in the URI is not valid. ${sentence}`,
				innererror: { message: sentence },
			},
		},
	};
}

/** A refusal of Creatio's query provider. */
const PROVIDER: Expected = { status: 500, json: { error: { message: 'An error has occurred.' } } };

const TOO_MANY = refused(
	"The node count limit of '100' has been exceeded. To increase the limit, set the 'MaxNodeCount' property on EnableQueryAttribute or ODataValidationSettings.",
);

/** The last number of terms that passes, joined by `or`, and that one more does not. */
function fits(term: string, most: number, nodes: number, object = 'Contact'): Fact[] {
	const terms = (count: number) => Array.from({ length: count }, () => term).join(' or ');
	return [
		{
			contract: '2.5',
			fact: `${most} terms of ${nodes} nodes fit: ${term}`,
			ask: filtered(terms(most), object),
			answer: { status: 200 },
		},
		{
			contract: '2.5',
			fact: `${most + 1} terms of ${nodes} nodes do not fit: ${term}`,
			ask: filtered(terms(most + 1), object),
			answer: TOO_MANY,
		},
	];
}

function incompatible(left: string, right: string, kind: string): Expected {
	return refused(
		`A binary operator with incompatible types was detected. Found operand types '${left}' and '${right}' for operator kind '${kind}'.`,
	);
}

const NODES: readonly Fact[] = [
	...fits(`Id eq ${ID}`, 16, 5),
	...fits(`Id ne ${ID}`, 16, 5),
	...fits("Name eq 'x'", 16, 5),
	...fits("contains(Name,'x')", 16, 5),
	...fits('DoNotUseEmail eq true', 16, 5),
	...fits('CreatedOn gt 2026-01-01T00:00:00Z', 16, 5),
	...fits('year(CreatedOn) eq 2026', 16, 5),
	...fits('Age eq null', 16, 5),
	...fits('BirthDate eq null', 16, 5),
	...fits('Account eq null', 16, 5),
	...fits('Age gt 5', 20, 4),
	...fits('SolutionRemains gt 1.5', 20, 4, 'Case'),
	...fits('DoNotUseEmail', 33, 2),
	...fits(`Account/Id eq ${ID}`, 14, 6),
	...fits('Account/Id eq null', 14, 6),
	...fits("Account/Name eq 'x'", 14, 6),
	...fits("contains(Account/Name,'x')", 14, 6),
	...fits('Name eq null', 14, 6),
	...fits("not contains(Name,'x')", 14, 6),
	...fits("not (Name eq 'x')", 14, 6),
	...fits("tolower(Name) eq 'x'", 14, 6),
	...fits('length(Name) gt 3', 14, 6),
	...fits(`Account/PrimaryContact/Id eq ${ID}`, 12, 7),
	...fits(`CaseCollectionByContact/any(c: c/Id eq ${ID})`, 11, 8),
	...fits('CaseCollectionByContact/any()', 25, 3),
	...fits('(CreatedOn ge 2026-01-01T00:00:00Z and CreatedOn lt 2026-02-01T00:00:00Z)', 8, 11),
	{
		contract: '2.5',
		fact: 'a group of functions joined to a comparison is converted: 15 fit beside it, not 16',
		ask: async ({ ask }) => {
			const group = (count: number) => Array.from({ length: count }, () => "contains(Name,'x')").join(' or ');
			const passed = await ask(filtered(`Id eq ${ID} and (${group(15)})`));
			return passed.status === 200 ? ask(filtered(`Id eq ${ID} and (${group(16)})`)) : passed;
		},
		answer: TOO_MANY,
	},
	{
		contract: '2.5',
		fact: 'a filter inside $expand has 100 nodes of its own',
		ask: async ({ ask }) => {
			const keys = (count: number) => Array.from({ length: count }, () => `Id eq ${ID}`).join(' or ');
			const read = (inside: number) => ({
				path: `/odata/Account?$select=Id&$filter=${keys(16)}&$expand=CaseCollectionByAccount($select=Id;$filter=${keys(inside)})`,
			});
			// The address is longer than IIS takes, so it travels in a batch.
			const batch = async (inside: number) =>
				ask({
					method: 'POST',
					path: '/odata/$batch',
					body: {
						requests: [
							{ id: '1', method: 'GET', url: read(inside).path.replace('/odata/', ''), headers: {} },
						],
					},
				});
			const statusOf = async (inside: number) =>
				(await batch(inside)).json<{ responses: Array<{ status: number }> }>().responses[0]?.status;
			expect(await statusOf(16)).toBe(200);
			expect(await statusOf(17)).toBe(400);
			return batch(17);
		},
		answer: { text: /node count limit of '100'/ },
	},
	...(['significant', 'ignored'] as const).map((trailingBlanks): Fact => ({
		contract: '2.5',
		fact: `blanks at the end of a compared text are ${trailingBlanks}`,
		site: { switches: { trailingBlanks } },
		ask: {
			path: `/odata/Contact/$count?$filter=${encodeURIComponent("Name eq 'Andrew Baker (sample)  '")}`,
		},
		answer: { text: trailingBlanks === 'ignored' ? /1$/ : /0$/ },
	})),
	{
		contract: '2.5',
		fact: 'a chain of more than 800 terms is refused for its depth',
		ask: async ({ ask }) =>
			ask({
				method: 'POST',
				path: '/odata/$batch',
				body: {
					requests: [
						{
							id: '1',
							method: 'GET',
							url: `Contact?$filter=${Array.from({ length: 900 }, () => 'Age gt 1').join(' or ')}`,
							headers: {},
						},
					],
				},
			}),
		answer: { text: /Recursion depth exceeded allowed limit\./ },
	},
];

const LITERALS: readonly Fact[] = [
	...[
		`Id eq ${ID.toUpperCase()}`,
		'CreatedOn gt 2026-01-01T00:00Z',
		'CreatedOn gt 2026-01-01T00:00:00z',
		'CreatedOn gt 2026-01-01T00:00:00.123456789Z',
		'CreatedOn gt 2026-01-01T03:00:00+03:00',
		'CreatedOn gt 0001-01-01T00:00:00Z',
		"Name eq 'O''Neil'",
		"Name eq '😀'",
		'Age gt 99999999999',
		'Age gt -5',
	].map((filter): Fact => ({
		contract: '2.5',
		fact: `taken: ${filter}`,
		ask: filtered(filter),
		answer: { status: 200 },
	})),
	{
		contract: '2.5',
		fact: 'an exponent is compared with a decimal',
		ask: filtered('SolutionRemains gt 1e-7', 'Case'),
		answer: { status: 200 },
	},
	{
		contract: '2.5',
		fact: 'a decimal may have a suffix',
		ask: filtered('SolutionRemains gt 1.5M', 'Case'),
		answer: { status: 200 },
	},
	{
		contract: '2.5',
		fact: 'a quoted GUID is a text',
		ask: filtered(`Id eq '${ID}'`),
		answer: incompatible('Edm.Guid', 'Edm.String', 'Equal'),
	},
	{
		contract: '2.5',
		fact: 'a GUID in braces is a text',
		ask: filtered(`Id eq {${ID}}`),
		answer: incompatible('Edm.Guid', 'Edm.String', 'Equal'),
	},
	{
		contract: '2.5',
		fact: 'a quoted date is a text',
		ask: filtered("CreatedOn gt '2026-01-01T00:00:00Z'"),
		answer: incompatible('Edm.DateTimeOffset', 'Edm.String', 'GreaterThan'),
	},
	{
		contract: '2.5',
		fact: 'a date alone is an Edm.Date',
		ask: filtered('CreatedOn ge 2026-01-01'),
		answer: incompatible('Edm.DateTimeOffset', 'Edm.Date', 'GreaterThanOrEqual'),
	},
	{
		contract: '2.5',
		fact: 'a quoted number is a text',
		ask: filtered("Age eq '1'"),
		answer: incompatible('Edm.Int32', 'Edm.String', 'Equal'),
	},
	{
		contract: '2.5',
		fact: 'a number is not a text',
		ask: filtered('Name eq 1.5'),
		answer: incompatible('Edm.String', 'Edm.Single', 'Equal'),
	},
	...['2026-01-01T00:00:00', '2026-02-31T00:00:00Z', '2026-01-01T25:00:00Z'].map((text): Fact => ({
		contract: '2.5',
		fact: `a date and time without a zone, or impossible: ${text}`,
		ask: filtered(`CreatedOn gt ${text}`),
		answer: refused(
			`The DateTimeOffset text '${text}' should be in format 'yyyy-mm-ddThh:mm:ss('.'s+)?(zzzzzz)?' and each field value is within valid range.`,
		),
	})),
	{
		contract: '2.5',
		fact: 'a bare plus in an offset is a space',
		ask: { path: '/odata/Contact?$filter=CreatedOn%20gt%202026-01-01T00:00:00+02:00' },
		answer: refused(
			"The DateTimeOffset text '2026-01-01T00:00:00' should be in format 'yyyy-mm-ddThh:mm:ss('.'s+)?(zzzzzz)?' and each field value is within valid range.",
		),
	},
	{
		contract: '2.5',
		fact: 'a prefix of OData 3 is not known',
		ask: filtered(`Id eq guid'${ID}'`),
		answer: refused(`Unrecognized 'Edm.String' literal 'guid'${ID}'' at '6' in 'Id eq guid'${ID}''.`),
	},
	{
		contract: '2.5',
		fact: 'a text without quotes is a name',
		ask: filtered('Name eq Call'),
		answer: refused(`Could not find a property named 'Call' on type '${CONTACT}'.`),
	},
	{
		contract: '2.5',
		fact: 'an apostrophe that is not doubled ends the text',
		ask: filtered("Name eq 'O'Neil'"),
		answer: refused("There is an unterminated literal at position 16 in 'Name eq 'O'Neil''."),
	},
	{
		contract: '2.5',
		fact: 'what is not a decimal is an error that nothing catches',
		ask: filtered('SolutionRemains gt NaN', 'Case'),
		on: ['net'],
		answer: { status: 500, text: '' },
	},
	{
		contract: '2.5',
		fact: 'what is not a decimal is an error that Web API catches',
		ask: filtered('SolutionRemains gt NaN', 'Case'),
		on: ['framework'],
		answer: { status: 500, json: { Message: 'An error has occurred.' } },
	},
];

const NAMES: readonly Fact[] = [
	...["name EQ 'x' OR NOT CONTAINS(NAME,'x')", 'account/type/NAME ne null', 'YEAR(createdon) gt 2000'].map(
		(filter): Fact => ({
			contract: '2.4',
			fact: `names, functions and operators in any letter case: ${filter}`,
			ask: filtered(filter),
			answer: { status: 200 },
		}),
	),
	{
		contract: '2.5',
		fact: 'an unknown column',
		ask: filtered("Account/Foo eq 'x'"),
		answer: refused("Could not find a property named 'Foo' on type 'Terrasoft.Configuration.OData.Account'."),
	},
	{
		contract: '2.5',
		fact: 'a column of a column',
		ask: filtered("AccountId/Name eq 'x'"),
		answer: refused("Could not find a property named 'Name' on type 'Edm.Guid'."),
	},
	{
		contract: '2.5',
		fact: 'a function of OData 3',
		ask: filtered("substringof('x',Name)"),
		answer: refused(
			"An unknown function with name 'substringof' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed.",
		),
	},
	{
		contract: '2.5',
		fact: 'a function with a value of another type',
		ask: filtered("contains(Age,'1')"),
		answer: refused(
			"No function signature for the function with name 'contains' matches the specified arguments. The function signatures considered are: contains(Edm.String Nullable=true, Edm.String Nullable=true).",
		),
	},
	{
		contract: '2.5',
		fact: 'an operator of enumerations',
		ask: filtered("Name has 'x'"),
		answer: refused(
			"An internal error 'TypePromotionUtils_GetFunctionSignatures_Binary_UnreachableCodepath' occurred.",
		),
	},
	{
		contract: '2.5',
		fact: 'a filter that is not a condition',
		ask: filtered('Name'),
		answer: refused('The $filter expression must evaluate to a single boolean value.'),
	},
	{
		contract: '2.5',
		fact: '`not` of a text',
		ask: filtered("not Name eq 'x'"),
		answer: refused(
			"A unary operator with an incompatible type was detected. Found operand type 'Edm.String' for operator kind 'Not'.",
		),
	},
	{
		contract: '2.5',
		fact: '`and` of a number',
		ask: filtered("Name eq 'x' and Age"),
		answer: incompatible('Edm.Boolean', 'Edm.Int32', 'And'),
	},
	{
		contract: '2.5',
		fact: 'a lookup is not its key',
		ask: filtered(`Account eq ${ID}`),
		answer: incompatible('Terrasoft.Configuration.OData.Account', 'Edm.Guid', 'Equal'),
	},
];

const COLLECTIONS: readonly Fact[] = [
	{
		contract: '2.5',
		fact: 'a collection is not a value',
		ask: filtered('ActivityCollectionByContact eq null'),
		answer: refused(
			"The operand for a binary operator 'Equal' is not a single value. Binary operators require both operands to be single values.",
		),
	},
	{
		contract: '2.5',
		fact: 'a collection has no columns',
		ask: filtered("ActivityCollectionByContact/Title eq 'x'"),
		answer: refused(
			"The parent value for a property access of a property 'Title' is not a single value. Property access can only be applied to a single value.",
		),
	},
	{
		contract: '2.5',
		fact: 'any follows a collection only',
		ask: filtered('Account/any()'),
		answer: refused('Any/All may only be used following a collection.'),
	},
	{
		contract: '2.5',
		fact: 'any inside any',
		ask: filtered(`CaseCollectionByContact/any(c: c/Contact/CaseCollectionByContact/any(d: d/Id eq ${ID}))`),
		answer: refused(
			"The Any/All nesting limit of '1' has been exceeded. 'MaxAnyAllExpressionDepth' can be configured on ODataQuerySettings or EnableQueryAttribute.",
		),
	},
	{
		contract: '2.5',
		fact: 'any without a variable',
		ask: filtered("CaseCollectionByContact/any(Subject eq 'x')"),
		answer: refused("Syntax error at position 38 in 'CaseCollectionByContact/any(Subject eq 'x')'."),
	},
];

const PROVIDERS: readonly Fact[] = [
	{
		contract: '2.5',
		fact: 'a list of `in` that is not closed',
		ask: filtered(`Id in (${ID}`),
		answer: refused('Found an unbalanced bracket expression.'),
	},
	{
		contract: '2.5',
		fact: 'a number is not added to a date',
		ask: filtered('CreatedOn add 1 gt 2026-01-01T00:00:00Z'),
		answer: incompatible('Edm.DateTimeOffset', 'Edm.Int32', 'Add'),
	},
	...[
		`Id in (${ID})`,
		`Id in ('${ID}')`,
		"not (Name in ('a','b'))",
		'CaseCollectionByContact/$count gt 0',
		'date(CreatedOn) eq 2026-01-01',
		'CreatedOn lt now()',
		"CreatedOn gt now() sub duration'P1D'",
		"CreatedOn add duration'PT1H' lt 2026-01-01T00:00:00Z",
		"CreatedOn sub ModifiedOn lt duration'P1D'",
		"cast(Age,'Edm.String') eq '5'",
	].map((filter): Fact => ({
		contract: '2.5',
		fact: `the library knows it, Creatio's provider does not: ${filter}`,
		ask: filtered(filter),
		answer: PROVIDER,
	})),
	{
		contract: '2.5',
		fact: '`in` is one node, however long its list is',
		ask: filtered(`Age in (${Array.from({ length: 200 }, (_, index) => index).join(',')})`),
		answer: PROVIDER,
	},
	{
		contract: '2.5',
		fact: 'a flat lookup key',
		ask: filtered(`AccountId eq ${ID}`),
		answer: {
			status: 500,
			json: {
				error: {
					innererror: {
						internalexception: { message: 'Column by path AccountId not found in schema Contact.' },
					},
				},
			},
		},
	},
	{
		contract: '2.5',
		fact: 'what the library refuses comes before what the provider refuses',
		ask: filtered(`AccountId eq ${ID} and Foo eq 1`),
		answer: refused(`Could not find a property named 'Foo' on type '${CONTACT}'.`),
	},
];

/** How many of two contacts, one of them without an account, are not of another account. */
function notEqual(odata: boolean, found: number): Fact {
	return {
		contract: '2.5',
		fact: `"not equal" on a lookup finds ${found} of two records where the switch is ${odata ? 'on' : 'off'}`,
		site: { switches: { lookupNotEqualOrNull: { dataService: true, odata } } },
		ask: async ({ ask, emulator }) => {
			const account = emulator.store.insert('Account', { Name: 'A' });
			for (const AccountId of [account, null]) emulator.store.insert('Contact', { Name: 'ne', AccountId });
			return ask({ path: `/odata/Contact/$count?$filter=Name eq 'ne' and Account/Id ne ${ID}` });
		},
		answer: { status: 200, text: String(found) },
	};
}

/** Which of two contacts, one of them without an account, a condition finds. */
function found(
	condition: string,
	names: readonly string[],
	emptyLookupKey: Switches['emptyLookupKey'],
): Fact {
	return {
		contract: '2.5',
		fact: `${condition} finds ${names.join(' and ') || 'nobody'} where the key of an empty lookup is "${emptyLookupKey}"`,
		site: { switches: { emptyLookupKey } },
		ask: async ({ ask, emulator: { store } }) => {
			if (store.count('Contact', 'JobTitle = ?', 'key') === 0) {
				store.insert('Contact', { Name: 'Employed', JobTitle: 'key', AccountId: FIXED.ourCompany });
				store.insert('Contact', { Name: 'Free', JobTitle: 'key' });
			}
			const filter = encodeURIComponent(`JobTitle eq 'key' and ${condition}`);
			return await ask({ path: `/odata/Contact?$select=Name&$orderby=Name&$filter=${filter}` });
		},
		answer: {
			status: 200,
			check: (answer) => {
				const { value } = answer.json<{ value: Array<{ Name: string }> }>();
				expect(value.map(({ Name }) => Name)).toEqual(names);
			},
		},
	};
}

const EMPTY_LOOKUPS: readonly Fact[] = [
	found('Account eq null', ['Free'], 'null'),
	found('Account/Id eq null', ['Free'], 'null'),
	found('Account/Id ne null', ['Employed'], 'null'),
	found('Account eq null', ['Free'], 'neverMatches'),
	found('Account/Id eq null', [], 'neverMatches'),
	found('Account/Id ne null', ['Employed'], 'neverMatches'),
	found(`Account/Id ne ${ID}`, ['Employed'], 'neverMatches'),
	found(`not (Account/Id eq ${ID})`, ['Employed', 'Free'], 'neverMatches'),
	found(`(Account/Id ne ${ID} or Account eq null)`, ['Employed', 'Free'], 'neverMatches'),
];

testFacts([
	...NODES,
	...EMPTY_LOOKUPS,
	...LITERALS,
	...NAMES,
	...COLLECTIONS,
	...PROVIDERS,
	notEqual(false, 1),
	notEqual(true, 2),
]);
