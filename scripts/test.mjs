/**
 * npm test: builds, checks style, types and imports, and runs the unit, contract and engine tests.
 * Runs under any Node from 20 on and before any dependency is installed.
 *
 * npm test -- <arguments for jest> runs jest alone.
 */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runAllTests } from './lib/all-tests.mjs';
import { bringDependencies } from './lib/bring/dependencies.mjs';
import { bringNode24 } from './lib/bring/node24.mjs';
import { environmentFor } from './lib/environment.mjs';
import { runJest } from './lib/jest.mjs';
import { runCommand } from './lib/lifecycle.mjs';
import { runNodeTests } from './lib/node-tests.mjs';
import { loadsOnOlder, refusesTooOld } from './lib/older-nodes.mjs';
import { packages } from './lib/package/packages.mjs';
import { repository } from './lib/paths.mjs';
import { run } from './lib/process/run.mjs';
import { step } from './lib/progress.mjs';
import { Tally } from './lib/summary.mjs';

/** Checks that are one npm script each, with what they are called here. */
const checks = /** @type {const} */ ([
	['Linting', 'lint'],
	['Checking the format', 'format:check'],
	['Checking the types', 'typecheck'],
	['Checking the imports', 'floors'],
	['Looking for unused code', 'unused'],
]);

/**
 * @param {string} node
 * @param {Tally} tally
 * @param {readonly [title: string, script: string]} check
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
 * @param {Tally} tally
 * @param {typeof checks} some
 */
async function runInTurn(node, tally, some) {
	for (const check of some) await runCheck(node, tally, check);
}

/**
 * @param {string} node
 * @param {Tally} tally
 * @param {ReadonlyArray<import('./lib/package/packages.mjs').Package>} which
 */
async function build(node, tally, which) {
	await Promise.all(which.map(({ name, build }) => runCheck(node, tally, [`Building ${name}`, build])));
}

runCommand(async () => {
	const jestArguments = process.argv.slice(2);
	const node = await bringNode24();
	await bringDependencies(node);
	const tally = new Tally();
	if (jestArguments.length > 0) {
		// The engine tests run the built packages.
		const unbuilt = Object.values(packages).filter(({ folder }) => !existsSync(join(folder, 'dist')));
		await build(node, tally, unbuilt);
		tally.add(await runJest({ node, args: jestArguments }));
		return tally.close();
	}
	await build(node, tally, Object.values(packages));
	const files = [];
	for (const folder of [join('scripts', 'test'), join('test', 'bench'), join('test', 'package')]) {
		const names = await readdir(join(repository, folder));
		files.push(...names.filter((name) => name.endsWith('.test.mjs')).map((name) => join(folder, name)));
	}
	await Promise.all([
		runInTurn(node, tally, checks),
		runNodeTests({ node, files }).then((counts) => tally.add(counts)),
	]);
	tally.add(await runAllTests(node));
	tally.count(await loadsOnOlder());
	tally.count(await refusesTooOld());
	return tally.close();
});
