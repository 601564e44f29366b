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

test('a record is created or updated by a column that is chosen to match on, its lookup from a list', async () => {
	await editor.openNodePanel();
	await editor.searchNodes('Creatio');
	await editor.addNode('Creatio', 'Create or update a record');
	await editor.chooseCredential(credentialName);
	await editor.openList('object', 'Account');
	await editor.chooseFromList('Account');

	await editor.matchOn('Name');
	await editor.fillColumn('Name', 'Upsert & Söhne');
	await editor.addColumn('Type');
	await editor.choose('Type', 'Customer');
	await editor.executeStep();
	await editor.screenshot('create-or-update-record');
	const [created] = await editor.outputRows();
	assert.equal(created?.Name, 'Upsert & Söhne');
	assert.equal(created?.TypeId, '03a75490-53e6-df11-971b-001d60e938c6');
});
