import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentFor } from '../environment.mjs';
import { mustRun } from '../process/run.mjs';
import { step } from '../progress.mjs';
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
export function platformPackage() {
	const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
	return `${prefix}-${process.platform}-${process.arch}`;
}

/**
 * Node of a version, fetched into the cache.
 *
 * @param {string} version As npm understands it, such as "24" or "20.18.1".
 * @returns {Promise<string>} Path of the Node program.
 */
export async function bringNode(version) {
	const name = `node${version}`;
	const isComplete = (/** @type {string} */ folder) => existsSync(programIn(folder));
	const fetch = (/** @type {string} */ folder) =>
		step(
			`Fetching Node ${version} (this machine has ${process.versions.node})`,
			async () => {
				await writeFile(join(folder, 'package.json'), JSON.stringify({ name, private: true }));
				await mustRun(
					'npm',
					[
						'install',
						`node@npm:${platformPackage()}@${version}`,
						'--ignore-scripts',
						'--no-audit',
						'--no-fund',
					],
					{
						cwd: folder,
						env: environmentFor(process.execPath),
						onFailure: downloadFailed(`Node ${version}`, folder),
					},
				);
			},
			{ usually: 'half a minute' },
		);
	return programIn(await cached(name, isComplete, fetch, diskBytes));
}
