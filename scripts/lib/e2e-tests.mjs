import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readCredentials } from './demo/samples.mjs';
import { runNodeTests } from './node-tests.mjs';
import { repository } from './paths.mjs';
import { Stop } from './stop.mjs';

/** It searches what the others left behind. */
const lastFile = join('server', 'secrets.test.mjs');

/** The tests search the log for secrets. */
export const debugLog = { N8N_LOG_LEVEL: 'debug' };

/**
 * The files of test/e2e whose path contains one of these texts, or all files.
 *
 * @param {readonly string[]} texts
 * @returns {Promise<string[]>}
 */
export async function chooseFiles(texts) {
	const entries = await readdir(join(repository, 'test', 'e2e'), { recursive: true });
	const files = entries.filter((name) => name.endsWith('.test.mjs')).sort();
	const chosen = files.filter((name) => texts.length === 0 || texts.some((text) => name.includes(text)));
	if (chosen.length === 0) {
		throw new Stop(
			`No file of test/e2e has ${texts.join(' or ')} in its path.`,
			`There are:\n${files.join('\n')}`,
		);
	}
	return chosen.map((name) => join('test', 'e2e', name));
}

/**
 * Runs files of test/e2e against an n8n that nothing has been done with.
 *
 * @param {object} options
 * @param {string} options.node Path of the Node program, for the tests themselves.
 * @param {string} options.n8nNode Path of the one that n8n runs on.
 * @param {string} options.n8nFolder
 * @param {import('./package/packages.mjs').Flavor} options.flavor The package that is installed in it.
 * @param {import('./site.mjs').Site} options.site
 * @param {string} options.logs The folder to leave n8n's log in.
 * @param {readonly string[]} options.files
 * @param {boolean} options.isWhole Whether also what differs little from other tests is run.
 * @param {Record<string, string>} [options.env] More variables for the tests.
 * @returns {Promise<import('./node-tests.mjs').Counts>}
 */
export async function runE2eTests({ node, n8nNode, n8nFolder, flavor, site, logs, files, isWhole, env }) {
	const { emulator, n8n, client, userFolder } = site;
	for (const credential of await readCredentials(emulator.url)) await client.createCredential(credential);
	const world = {
		E2E_N8N_URL: n8n.url,
		E2E_N8N_FOLDER: n8nFolder,
		E2E_N8N_NODE: n8nNode,
		E2E_N8N_LOG: n8n.logFile,
		E2E_N8N_USER_FOLDER: userFolder,
		E2E_PACKAGE: flavor,
		E2E_EMULATOR_URL: emulator.url,
		E2E_WHOLE: isWhole ? 'yes' : 'no',
		...env,
	};
	// Node's test runner sorts the files of one run.
	const isLast = (/** @type {string} */ file) => file.endsWith(lastFile);
	/** @type {import('./node-tests.mjs').Counts} */
	const sum = { passed: 0, failed: 0, failures: [], leftOut: [] };
	for (const part of [files.filter((file) => !isLast(file)), files.filter(isLast)]) {
		if (part.length === 0) continue;
		const counts = await runNodeTests({ node, files: part, env: world });
		sum.passed += counts.passed;
		sum.failed += counts.failed;
		sum.failures.push(...counts.failures);
		sum.leftOut.push(...counts.leftOut);
	}
	await cp(n8n.logFile, join(logs, 'n8n.log'));
	if (!n8n.process.isRunning()) {
		console.error(`n8n ended by itself during the tests; see ${join(logs, 'n8n.log')}`);
		sum.failed += 1;
		sum.failures.push('n8n ended by itself');
	}
	return sum;
}
