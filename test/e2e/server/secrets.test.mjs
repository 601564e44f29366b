import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { emulator } from '../support/emulator.mjs';
import { chain, creatioNode, object, recordId, runOnce } from '../support/workflow.mjs';
import { connect, world } from '../support/world.mjs';

/** A user whose password is found nowhere else. */
const user = { username: "Anna O'Brien", password: 'p"ä&ß %41+=\\ 密' };

test('no password and no session cookie is in a run’s data or in n8n’s log', async () => {
	const client = await connect();
	const name = 'Secret';
	await client.createCredential({
		name,
		type: 'creatioPlatformApi',
		data: { baseUrl: world.emulatorUrl, ...user, hosting: 'auto', allowUnauthorizedCerts: false },
	});
	const credentials = { creatioPlatformApi: { name } };
	const nodes = [
		{
			...creatioNode('Good', { operation: 'getAll', object: object('Contact'), limit: 3, options: {} }),
			credentials,
		},
		{
			...creatioNode(
				'Bad',
				{
					operation: 'get',
					object: object('Contact'),
					recordId: recordId('11111111-2222-4333-8444-555555555555'),
					options: {},
				},
				{ onError: 'continueRegularOutput' },
			),
			credentials,
		},
		{
			...creatioNode('Worse', { operation: 'getAll', object: object('NoSuchObject'), options: {} }),
			credentials,
		},
	];
	const run = await runOnce(client, chain('Secrets', nodes));
	assert.equal(run.status, 'error');
	assert.equal(run.itemsByNode.Good?.length, 3);

	const produced = run.raw + (await readFile(world.n8nLog, 'utf8'));
	for (const secret of [user.password, JSON.stringify(user.password).slice(1, -1)]) {
		assert.ok(!produced.includes(secret), 'the password');
	}
	const cookies = await sessionSecrets();
	assert.ok(cookies.length > 1, 'the emulator saw session cookies');
	for (const cookie of cookies) assert.ok(!produced.includes(cookie), 'a session cookie');
});

/** Values of all cookies and CSRF headers that the emulator was sent. */
async function sessionSecrets() {
	const { requests } = await emulator.stats();
	const values = requests.flatMap(({ headers }) =>
		headers.flatMap(([name, value]) => {
			if (name.toLowerCase() === 'bpmcsrf') return [value];
			if (name.toLowerCase() !== 'cookie') return [];
			return value.split('; ').map((pair) => pair.slice(pair.indexOf('=') + 1));
		}),
	);
	// Short ones, such as "true", are not secrets and occur everywhere.
	return [...new Set(values)].filter((value) => value.length >= 12);
}
