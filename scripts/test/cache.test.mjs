import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);
const library = new URL('../lib/bring/cache.mjs', import.meta.url).href;

/** @type {string} */
let cache;
beforeEach(async () => {
	if (cache) await rm(cache, { recursive: true });
	cache = await mkdtemp(join(tmpdir(), 'creatio-nodes-cache-test-'));
});
after(() => rm(cache, { recursive: true }));

/**
 * Asks for the thing "tool-1" in a process of its own, which notes each filling in a file beside the cache.
 *
 * @param {string} fill Statements that fill `folder`.
 * @param {string} [folder] Of the cache.
 * @param {number} [bytes] That the thing needs.
 */
function ask(fill, folder = cache, bytes = 0) {
	const program = `
		import { existsSync } from 'node:fs';
		import { appendFile, writeFile } from 'node:fs/promises';
		import { setTimeout as sleep } from 'node:timers/promises';
		import { cached } from ${JSON.stringify(library)};
		const folder = await cached('tool-1', (folder) => existsSync(folder + '/done'), async (folder) => {
			await appendFile(process.env.CREATIO_NODES_CACHE + '/fillings', 'x');
			${fill}
		}, ${bytes});
		console.log(folder);`;
	return run(process.execPath, ['--input-type=module', '-e', program], {
		env: { ...process.env, CREATIO_NODES_CACHE: folder },
	});
}

const complete = "await writeFile(folder + '/done', '');";
const fillings = async () => (await readFile(join(cache, 'fillings'), 'utf8')).length;

test('a thing is filled once and found afterwards', async () => {
	await ask(complete);
	const { stdout } = await ask(complete);
	assert.equal(stdout.trim(), join(cache, 'tool-1'));
	assert.equal(await fillings(), 1);
});

test('two runs at once fill it once', async () => {
	await Promise.all([ask(`await sleep(700); ${complete}`), ask(`await sleep(700); ${complete}`)]);
	assert.equal(await fillings(), 1);
	assert.deepEqual((await readdir(cache)).sort(), ['fillings', 'tool-1']);
});

test('a filling that throws leaves nothing behind', async () => {
	await assert.rejects(
		ask("await writeFile(folder + '/half', ''); throw new Error('broken off');"),
		/broken off/,
	);
	assert.deepEqual(await readdir(cache), ['fillings']);
	await ask(complete);
});

test('a full disk is named by its folder, with the variable that names another one; the next run fills it', async () => {
	const full = "Object.assign(new Error('ENOSPC: no space left on device, write'), { syscall: 'write' })";
	await assert.rejects(ask(`await writeFile(folder + '/half', ''); throw ${full};`), ({ stderr }) => {
		assert.ok(stderr.includes(`There is no space left on the disk of ${cache}.`), stderr);
		assert.match(stderr, /CREATIO_NODES_CACHE/);
		return true;
	});
	assert.deepEqual(await readdir(cache), ['fillings']);
	await ask(complete);
});

test('a disk without enough space is not filled at all', async () => {
	await assert.rejects(ask(complete, cache, 1e18), ({ stderr }) => {
		assert.ok(stderr.includes(`There is less than 1000000000.0 GB left on the disk of ${cache}.`), stderr);
		return true;
	});
	assert.deepEqual(await readdir(cache), []);
});

test('a cache folder that cannot be written to is named, with the variable that names another one', async () => {
	await writeFile(join(cache, 'file'), '');
	await assert.rejects(ask(complete, join(cache, 'file', 'below')), ({ stderr }) => {
		assert.match(
			stderr,
			/The cache folder \S+file\/below cannot be written to: ENOTDIR[^]*CREATIO_NODES_CACHE/,
		);
		return true;
	});
});

test('an incomplete download does not count as complete', async () => {
	await assert.rejects(ask(''), /something is missing/);
	assert.deepEqual(await readdir(cache), ['fillings']);
});

test('what a killed run left is removed, lock and half-filled folder', async () => {
	await assert.rejects(ask("await writeFile(folder + '/half', ''); process.kill(process.pid, 'SIGKILL');"));
	assert.equal((await readdir(cache)).filter((name) => name.startsWith('.')).length, 2);
	await ask(complete);
	assert.deepEqual((await readdir(cache)).sort(), ['fillings', 'tool-1']);
});

test('a lock that its owner had no time to sign is taken over', async () => {
	await writeFile(join(cache, '.lock-tool-1'), '');
	await ask(complete);
	assert.equal(await fillings(), 1);
});
