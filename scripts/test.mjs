/**
 * npm test: builds, checks style, types and imports, and runs the unit, contract and engine tests.
 * Runs under any Node from 20 on and before any dependency is installed.
 *
 * npm test -- <arguments for jest> runs jest alone.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { environmentFor } from './lib/environment.mjs';
import { runCommand } from './lib/lifecycle.mjs';
import { runNodeTests } from './lib/node-tests.mjs';
import { repository } from './lib/paths.mjs';
import { run } from './lib/process/run.mjs';
import { step } from './lib/progress.mjs';
import { Tally } from './lib/summary.mjs';
import { temporaryFolder } from './lib/temporary.mjs';

/** Checks that are one npm script each, with what they are called here. */
const checks = /** @type {const} */ ([
	['Building the package', 'build'],
	['Linting', 'lint'],
	['Checking the format', 'format:check'],
	['Checking the types', 'typecheck'],
]);

/**
 * @param {string} node
 * @param {Tally} tally
 * @param {typeof checks[number]} check
 */
async function runCheck(node, tally, [title, script]) {
	const { code, output } = await step(
		title,
		() => run('npm', ['run', '--silent', script], { cwd: repository, env: environmentFor(node) }),
		{ succeeded: (result) => result.code === 0 },
	);
	tally.count(code === 0);
	if (code !== 0) console.log(`${output}\n`);
}

/**
 * @param {string} node
 * @param {readonly string[]} args
 * @returns {Promise<{ passed: number, failed: number }>}
 */
async function runJest(node, args) {
	const resultFile = join(await temporaryFolder('jest'), 'result.json');
	const jest = join(repository, 'node_modules', 'jest', 'bin', 'jest.js');
	const { code } = await run(node, [jest, '--json', `--outputFile=${resultFile}`, ...args], {
		cwd: repository,
		env: environmentFor(node),
		show: true,
		// The whole result as JSON goes to standard output too; the report for people goes to the other stream.
		hideStandardOutput: true,
	});
	const result = JSON.parse(await readFile(resultFile, 'utf8').catch(() => '{}'));
	const passed = result.numPassedTests ?? 0;
	// A file that does not even load has no tests to count, yet it is a failure.
	const failed = (result.numFailedTests ?? 0) + (result.numRuntimeErrorTestSuites ?? 0);
	return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

runCommand(async () => {
	const jestArguments = process.argv.slice(2);
	const node = await bringNode24();
	await bringDependencies(node);
	const tally = new Tally();
	if (jestArguments.length > 0) {
		// The engine tests run the built package.
		if (!existsSync(join(repository, 'dist'))) await runCheck(node, tally, checks[0]);
		tally.add(await runJest(node, jestArguments));
		return tally.close();
	}
	for (const check of checks) await runCheck(node, tally, check);
	const files = [];
	for (const folder of [join('scripts', 'test'), join('test', 'bench')]) {
		const names = await readdir(join(repository, folder));
		files.push(...names.filter((name) => name.endsWith('.test.mjs')).map((name) => join(folder, name)));
	}
	tally.add(await runNodeTests({ node, files }));
	tally.add(await runJest(node, []));
	return tally.close();
});
