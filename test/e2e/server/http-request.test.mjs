import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emulator } from '../support/emulator.mjs';
import { chain, httpRequestNode, runOnce } from '../support/workflow.mjs';
import { connect, world } from '../support/world.mjs';

test('the HTTP Request node reads with the credential of the package', async () => {
	const run = await runOnce(
		await connect(),
		chain('HTTP GET', [
			httpRequestNode('Read', {
				url: `${world.emulatorUrl}/0/odata/Contact?$select=Id,Name&$top=2`,
				options: {},
			}),
		]),
	);
	assert.equal(run.status, 'success', run.error);
	const [answer] = run.itemsByNode.Read ?? [];
	assert.ok(Array.isArray(answer?.value));
	assert.equal(answer.value.length, 2);
});

test('the HTTP Request node writes, with the CSRF header that Creatio asks for', async () => {
	const run = await runOnce(
		await connect(),
		chain('HTTP POST', [
			httpRequestNode('Write', {
				method: 'POST',
				url: `${world.emulatorUrl}/0/odata/Account`,
				sendHeaders: true,
				headerParameters: { parameters: [{ name: 'Accept', value: 'application/json' }] },
				sendBody: true,
				specifyBody: 'json',
				jsonBody: '{ "Name": "HTTP Request Ltd" }',
				options: {},
			}),
		]),
	);
	assert.equal(run.status, 'success', run.error);
	assert.equal((await emulator.rows('Account', "Name = 'HTTP Request Ltd'")).length, 1);
});
