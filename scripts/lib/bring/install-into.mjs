import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentFor } from '../environment.mjs';
import { mustRun } from '../process/run.mjs';
import { downloadFailed } from './download-failed.mjs';

/**
 * Installs one package from the registry, without its scripts, into an empty folder of the cache.
 *
 * @param {string} folder
 * @param {object} options
 * @param {string} options.spec The package as npm understands it, such as "npm@10".
 * @param {string} options.what What it is called in a message.
 * @param {string} [options.node] Path of the Node program that npm runs on; without it, the one of this command.
 * @param {Readonly<Record<string, string>>} [options.overrides] Versions of what it depends on.
 */
export async function installInto(folder, { spec, what, node = process.execPath, overrides }) {
	await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, overrides }));
	await mustRun('npm', ['install', spec, '--ignore-scripts', '--no-audit', '--no-fund'], {
		cwd: folder,
		env: environmentFor(node),
		onFailure: downloadFailed(what, folder),
	});
}
