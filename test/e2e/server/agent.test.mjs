import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { ScriptedChatModel } from '../support/chat-model.mjs';
import { creatioNode, object, ownType, runOnce } from '../support/workflow.mjs';
import { connect } from '../support/world.mjs';

/** @typedef {import('../support/chat-model.mjs').Step} Step */

/** @type {import('../../../scripts/lib/n8n/client.mjs').N8nClient} */
let client;
/** @type {ScriptedChatModel} */
let model;
const credential = `Scripted model ${randomUUID()}`;

before(async () => {
	client = await connect();
	model = await ScriptedChatModel.start();
	await client.createCredential({
		name: credential,
		type: 'openAiApi',
		data: { apiKey: 'none', url: model.url },
	});
});
after(() => model?.stop());

/**
 * What an agent fills in.
 *
 * @param {string} name
 * @param {'string' | 'number' | 'json'} [type]
 */
const fromAI = (name, type = 'string') => `={{ $fromAI('${name}', '', '${type}') }}`;

/**
 * @param {string} name
 * @param {Record<string, unknown>} parameters
 */
const tool = (name, parameters) => ({
	...creatioNode(name, { descriptionType: 'auto', ...parameters }),
	type: ownType('creatioTool'),
});

/** Tools for any object of a site, as a user of the package sets them up once. */
const tools = [
	tool('Search', { operation: 'search', text: fromAI('text') }),
	tool('Describe', { resource: 'object', operation: 'describe', object: object(fromAI('object')) }),
	tool('Read', {
		operation: 'getAll',
		object: object(fromAI('object')),
		filterMode: 'json',
		conditionsJson: fromAI('conditions', 'json'),
		limit: fromAI('limit', 'number'),
	}),
	tool('Count', {
		operation: 'count',
		object: object(fromAI('object')),
		filterMode: 'json',
		conditionsJson: fromAI('conditions', 'json'),
	}),
	tool('Create', {
		operation: 'create',
		object: object(fromAI('object')),
		valuesFrom: 'json',
		valuesJson: fromAI('values', 'json'),
	}),
	tool('Change', {
		operation: 'update',
		object: object(fromAI('object')),
		recordId: { __rl: true, mode: 'id', value: fromAI('id') },
		valuesFrom: 'json',
		valuesJson: fromAI('values', 'json'),
	}),
];

/**
 * Lets n8n's agent hold a conversation, and returns what it said at last.
 *
 * @param {string} question
 * @param {readonly Step[]} script
 */
async function ask(question, script) {
	model.play(script);
	const start = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} };
	const agent = {
		name: 'Agent',
		type: '@n8n/n8n-nodes-langchain.agent',
		typeVersion: 3.1,
		parameters: { promptType: 'define', text: question, options: {} },
	};
	const chatModel = {
		name: 'Model',
		type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
		typeVersion: 1.2,
		parameters: { model: { __rl: true, mode: 'id', value: 'scripted' }, options: { maxRetries: 0 } },
		credentials: { openAiApi: { name: credential } },
	};
	const nodes = [start, agent, chatModel, ...tools].map((node, index) => ({
		...node,
		id: randomUUID(),
		position: /** @type {[number, number]} */ ([index * 200, 0]),
	}));
	/** @param {string} type */
	const to = (type) => ({ [type]: [[{ node: 'Agent', type, index: 0 }]] });
	const connections = {
		Start: to('main'),
		Model: to('ai_languageModel'),
		...Object.fromEntries(tools.map(({ name }) => [name, to('ai_tool')])),
	};
	// As the editor stores it: agents wait for their tools in this order alone.
	const settings = { executionOrder: 'v1' };
	const run = await runOnce(client, { name: question, nodes, connections, settings });
	assert.equal(run.status, 'success', run.error);
	return String(run.itemsByNode.Agent?.[0]?.output);
}

/**
 * The items that a tool returned.
 *
 * @param {string | undefined} result
 * @returns {Array<Record<string, any>>}
 */
const items = (result) => JSON.parse(result ?? 'null');

/** @param {string | undefined} result */
const first = (result) => items(result)[0] ?? {};

/** n8n does not let a model give an empty object. */
const everything = { column: 'Id', operator: 'isNotEmpty' };

/** What the model was given by the last tool. */
const lastResult = () => model.turns.at(-1)?.results.at(-1) ?? '';

test('tools are described by what they do, so that none is taken for a query that writes', async () => {
	await ask('What can you do?', [() => ({ say: 'Nothing.' })]);
	const described = Object.fromEntries(
		(model.turns[0]?.tools ?? []).map(({ name, description }) => [name, description]),
	);
	assert.deepEqual(described, {
		Search: 'Search records in Creatio',
		Describe: 'Describe an object in Creatio',
		Read: 'Get many records in Creatio',
		Count: 'Count records in Creatio',
		Create: 'Create a record in Creatio',
		Change: 'Update a record in Creatio',
	});
});

test('a customer and its open cases', async () => {
	const said = await ask('Which cases of Delta Orbit & Sons are open?', [
		() => ({ call: 'Search', with: { text: 'Delta Orbit & Sons' } }),
		() => ({ call: 'Describe', with: { object: 'case' } }),
		({ results: [found, described] }) => {
			const account = first(found);
			assert.equal(account.text, 'Delta Orbit & Sons');
			assert.ok((described ?? '').length < 3_000, `${described?.length} characters`);
			const columns = first(described).columns.map((/** @type {any} */ { column }) => column);
			assert.ok(columns.includes('Account') && columns.includes('Status'), columns.join());
			const conditions = {
				all: [
					{ column: 'Account', operator: 'equals', value: account.Id },
					{ column: 'Status.IsFinal', operator: 'equals', value: false },
				],
			};
			return { call: 'Read', with: { object: 'Case', conditions, limit: 50 } };
		},
		({ results: [, , cases] }) => ({
			// The last result is a note on the columns that are left out.
			say: items(cases)
				.flatMap(({ Number }) => Number ?? [])
				.join(),
		}),
	]);
	const numbers = said.split(',');
	assert.ok(numbers.length > 3 && numbers.every((number) => number !== ''), said);
});

test('a contact for an account by its name', async () => {
	const values = { Name: 'Eva Stone', 'Full job title': 'Sales manager', Account: 'Evergreen Delta Ltd' };
	const said = await ask('Eva Stone is the new sales manager of Evergreen Delta Ltd.', [
		() => ({ call: 'Create', with: { object: 'Contact', values } }),
		({ results }) => {
			const conditions = { column: 'Id', operator: 'equals', value: first(results[0]).Id };
			return { call: 'Read', with: { object: 'Contact', conditions, limit: 1 } };
		},
		() => ({ say: 'Done.' }),
	]);
	assert.equal(said, 'Done.');
	assert.equal(first(lastResult()).Name, 'Eva Stone');
	assert.equal(first(lastResult()).Account, 'Evergreen Delta Ltd');
});

test('a stage is changed', async () => {
	const said = await ask('Set the first new opportunity to Negotiation.', [
		() => ({ call: 'Read', with: { object: 'Opportunity', conditions: everything, limit: 1 } }),
		({ results: [found] }) => {
			return {
				call: 'Change',
				with: { object: 'Opportunity', id: first(found).Id, values: { stage: 'negotiations' } },
			};
		},
		({ results: [found, changed] }) => {
			assert.equal(first(changed).error, undefined);
			const conditions = { column: 'Id', operator: 'equals', value: first(found).Id };
			return { call: 'Read', with: { object: 'Opportunity', conditions, limit: 1 } };
		},
		() => ({ say: 'Done.' }),
	]);
	assert.equal(said, 'Done.');
	assert.match(lastResult(), /"Stage":"Negotiation/);
});

test('a report takes few tokens', async () => {
	const said = await ask('How many customers are there, and who are the first fifty contacts?', [
		() => ({
			call: 'Count',
			with: { object: 'Account', conditions: { column: 'Type', operator: 'equals', value: 'Customer' } },
		}),
		() => ({ call: 'Read', with: { object: 'Contact', conditions: everything, limit: 50 } }),
		({ results: [count] }) => ({ say: String(first(count).count) }),
	]);
	assert.ok(Number(said) > 10, said);
	assert.ok(lastResult().length < 15_000, `${lastResult().length} characters`);
	assert.ok(!lastResult().includes('null'));
});

test('a wrong name is mended after the similar ones came back', async () => {
	/** @param {string} account */
	const create = (account) => ({
		call: 'Create',
		with: { object: 'Contact', values: { Name: 'Ben Hill', Account: account } },
	});
	const said = await ask('Ben Hill works for Evergren Delta Ltd.', [
		() => create('Evergren Delta Ltd'),
		({ results: [refused = ''] }) => {
			assert.match(refused, /Evergren Delta Ltd/);
			const [, similar] = /Similar records: \\?"([^"\\]+)/.exec(refused) ?? [];
			assert.ok(similar, refused);
			return create(similar);
		},
		({ results: [, created] }) => {
			const conditions = { column: 'Id', operator: 'equals', value: first(created).Id };
			return { call: 'Read', with: { object: 'Contact', conditions, limit: 1 } };
		},
		() => ({ say: 'Done.' }),
	]);
	assert.equal(said, 'Done.');
	assert.match(lastResult(), /"Account":"Evergreen Delta/);
});
