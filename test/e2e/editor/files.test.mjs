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

test('a file of a record is chosen by its name and downloaded', async () => {
	await editor.openNodePanel();
	await editor.searchNodes('Creatio');
	await editor.addNode('Creatio', 'Download a file');
	await editor.chooseCredential(credentialName);
	await editor.openList('object', 'Contact');
	await editor.chooseFromList('Contact');
	await editor.openList('recordId', 'Andrew Baker');
	await editor.chooseFromList('Andrew Baker (sample)');
	await editor.openList('fileId', 'notes');
	const entries = await editor.listEntries();
	assert.ok(
		entries.some((entry) => entry.startsWith('notes.txt')),
		entries.join(', '),
	);
	await editor.screenshot('file-list');
	await editor.page
		.getByText(/^notes\.txt/)
		.locator('visible=true')
		.first()
		.click();
	await editor.executeStep();
	const output = await editor.part('output-panel').innerText();
	assert.match(output, /notes\.txt[^]*text\/plain[^]*19 B/);
});
