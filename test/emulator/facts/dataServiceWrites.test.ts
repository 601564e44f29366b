import { compare, parameter, TEXT, values } from '../dataservice/testSupport';
import type { Answer } from '../testSupport';
import { ask, CUSTOMER, without } from './dataServiceSupport';
import { type Fact, type FactBench, testFacts } from './facts';

/* Writes and batches of DataService. */

const NAMESPACE = 'Terrasoft.Nui.ServiceModel.DataContract.';

function city(Name: string, more: object = {}) {
	return {
		__type: `${NAMESPACE}InsertQuery`,
		rootSchemaName: 'City',
		columnValues: values({ Name: parameter(TEXT, Name) }),
		...more,
	};
}

const stopped = ask('BatchQuery', { items: [city('Before'), city(''), city('After')] });
const failed = { success: false, responseStatus: { ErrorCode: 'InvalidOperationException' } };

const writes: readonly Fact[] = [
	{
		contract: '4.4',
		fact: 'an update by a filter without isEnabled changes that record alone',
		ask: ask('UpdateQuery', {
			rootSchemaName: 'AccountType',
			columnValues: values({ Description: parameter(TEXT, 'changed') }),
			filters: without(CUSTOMER, 'isEnabled'),
		}),
		answer: { status: 200, json: { success: true, rowsAffected: 1 } },
	},
	{
		contract: '4.6',
		fact: 'isUpsert inserts when nothing matches, and gives the Id as an insert does',
		ask: upsertsOf('Inserted', 0),
		answer: { status: 200, json: { success: true, rowsAffected: 1, id: expect.any(String) as string } },
	},
	{
		contract: '4.6',
		fact: 'isUpsert changes each match and counts them',
		ask: upsertsOf('Changed', 3),
		answer: {
			status: 200,
			json: { success: true, rowsAffected: 3 },
			check: (_answer, { emulator }) => {
				expect(emulator.store.count('City', 'Name = ? AND Description = ?', 'Changed', 'new')).toBe(3);
			},
		},
	},
];

function upsertsOf(name: string, existing: number) {
	return async ({ emulator, ask: send }: FactBench): Promise<Answer> => {
		for (let n = 0; n < existing; n += 1) emulator.store.insert('City', { Name: name });
		return await send(
			ask('UpdateQuery', {
				rootSchemaName: 'City',
				columnValues: values({ Name: parameter(TEXT, name), Description: parameter(TEXT, 'new') }),
				filters: compare('Name', 3, parameter(TEXT, name)),
				isUpsert: true,
			}),
		);
	};
}

const batches: readonly Fact[] = [
	{
		contract: '4.7',
		fact: '__type may carry the name of the assembly',
		ask: ask('BatchQuery', {
			items: [city('With assembly', { __type: `${NAMESPACE}InsertQuery, Terrasoft.Nui.ServiceModel` })],
		}),
		answer: { status: 200, json: { success: true, rowsAffected: 1 } },
	},
	{
		contract: '4.7',
		fact: 'a late __type is ignored: the item is not the query that it says',
		ask: ask('BatchQuery', {
			items: [Object.fromEntries(Object.entries(city('Late')).reverse())],
			continueIfError: true,
		}),
		answer: {
			status: 200,
			json: { success: false, queryResults: [{ success: false }] },
			check: (_answer, { emulator }) => {
				expect(emulator.store.count('City', 'Name = ?', 'Late')).toBe(0);
			},
		},
	},
	{
		contract: '4.7',
		fact: 'results have the queryId of their query',
		ask: ask('BatchQuery', {
			items: ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'].map((queryId) =>
				city('Correlated', { queryId }),
			),
		}),
		answer: {
			status: 200,
			json: {
				queryResults: [
					{ queryId: '11111111-1111-4111-8111-111111111111' },
					{ queryId: '22222222-2222-4222-8222-222222222222' },
				],
			},
		},
	},
	{
		contract: '4.7',
		fact: 'an unknown column fails its query alone where the batch goes on, and is named',
		ask: ask('BatchQuery', {
			items: [
				city('Neighbour'),
				city('Named', { columnValues: values({ UsrNope: parameter(TEXT, 'x') }) }),
				city('Neighbour'),
			],
			continueIfError: true,
		}),
		answer: {
			status: 200,
			json: {
				queryResults: [
					{ success: true, rowsAffected: 1 },
					{ success: false, responseStatus: { Message: expect.stringMatching('UsrNope') as string } },
					{ success: true, rowsAffected: 1 },
				],
			},
		},
	},
	{
		contract: '4.7',
		fact: 'a batch that succeeded has no responseStatus',
		ask: ask('BatchQuery', { items: [city('Good')] }),
		answer: {
			status: 200,
			json: { success: true },
			check: (answer) => {
				expect(answer.json()).not.toHaveProperty('responseStatus');
			},
		},
	},
	{
		contract: '4.7',
		fact: 'a batch that succeeded may have a responseStatus whose texts are null',
		site: { switches: { batchResponseStatus: 'nullTexts' } },
		ask: ask('BatchQuery', { items: [city('Good')] }),
		answer: { status: 200, json: { success: true, responseStatus: { ErrorCode: null, Message: null } } },
	},
	{
		contract: '4.7',
		fact: 'a batch that stopped has no results',
		ask: stopped,
		answer: {
			status: 500,
			json: failed,
			check: (answer) => {
				expect(answer.json()).not.toHaveProperty('queryResults');
			},
		},
	},
	{
		contract: '4.7',
		fact: 'a batch that stopped may have null for its results',
		site: { switches: { failedBatchResults: 'null' } },
		ask: stopped,
		answer: { status: 500, json: { ...failed, queryResults: null } },
	},
	{
		contract: '4.7',
		fact: 'a batch that stopped may have the result of the failed query alone',
		site: { switches: { failedBatchResults: 'failedItem' } },
		ask: stopped,
		answer: { status: 500, json: { ...failed, queryResults: [failed] } },
	},
	{
		contract: '4.7',
		fact: 'a batch that stopped may have the results up to the failed query',
		site: { switches: { failedBatchResults: 'upToFailure' } },
		ask: stopped,
		answer: { status: 500, json: { ...failed, queryResults: [{ success: true }, failed] } },
	},
];

testFacts([...writes, ...batches]);
