import { FIXED } from '..';
import { type Fact, testFacts } from './facts';
import { changed, post, rowAfter } from './writeRequests';

const WRITES: readonly Fact[] = [
	{
		contract: '2.9',
		fact: 'a create answers with the address and the record',
		ask: post({ Name: 'New' }),
		answer: {
			status: 201,
			headers: {
				location: /\/odata\/Contact\([0-9a-f-]{36}\)$/,
				'odata-version': '4.0',
				'odata-entityid': null,
			},
			json: { Name: 'New' },
		},
	},
	...['Return=Minimal', 'respond-async, return=minimal'].map((prefer): Fact => ({
		contract: '2.9',
		fact: `no record comes back for Prefer: ${prefer}`,
		ask: post({ Name: 'New' }, { Prefer: prefer }),
		answer: { status: 204, text: '' },
	})),
	{
		contract: '2.10',
		fact: 'return=minimal leaves out the record of a create',
		ask: post({ Name: 'New' }, { Prefer: 'return=minimal' }),
		answer: {
			status: 204,
			headers: {
				location: /\/Contact\(/,
				'odata-entityid': /\/Contact\(/,
				'odata-version': '4.0',
				'content-type': null,
				'preference-applied': null,
			},
			text: '',
		},
	},
	{
		contract: '2.9',
		fact: '$select leaves nothing out of the answer to a create',
		ask: { ...post({ Name: 'New' }), path: '/odata/Contact?$select=Id' },
		answer: { status: 201, json: { Name: 'New', Email: '' } },
	},
	{
		contract: '2.10',
		fact: 'an update answers with nothing but its version',
		ask: async (bench) => (await changed(bench, { body: { Name: 'New' } })).answer,
		answer: { status: 204, headers: { 'odata-version': '4.0', 'content-type': null }, text: '' },
	},
	{
		contract: '2.10',
		fact: 'return=representation adds the record to the answer to an update',
		ask: async (bench) =>
			(await changed(bench, { body: { Name: 'New' }, headers: { Prefer: 'return=representation' } })).answer,
		answer: { status: 200, json: { Name: 'New', Age: 7 }, headers: { 'preference-applied': null } },
	},
	{
		contract: '2.10',
		fact: 'MERGE is an update',
		ask: rowAfter({ method: 'MERGE', body: { Name: 'New' } }),
		answer: { status: 204, json: { Name: 'New', Age: 7 } },
	},
	{
		contract: '2.10',
		fact: 'the key of a record does not change',
		ask: rowAfter({ body: { Id: FIXED.accom, Name: 'New' } }),
		answer: { status: 204, json: { Name: 'New' } },
	},
	{
		contract: '2.10',
		fact: 'a delete answers without a version',
		ask: async (bench) => (await changed(bench, { method: 'DELETE' })).answer,
		answer: { status: 204, headers: { 'odata-version': null, 'content-type': null }, text: '' },
	},
	{
		contract: '2.12',
		fact: 'a verb that no controller has is not found',
		on: ['net'],
		ask: async (bench) => (await changed(bench, { method: 'PUT', body: {} })).answer,
		answer: { status: 404, text: '' },
	},
	{
		contract: '2.12',
		fact: 'a verb that no controller has is not found, with the words of Web API',
		on: ['framework'],
		ask: async (bench) => (await changed(bench, { method: 'PUT', body: {} })).answer,
		answer: {
			status: 404,
			json: {
				Message: expect.stringMatching(
					/^No HTTP resource was found that matches the request URI 'http/,
				) as string,
				MessageDetail:
					"No routing convention was found to select an action for the OData path with template '~/entityset/key'.",
			},
		},
	},
	{
		contract: '2.10',
		fact: 'a record cannot be linked by $ref',
		ask: { method: 'POST', path: `/odata/Contact(${FIXED.andrewBaker})/Account/$ref`, body: {} },
		answer: { status: 404 },
	},
	{
		contract: '2.10',
		fact: 'text is emptied by "", everything else by null',
		ask: rowAfter({ body: { JobTitle: '', Age: null, AccountId: null, BirthDate: null } }),
		answer: { status: 204, json: { JobTitle: '', Age: 0, AccountId: null, BirthDate: null } },
	},
];

const ZERO_GUID = '00000000-0000-0000-0000-000000000000';

/** Losses that no answer shows (contract 2.9, 2.10). */
const SILENT: readonly Fact[] = [
	{
		contract: '2.10',
		fact: 'the zero GUID for a lookup is dropped from an update',
		ask: rowAfter({ body: { Name: 'New', AccountId: ZERO_GUID } }),
		answer: { status: 204, json: { Name: 'New', AccountId: FIXED.accom } },
	},
	{
		contract: '2.10',
		fact: 'one site also emptied the texts of such an update',
		site: { switches: { patchZeroGuid: 'emptiesTexts' } },
		ask: rowAfter({ body: { JobTitle: 'New', Age: 8, AccountId: ZERO_GUID } }),
		answer: { status: 204, json: { JobTitle: '', Age: 8, AccountId: FIXED.accom } },
	},
	{
		contract: '2.10',
		fact: 'an update without a zero GUID keeps the texts on that site',
		site: { switches: { patchZeroGuid: 'emptiesTexts' } },
		ask: rowAfter({ body: { JobTitle: 'New' } }),
		answer: { status: 204, json: { JobTitle: 'New' } },
	},
	{
		contract: '2.9',
		fact: 'a create may answer 500 after the record was stored',
		ask: async (bench) => {
			bench.emulator.faults.add({ match: { method: 'POST' }, fault: { kind: 'jsonError', after: true } });
			return await bench.ask(post({ Name: 'Stored all the same' }));
		},
		answer: {
			status: 500,
			check: (_answer, { emulator }) => {
				expect(emulator.store.count('Contact', 'Name = ?', 'Stored all the same')).toBe(1);
			},
		},
	},
];

/** An update of which anything cannot be read (contract 2.10). */
const UNREADABLE_UPDATES: readonly Fact[] = [
	{
		contract: '2.10',
		fact: 'an update with an unknown name is refused, and writes nothing',
		ask: rowAfter({ body: { Name: 'New', Nope: 1 } }),
		answer: { status: 400, json: { Name: 'Old' } },
	},
	...[
		{ Name: 'New', Nope: 1 },
		{ Name: 'New', JobTitle: null },
		{ Name: 'New', Age: 'five' },
		{ Name: 'New', BirthDate: '2026-01-01T00:00:00' },
	].map((body): Fact => ({
		contract: '2.10',
		fact: `an older build loses an update such as ${JSON.stringify(body)} silently, as a whole`,
		site: { switches: { patchUnreadableBody: 'loseAll' } },
		ask: rowAfter({ body }),
		answer: { status: 204, json: { Name: 'Old' } },
	})),
	{
		contract: '2.10',
		fact: 'an older build refuses the same body on a create',
		site: { switches: { patchUnreadableBody: 'loseAll' } },
		ask: post({ Name: 'New', Nope: 1 }),
		answer: { status: 400 },
	},
];

testFacts([...WRITES, ...SILENT, ...UNREADABLE_UPDATES]);
