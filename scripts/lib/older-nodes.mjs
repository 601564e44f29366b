import { fileURLToPath } from 'node:url';
import { bringNode } from './bring/node.mjs';
import { environmentFor } from './environment.mjs';
import { listTests, runJest } from './jest.mjs';
import { repository } from './paths.mjs';
import { run } from './process/run.mjs';
import { step } from './progress.mjs';

/** The oldest Node that package.json allows. */
const oldest = '20.18.1';

/** Nodes that users have besides the one of the tests. */
const older = [oldest, '22'];

/** What reaches this file needs `node:sqlite`, which Node 20 does not have. */
const database = 'test/emulator/store/database.ts';

/**
 * Runs the unit and contract tests that do not need the emulator under the oldest Node.
 *
 * @param {string} node The Node that the other tests run under.
 */
export async function runJestOnOldest(node) {
	console.log(`\nUnit and contract tests on Node ${oldest}`);
	const withDatabase = await listTests({ node, args: ['--findRelatedTests', database] });
	const args = ['test/unit', 'test/contract', '--testPathIgnorePatterns', '/node_modules/', ...withDatabase];
	return await runJest({ node: await bringNode(oldest), args });
}

/** Whether the nodes and credentials of the built package can be loaded by each older Node. */
export async function loadsOnOlder() {
	const program = fileURLToPath(new URL('package/load-built.cjs', import.meta.url));
	let loads = true;
	for (const version of older) {
		const node = await bringNode(version);
		const { code, output } = await step(
			`Loading the package on Node ${version}`,
			() => run(node, [program], { cwd: repository, env: environmentFor(node) }),
			{ succeeded: (result) => result.code === 0 },
		);
		if (code !== 0) console.log(`${output}\n`);
		loads &&= code === 0;
	}
	return loads;
}
