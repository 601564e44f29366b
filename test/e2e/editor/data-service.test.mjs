import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Editor } from '../support/editor.mjs';
import { sampleWorkflow, store } from '../support/workflow.mjs';
import { connect } from '../support/world.mjs';

/** @type {Editor} */
let editor;
before(async () => {
	// High enough for all that is counted in one picture.
	editor = await Editor.open({ height: 1040 });
});
after(() => editor?.close());

test('the form shows what is counted over related records, and the table the rows that match', async () => {
	const { id } = await store(await connect(), await sampleWorkflow('Accounts with open cases'));
	await editor.openWorkflow(id);
	await editor.openNode('Accounts with open cases');
	const fields = await editor.collectionFields('selectColumns');
	assert.deepEqual(fields.slice(2, 11), [
		['connection', 'Case (by their Account)'],
		['function', 'Count'],
		['name', 'Open cases'],
		['combine', 'All (AND)'],
		['column', 'Status → Status is final (Status.IsFinal)'],
		['operator', 'Is Equal To'],
		['value', 'No'],
		['keep', 'Is Greater Than'],
		['keptValue', '3'],
	]);

	await editor.executeStep();
	const rows = await editor.outputRows();
	await editor.scrollToTopOf('selectColumns');
	await editor.screenshot('dataservice-open-cases');
	assert.equal(rows.length, 4);
	for (const row of rows) {
		assert.deepEqual(Object.keys(row), ['Name', 'Open cases', 'Last activity']);
		assert.ok(Number(row['Open cases']) > 3, `${row.Name} has ${row['Open cases']}`);
		assert.match(row['Last activity'] ?? '', /^20\d\d-\d\d-\d\dT/);
	}
});
