import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadFailed } from '../bring/download-failed.mjs';
import { environmentFor } from '../environment.mjs';
import { mustRun } from '../process/run.mjs';
import { step } from '../progress.mjs';
import { Stop } from '../stop.mjs';
import { packages } from './packages.mjs';

/** Members of package.json that n8n's installer takes out. */
const notForRunTime = ['devDependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * Packs a built package.
 *
 * @param {string} target The folder for the tarball, which has no other one.
 * @param {string} node Path of the Node program.
 * @param {import('./packages.mjs').Package} one
 * @returns {Promise<string>} Path of the tarball.
 */
export async function packInto(target, node, { folder }) {
	await mustRun('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', target], {
		cwd: folder,
		env: environmentFor(node),
		onFailure: (text) => new Stop(`The package cannot be packed:\n${text}`),
	});
	const name = (await readdir(target)).find((file) => file.endsWith('.tgz'));
	if (!name) throw new Stop(`npm pack left no file in ${target}.`);
	return join(target, name);
}

/**
 * Packs a built package and installs it into a user's n8n folder in the steps of n8n's own installer
 * (`downloadPackage` in n8n's community-packages.service): unpack, leave out the dependencies that are not for run
 * time, install the others without scripts, note the package in the list beside it. Only n8n's first step, the
 * download from the registry, is another one here.
 *
 * @param {object} options
 * @param {string} options.node Path of the Node program.
 * @param {string} options.userFolder The folder given to n8n as N8N_USER_FOLDER.
 * @param {import('./packages.mjs').Package} [options.which]
 */
export async function installPackage({ node, userFolder, which = packages.platform }) {
	await step(`Packing and installing ${which.name} as n8n does it`, async () => {
		const downloads = join(userFolder, '.n8n', 'nodes');
		const folder = join(downloads, 'node_modules', which.name);
		await rm(folder, { recursive: true, force: true });
		await mkdir(folder, { recursive: true });
		const tarball = await packInto(downloads, node, which);
		await mustRun('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'], {
			onFailure: (output) => new Stop(`The package cannot be unpacked:\n${output}`),
		});
		await rm(tarball);

		const manifestFile = join(folder, 'package.json');
		const manifest = Object.fromEntries(
			Object.entries(JSON.parse(await readFile(manifestFile, 'utf8'))).filter(
				([member]) => !notForRunTime.includes(member),
			),
		);
		await writeFile(manifestFile, JSON.stringify(manifest, null, 2));
		await mustRun(
			'npm',
			[
				'install',
				'--audit=false',
				'--fund=false',
				'--bin-links=false',
				'--install-strategy=shallow',
				'--ignore-scripts=true',
				'--package-lock=false',
				'--prefer-offline',
			],
			{
				cwd: folder,
				env: environmentFor(node),
				onFailure: downloadFailed('what the package needs at run time', folder),
			},
		);
		await addToList(join(downloads, 'package.json'), which.name, manifest.version);
	});
}

/**
 * Notes a package in the list of those that are installed.
 *
 * @param {string} file
 * @param {string} name
 * @param {unknown} version
 */
async function addToList(file, name, version) {
	const { dependencies } = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {};
	const list = {
		name: 'installed-nodes',
		private: true,
		dependencies: { ...dependencies, [name]: version },
	};
	await writeFile(file, JSON.stringify(list, null, 2));
}
