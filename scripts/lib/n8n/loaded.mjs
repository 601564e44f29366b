import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { packageName, repository } from '../paths.mjs';
import { Stop } from '../stop.mjs';

/**
 * Makes sure that n8n has loaded every node that the package lists: n8n itself starts without them and only
 * writes a line into its log.
 *
 * @param {import('./client.mjs').N8nClient} client
 */
export async function mustHaveLoaded(client) {
	const manifest = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));
	const wanted = manifest.n8n.nodes.map((/** @type {string} */ file) => {
		const name = basename(file, '.node.js');
		return `${packageName}.${name.charAt(0).toLowerCase()}${name.slice(1)}`;
	});
	const present = new Set(await client.nodeTypes());
	const missing = wanted.filter((/** @type {string} */ name) => !present.has(name));
	if (missing.length > 0) {
		throw new Stop(`n8n did not load ${missing.join(', ')} from the installed package.`);
	}
}
