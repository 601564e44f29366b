import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Editor } from '../support/editor.mjs';
import { runOnce, sampleWorkflow, store } from '../support/workflow.mjs';
import { connect } from '../support/world.mjs';

/** @type {Editor} */
let editor;
before(async () => {
	editor = await Editor.open({ height: 1040 });
});
after(() => editor?.close());

test('the test of a trigger by hand brings one recent record', async () => {
	const client = await connect();
	const workflow = await sampleWorkflow('New contacts, each once');
	await runOnce(client, workflow);
	const { id } = await store(client, workflow);
	await editor.openWorkflow(id);
	await editor.openNode('Creatio Trigger');
	assert.deepEqual(await editor.collectionFields('conditions'), [
		['column', 'Job title (JobTitle)'],
		['operator', 'Is Equal To'],
		['value', 'Inventor'],
	]);
	await editor.executeStep();
	const rows = await editor.outputRows();
	await editor.screenshot('trigger');
	assert.equal(rows.length, 1);
	assert.equal(rows[0]?.JobTitle, 'Inventor');
});
