import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emulator } from '../support/emulator.mjs';
import { chain, creatioNode, httpRequestNode, object, runOnce } from '../support/workflow.mjs';
import { connect, world } from '../support/world.mjs';

const type = 'creatioPlatformOAuth2Api';
/** The application that the emulator knows (test/emulator/auth/users.ts). */
const clientId = '7D1F0A4B6C2E4F7A9B3D5E8C1A2B3C4D';

/**
 * @param {string} name
 * @param {string} clientSecret
 */
const credential = async (name, clientSecret) => ({
	name,
	type,
	data: {
		baseUrl: world.emulatorUrl,
		grantType: 'clientCredentials',
		clientId,
		clientSecret,
		tokenUrl: (await emulator.addresses()).tokenUrl,
		hosting: 'auto',
		allowUnauthorizedCerts: false,
	},
});

test('client credentials: the test passes, the node reads, and the HTTP Request node reads', async () => {
	const client = await connect();
	const id = await client.createCredential(await credential('Creatio OAuth2', 'emulator+server/secret='));
	const tested = await client.testCredential(id);
	assert.deepEqual([tested.status, tested.message], ['OK', 'Connection successful!']);

	const credentials = { [type]: { name: 'Creatio OAuth2' } };
	const run = await runOnce(
		client,
		chain('OAuth2', [
			{
				...creatioNode('Count', {
					authentication: 'oAuth2',
					operation: 'count',
					object: object('Contact'),
				}),
				credentials,
			},
			{
				...httpRequestNode('Read', {
					nodeCredentialType: type,
					url: `${world.emulatorUrl}/0/odata/Contact?$select=Id&$top=2`,
					options: {},
				}),
				credentials,
			},
		]),
	);
	assert.equal(run.status, 'success', run.error);
	assert.ok(Number(run.itemsByNode.Count?.[0]?.count) > 2000);
	const rows = run.itemsByNode.Read?.[0]?.value;
	assert.ok(Array.isArray(rows) && rows.length === 2);
});

test('client credentials: a wrong secret does not connect', async () => {
	const client = await connect();
	const id = await client.createCredential(await credential('Wrong OAuth2', 'not-the-secret-at-all'));
	const { status, message } = await client.testCredential(id);
	assert.equal(status, 'Error');
	assert.doesNotMatch(message, /not-the-secret-at-all/);
});
