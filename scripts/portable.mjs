/**
 * npm run test:portable: the unit and contract tests that need no emulator, under the Node that runs this command. It also runs
 * on Windows, as node scripts/portable.mjs, and takes the dependencies as npm ci has installed them.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { relative } from 'node:path';
import { promisify } from 'node:util';
import { runWithOptions } from './lib/command.mjs';
import { jest, testFilesIn } from './lib/jest.mjs';
import { repository } from './lib/paths.mjs';
import { portableTests } from './lib/portable-tests.mjs';

const help = `npm run test:portable [-- options]

  --help   this text

Runs the unit and contract tests that need no emulator, under the Node that runs this command, on Linux, macOS and Windows
(there as node scripts/portable.mjs, after npm ci). About a minute.`;

const run = promisify(execFile);

/** @param {readonly string[]} args */
async function list(args) {
	const { stdout } = await run(process.execPath, [jest, '--listTests', ...args], { cwd: repository });
	return testFilesIn(stdout).map((file) => relative(repository, file));
}

runWithOptions({ help, onWindows: true }, async () => {
	const tests = await portableTests(list);
	const options = /** @type {const} */ ({ cwd: repository, stdio: 'inherit' });
	const [code] = await once(spawn(process.execPath, [jest, '--runTestsByPath', ...tests], options), 'close');
	return code ?? 1;
});
