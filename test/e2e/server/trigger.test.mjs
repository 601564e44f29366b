import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import {
	chain,
	columns,
	creatioNode,
	credentialName,
	itemsNode,
	object,
	ownType,
	runOnce,
	store,
} from '../support/workflow.mjs';
import { connect } from '../support/world.mjs';

/**
 * A workflow that a trigger of the package starts.
 *
 * @param {string} name
 * @param {Record<string, unknown>} trigger
 */
const begunBy = (name, trigger) => ({
	name,
	nodes: [
		{ name: 'Trigger', typeVersion: 1, id: randomUUID(), position: [0, 0], ...trigger },
		{
			...{ name: 'Behind', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
			...{ id: randomUUID(), position: [220, 0] },
		},
	],
	connections: { Trigger: { main: [[{ node: 'Behind', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
});

/** @param {readonly string[]} names */
const createContacts = (names) =>
	chain('Create contacts', [
		itemsNode(
			'Names',
			names.map((name) => ({ name })),
		),
		creatioNode('Create', {
			operation: 'create',
			object: object('Contact'),
			columns: columns({ Name: '={{ $json.name }}', JobTitle: 'Watched in e2e' }),
		}),
	]);

test('an active workflow is started with each new record once', async () => {
	const client = await connect();
	const watcher = await store(
		client,
		/** @type {import('../../../scripts/lib/n8n/client.mjs').Workflow} */ (
			begunBy('Watch contacts', {
				type: ownType('creatioTrigger'),
				parameters: {
					object: object('Contact'),
					event: 'created',
					conditions: {
						condition: [
							{
								column: { __rl: true, mode: 'name', value: 'JobTitle' },
								operator: 'equals',
								value: 'Watched in e2e',
							},
						],
					},
					pollTimes: { item: [{ mode: 'everyMinute' }] },
				},
				credentials: { creatioPlatformApi: { name: credentialName } },
			})
		),
	);
	await runOnce(client, createContacts(['Before the trigger was active']));
	await client.activate(watcher.id);

	const names = ['Ada', 'Grace', 'Hedy'];
	assert.equal((await runOnce(client, createContacts(names))).status, 'success');
	await client.untilTriggered(watcher.id, 'Behind', 3);
	assert.equal((await runOnce(client, createContacts(['Radia']))).status, 'success');
	const executions = await client.untilTriggered(watcher.id, 'Behind', 4);

	assert.deepEqual(
		executions.map(({ status }) => status).filter((status) => status !== 'success'),
		[],
	);
	const reported = executions.flatMap(({ itemsByNode }) => itemsByNode.Behind ?? []).map(({ Name }) => Name);
	assert.deepEqual([...reported].sort(), [...names, 'Radia'].sort());
	await client.deactivate(watcher.id);
});

test('a trigger that cannot work is not switched on, and says why', async () => {
	const client = await connect();
	const workflow = begunBy('Watch nothing', {
		type: ownType('creatioTrigger'),
		parameters: {
			object: object('Kontakt'),
			event: 'created',
			pollTimes: { item: [{ mode: 'everyMinute' }] },
		},
		credentials: { creatioPlatformApi: { name: credentialName } },
	});
	const { id } = await store(
		client,
		/** @type {import('../../../scripts/lib/n8n/client.mjs').Workflow} */ (workflow),
	);
	await assert.rejects(client.activate(id), /Kontakt/);
});
