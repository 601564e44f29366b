import { join } from 'node:path';
import { checkSamples } from '../demo/check.mjs';
import { importSamples } from '../demo/import.mjs';
import { chooseFiles, debugLog, runE2eTests } from '../e2e-tests.mjs';
import { packages } from '../package/packages.mjs';
import { startSite } from '../site.mjs';
import { Stop } from '../stop.mjs';

/** @typedef {import('./results.mjs').Part} Part */

/** A test that installs the other package must not build it below the cells that follow. */
const bothBuilt = { CREATIO_NODES_BUILT: 'yes' };

/**
 * Runs the samples of the demo in a new n8n, and the end-to-end tests of the server in another one beside it: both wait for
 * polls most of the time.
 *
 * @param {object} options
 * @param {import('./cells.mjs').Cell} options.cell
 * @param {boolean} options.hasTests Whether the tests are run too.
 * @param {string} options.node Path of the Node program for emulator and tests.
 * @param {string} options.n8nNode Path of the one that n8n runs on.
 * @param {string} options.n8nFolder
 * @param {string} options.logs A folder.
 * @returns {Promise<{ samples: Part, tests?: Part }>}
 */
export async function runCell({ cell: { flavor }, hasTests, node, n8nNode, n8nFolder, logs }) {
	const common = { node, n8nNode, n8nFolder, which: packages[flavor] };
	const samples = part({ ...common, logs: join(logs, 'samples') }, async ({ client, emulator, n8n }) => {
		const addresses = { emulator: emulator.url, n8n: n8n.url };
		const imported = await importSamples(client, addresses, flavor);
		const { passed, failures } = await checkSamples(client, imported);
		return { passed, failures };
	});
	if (!hasTests) return { samples: await samples };
	const options = { ...common, logs: join(logs, 'tests'), env: debugLog };
	const tests = part(options, async (site) => {
		const files = await chooseFiles(['server']);
		const counts = await runE2eTests({ ...options, flavor, site, files, isWhole: true, env: bothBuilt });
		const { passed, failures, leftOut } = counts;
		return { passed, failures, leftOut };
	});
	return { samples: await samples, tests: await tests };
}

/**
 * @param {Parameters<typeof startSite>[0]} options
 * @param {(site: import('../site.mjs').Site) => Promise<Part>} work
 * @returns {Promise<Part>}
 */
async function part(options, work) {
	try {
		const site = await startSite(options);
		const done = await work(site);
		await site.stop();
		return done;
	} catch (error) {
		// An n8n that does not start, or does not load the nodes, is a result.
		console.error(error instanceof Stop ? error.message : error);
		return {
			passed: 0,
			failures: [String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? ''],
		};
	}
}
