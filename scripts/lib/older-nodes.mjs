import { fileURLToPath } from 'node:url';
import { bringNode } from './bring/node.mjs';
import { environmentFor } from './environment.mjs';
import { listTests } from './jest.mjs';
import { repository } from './paths.mjs';
import { run } from './process/run.mjs';
import { step } from './progress.mjs';

/** The oldest Node that package.json allows. */
export const oldest = '20.18.1';

/** Nodes that users have besides the one of the tests. */
const older = [oldest, '22'];

/** What reaches this file needs `node:sqlite`, which Node 20 does not have. */
const database = 'test/emulator/store/database.ts';

export const bringOldest = () => bringNode(oldest);

/**
 * The unit and contract tests that do not need the emulator.
 *
 * @param {string} node The Node that the other tests run under.
 * @returns {Promise<string[]>} Paths.
 */
export async function listTestsOfOldest(node) {
	const withDatabase = await listTests({ node, args: ['--findRelatedTests', database] });
	const all = await listTests({ node, args: ['test/unit', 'test/contract'] });
	return all.filter((file) => !withDatabase.includes(file));
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
