import type { Fact, FactBench } from './facts';
import { testFacts } from './facts';
import {
	address,
	CONTACT,
	contact,
	created,
	type Entry,
	entryOf,
	get3,
	inner3,
	refused3,
	send3,
	STRANGER,
	SUPERVISOR,
	VERBOSE,
} from './odata3Support';

const ON = ['framework'] as const;
const COMPANY = "AccountCollection(guid'e308b781-3c5b-4ecb-89ef-5c1ed4da488e')";

function facts(contract: string, list: ReadonlyArray<Omit<Fact, 'contract' | 'on'>>): Fact[] {
	return list.map((one) => ({ contract, on: ON, ...one }));
}

/** Creates a contact and asks for it as it is stored, with dates as XML has them. */
async function stored(bench: FactBench, body: object) {
	const answer = await bench.ask(send3('POST', 'ContactCollection', { Name: 'Ann', ...body }));
	return bench.ask(get3(contact(entryOf(answer).Id), {}, { MinDataServiceVersion: '3.0' }));
}

async function updated(
	bench: FactBench,
	method: 'MERGE' | 'PATCH' | 'PUT' | 'DELETE',
	body: object,
	headers: Record<string, string> = {},
) {
	const { Id } = await created(bench, { Name: 'Ann', Dear: 'Dear Ann', Email: 'ann@x' });
	const answer = await bench.ask(send3(method, contact(Id), body, headers));
	return { answer, after: entryOf(await bench.ask(get3(contact(Id)))) };
}

const ENTRY = (properties: string, more = '') =>
	`<?xml version="1.0" encoding="utf-8"?><entry xmlns="http://www.w3.org/2005/Atom" xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">${more}<content type="application/xml"><m:properties>${properties}</m:properties></content></entry>`;

const ATOM = { 'Content-Type': 'application/atom+xml;type=entry' };

function atom(properties: string, more?: string) {
	return {
		method: 'POST' as const,
		path: address('ContactCollection'),
		raw: ENTRY(properties, more),
		headers: { ...ATOM, Accept: VERBOSE },
	};
}

const CREATES: readonly Fact[] = facts('3.5', [
	{
		fact: 'a create answers with the address and the record',
		ask: send3('POST', 'ContactCollection', { __metadata: { type: CONTACT }, Name: 'Ann Lee' }),
		answer: {
			status: 201,
			headers: {
				location: /\/0\/ServiceModel\/EntityDataService\.svc\/ContactCollection\(guid'[0-9a-f-]{36}'\)$/,
			},
			json: { d: { Name: 'Ann Lee', GivenName: 'Ann', Surname: 'Lee' } },
		},
	},
	{
		fact: 'the record comes in Atom without Accept',
		ask: send3('POST', 'ContactCollection/', { Name: 'Ann' }, { Accept: undefined }),
		answer: {
			status: 201,
			headers: { 'content-type': /^application\/atom\+xml;type=entry/ },
			text: /<d:Name>Ann<\/d:Name>/,
		},
	},
	{
		fact: 'an Atom entry creates as well, with a link for a lookup',
		ask: atom(
			'<d:Name>Ann &amp; Bob</d:Name><d:Age m:type="Edm.Int32">5</d:Age><d:BirthDate m:type="Edm.DateTime">2000-01-02T00:00:00</d:BirthDate><d:Dear m:null="true" />',
			`<link rel="http://schemas.microsoft.com/ado/2007/08/dataservices/related/Account" href="${COMPANY}" /><category term="${CONTACT}" scheme="http://schemas.microsoft.com/ado/2007/08/dataservices/scheme" />`,
		),
		answer: {
			status: 201,
			json: {
				d: {
					Name: 'Ann & Bob',
					Age: 5,
					BirthDate: '/Date(946771200000)/',
					AccountId: 'e308b781-3c5b-4ecb-89ef-5c1ed4da488e',
				},
			},
		},
	},
	{
		fact: 'a lookup is set by a link in JSON or by its key',
		ask: (bench) =>
			stored(bench, {
				Account: { __metadata: { uri: COMPANY } },
				TypeId: '00783EF6-F36B-1410-A883-16D83CAB0980',
			}),
		answer: {
			json: {
				d: {
					AccountId: 'e308b781-3c5b-4ecb-89ef-5c1ed4da488e',
					TypeId: '00783ef6-f36b-1410-a883-16d83cab0980',
				},
			},
		},
	},
	{
		fact: 'nothing comes back for Prefer: return-no-content',
		ask: send3('POST', 'ContactCollection', { Name: 'Ann' }, { Prefer: 'return-no-content' }),
		answer: {
			status: 204,
			headers: {
				location: /ContactCollection/,
				dataserviceid: /ContactCollection/,
				'preference-applied': 'return-no-content',
			},
		},
	},
	{
		fact: 'a write without the CSRF token is 403',
		ask: { ...send3('POST', 'ContactCollection', { Name: 'Ann' }, { BPMCSRF: '' }) },
		answer: { status: 403 },
	},
	{
		fact: 'what the entity layer refuses is 500 with the cause inside',
		ask: send3('POST', 'ContactCollection', { Dear: 'x' }),
		answer: inner3('Required column "Name" of object "Contact" is not filled in.', 500),
	},
	{
		fact: 'a key that is there',
		ask: send3('POST', 'ContactCollection', { Id: '410006e1-ca4e-4502-a9ec-e54d922d2c00', Name: 'Ann' }),
		answer: inner3(/^23505: duplicate key/, 500),
	},
]);

const VALUES: readonly Fact[] = facts('3.5', [
	...(
		[
			[{ Age: '5' }, { Age: 5 }],
			[{ Confirmed: 'TRUE' }, { Confirmed: true }],
			[{ BirthDate: '/Date(946771200000)/' }, { BirthDate: '2000-01-02T00:00:00' }],
			[{ BirthDate: '2000-01-02T00:00:00' }, { BirthDate: '2000-01-02T00:00:00' }],
			[{ BirthDate: '2000-01-02' }, { BirthDate: '2000-01-02T00:00:00' }],
			[{ BirthDate: '0001-01-01T00:00:00' }, { BirthDate: '0001-01-01T00:00:00' }],
			[
				{ AccountId: '00000000-0000-0000-0000-000000000000' },
				{ AccountId: '00000000-0000-0000-0000-000000000000' },
			],
			[{ Dear: null }, { Dear: '' }],
			[{ Account: null }, { AccountId: '00000000-0000-0000-0000-000000000000' }],
			[{ Account: { __deferred: { uri: 'x' } } }, { Name: 'Ann' }],
		] as const
	).map(([body, after]) => ({
		fact: `stored: ${JSON.stringify(body)}`,
		ask: (bench: FactBench) => stored(bench, body),
		answer: { json: { d: after } },
	})),
	{
		fact: 'a decimal is a text',
		ask: send3('POST', 'OpportunityCollection', { Title: 'Test', Budget: '1.25' }),
		answer: { status: 201, json: { d: { Budget: '1.25' } } },
	},
	{
		fact: 'a decimal that is a number is refused',
		ask: send3('POST', 'OpportunityCollection', { Title: 'Test', Budget: 1.25 }),
		answer: inner3(/^Cannot convert a value to target type 'Edm\.Decimal'/),
	},
	...(
		[
			[
				{ Foo: 1 },
				`The property 'Foo' does not exist on type '${CONTACT}'. Make sure to only use property names that are defined by the type.`,
			],
			[{ name: 'x' }, /^The property 'name' does not exist/],
			[{ Age: 1.5 }, "Cannot convert a value of type 'Edm.Double' to the expected target type 'Edm.Int32'."],
			[{ Name: 5 }, "Cannot convert a value of type 'Edm.Int32' to the expected target type 'Edm.String'."],
			[
				{ Confirmed: 1 },
				"Cannot convert a value of type 'Edm.Int32' to the expected target type 'Edm.Boolean'.",
			],
			[
				{ Age: true },
				"Cannot convert a value of type 'Edm.Boolean' to the expected target type 'Edm.Int32'.",
			],
			[{ AccountId: 'x' }, 'Unrecognized Guid format.'],
			[{ AccountId: null }, /^A null value was found for the property named 'AccountId'/],
			[{ BirthDate: null }, /^A null value was found for the property named 'BirthDate'/],
			[{ BirthDate: 'x' }, /^String was not recognized as a valid DateTime/],
			[{ BirthDate: '/Date(946771200000+0060)/' }, /^Cannot convert a value of type 'Edm\.DateTimeOffset'/],
			[{ Name: ['x'] }, /^An unexpected 'StartArray' node/],
			[{ Account: 'x' }, /^An unexpected 'PrimitiveValue' node/],
			[
				{ __metadata: { type: 'Terrasoft.Configuration.Account' } },
				/^A type named 'Terrasoft\.Configuration\.Account'/,
			],
		] as const
	).map(([body, message]) => ({
		fact: `refused: ${JSON.stringify(body)}`,
		ask: send3('POST', 'ContactCollection', { Name: 'Ann', ...body }),
		answer: inner3(message),
	})),
	{
		fact: 'null, where a site takes it',
		site: { switches: { odata3Nullable: true } },
		ask: (bench) => stored(bench, { AccountId: null, BirthDate: null, Age: null, Confirmed: null }),
		answer: { json: { d: { BirthDate: '0001-01-01T00:00:00', Age: 0, Confirmed: false } } },
	},
	...(
		[
			['2000-01-02T10:00:00', {}, '2000-01-02T10:00:00'],
			['2000-01-02T10:00:00Z', {}, '2000-01-02T10:00:00'],
			['2000-01-02T10:00:00Z', { DataServiceVersion: '2.0' }, '2000-01-02T12:00:00'],
			['2000-01-02T10:00:00+01:00', {}, '2000-01-02T11:00:00'],
			['/Date(946807200000)/', {}, '2000-01-02T10:00:00'],
		] as const
	).map(([text, headers, kept]) => ({
		fact: `a date has no zone: ${text} ${JSON.stringify(headers)} on a server two hours east`,
		ask: async (bench: FactBench) => {
			const body = { Title: 'Call', StartDate: text };
			const made = entryOf(await bench.ask(send3('POST', 'ActivityCollection', body, headers)));
			return bench.ask(
				get3(
					`ActivityCollection(guid'${made.Id}')`,
					{ $select: 'StartDate' },
					{ MinDataServiceVersion: '3.0' },
				),
			);
		},
		answer: { json: { d: { StartDate: kept } } },
	})),
	...(
		[
			['application/json', {}, 415],
			['application/json', { DataServiceVersion: '2.0' }, 201],
			['text/plain', {}, 415],
			['application/xml', {}, 415],
		] as const
	).map(([type, headers, status]) => ({
		fact: `a body of the type ${type} with ${JSON.stringify(headers)}`,
		ask: send3('POST', 'ContactCollection', { Name: 'Ann' }, { 'Content-Type': type, ...headers }),
		answer: { status },
	})),
	...(['', '[]', '{"Name":', 'null', '"x"'] as const).map((raw) => ({
		fact: `no record: ${raw}`,
		ask: {
			method: 'POST' as const,
			path: address('ContactCollection'),
			raw,
			headers: { Accept: VERBOSE, 'Content-Type': VERBOSE },
		},
		answer: { status: 400 },
	})),
	...(
		[
			['<d:Foo>x</d:Foo>', /^The property 'Foo' does not exist/],
			['<d:Age m:type="Edm.String">5</d:Age>', /^A value of type 'Edm\.String' was found/],
			['<d:Age m:type="Edm.Int32">x</d:Age>', /./],
			['<d:AccountId m:type="Edm.Guid" m:null="true" />', /^A null value was found/],
			['<d:Name>x', /does not match/],
			['<d:Name>&foo;</d:Name>', /^Reference to undeclared entity/],
		] as const
	).map(([properties, message]) => ({
		fact: `refused in Atom: ${properties}`,
		ask: atom(properties),
		answer: inner3(message),
	})),
]);

const UPDATES: readonly Fact[] = facts('3.5', [
	...(['MERGE', 'PATCH'] as const).map((method) => ({
		fact: `${method} changes what it gives`,
		ask: async (bench: FactBench) => {
			const { answer, after } = await updated(bench, method, { Dear: 'Hello' });
			expect(after).toMatchObject({ Name: 'Ann', Dear: 'Hello', Email: 'ann@x' });
			return answer;
		},
		answer: { status: 204, text: '' },
	})),
	{
		fact: 'PUT empties what it does not give',
		ask: async (bench) => {
			const { answer, after } = await updated(bench, 'PUT', { Name: 'Ann', Dear: 'Hello' });
			expect(after).toMatchObject({ Name: 'Ann', Dear: 'Hello', Email: '' });
			return answer;
		},
		answer: { status: 204, text: '' },
	},
	...(['MERGE', 'PATCH', 'PUT', 'DELETE'] as const)
		.flatMap((method) => [
			{
				fact: `${method} by X-HTTP-Method`,
				ask: async (bench: FactBench) => {
					const { Id } = await created(bench);
					return bench.ask(send3('POST', contact(Id), { Name: 'Bob' }, { 'X-HTTP-Method': method }));
				},
				answer: { status: 204 },
			},
			{
				fact: `${method} of a key that is not there`,
				ask: send3(method, STRANGER, { Name: 'Bob' }),
				answer: refused3("Resource not found for the segment 'ContactCollection'.", 404),
			},
			{
				fact: `${method} of a collection`,
				ask: send3(method, 'ContactCollection', { Name: 'Bob' }),
				answer: refused3(/The URI must point to a single resource/, 405),
			},
			{
				fact: `${method} with an ETag`,
				ask: send3(method, SUPERVISOR, { Dear: 'x' }, { 'If-Match': '*' }),
				answer: refused3(/does not have etag properties defined/),
			},
		])
		.map((fact) =>
			fact.fact.endsWith('with an ETag')
				? { ...fact, answer: refused3(/^If-Match or If-None-Match headers cannot be specified/) }
				: fact,
		),
	{
		fact: 'X-HTTP-Method that does not arrive',
		site: { switches: { odata3MethodOverride: false } },
		ask: send3('POST', SUPERVISOR, { Dear: 'x' }, { 'X-HTTP-Method': 'MERGE' }),
		answer: refused3(/is not valid for POST operation/, 405),
	},
	{
		fact: 'X-HTTP-Method of another verb',
		ask: send3('POST', SUPERVISOR, { Dear: 'x' }, { 'X-HTTP-Method': 'merge' }),
		answer: refused3(
			"The X-HTTP-Method header should be 'PUT', 'MERGE', 'PATCH' or 'DELETE', but is 'merge' instead.",
		),
	},
	{
		fact: 'X-HTTP-Method beside another verb than POST',
		ask: send3('PUT', SUPERVISOR, { Dear: 'x' }, { 'X-HTTP-Method': 'MERGE' }),
		answer: refused3('The X-HTTP-Method header can only be used with POST requests.'),
	},
	{
		fact: 'PATCH of a request below the third version',
		ask: send3('PATCH', SUPERVISOR, { Dear: 'x' }, { DataServiceVersion: '2.0' }),
		answer: refused3(/^Request version '2\.0' is too low/),
	},
	{
		fact: 'options do not go with a write',
		ask: send3('MERGE', `${SUPERVISOR}?$select=Name`, { Dear: 'x' }),
		answer: refused3(/are not supported by this request method/),
	},
	{
		fact: 'a record that others point to stays',
		ask: async (bench) => {
			await created(bench, { Name: 'Ann', Account: { __metadata: { uri: COMPANY } } });
			return bench.ask(send3('DELETE', COMPANY, undefined));
		},
		answer: inner3(/^23503/, 500),
	},
	{
		fact: 'writes are among the statistics',
		ask: async (bench) => {
			const { Id }: Entry = await created(bench);
			const answer = await bench.ask(send3('MERGE', contact(Id), { Dear: 'x' }));
			await bench.ask(send3('DELETE', contact(Id), undefined));
			const { Contact } = bench.emulator.stats.writes;
			expect([Contact?.created.at(-1), Contact?.updated.at(-1), Contact?.deleted.at(-1)]).toEqual([
				Id,
				Id,
				Id,
			]);
			return answer;
		},
		answer: { status: 204 },
	},
]);

testFacts([...CREATES, ...VALUES, ...UPDATES]);
