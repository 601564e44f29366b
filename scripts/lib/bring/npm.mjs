import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentFor } from '../environment.mjs';
import { mustRun } from '../process/run.mjs';
import { step } from '../progress.mjs';
import { cached } from './cache.mjs';
import { downloadFailed } from './download-failed.mjs';

/** @param {string} folder */
const programIn = (folder) => join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js');

/**
 * npm of a version, fetched into the cache.
 *
 * @param {string} version As npm understands it, such as "10".
 * @returns {Promise<string>} Path of the program, which Node runs.
 */
export async function bringNpm(version) {
	const name = `npm${version}`;
	const fetch = async (/** @type {string} */ folder) => {
		await writeFile(join(folder, 'package.json'), JSON.stringify({ name: `${name}-cache`, private: true }));
		await step(`Fetching npm ${version}`, () =>
			mustRun('npm', ['install', `npm@${version}`, '--ignore-scripts', '--no-audit', '--no-fund'], {
				cwd: folder,
				env: environmentFor(process.execPath),
				onFailure: downloadFailed(`npm ${version}`, folder),
			}),
		);
	};
	return programIn(await cached(name, (folder) => existsSync(programIn(folder)), fetch));
}
