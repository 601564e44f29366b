import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { downloadFailed } from '../lib/bring/download-failed.mjs';
import { cacheFolder } from '../lib/paths.mjs';

const run = promisify(execFile);
const lib = (/** @type {string} */ name) => new URL(`../lib/${name}`, import.meta.url).href;

test('without a network the complaint of npm is shown, and nothing is left in the cache', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'creatio-nodes-download-test-'));
	const cache = join(folder, 'cache');
	const program = `
		import { bringN8n } from ${JSON.stringify(lib('bring/n8n.mjs'))};
		import { runCommand } from ${JSON.stringify(lib('lifecycle.mjs'))};
		runCommand(async () => void (await bringN8n(process.execPath)));`;
	try {
		const command = run(process.execPath, ['--input-type=module', '-e', program], {
			env: {
				...process.env,
				CREATIO_NODES_CACHE: cache,
				npm_config_cache: join(folder, 'npm'),
				// Nothing listens on the discard port.
				npm_config_registry: 'http://127.0.0.1:9',
				npm_config_fetch_retries: '0',
			},
		});
		await assert.rejects(command, ({ code, stderr }) => {
			assert.equal(code, 1);
			assert.match(stderr, /^\nFetching n8n \S+ did not work\. npm says:\n/);
			assert.match(stderr, /ECONNREFUSED[^]*Check the network connection/);
			return true;
		});
		assert.deepEqual(await readdir(cache), []);
	} finally {
		await rm(folder, { recursive: true });
	}
});

test('a full disk is named by its folder, with the variable that names another one', () => {
	const output =
		'npm error code ENOSPC\nnpm error syscall write\nnpm error nospc ENOSPC: no space left on device';
	const inCache = downloadFailed('n8n', join(cacheFolder, '.part-n8n-1'))(output);
	assert.equal(inCache.message, `There is no space left on the disk of ${cacheFolder}.`);
	assert.match(inCache.cure ?? '', /CREATIO_NODES_CACHE/);

	const inTemporaryFolder = downloadFailed('the package', join(tmpdir(), 'creatio-nodes-demo-1'))(output);
	assert.equal(inTemporaryFolder.message, `There is no space left on the disk of ${tmpdir()}.`);
	assert.match(inTemporaryFolder.cure ?? '', /TMPDIR/);

	const elsewhere = downloadFailed('the dependencies', '/srv/clone')(output);
	assert.equal(elsewhere.message, 'There is no space left on the disk of /srv/clone.');
	assert.doesNotMatch(elsewhere.cure ?? '', /variable/);
});
