import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nodeMajor } from '../paths.mjs';
import { bringNode, platformPackage } from './node.mjs';

/**
 * Node 24: this machine's own, or one fetched into the cache. A newer one will not do, since n8n ships native
 * modules for 24 only.
 *
 * @returns {Promise<string>} Path of the Node program.
 */
export async function bringNode24() {
	if (Number(process.versions.node.split('.')[0]) === nodeMajor) return process.execPath;
	return await bringNode(String(nodeMajor));
}

/**
 * Where the C headers of that Node are, for compiling native modules without asking the network for them.
 *
 * @param {string} node Path of the Node program.
 * @returns {string | undefined}
 */
export function headersOf(node) {
	const root = join(node, '..', '..');
	const nested = join(root, 'node_modules', platformPackage());
	return [root, nested].find((folder) => existsSync(join(folder, 'include', 'node', 'node.h')));
}
