import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bringNpm } from '../../../scripts/lib/bring/npm.mjs';
import { environmentFor } from '../../../scripts/lib/environment.mjs';
import { mustHaveLoaded } from '../../../scripts/lib/n8n/loaded.mjs';
import { packInto } from '../../../scripts/lib/package/install.mjs';
import { packages, readManifest } from '../../../scripts/lib/package/packages.mjs';
import { mustRun } from '../../../scripts/lib/process/run.mjs';
import { Stop } from '../../../scripts/lib/stop.mjs';
import { packagesFolder, startOwnN8n } from '../support/own-n8n.mjs';
import { Registry } from '../support/registry.mjs';
import { world } from '../support/world.mjs';

const skip = world.isWhole ? false : 'only with --whole, and in npm run test:matrix';

const which = packages[world.flavor];
/** All that the package may bring: n8n-workflow, which is n8n's own, is not among it. */
const brought = world.flavor === 'platform' ? [which.name, 'undici'] : [which.name];

/** @type {string} */
let folder;
/** @type {Registry} */
let registry;

before(async () => {
	if (skip) return;
	folder = await mkdtemp(join(tmpdir(), 'installing-'));
	const tarball = await packInto(folder, process.execPath, which);
	registry = new Registry(folder, await readFile(tarball), await readManifest(which));
	await registry.start();
});

after(async () => {
	if (skip) return;
	registry.stop();
	await rm(folder, { recursive: true, force: true });
});

/**
 * Names of all packages in a folder, also of those that others have in a folder of their own.
 *
 * @param {string} root
 */
async function installedIn(root) {
	const files = await readdir(root, { recursive: true });
	return files
		.flatMap((file) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(file)?.[1] ?? [])
		.sort();
}

test('the window of n8n installs the package', { skip }, async (t) => {
	const own = await startOwnN8n(registry.asProxy, async () => undefined);
	t.after(own.remove);
	const { version, n8n } = await readManifest(which);
	const types = await own.client.installPackage(which.name, version);
	assert.equal(types.length, n8n.nodes.length);
	assert.deepEqual(await installedIn(join(own.userFolder, packagesFolder)), brought);
	await own.restart();
	await mustHaveLoaded(own.client, which);
});

/**
 * @param {string} npm Its version.
 * @param {string} into
 */
async function installByHand(npm, into) {
	await mkdir(into, { recursive: true });
	await mustRun(world.n8nNode, [await bringNpm(npm), 'install', which.name], {
		cwd: into,
		env: environmentFor(world.n8nNode, registry.asRegistry),
		onFailure: (output) => new Stop(output),
	});
}

test('npm 10 installs the package by hand, and nothing that it does not need', { skip }, async () => {
	const into = join(folder, 'npm10');
	await installByHand('10', into);
	assert.deepEqual(await installedIn(into), brought);
});

test('n8n loads what npm 11 has installed by hand', { skip }, async (t) => {
	const own = await startOwnN8n({}, (userFolder) => installByHand('11', join(userFolder, packagesFolder)));
	t.after(own.remove);
	assert.deepEqual(await installedIn(join(own.userFolder, packagesFolder)), brought);
	await mustHaveLoaded(own.client, which);
});
