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

test('a process is chosen by its caption, its parameters are a form, and its result comes back', async () => {
	await editor.openNodePanel();
	await editor.searchNodes('Creatio Process');
	await editor.addNode('Creatio Process', 'Run a process');
	await editor.chooseCredential(credentialName);

	await editor.openList('process', 'sum');
	assert.deepEqual(await editor.listEntries(), ['Sum of two numbers (UsrSum)']);
	await editor.chooseFromList('Sum of two numbers (UsrSum)');
	await editor.fillColumn('FirstNumber', '2.5');
	await editor.fillColumn('SecondNumber', '40');
	await editor.executeStep();
	await editor.screenshot('process-form');
	const [run] = await editor.outputRows();
	assert.equal(run?.process, 'UsrSum');
	assert.equal(run?.status, 'completed');
});
