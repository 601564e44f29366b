import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { packages } from '../../../scripts/lib/package/packages.mjs';
import { Editor } from '../support/editor.mjs';
import { chain, creatioNode, object, ofPackage, store } from '../support/workflow.mjs';
import { connect } from '../support/world.mjs';

/** @type {Editor} */
let editor;
before(async () => {
	editor = await Editor.open();
});
after(() => editor?.close());

test('the next node offers the fields of an operation before its first run', async () => {
	await editor.openEmptyCanvas();
	await editor.addFirstStep('Creatio', 'Get a system setting');
	await editor.closeNode();
	await editor.addNextStep('Creatio', 'Create a record');
	const input = editor.part('ndv-input-panel');
	await input.getByText('displayValue', { exact: true }).waitFor();
	await editor.screenshot('fields-before-the-first-run');
	assert.ok(await input.getByText('code', { exact: true }).isVisible());
});

test('a workflow of the package that is not installed opens with its nodes, and keeps them', async () => {
	const node = creatioNode('Contacts', { operation: 'getAll', object: object('Contact'), returnAll: true });
	const workflow = chain('The other package', [ofPackage(packages.cloud.name, node)]);
	const { id } = await store(await connect(), workflow);
	await editor.openWorkflow(id);
	const placeholder = editor.part('canvas-node').filter({ hasText: 'Contacts' });
	await placeholder.waitFor();
	await editor.screenshot('package-not-installed');
	const kept = (await editor.exportNodes()).find(({ name }) => name === 'Contacts');
	assert.equal(kept?.type, 'n8n-nodes-creatio-cloud.creatio');
	assert.deepEqual(kept?.parameters, node.parameters);
});
