import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentFor } from '../environment.mjs';
import { repository } from '../paths.mjs';
import { mustRun } from '../process/run.mjs';
import { step } from '../progress.mjs';
import { Stop } from '../stop.mjs';
import { downloadFailed } from './download-failed.mjs';

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {boolean} [optional]
 * @property {boolean} [devOptional]
 */

/**
 * @param {string} file
 * @returns {Promise<Record<string, LockedPackage>>}
 */
async function packagesIn(file) {
	return JSON.parse(await readFile(join(repository, file), 'utf8')).packages;
}

/** Whether what is installed is what package-lock.json asks for. */
async function areCurrent() {
	const wanted = await packagesIn('package-lock.json');
	const installed = await packagesIn('node_modules/.package-lock.json').catch(() => undefined);
	if (!installed) return false;
	return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
		if (path === '') return true;
		const present = installed[path];
		return present ? present.version === version : Boolean(optional || devOptional);
	});
}

/**
 * Brings the project's own dependencies, if they are missing or not those of package-lock.json.
 *
 * @param {string} node Path of the Node program.
 */
export async function bringDependencies(node) {
	if (await areCurrent()) return;
	await step(
		'Installing the dependencies of the project',
		() =>
			mustRun('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
				cwd: repository,
				env: environmentFor(node),
				onFailure: (output) =>
					output.includes('code EUSAGE')
						? new Stop(
								'package.json and package-lock.json do not fit together.',
								'Run npm install and commit both.',
							)
						: downloadFailed('the dependencies of the project', repository)(output),
			}),
		{ usually: 'about a minute' },
	);
}
