import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskFull, isDiskFull } from '../disk-full.mjs';
import { environmentFor } from '../environment.mjs';
import { n8nVersion } from '../paths.mjs';
import { mustRun, run } from '../process/run.mjs';
import { step } from '../progress.mjs';
import { Stop } from '../stop.mjs';
import { cached } from './cache.mjs';
import { canInstallDebianPackages, installDebianPackages } from './debian.mjs';
import { installInto } from './install-into.mjs';
import { headersOf } from './node24.mjs';

/** What n8n takes on the disk. */
const diskBytes = 2.9e9;

/**
 * Older n8n takes xlsx from the site of its maker, which not every network lets through. The nodes under test do not use it.
 */
const overrides = { xlsx: '0.18.5' };

/**
 * @param {string} folder
 * @param {string} version
 */
function isComplete(folder, version) {
	const manifest = join(folder, 'node_modules', 'n8n', 'package.json');
	const database = join(folder, 'node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');
	return (
		existsSync(manifest) &&
		existsSync(database) &&
		JSON.parse(readFileSync(manifest, 'utf8')).version === version
	);
}

/**
 * n8n keeps its data with the native module sqlite3. Its install script takes a ready-made one from GitHub or,
 * where that cannot be reached, compiles it.
 *
 * @param {string} folder
 * @param {string} node
 */
async function buildDatabaseModule(folder, node) {
	const headers = headersOf(node);
	const env = environmentFor(node, { JOBS: 'max', ...(headers ? { npm_config_nodedir: headers } : {}) });
	const rebuild = () => run('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false'], { cwd: folder, env });
	let result = await rebuild();
	if (result.code !== 0 && canInstallDebianPackages()) {
		await installDebianPackages(['python3', 'make', 'g++']);
		result = await rebuild();
	}
	if (result.code !== 0) {
		if (isDiskFull(result.output)) throw diskFull(folder);
		throw new Stop(
			`The database module of n8n (sqlite3) could neither be fetched nor compiled:\n${result.output.split('\n').slice(-12).join('\n')}`,
			'Install a C++ compiler, make and Python 3 (on Debian: apt-get install python3 make g++) and run the same command again.',
		);
	}
	await mustRun(node, ['-e', "require('sqlite3')"], {
		cwd: folder,
		onFailure: (output) =>
			new Stop(
				`The database module of n8n (sqlite3) does not load: ${output}`,
				'Please run the same command again.',
			),
	});
}

/**
 * An n8n, fetched into the cache if it is missing. Its database module runs on the Node that it is fetched with and on newer
 * ones.
 *
 * @param {string} node Path of the Node program.
 * @param {string} [version] Without it, the n8n that demo and tests run against.
 * @returns {Promise<string>} The folder that it is installed in.
 */
export function bringN8n(node, version = n8nVersion) {
	const fill = async (/** @type {string} */ folder) => {
		await step(
			`Fetching n8n ${version} (${diskBytes / 1e9} GB on disk, once)`,
			() => installInto(folder, { spec: `n8n@${version}`, what: `n8n ${version}`, node, overrides }),
			{ usually: '2 to 5 minutes' },
		);
		await step('Preparing n8n’s database module', () => buildDatabaseModule(folder, node), {
			usually: 'up to 2 minutes',
		});
	};
	return cached(`n8n-${version}`, (folder) => isComplete(folder, version), fill, diskBytes);
}
