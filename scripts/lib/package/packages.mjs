import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../paths.mjs';

/**
 * A package of this repository.
 *
 * @typedef {object} Package
 * @property {string} name On npm, and the part of its node types before the dot.
 * @property {string} folder Of its package.json; what is built of it is in `dist` there.
 * @property {string} build The command that builds it.
 */

/** @typedef {'platform' | 'cloud'} Flavor */

/** @type {Readonly<Record<Flavor, Package>>} */
export const packages = {
	platform: { name: 'n8n-nodes-creatio-platform', folder: repository, build: 'build' },
	cloud: { name: 'n8n-nodes-creatio-cloud', folder: join(repository, 'cloud'), build: 'build:verified' },
};

/** @type {readonly Flavor[]} */
export const flavors = ['platform', 'cloud'];

/**
 * The environment of tests whose engines load this package.
 *
 * @param {Flavor} flavor
 */
export const testedAs = (flavor) => ({ CREATIO_NODES_PACKAGE: flavor });

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} version
 * @property {{ nodes: string[], credentials: string[] }} n8n
 */

/**
 * @param {Package} one
 * @returns {Promise<Manifest>}
 */
export async function readManifest({ folder }) {
	return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
}

/** The manifests of all packages; all have the same version. */
export async function readManifests() {
	return await Promise.all(Object.values(packages).map(readManifest));
}
