import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chain, columns, credentialName, itemsNode, ownType, runOnce } from '../support/workflow.mjs';
import { connect } from '../support/world.mjs';

/**
 * @param {string} name
 * @param {Record<string, unknown>} parameters
 */
const processNode = (name, parameters) => ({
	name,
	type: ownType('creatioProcess'),
	typeVersion: 1,
	parameters: { operation: 'run', ...parameters },
	credentials: { creatioPlatformApi: { name: credentialName } },
});

/** @param {string} code */
const process = (code) => ({ __rl: true, mode: 'code', value: code });

test('an execution waits until the process calls it back, and continues with what it sends', async () => {
	const run = await runOnce(
		await connect(),
		chain('Until called back', [
			processNode('Approve', {
				process: process('UsrCallBack'),
				parameters: columns({ Amount: 7 }),
				wait: 'callback',
				waitLimit: 60,
				callbackParameter: 'CallbackUrl',
			}),
			itemsNode('Behind', [{ reached: true }]),
		]),
	);
	assert.equal(run.status, 'success', run.error);
	assert.deepEqual(run.itemsByNode.Approve, [
		{ status: 'completed', results: { approved: true, amount: 7 } },
	]);
	assert.deepEqual(run.itemsByNode.Behind, [{ reached: true }]);
});

test('a process that fails is not a successful run', async () => {
	const failing = processNode('Fail', { process: process('UsrFailInside'), parameters: columns({}) });
	const run = await runOnce(await connect(), chain('A failing process', [failing]));
	assert.equal(run.status, 'error');
	assert.match(String(run.error), /UsrFailInside failed: .*credit limit is exceeded/);
});
