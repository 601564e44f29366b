import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Editor } from '../support/editor.mjs';
import { credentialName } from '../support/workflow.mjs';

/** @type {Editor} */
let editor;
before(async () => {
	editor = await Editor.open();
	await editor.newWorkflow();
});
after(() => editor?.close());

test('records are read with a condition that is put together from lists', async () => {
	await editor.openNodePanel();
	await editor.searchNodes('Creatio');
	await editor.addNode('Creatio', 'Get many records');
	await editor.chooseCredential(credentialName);
	await editor.openList('object', 'Account');
	await editor.chooseFromList('Account');
	await editor.fill('limit', '8');

	await editor.addRow('Add Condition');
	await editor.openList('column', 'Type');
	await editor.screenshot('column-picker');
	await editor.chooseFromList('Type');
	await editor.choose('operator', 'Is Equal To');
	await editor.fill('value', 'Partner');
	await editor.executeStep();
	await editor.screenshot('get-many-records');

	const rows = await editor.outputRows();
	assert.equal(rows.length, 8);
	const types = new Set(rows.map(({ TypeId }) => TypeId));
	assert.equal(types.size, 1);
});
