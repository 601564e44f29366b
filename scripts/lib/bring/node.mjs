import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { step } from '../progress.mjs';
import { cached } from './cache.mjs';
import { installInto } from './install-into.mjs';

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
	const isComplete = (/** @type {string} */ folder) => existsSync(programIn(folder));
	const fetch = (/** @type {string} */ folder) =>
		step(
			`Fetching Node ${version} (this machine has ${process.versions.node})`,
			() =>
				installInto(folder, { spec: `node@npm:${platformPackage()}@${version}`, what: `Node ${version}` }),
			{ usually: 'half a minute' },
		);
	return programIn(await cached(`node${version}`, isComplete, fetch, diskBytes));
}
