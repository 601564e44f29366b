import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, afterEach, before, test } from 'node:test';
import { emulator } from '../support/emulator.mjs';
import { everythingKept, spelledSecrets } from '../support/secrets.mjs';
import { chain, creatioNode, httpRequestNode, object, recordId, runOnce } from '../support/workflow.mjs';
import { connect, world } from '../support/world.mjs';

/** A user whose password is found nowhere else. */
const user = { username: "Anna O'Brien", password: 'p"ä&ß %41+=\\ 密' };
const wrong = { username: 'Supervisor', password: 'This-1s-wrong/everywhere+' };
/** What tests of the server typed. Parameters of nodes, such as the secret of a webhook that one writes, are not credentials. */
const typed = [user.password, wrong.password, 'emulator+server/secret=', 'not-the-secret-at-all'];

/** @type {import('../../../scripts/lib/n8n/client.mjs').N8nClient} */
let client;
/** Another origin that redirects lead to, and the headers that reach it. */
const elsewhere = createServer((request, response) => {
	reached.push(request.rawHeaders.join('\n'));
	response.end('{}');
});
/** @type {string[]} */
const reached = [];
let elsewhereUrl = '';

before(async () => {
	client = await connect();
	for (const [name, typedIn] of Object.entries({ Secret: user, Wrong: wrong })) {
		await client.createCredential({
			name,
			type: 'creatioPlatformApi',
			data: { baseUrl: world.emulatorUrl, ...typedIn, hosting: 'auto', allowUnauthorizedCerts: false },
		});
	}
	await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
	const address = elsewhere.address();
	elsewhereUrl =
		typeof address === 'object' && address ? `http://127.0.0.1:${address.port}/0/odata/Contact` : '';
});
afterEach(() => emulator.faults());
after(() => elsewhere.close());

const signedIn = { credentials: { creatioPlatformApi: { name: 'Secret' } } };
const refused = { credentials: { creatioPlatformApi: { name: 'Wrong' } } };
const goesOn = { onError: 'continueRegularOutput' };

/** @param {string} name What of the error of the node before reaches the next one, which JSON would leave out. */
const readError = (name) => ({
	name,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		assignments: {
			assignments: ['config', 'options', 'request', 'response', 'cause'].map((property) => ({
				id: property,
				name: property,
				type: 'string',
				value: `={{ JSON.stringify([$json.error?.${property}, $json.error?.cause?.${property}, $json.error?.cause?.cause?.${property}]) }}`,
			})),
		},
		options: {},
	},
});

/**
 * @param {string} path
 * @param {Record<string, unknown>} fault
 */
const failing = (path, fault) => emulator.faults({ match: { path, times: 50 }, fault });

test('runs of the nodes fail in many ways', async () => {
	const contact = { object: object('Contact'), options: { retries: 0 } };
	const nodes = [
		{ ...creatioNode('Good', { operation: 'getAll', limit: 3, ...contact }), ...signedIn },
		{
			...creatioNode('Missing', {
				...{ operation: 'get', ...contact },
				recordId: recordId('11111111-2222-4333-8444-555555555555'),
			}),
			...{ ...signedIn, ...goesOn },
		},
		readError('Error of Missing'),
		{ ...creatioNode('Refused', { operation: 'getAll', ...contact }), ...refused, ...goesOn },
		readError('Error of Refused'),
		{
			...creatioNode('Worse', { operation: 'getAll', object: object('NoSuchObject'), options: {} }),
			...signedIn,
		},
	];
	const run = await runOnce(client, chain('Secrets', nodes));
	assert.equal(run.status, 'error');
	assert.equal(run.itemsByNode.Good?.length, 3);
	for (const form of ['page', 'error', 'text', 'redirect']) {
		for (const spelling of ['plain', 'address', 'base64']) {
			await failing('/odata/Contact', { kind: 'echo', form, spelling });
			const quoted = await runOnce(client, chain(`Quoted ${form} ${spelling}`, nodes.slice(0, 1)));
			assert.equal(quoted.status, 'error');
			await emulator.faults();
		}
	}
});

test('a sign-in of the HTTP Request node that fails leaves no request in its error', async () => {
	const url = `${world.emulatorUrl}/0/odata/Contact?$top=1`;
	for (const fault of [
		{ kind: 'resetBefore' },
		{ kind: 'status', status: 500 },
		{ kind: 'echo', form: 'refusedSignIn' },
	]) {
		await failing('Login$', fault);
		const run = await runOnce(
			client,
			chain(`HTTP sign-in ${fault.kind}`, [
				{ ...httpRequestNode('Read', { url, options: {} }), ...refused, ...goesOn },
				readError('Error of Read'),
			]),
		);
		assert.equal(run.status, 'success', run.error);
		assert.equal(run.itemsByNode['Error of Read']?.length, 1);
		await emulator.faults();
	}
});

test('the HTTP Request node takes the session to no other origin, and fails without it in its error', async () => {
	const url = `${world.emulatorUrl}/0/odata/Contact`;
	for (const method of ['GET', 'POST']) {
		for (const status of [302, 307]) {
			await failing('/odata/Contact', { kind: 'redirect', location: elsewhereUrl, status });
			const redirected = {
				method,
				url,
				...(method === 'POST' && { sendBody: true, jsonBody: '{}' }),
				options: {},
			};
			await runOnce(
				client,
				chain(`HTTP redirect ${method} ${status}`, [
					{ ...httpRequestNode('Read', redirected), ...signedIn, ...goesOn },
				]),
			);
			await emulator.faults();
		}
	}
	await runOnce(
		client,
		chain('HTTP elsewhere', [
			{ ...httpRequestNode('Read', { url: elsewhereUrl, options: {} }), ...signedIn },
			{
				...httpRequestNode('Fail', { url: `${world.emulatorUrl}/0/odata/Nothing`, options: {} }),
				...signedIn,
			},
		]),
	);
	assert.ok(reached.length > 0, 'the request that names the other origin arrives');
	const secrets = await spelledSecrets(typed);
	assert.deepEqual(
		reached.filter((headers) => secrets.some((secret) => headers.includes(secret))),
		[],
	);
});

test('no secret of any test so far is in n8n’s log at debug level, its database or its files', async () => {
	const secrets = await spelledSecrets(typed);
	assert.ok(secrets.length > 4 * typed.length, 'the emulator saw sessions');
	const kept = await everythingKept();
	assert.ok(kept.some(({ place, text }) => place.includes('execution_data') && text.includes('Contact')));
	assert.ok(kept.some(({ text }) => /\bdebug\b/.test(text)));
	const found = kept.flatMap(({ place, text }) =>
		secrets
			.filter((secret) => text.includes(secret) || text.includes(Buffer.from(secret).toString('latin1')))
			.map((secret) => `${secret} in ${place}`),
	);
	assert.deepEqual([...new Set(found)], []);
});
