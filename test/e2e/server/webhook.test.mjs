import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { chain, columns, creatioNode, object, ownType, runOnce } from '../support/workflow.mjs';
import { startOwnN8n } from '../support/own-n8n.mjs';
import { connect, world } from '../support/world.mjs';

const secret = 'the secret that both sides know';
const webhookId = randomUUID();
const address = `${world.n8nUrl}/webhook/${webhookId}/creatio`;
/** @type {import('../../../scripts/lib/n8n/client.mjs').N8nClient} */
let client;
/** @type {string} */
let workflowId;

/**
 * @param {string} name
 * @param {string} code
 * @param {string} value
 */
const settingNode = (name, code, value) =>
	creatioNode(name, {
		...{ resource: 'systemSetting', operation: 'update', value },
		setting: { __rl: true, mode: 'code', value: code },
	});

/**
 * Stores and activates a workflow that signed calls start.
 *
 * @param {import('../../../scripts/lib/n8n/client.mjs').N8nClient} n8n
 */
async function activateCalled(n8n) {
	const credentialId = await n8n.createCredential({
		name: 'Webhook in e2e',
		type: 'creatioPlatformWebhookApi',
		data: { secret },
	});
	const nodes = [
		{
			name: 'Creatio Webhook',
			type: ownType('creatioWebhook'),
			...{ typeVersion: 1, id: randomUUID(), webhookId, position: [0, 0] },
			parameters: { proof: 'signature' },
			credentials: { creatioPlatformWebhookApi: { id: credentialId, name: 'Webhook in e2e' } },
		},
		{
			...{ name: 'Behind', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
			...{ id: randomUUID(), position: [220, 0] },
		},
	];
	const connections = { 'Creatio Webhook': { main: [[{ node: 'Behind', type: 'main', index: 0 }]] } };
	const workflow = { name: 'Called by Creatio', nodes, connections, settings: { executionOrder: 'v1' } };
	const { id } = await n8n.createWorkflow(workflow);
	await n8n.activate(id);
	return id;
}

before(async () => {
	client = await connect();
	workflowId = await activateCalled(client);
});

after(async () => {
	await runOnce(client, chain('Forget n8n', [settingNode('Address', 'UsrN8nAddress', '')]));
	await client.deactivate(workflowId);
});

/**
 * @param {string} body
 * @param {Record<string, string>} [headers]
 * @param {string} [to]
 */
const call = (body, headers, to = address) =>
	fetch(to, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

/** @param {string} body */
function signed(body) {
	const time = String(Math.floor(Date.now() / 1_000));
	const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('base64');
	return { 'X-Creatio-Timestamp': time, 'X-Creatio-Signature': signature };
}

test('a process that follows the recipe starts the workflow', async () => {
	const run = await runOnce(
		client,
		chain('Set up and create', [
			settingNode('Address', 'UsrN8nAddress', address),
			settingNode('Secret', 'UsrN8nSecret', secret),
			settingNode('Proof', 'UsrN8nProof', 'signature'),
			creatioNode('Create', {
				operation: 'create',
				object: object('Contact'),
				columns: columns({ Name: 'Told by a process' }),
			}),
		]),
	);
	assert.equal(run.status, 'success', run.error);
	const executions = await client.untilTriggered(workflowId, 'Behind', 1, 20_000);
	const items = executions.flatMap(({ itemsByNode }) => itemsByNode.Behind ?? []);
	const mine = items.filter(({ name }) => name === 'Told by a process');
	assert.equal(mine.length, 1);
	assert.deepEqual([mine[0]?.event, mine[0]?.recordId], ['created', run.itemsByNode.Create?.[0]?.Id]);
	assert.ok(executions.every(({ raw }) => !raw.includes(secret)));
});

test('unauthenticated calls, replays and invalid bodies are distinguished', async () => {
	const body = '{"recordId":"7"}';
	const headers = signed(body);
	assert.equal((await call(body)).status, 401);
	assert.equal((await call('{"recordId":"8"}', headers)).status, 401);
	const accepted = await call(body, headers);
	assert.deepEqual([accepted.status, await accepted.json()], [200, { status: 'accepted' }]);
	assert.equal((await call(body, headers)).status, 409);
	assert.equal((await call('no JSON', signed('no JSON'))).status, 422);
	const plain = { 'content-type': 'text/plain', ...signed('no JSON') };
	assert.equal((await call('no JSON', plain)).status, 400);
	const large = ' '.repeat(10 * 1_024 * 1_024);
	assert.equal((await call(large, { ...signed('x'), 'content-type': 'text/plain' })).status, 413);
});

test('a burst of calls, and each of them is refused as a replay after n8n was killed', async (t) => {
	const own = await startOwnN8n();
	t.after(own.remove);
	const id = await activateCalled(own.client);
	const to = `${own.url}/webhook/${webhookId}/creatio`;
	const calls = Array.from({ length: 20 }, (_, index) => {
		const body = JSON.stringify({ recordId: String(index) });
		return { body, headers: signed(body) };
	});
	const send = async () => {
		const answers = await Promise.all(calls.map(({ body, headers }) => call(body, headers, to)));
		return answers.map(({ status }) => status);
	};
	assert.deepEqual(await send(), Array(20).fill(200));
	assert.equal((await own.client.untilTriggered(id, 'Behind', 20, 20_000)).length, 20);
	await own.restart();
	assert.deepEqual(await send(), Array(20).fill(409));
	assert.equal((await own.client.triggeredExecutions(id)).length, 20);
});
