import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun } from '../process/run.mjs';
import { Stop } from '../stop.mjs';

const hasApt = () => existsSync('/usr/bin/apt-get');

/** Whether we may install Debian packages: only root on a Debian-like system. */
export const canInstallDebianPackages = () => process.getuid?.() === 0 && hasApt();

/**
 * @param {readonly string[]} packages
 */
export async function installDebianPackages(packages) {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const onFailure = notInstalled(packages);
	await mustRun('apt-get', ['update'], { env, onFailure });
	await mustRun('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env, onFailure });
}

/**
 * @param {readonly string[]} packages
 * @returns {(output: string) => Stop}
 */
const notInstalled = (packages) => (output) =>
	new Stop(
		`Installing ${packages.join(', ')} with apt-get did not work:\n${output.split('\n').slice(-8).join('\n')}`,
		`Install ${packages.join(', ')} by hand and run the same command again.`,
	);

/** Whether packages can be unpacked without being installed, for which nobody has to be root. */
export const canUnpackDebianPackages = () => hasApt() && existsSync('/usr/bin/dpkg');

/**
 * Unpacks a package into a folder, with all that it needs and this machine lacks. Nothing is installed, and so no service is started.
 *
 * @param {string} name
 * @param {string} folder
 */
export async function unpackDebianPackage(name, folder) {
	const onFailure = notInstalled([name]);
	if (canInstallDebianPackages()) await mustRun('apt-get', ['update'], { onFailure });
	const plan = await mustRun('apt-get', ['install', '--simulate', '--no-install-recommends', name], {
		onFailure,
	});
	const missing = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, each]) => String(each));
	await mustRun('apt-get', ['download', ...missing], { cwd: folder, onFailure });
	for (const file of await readdir(folder)) {
		if (!file.endsWith('.deb')) continue;
		await mustRun('dpkg', ['-x', file, '.'], { cwd: folder, onFailure });
		await rm(join(folder, file));
	}
}
