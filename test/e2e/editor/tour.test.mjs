import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Editor } from '../support/editor.mjs';
import { startOwnN8n } from '../support/own-n8n.mjs';
import { world } from '../support/world.mjs';

/** @type {Editor} */
let editor;
before(async () => {
	editor = await Editor.open({ height: 1040 });
});
after(() => editor?.close());

/** Reads contacts on an empty canvas. */
async function readContacts() {
	await editor.openList('object', 'contact');
	await editor.chooseFromList('Contact');
	await editor.executeStep();
}

test('first records take seven clicks from an empty canvas', async () => {
	await editor.openEmptyCanvas();
	editor.resetEffort();
	await editor.addFirstStep('Creatio', 'Get many records');
	await readContacts();
	const { clicks, typed } = editor.effort;
	await editor.screenshot('first-records');
	const rows = await editor.outputRows();
	assert.ok(rows.length > 0);
	assert.deepEqual(Object.keys(rows[0] ?? {}).slice(0, 2), ['Id', 'Name']);
	assert.ok(clicks <= 7, `${clicks} clicks`);
	assert.deepEqual(typed, ['Creatio', 'contact']);
});

test('accounts with more than three open cases take 22 clicks, and no text that has to be known', async () => {
	await editor.openEmptyCanvas();
	editor.resetEffort();
	await editor.addFirstStep('Creatio DataService', 'Select rows');
	await editor.openList('object', 'account');
	await editor.chooseFromList('Account');
	await editor.addRowOfKind('Add Column', 'Summary of Related Records');
	await editor.openList('connection', 'case');
	await editor.chooseFromList('Case (by their Account)');
	await editor.fill('name', 'Open cases');
	await editor.addRow('Add Condition');
	await editor.openList('column', 'status final');
	await editor.chooseFromList('Status → Status is final (Status.IsFinal)');
	await editor.fill('value', 'false');
	await editor.choose('keep', 'Is Greater Than');
	await editor.fill('keptValue', '3');
	await editor.addRow('Add Sort Rule');
	await editor.openList('column', 'open');
	await editor.chooseFromList('Open cases');
	await editor.executeStep();
	const { clicks } = editor.effort;
	const rows = await editor.outputRows();
	assert.deepEqual(
		rows.map((row) => Object.keys(row)),
		rows.map(() => ['Name', 'Open cases']),
	);
	const counts = rows.map((row) => Number(row['Open cases']));
	assert.ok(counts.length > 2 && counts.every((count) => count > 3), String(counts));
	assert.deepEqual(
		counts,
		[...counts].sort((a, b) => a - b),
	);
	assert.ok(clicks <= 22, `${clicks} clicks`);
});

test('conditions follow their column, offer the values of a lookup, and a wrong text is answered with the similar ones', async () => {
	await editor.openEmptyCanvas();
	await editor.addFirstStep('Creatio', 'Get many records');
	await editor.openList('object', 'contact');
	await editor.chooseFromList('Contact');
	await editor.addRow('Add Condition');
	await editor.openList('column', 'created on');
	await editor.chooseFromList('Created on (CreatedOn)');
	await editor.choose('operator', 'Is in the Previous N Days');
	await editor.openList('column', 'type');
	await editor.chooseFromList('Type');
	await editor.choose('operator', 'Is Equal To');
	await editor.fill('value', 'Customr');
	await editor.executeStep();
	await editor.screenshot('wrong-text');
	assert.match((await editor.outputMessages()).join(' '), /"Customr".*Customer/);
});

/** A step of each node, and others that are much like these. */
const steps = /** @type {Array<[node: string, action: string]>} */ ([
	['Creatio', 'Create or update a record'],
	['Creatio DataService', 'Select rows'],
	['Creatio Process', 'Run a process'],
	['Creatio Web Service', 'Call a web service'],
]);
const similarSteps = /** @type {typeof steps} */ ([
	['Creatio', 'Create a record'],
	['Creatio', 'Get many records'],
	['Creatio', 'Upload a file'],
	['Creatio DataService', 'Insert a record'],
]);
for (const [node, action] of world.isWhole ? [...steps, ...similarSteps] : steps) {
	test(`nothing is red on a fresh node: ${node}, ${action}`, async () => {
		await editor.openEmptyCanvas();
		await editor.addFirstStep(node, action);
		await editor.page.waitForTimeout(1_000);
		assert.deepEqual(await editor.warnings(), []);
	});
}

test('first records without a credential take nine clicks and the fields of the credential', async () => {
	const n8n = await startOwnN8n();
	const shared = editor;
	try {
		editor = await Editor.open({ height: 1040, url: n8n.url });
		await editor.openEmptyCanvas();
		editor.resetEffort();
		await editor.addFirstStep('Creatio', 'Get many records');
		await editor.setUpCredential({
			baseUrl: world.emulatorUrl,
			username: 'Supervisor',
			password: 'Supervisor',
		});
		await readContacts();
		const { clicks } = editor.effort;
		assert.ok((await editor.outputRows()).length > 0);
		assert.ok(clicks <= 9, `${clicks} clicks`);
	} finally {
		await editor.close();
		editor = shared;
		await n8n.remove();
	}
});
