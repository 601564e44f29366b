import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nClient } from '../../../scripts/lib/n8n/client.mjs';
import { startN8n } from '../../../scripts/lib/n8n/server.mjs';
import { freePort } from '../../../scripts/lib/ports.mjs';
import { world } from './world.mjs';

/**
 * An n8n for one test alone, with the package installed, which the test may kill and start again.
 *
 * @typedef {object} OwnN8n
 * @property {string} url Address without a slash at the end.
 * @property {string} userFolder
 * @property {N8nClient} client Signed in as the owner.
 * @property {() => Promise<void>} restart Kills it, so that it can save nothing, and starts it with the data that it stored.
 * @property {() => Promise<void>} remove
 */

/** Where n8n has packages, below the folder given to it as N8N_USER_FOLDER. */
export const packagesFolder = join('.n8n', 'nodes');

/**
 * Installs the packages of the tests.
 *
 * @param {string} userFolder
 */
export async function copyPackages(userFolder) {
	const from = join(world.n8nUserFolder, packagesFolder);
	await cp(from, join(userFolder, packagesFolder), { recursive: true });
}

/**
 * @param {Record<string, string>} [env] More variables.
 * @param {(userFolder: string) => Promise<void>} [prepare] Puts packages into its folder; without it, it has those of the tests.
 * @returns {Promise<OwnN8n>}
 */
export async function startOwnN8n(env = {}, prepare = copyPackages) {
	const userFolder = await mkdtemp(join(tmpdir(), 'own-n8n-'));
	await prepare(userFolder);
	const port = await freePort();
	const start = () => startN8n({ node: world.n8nNode, n8nFolder: world.n8nFolder, userFolder, port, env });
	let server = await start();
	const client = new N8nClient({ url: server.url, n8nFolder: world.n8nFolder });
	await client.setUpOwner(world.owner);
	return {
		url: server.url,
		userFolder,
		client,
		async restart() {
			await server.process.kill();
			server = await start();
		},
		async remove() {
			await server.process.kill();
			await rm(userFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
		},
	};
}
