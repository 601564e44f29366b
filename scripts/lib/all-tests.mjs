import { listTests, runJest } from './jest.mjs';
import { bringOldest, listTestsOfOldest, oldest } from './older-nodes.mjs';
import { Tally } from './summary.mjs';

/**
 * Runs every test of jest once: unit and contract tests under the oldest Node that users may have, as far as it can, and the
 * others under the given one.
 *
 * @param {string} node Path of the Node program.
 * @param {object} [options]
 * @param {(part: 'oldest' | 'current') => string[]} [options.argsFor] More arguments for jest.
 * @param {Record<string, string>} [options.env]
 * @returns {Promise<Tally>}
 */
export async function runAllTests(node, { argsFor = () => [], env } = {}) {
	const ofOldest = await listTestsOfOldest(node);
	const all = await listTests({ node, args: [] });
	const others = all.filter((file) => !ofOldest.includes(file));
	const tally = new Tally();
	console.log(`\nUnit and contract tests on Node ${oldest}`);
	const older = await bringOldest();
	tally.add(
		await runJest({ node: older, args: [...argsFor('oldest'), '--runTestsByPath', ...ofOldest], env }),
	);
	console.log('\nThe other tests');
	tally.add(await runJest({ node, args: [...argsFor('current'), '--runTestsByPath', ...others], env }));
	return tally;
}
