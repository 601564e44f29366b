import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { mustBeStartable } from '../lib/demo/startable.mjs';
import { freePort } from '../lib/ports.mjs';

/**
 * A program that answers one path.
 *
 * @param {string} path
 * @param {object} answer
 */
async function listen(path, answer) {
	const server = createServer((request, response) => {
		if (request.url === path) response.end(JSON.stringify(answer));
		else response.writeHead(404).end();
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	after(() => server.close());
	return /** @type {import('node:net').AddressInfo} */ (server.address()).port;
}

const n8n = await listen('/healthz', { status: 'ok' });
const emulator = await listen('/__emulator/stats', { requests: [], signInAttempts: 0 });

test('a demo starts on free ports', async () => {
	await mustBeStartable(await freePort(), await freePort());
});

test('a demo that runs is recognised, with its ports', async () => {
	await assert.rejects(mustBeStartable(n8n, emulator), {
		message: `A demo is already running: n8n on port ${n8n} and the Creatio emulator on port ${emulator}.`,
	});
});

test('an n8n alone is another program', async () => {
	await assert.rejects(mustBeStartable(n8n, await freePort()), {
		message: `Port ${n8n}, meant for n8n, is in use by another program.`,
	});
});

test('a demo that is just starting has only its emulator', async () => {
	await assert.rejects(mustBeStartable(await freePort(), emulator), {
		message: `Port ${emulator}, meant for the Creatio emulator, is in use by another program.`,
	});
});
