import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentFor } from './environment.mjs';
import { repository } from './paths.mjs';
import { run } from './process/run.mjs';
import { temporaryFolder } from './temporary.mjs';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} failures Names of the tests that failed.
 * @property {Array<{ name: string, reason: string }>} leftOut Tests that were skipped.
 */

/**
 * Runs test files with Node's own test runner, one after the other, and shows its report.
 *
 * @param {object} options
 * @param {string} options.node Path of the Node program.
 * @param {readonly string[]} options.files
 * @param {Record<string, string>} [options.env]
 * @returns {Promise<Counts>}
 */
export async function runNodeTests({ node, files, env }) {
	const folder = await temporaryFolder('tests');
	const counts = join(folder, 'counts.json');
	const reporter = fileURLToPath(new URL('count-reporter.mjs', import.meta.url));
	const { code } = await run(
		node,
		[
			'--test',
			'--test-concurrency=1',
			'--test-reporter=spec',
			'--test-reporter-destination=stdout',
			`--test-reporter=${reporter}`,
			`--test-reporter-destination=${counts}`,
			...files,
		],
		// What an interrupted test leaves behind goes with our own folder.
		{ cwd: repository, env: environmentFor(node, { ...env, TMPDIR: folder }), show: true },
	);
	const text = await readFile(counts, 'utf8').catch(() => undefined);
	/** @type {Counts} */
	const result = text
		? JSON.parse(text)
		: { passed: 0, failed: 1, failures: ['no test was run'], leftOut: [] };
	return code !== 0 && result.failed === 0
		? { ...result, failed: 1, failures: [`the test runner ended with ${code}`] }
		: result;
}
