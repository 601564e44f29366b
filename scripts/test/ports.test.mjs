import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { freePort, mustBeFree } from '../lib/ports.mjs';
import { Stop } from '../lib/stop.mjs';

test('a free port passes', async () => {
	await mustBeFree(await freePort(), 'n8n', 'cure');
});

test('a free port is none that an outgoing connection may take', async () => {
	const ports = await Promise.all(Array.from({ length: 20 }, freePort));
	assert.ok(ports.every((port) => port >= 20_000 && port < 32_768));
	assert.ok(new Set(ports).size > 1);
});

test('a port in use is named with its purpose and the cure', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	try {
		await assert.rejects(mustBeFree(port, 'n8n', 'Choose another: --port 5680'), (error) => {
			assert.ok(error instanceof Stop);
			assert.match(error.message, new RegExp(`^Port ${port}, meant for n8n, is in use`));
			assert.equal(error.cure, 'Choose another: --port 5680');
			return true;
		});
	} finally {
		server.close();
	}
});
