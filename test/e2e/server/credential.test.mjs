import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emulator } from '../support/emulator.mjs';
import { connect, world } from '../support/world.mjs';

/**
 * @param {string} username
 * @param {string} password
 */
const credential = (username, password) => ({
	name: `Test of ${username}`,
	type: 'creatioPlatformApi',
	data: { baseUrl: world.emulatorUrl, username, password, hosting: 'auto', allowUnauthorizedCerts: false },
});

test('the test of a good credential passes', async () => {
	const client = await connect();
	const id = await client.createCredential(credential('Supervisor', 'Supervisor'));
	assert.deepEqual((await client.testCredential(id)).status, 'OK');
});

test('a wrong password is tried once and named as the reason', async () => {
	const client = await connect();
	const id = await client.createCredential(credential('ReadOnly', 'not the password'));
	await emulator.reset();
	const { status, message } = await client.testCredential(id);
	assert.equal(status, 'Error');
	assert.match(message, /password/i);
	assert.doesNotMatch(message, /not the password/);
	assert.equal((await emulator.stats()).signInAttempts, 1);
});
