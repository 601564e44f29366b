import { basename } from 'node:path';
import { packages, readManifest } from '../package/packages.mjs';
import { Stop } from '../stop.mjs';

/**
 * Makes sure that n8n has loaded every node that a package lists: n8n itself starts without them and only writes a line
 * into its log.
 *
 * @param {import('./client.mjs').N8nClient} client
 * @param {import('../package/packages.mjs').Package} [which]
 */
export async function mustHaveLoaded(client, which = packages.platform) {
	const { n8n } = await readManifest(which);
	const wanted = n8n.nodes.map((file) => {
		const name = basename(file, '.node.js');
		return `${which.name}.${name.charAt(0).toLowerCase()}${name.slice(1)}`;
	});
	const present = new Set(await client.nodeTypes());
	const missing = wanted.filter((name) => !present.has(name));
	if (missing.length > 0) {
		throw new Stop(`n8n did not load ${missing.join(', ')} from the installed package.`);
	}
}
