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

test('the node panel finds Creatio and shows its actions', async () => {
	await editor.openNodePanel();
	await editor.searchNodes('Creatio');
	assert.ok((await editor.nodePanelEntries()).includes('Creatio'));
	await editor.screenshot('node-panel');
});

test('a record is created: credential, object from the list, mapped columns, output', async () => {
	const name = 'Ada Lovelace';
	await editor.addNode('Creatio', 'Create a record');
	await editor.chooseCredential(credentialName);

	await editor.openList('object', 'Contact');
	assert.ok((await editor.listEntries()).some((entry) => entry.startsWith('Contact')));
	await editor.screenshot('object-picker');
	await editor.chooseFromList('Contact');

	await editor.fillColumn('Name', name);
	await editor.addColumn('Email');
	await editor.fillColumn('Email', 'ada@example.com');
	await editor.executeStep();
	await editor.screenshot('create-record');
	const [record] = await editor.outputRows();
	assert.equal(record?.Name, name);
	assert.equal(record?.Email, 'ada@example.com');
});
