import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { repository } from '../lib/paths.mjs';

/** @type {{ scripts: Record<string, string> }} */
const { scripts } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));

/**
 * Runs a command as npm does, but under the Node of the tests.
 *
 * @param {readonly string[]} args Of Node.
 * @returns {Promise<{ code: number | null, errors: string }>}
 */
function run(args) {
	const command = spawn(process.execPath, args, { cwd: repository, stdio: ['ignore', 'ignore', 'pipe'] });
	let errors = '';
	command.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
	return new Promise((resolve) => command.on('close', (code) => resolve({ code, errors })));
}

for (const [name, script] of Object.entries(scripts)) {
	test(`npm run ${name} names an option that it does not know`, async () => {
		const [, args] = /^exec node (scripts\/.+)$/.exec(script) ?? [];
		assert.ok(args, `${name} does not begin with a file of scripts, which brings what it needs`);
		const { code, errors } = await run([...args.split(' '), '--wat']);
		assert.match(errors, /\bunknown option|unrecognized option/i);
		assert.match(errors, /\bwat\b/);
		assert.equal(code, 1);
	});
}

test('npm test says that no test file matches', async () => {
	const { code, errors } = await run(['scripts/test.mjs', 'no/such/test']);
	assert.match(errors, /No test file matches no\/such\/test\./);
	assert.equal(code, 1);
});

test('the emulator names the Node that it needs', async () => {
	const { code, errors } = await run([
		'--no-experimental-sqlite',
		'--import',
		'tsx',
		'test/emulator/main.ts',
		'--port',
		'0',
	]);
	assert.match(errors, /^The emulator needs the module node:sqlite/);
	assert.equal(code, 1);
});
