import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emulator } from '../support/emulator.mjs';
import { chain, columns, creatioNode, object, recordId, runOnce } from '../support/workflow.mjs';
import { connect, world } from '../support/world.mjs';

const thatRecord = recordId("={{ $('Create').item.json.Id }}");

for (const odataVersion of ['4', '3']) {
	test(`a contact is created, updated and deleted over OData ${odataVersion}`, async () => {
		const client = await connect();
		const name = `Creatio over OData ${odataVersion}`;
		const id = await client.createCredential({
			name,
			type: 'creatioPlatformApi',
			data: {
				baseUrl: world.emulatorUrl,
				username: 'Supervisor',
				password: 'Supervisor',
				hosting: 'auto',
				allowUnauthorizedCerts: false,
				odataVersion,
			},
		});
		assert.equal((await client.testCredential(id)).status, 'OK');
		const credentials = { creatioPlatformApi: { name } };
		/**
		 * @param {string} step
		 * @param {Record<string, unknown>} parameters
		 */
		const node = (step, parameters) => ({
			...creatioNode(step, { object: object('Contact'), ...parameters }),
			credentials,
		});
		await emulator.reset();
		const email = `miles${odataVersion}@write.example`;
		const steps = [
			node('Create', {
				operation: 'create',
				columns: columns({ Name: "Miles O'Write & Cycle", Type: 'Customer', BirthDate: '1984-02-29' }),
			}),
			node('Update', { operation: 'update', recordId: thatRecord, columns: columns({ Email: email }) }),
			node('Get', { operation: 'get', recordId: thatRecord, options: { allColumns: true } }),
		];
		const written = await runOnce(client, chain(`Create and update ${odataVersion}`, steps));
		assert.equal(written.status, 'success', written.error);
		const [contact] = written.itemsByNode.Get ?? [];
		assert.equal(contact?.Name, "Miles O'Write & Cycle");
		assert.equal(contact?.Email, email);
		assert.equal(contact?.Type, 'Customer');
		assert.equal(contact?.BirthDate, '1984-02-29T00:00:00Z');
		assert.equal((await emulator.rows('Contact', `Email = '${email}'`)).length, 1);

		const removal = node('Delete', { operation: 'delete', recordId: recordId(String(contact?.Id)) });
		const deleted = await runOnce(client, chain(`Delete ${odataVersion}`, [removal]));
		assert.equal(deleted.status, 'success', deleted.error);
		assert.deepEqual(deleted.itemsByNode.Delete, [{ deleted: true, Id: contact?.Id }]);
		assert.equal((await emulator.rows('Contact', `Email = '${email}'`)).length, 0);

		const addresses = (await emulator.stats()).requests.map(({ path }) => path);
		const usesOlder = addresses.some((path) => path.includes('/EntityDataService.svc/ContactCollection'));
		assert.equal(usesOlder, odataVersion === '3');
	});
}
