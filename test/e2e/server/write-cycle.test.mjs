import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emulator } from '../support/emulator.mjs';
import { chain, columns, creatioNode, object, recordId, runOnce } from '../support/workflow.mjs';
import { connect } from '../support/world.mjs';

const thatRecord = recordId("={{ $('Create').item.json.Id }}");

test('a contact is created, updated and deleted', async () => {
	const client = await connect();
	const steps = [
		creatioNode('Create', {
			operation: 'create',
			object: object('Contact'),
			columns: columns({ Name: "Miles O'Write & Cycle", Type: 'Customer' }),
		}),
		creatioNode('Update', {
			operation: 'update',
			object: object('Contact'),
			recordId: thatRecord,
			columns: columns({ Email: 'miles@write.example' }),
		}),
		creatioNode('Get', { operation: 'get', object: object('Contact'), recordId: thatRecord }),
	];
	const written = await runOnce(client, chain('Create and update', steps));
	assert.equal(written.status, 'success', written.error);
	const [contact] = written.itemsByNode.Get ?? [];
	assert.equal(contact?.Name, "Miles O'Write & Cycle");
	assert.equal(contact?.Email, 'miles@write.example');
	assert.equal((await emulator.rows('Contact', "Email = 'miles@write.example'")).length, 1);

	const removal = creatioNode('Delete', {
		operation: 'delete',
		object: object('Contact'),
		recordId: recordId(String(contact?.Id)),
	});
	const deleted = await runOnce(client, chain('Delete', [removal]));
	assert.equal(deleted.status, 'success', deleted.error);
	assert.deepEqual(deleted.itemsByNode.Delete, [{ deleted: true, Id: contact?.Id }]);
	assert.equal((await emulator.rows('Contact', "Email = 'miles@write.example'")).length, 0);
});
