import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Editor } from '../support/editor.mjs';

/** @type {Editor} */
let editor;
before(async () => {
	editor = await Editor.open();
});
beforeEach(() => editor.openEmptyCanvas());
after(() => editor?.close());

test('the node panel finds Creatio and shows its nodes', async () => {
	await editor.addManualTrigger();
	await editor.openNodePanel();
	await editor.searchNodes('Creatio');
	assert.ok((await editor.nodePanelEntries()).includes('Creatio'));
	await editor.screenshot('node-panel');
});

test('a record is created: object from the list, mapped columns, output', async () => {
	const name = 'Ada Lovelace';
	await editor.addFirstStep('Creatio', 'Create a record');
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

test('a record is created or updated by a column that is chosen to match on, its lookup from a list', async () => {
	await editor.addFirstStep('Creatio', 'Create or update a record');
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

test('records are read with a condition that is put together from lists', async () => {
	await editor.addFirstStep('Creatio', 'Get many records');
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

test('a process is chosen by its caption, its parameters are a form, and its result comes back', async () => {
	await editor.addFirstStep('Creatio Process', 'Run a process');
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

test('a file of a record is chosen by its name and downloaded', async () => {
	await editor.addFirstStep('Creatio', 'Download a file');
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
