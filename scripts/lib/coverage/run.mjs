import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { listTests, runJest } from '../jest.mjs';
import { bringOldest, listTestsOfOldest, oldest } from '../older-nodes.mjs';
import { repository } from '../paths.mjs';
import { step } from '../progress.mjs';
import { Tally } from '../summary.mjs';

/** How many of a hundred lines of `nodes` and `credentials` all tests together must run. */
const leastLines = 92;

const folder = join(repository, '.cache', 'coverage');
const engineFolder = join(folder, 'engine');
const jestFolders = { older: join(folder, 'older'), current: join(folder, 'current') };

/**
 * Runs every test of jest once, and counts what they run, in jest's processes and in those of the engine: unit and contract tests
 * under the oldest Node that users may have, as far as it can, and the others under the given one.
 *
 * @param {string} node Path of the Node program.
 * @returns {Promise<Tally>}
 */
export async function runJestCovered(node) {
	await rm(folder, { recursive: true, force: true });
	const older = await listTestsOfOldest(node);
	const current = (await listTests({ node, args: [] })).filter((file) => !older.includes(file));
	const tally = new Tally();
	console.log(`\nUnit and contract tests on Node ${oldest}`);
	tally.add(await runJest({ node: await bringOldest(), args: coveredInto(jestFolders.older, older) }));
	console.log('\nThe other tests');
	const args = coveredInto(jestFolders.current, current);
	tally.add(await runJest({ node, args, env: { ENGINE_COVERAGE: engineFolder } }));
	return tally;
}

/**
 * @param {string} coverage
 * @param {readonly string[]} files
 */
const coveredInto = (coverage, files) => [
	'--coverage',
	`--coverageDirectory=${coverage}`,
	'--runTestsByPath',
	...files,
];

/** Writes the report of what `runJestCovered` has counted. Gives whether enough lines ran. */
export async function checkCoverage() {
	// Its libraries come with the dependencies of the project.
	const { reportCoverage } = await import('./report.mjs');
	const lines = await step('Reporting the coverage', () =>
		reportCoverage(Object.values(jestFolders), engineFolder),
	);
	console.log(
		`${lines} % of the lines of nodes and credentials ran, at least ${leastLines} % must (coverage/index.html)`,
	);
	return lines >= leastLines;
}
