import { environmentFor } from '../environment.mjs';
import { repository } from '../paths.mjs';
import { mustRun } from '../process/run.mjs';
import { step } from '../progress.mjs';
import { Stop } from '../stop.mjs';

/**
 * Builds the package into dist, unless the variable CREATIO_NODES_BUILT says that it has just been built there, by
 * whoever runs several commands at once.
 *
 * @param {string} node Path of the Node program.
 */
export async function buildPackage(node) {
	if (process.env.CREATIO_NODES_BUILT === 'yes') return;
	await step('Building the package', () =>
		mustRun('npm', ['run', '--silent', 'build'], {
			cwd: repository,
			env: environmentFor(node),
			onFailure: (output) => new Stop(`The package does not build:\n${output}`),
		}),
	);
}
