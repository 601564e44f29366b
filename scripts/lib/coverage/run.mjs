import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runJest } from '../jest.mjs';
import { repository } from '../paths.mjs';
import { step } from '../progress.mjs';

/** How many of a hundred lines of `nodes` and `credentials` all tests together must run. */
const leastLines = 92;

const folder = join(repository, '.cache', 'coverage');
const engineFolder = join(folder, 'engine');

/**
 * Runs all tests of jest and counts what they run, in jest's processes and in those of the engine.
 *
 * @param {string} node Path of the Node program.
 */
export async function runJestCovered(node) {
	await rm(folder, { recursive: true, force: true });
	return await runJest({ node, args: ['--coverage'], env: { ENGINE_COVERAGE: engineFolder } });
}

/** Writes the report of what `runJestCovered` has counted. Gives whether enough lines ran. */
export async function checkCoverage() {
	// Its libraries come with the dependencies of the project.
	const { reportCoverage } = await import('./report.mjs');
	const lines = await step('Reporting the coverage', () => reportCoverage(engineFolder));
	console.log(
		`${lines} % of the lines of nodes and credentials ran, at least ${leastLines} % must (coverage/index.html)`,
	);
	return lines >= leastLines;
}
