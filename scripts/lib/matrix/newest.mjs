import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentFor } from '../environment.mjs';
import { run } from '../process/run.mjs';
import { temporaryFolder } from '../temporary.mjs';

/** How many versions are tried: where the last few cannot be had, the registry itself is behind. */
const mostTries = 3;

/**
 * The newest n8n after a known one that npm can install: a registry may have a version without all that it depends on.
 *
 * @param {string} node Path of the Node program.
 * @param {string} known
 * @returns {Promise<{ newest: string | undefined, refused: string[] }>} refused: those that npm cannot install.
 */
export async function newestN8n(node, known) {
	const env = environmentFor(node);
	const view = await run('npm', ['view', `n8n@>${known}`, 'version', '--json'], { env });
	/** @type {string[]} */
	const refused = [];
	for (const version of versionsIn(view.code === 0 ? view.output : '').slice(0, mostTries)) {
		const folder = await temporaryFolder('newest-n8n');
		const manifest = { private: true, dependencies: { n8n: version } };
		await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
		const args = ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'];
		const { code } = await run('npm', args, { cwd: folder, env });
		if (code === 0) return { newest: version, refused };
		refused.push(version);
	}
	return { newest: undefined, refused };
}

/**
 * The released versions in what `npm view … version --json` prints, newest first.
 *
 * @param {string} output A text for one version, a list for several, nothing for none.
 * @returns {string[]}
 */
export function versionsIn(output) {
	if (output.trim() === '') return [];
	/** @type {string | string[]} */
	const found = JSON.parse(output);
	return [found]
		.flat()
		.filter((version) => /^\d+\.\d+\.\d+$/.test(version))
		.reverse();
}
