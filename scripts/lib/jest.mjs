import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentFor } from './environment.mjs';
import { repository } from './paths.mjs';
import { mustRun, run } from './process/run.mjs';
import { Stop } from './stop.mjs';
import { temporaryFolder } from './temporary.mjs';

/** The program of jest. */
export const jest = join(repository, 'node_modules', 'jest', 'bin', 'jest.js');

/**
 * Runs jest and shows its report.
 *
 * @param {object} options
 * @param {string} options.node Path of the Node program.
 * @param {readonly string[]} options.args
 * @param {Record<string, string>} [options.env]
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runJest({ node, args, env }) {
	const resultFile = join(await temporaryFolder('jest'), 'result.json');
	const { code } = await run(node, [jest, '--json', `--outputFile=${resultFile}`, ...args], {
		cwd: repository,
		env: environmentFor(node, env),
		show: true,
		// The whole result as JSON goes to standard output too; the report for people goes to the other stream.
		hideStandardOutput: true,
	});
	const result = JSON.parse(await readFile(resultFile, 'utf8').catch(() => '{}'));
	if (result.numTotalTestSuites === 0) {
		throw new Stop(
			`No test file matches ${args.join(' ')}.`,
			'Give a part of the path of a file *.test.ts in test, such as test/unit/creatio.',
		);
	}
	const passed = result.numPassedTests ?? 0;
	// A file that does not even load has no tests to count, yet it is a failure.
	const failed = (result.numFailedTests ?? 0) + (result.numRuntimeErrorTestSuites ?? 0);
	return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

/**
 * The test files that jest would run.
 *
 * @param {object} options
 * @param {string} options.node Path of the Node program.
 * @param {readonly string[]} options.args
 * @returns {Promise<string[]>} Paths.
 */
export async function listTests({ node, args }) {
	const output = await mustRun(node, [jest, '--listTests', ...args], {
		cwd: repository,
		env: environmentFor(node),
		onFailure: (text) => new Stop(`Jest cannot list its tests:\n${text}`),
	});
	return testFilesIn(output);
}

/**
 * The paths in what `jest --listTests` prints.
 *
 * @param {string} output
 */
export const testFilesIn = (output) => output.split(/\r?\n/).filter((line) => line.endsWith('.test.ts'));
