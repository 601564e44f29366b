import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * What an n8n says about Node, read as n8n itself does at its start.
 *
 * @param {string} n8nFolder The folder that n8n is installed in.
 * @returns {Promise<{ asksFor: string, allows: (version: string) => boolean }>}
 */
export async function nodesOfN8n(n8nFolder) {
	const manifest = join(n8nFolder, 'node_modules', 'n8n', 'package.json');
	/** @type {{ satisfies: (version: string, range: string) => boolean }} */
	const { satisfies } = createRequire(manifest)('semver');
	const { engines } = JSON.parse(await readFile(manifest, 'utf8'));
	return { asksFor: engines.node, allows: (version) => satisfies(version, engines.node) };
}
