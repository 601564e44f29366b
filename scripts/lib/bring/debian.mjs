import { existsSync } from 'node:fs';
import { mustRun } from '../process/run.mjs';
import { Stop } from '../stop.mjs';

/** Whether we may install Debian packages: only root on a Debian-like system. */
export const canInstallDebianPackages = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/**
 * @param {readonly string[]} packages
 */
export async function installDebianPackages(packages) {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	/** @param {string} output */
	const onFailure = (output) =>
		new Stop(
			`Installing ${packages.join(', ')} with apt-get did not work:\n${output.split('\n').slice(-8).join('\n')}`,
			`Install ${packages.join(', ')} by hand and run the same command again.`,
		);
	await mustRun('apt-get', ['update'], { env, onFailure });
	await mustRun('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env, onFailure });
}
