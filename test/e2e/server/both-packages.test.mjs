import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCredentials } from '../../../scripts/lib/demo/samples.mjs';
import { mustHaveLoaded } from '../../../scripts/lib/n8n/loaded.mjs';
import { buildPackage } from '../../../scripts/lib/package/build.mjs';
import { installPackage } from '../../../scripts/lib/package/install.mjs';
import { packages } from '../../../scripts/lib/package/packages.mjs';
import { copyPackages, startOwnN8n } from '../support/own-n8n.mjs';
import { chain, creatioNode, object, ofPackage, runOnce } from '../support/workflow.mjs';
import { connect, world } from '../support/world.mjs';

/** The package that is not installed in the n8n of the tests. */
const other = world.flavor === 'cloud' ? packages.platform : packages.cloud;

const count = (/** @type {string} */ name) =>
	creatioNode(name, { operation: 'count', object: object('Contact') });

test('nodes of both packages run in one n8n, in one workflow and with one credential', async () => {
	await buildPackage(process.execPath, other);
	const n8n = await startOwnN8n({}, async (userFolder) => {
		await copyPackages(userFolder);
		await installPackage({ node: world.n8nNode, userFolder, which: other });
	});
	try {
		await mustHaveLoaded(n8n.client, packages[world.flavor]);
		await mustHaveLoaded(n8n.client, other);
		for (const credential of await readCredentials(world.emulatorUrl))
			await n8n.client.createCredential(credential);
		const run = await runOnce(
			n8n.client,
			chain('Both packages', [count('By one'), ofPackage(other.name, count('By the other'))]),
		);
		assert.equal(run.status, 'success', run.error);
		const [one] = run.itemsByNode['By one'] ?? [];
		assert.ok(Number(one?.count) > 100, JSON.stringify(one));
		assert.deepEqual(run.itemsByNode['By the other'], [one]);
	} finally {
		await n8n.remove();
	}
});

test('a workflow of the package that is not installed is refused in n8n’s own words, and n8n runs on', async () => {
	const client = await connect();
	const workflow = chain('The other package', [ofPackage(other.name, count('Contacts'))]);
	await assert.rejects(runOnce(client, workflow), /Unrecognized node type: n8n-nodes-creatio-\w+\.creatio/);
	const next = await runOnce(client, chain('The installed package', [count('Contacts')]));
	assert.equal(next.status, 'success', next.error);
});
