import { environmentFor } from '../environment.mjs';
import { repository } from '../paths.mjs';
import { mustRun } from '../process/run.mjs';
import { step } from '../progress.mjs';
import { Stop } from '../stop.mjs';
import { packages } from './packages.mjs';

/**
 * Builds a package into its folder dist, unless the variable CREATIO_NODES_BUILT says that both have just been built, by
 * whoever runs several commands at once.
 *
 * @param {string} node Path of the Node program.
 * @param {import('./packages.mjs').Package} [which]
 */
export async function buildPackage(node, { name, build } = packages.platform) {
	if (process.env.CREATIO_NODES_BUILT === 'yes') return;
	await step(`Building ${name}`, () =>
		mustRun('npm', ['run', '--silent', build], {
			cwd: repository,
			env: environmentFor(node),
			onFailure: (output) => new Stop(`${name} does not build:\n${output}`),
		}),
	);
}

/**
 * The same for several, one after the other.
 *
 * @param {string} node Path of the Node program.
 * @param {ReadonlyArray<import('./packages.mjs').Package>} [some] All when left out.
 */
export async function buildPackages(node, some = Object.values(packages)) {
	for (const each of some) await buildPackage(node, each);
}
