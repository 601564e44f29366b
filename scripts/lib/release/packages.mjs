import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../paths.mjs';

/** Where a package of this repository may be; all have the same version. */
const folders = ['.', 'cloud'];

/**
 * The packages that a release publishes.
 *
 * @returns {Promise<Array<{ name: string, version: string }>>}
 */
export async function readPackages() {
	const manifests = folders.map((folder) => join(repository, folder, 'package.json')).filter(existsSync);
	return await Promise.all(manifests.map(async (file) => JSON.parse(await readFile(file, 'utf8'))));
}
