import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentFor } from '../environment.mjs';
import { mustRun } from '../process/run.mjs';
import { step } from '../progress.mjs';
import { nodeMajor } from '../paths.mjs';
import { cached } from './cache.mjs';
import { downloadFailed } from './download-failed.mjs';

/** What Node takes on the disk. */
const diskBytes = 0.2e9;

/** @param {string} folder */
const programIn = (folder) => join(folder, 'node_modules', 'node', 'bin', 'node');

/**
 * The registry has Node itself as packages, one for each platform. Taking that package directly needs no install
 * script, which npm may be configured not to run.
 */
function platformPackage() {
	const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
	return `${prefix}-${process.platform}-${process.arch}`;
}

/**
 * Node 24: this machine's own, or one fetched into the cache. A newer one will not do, since n8n ships native
 * modules for 24 only.
 *
 * @returns {Promise<string>} Path of the Node program.
 */
export async function bringNode24() {
	if (Number(process.versions.node.split('.')[0]) === nodeMajor) return process.execPath;
	const name = `node${nodeMajor}`;
	const isComplete = (/** @type {string} */ folder) => existsSync(programIn(folder));
	const fetch = (/** @type {string} */ folder) =>
		step(
			`Fetching Node ${nodeMajor} (this machine has ${process.versions.node})`,
			async () => {
				await writeFile(join(folder, 'package.json'), JSON.stringify({ name, private: true }));
				await mustRun(
					'npm',
					[
						'install',
						`node@npm:${platformPackage()}@${nodeMajor}`,
						'--ignore-scripts',
						'--no-audit',
						'--no-fund',
					],
					{
						cwd: folder,
						env: environmentFor(process.execPath),
						onFailure: downloadFailed(`Node ${nodeMajor}`, folder),
					},
				);
			},
			{ usually: 'half a minute' },
		);
	return programIn(await cached(name, isComplete, fetch, diskBytes));
}

/**
 * Where the C headers of that Node are, for compiling native modules without asking the network for them.
 *
 * @param {string} node Path of the Node program.
 * @returns {string | undefined}
 */
export function headersOf(node) {
	const root = join(node, '..', '..');
	const nested = join(root, 'node_modules', platformPackage());
	return [root, nested].find((folder) => existsSync(join(folder, 'include', 'node', 'node.h')));
}
