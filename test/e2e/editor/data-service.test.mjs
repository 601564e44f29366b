import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Editor } from '../support/editor.mjs';
import { sampleWorkflow, store } from '../support/workflow.mjs';
import { connect } from '../support/world.mjs';

/** @type {Editor} */
let editor;
before(async () => {
	// High enough for all of the conditions in one picture.
	editor = await Editor.open({ height: 1040 });
});
after(() => editor?.close());

test('the form shows conditions on related records, and the table the rows that match', async () => {
	const { id } = await store(await connect(), await sampleWorkflow('Accounts with open cases'));
	await editor.openWorkflow(id);
	await editor.openNode('Accounts with open cases');
	assert.deepEqual(await editor.collectionFields('conditions'), [
		['connection', 'Case by Account ([Case:Account])'],
		['test', 'Count'],
		['comparison', 'Is Greater Than'],
		['value', '3'],
		['combine', 'All (AND)'],
		['column', '[Case:Account].Status.IsFinal'],
		['operator', 'Is Equal To'],
		['value', 'false'],
	]);

	await editor.executeStep();
	const rows = await editor.outputRows();
	await editor.scrollToEndOf('conditions');
	await editor.screenshot('dataservice-open-cases');
	assert.equal(rows.length, 4);
	for (const row of rows) {
		assert.deepEqual(Object.keys(row), ['Name', 'Open cases', 'Last activity']);
		assert.ok(Number(row['Open cases']) > 3, `${row.Name} has ${row['Open cases']}`);
		assert.match(row['Last activity'] ?? '', /^20\d\d-\d\d-\d\dT/);
	}
});
