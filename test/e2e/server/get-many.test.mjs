import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chain, creatioNode, object, runOnce } from '../support/workflow.mjs';
import { connect } from '../support/world.mjs';

/** @param {string} path */
const column = (path) => ({ __rl: true, mode: 'name', value: path });

/**
 * @param {string} path
 * @param {string} operator
 * @param {string} [value]
 */
const condition = (path, operator, value) => ({
	column: column(path),
	operator,
	value,
});

test('Get Many returns the contacts that match all conditions', async () => {
	const client = await connect();
	const run = await runOnce(
		client,
		chain('Get many contacts', [
			creatioNode('Contacts', {
				operation: 'getAll',
				object: object('Contact'),
				returnAll: true,
				filterMode: 'conditions',
				combineConditions: 'all',
				conditions: {
					condition: [
						condition('Account.Type.Name', 'equals', 'Customer'),
						condition('Type', 'equals', 'Employee'),
						condition('Email', 'isNotEmpty'),
					],
				},
				options: {
					outputColumns: ['Name', 'Email', 'Type'],
					relatedColumns: { column: [{ column: column('Account.Type.Name') }] },
				},
			}),
		]),
	);
	assert.equal(run.status, 'success', run.error);
	const contacts = run.itemsByNode.Contacts ?? [];
	assert.ok(contacts.length > 3, `only ${contacts.length} contacts`);
	for (const contact of contacts) {
		assert.equal(contact['Account.Type.Name'], 'Customer');
		assert.equal(contact.Type, 'Employee');
		assert.match(String(contact.Email), /@/);
	}
});

test('a column that does not exist stops the run with its name', async () => {
	const client = await connect();
	const run = await runOnce(
		client,
		chain('Unknown column', [
			creatioNode('Contacts', {
				operation: 'getAll',
				object: object('Contact'),
				filterMode: 'conditions',
				conditions: { condition: [condition('Emial', 'equals', 'x')] },
			}),
		]),
	);
	assert.equal(run.status, 'error');
	assert.match(run.error ?? '', /Emial/);
});
