import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { step } from '../progress.mjs';
import { cached } from './cache.mjs';
import { installInto } from './install-into.mjs';

/** @param {string} folder */
const programIn = (folder) => join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js');

/**
 * npm of a version, fetched into the cache.
 *
 * @param {string} version As npm understands it, such as "10".
 * @returns {Promise<string>} Path of the program, which Node runs.
 */
export async function bringNpm(version) {
	const isComplete = (/** @type {string} */ folder) => existsSync(programIn(folder));
	const fetch = (/** @type {string} */ folder) =>
		step(`Fetching npm ${version}`, () =>
			installInto(folder, { spec: `npm@${version}`, what: `npm ${version}` }),
		);
	return programIn(await cached(`npm${version}`, isComplete, fetch));
}
