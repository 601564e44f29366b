import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runAllTests } from '../all-tests.mjs';
import { repository } from '../paths.mjs';
import { step } from '../progress.mjs';

/** How many of a hundred lines of `nodes` and `credentials` all tests together must run. */
const leastLines = 92;

const folder = join(repository, '.cache', 'coverage');
const engineFolder = join(folder, 'engine');
const jestFolders = { oldest: join(folder, 'oldest'), current: join(folder, 'current') };

/**
 * Runs all tests of jest and counts what they run, in jest's processes and in those of the engine.
 *
 * @param {string} node Path of the Node program.
 */
export async function runJestCovered(node) {
	await rm(folder, { recursive: true, force: true });
	return await runAllTests(node, {
		argsFor: (part) => ['--coverage', `--coverageDirectory=${jestFolders[part]}`],
		env: { ENGINE_COVERAGE: engineFolder },
	});
}

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
