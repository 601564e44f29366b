import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmulator } from './emulator.mjs';
import { N8nClient } from './n8n/client.mjs';
import { mustHaveLoaded } from './n8n/loaded.mjs';
import { owner } from './n8n/owner.mjs';
import { startN8n } from './n8n/server.mjs';
import { installPackage } from './package/install.mjs';
import { packages } from './package/packages.mjs';
import { freePort } from './ports.mjs';
import { temporaryFolder } from './temporary.mjs';

/**
 * A throw-away n8n with a package of ours in it, beside an emulator.
 *
 * @typedef {object} Site
 * @property {import('./emulator.mjs').Emulator} emulator
 * @property {import('./n8n/server.mjs').N8nServer} n8n
 * @property {N8nClient} client Signed in as the owner, whose account has just been made.
 * @property {string} userFolder The folder given to n8n as N8N_USER_FOLDER.
 * @property {() => Promise<void>} stop
 */

/**
 * @param {object} options
 * @param {string} options.node Path of the Node program, for the emulator.
 * @param {string} [options.n8nNode] Path of the one for n8n.
 * @param {string} options.n8nFolder The folder that n8n is installed in.
 * @param {import('./package/packages.mjs').Package} [options.which]
 * @param {string} [options.logs] A folder for the log of the emulator.
 * @param {Record<string, string>} [options.env] More variables for n8n.
 * @param {{ n8n: number, emulator: number }} [options.ports] Free ones when left out.
 * @param {boolean} [options.keep] Whether n8n's folder stays after the end.
 * @returns {Promise<Site>}
 */
export async function startSite(options) {
	const { node, n8nNode = node, n8nFolder, which = packages.platform, logs, env, keep } = options;
	if (logs !== undefined) await mkdir(logs, { recursive: true });
	const logFile = logs === undefined ? undefined : join(logs, 'emulator.log');
	const emulator = await startEmulator({
		node,
		port: options.ports?.emulator ?? (await freePort()),
		logFile,
	});
	const userFolder = await temporaryFolder('n8n', { keep });
	await installPackage({ node: n8nNode, userFolder, which });
	const port = options.ports?.n8n ?? (await freePort());
	const n8n = await startN8n({ node: n8nNode, n8nFolder, userFolder, port, env });
	const client = new N8nClient({ url: n8n.url, n8nFolder });
	await client.setUpOwner(owner);
	await mustHaveLoaded(client, which);
	const stop = async () => {
		await n8n.process.stop();
		await emulator.process.stop();
	};
	return { emulator, n8n, client, userFolder, stop };
}
